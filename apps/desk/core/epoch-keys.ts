/** Keys of epochs this desk can open: its own lockboxes, and parents wrapped under what it has (docs/formats/roster.md, "Epochs"). */
import { Redacted, toHex, type Bytes } from "#bytes";
import { EntryError, keyCommitment, openLockbox, unwrap, wrappedEpoch, type Epoch, type Line } from "#entry";
import { SealError } from "#seal";
import type { EpochKey, OpenDesk } from "./open-desk.ts";

/** Opens every epoch the line has brought that this desk can: its own lockboxes, and parents wrapped under what it has. */
export async function openNewEpochs(desk: OpenDesk): Promise<void> {
  const me = desk.keyring.device.publicKey;
  for (const epoch of desk.line.judged.epochs.values()) {
    const known = desk.epochKeys.get(epoch.id);
    if (known !== undefined && (known.writeToken !== null || !isRecipient(epoch, me))) continue;
    if (isRecipient(epoch, me)) await openOwn(desk, epoch);
  }
  for (let opened = true; opened; ) {
    opened = false;
    for (const epoch of desk.line.judged.epochs.values()) {
      const child = desk.epochKeys.get(epoch.id);
      const inside = wrappedEpoch(desk.line, epoch.element);
      if (child === undefined || inside === null || desk.epochKeys.has(inside.id)) continue;
      try {
        const key = await unwrap(epoch.element, child.key.reveal(), named(inside));
        if (key === null) continue;
        keep(desk, inside, key.reveal(), null);
        opened = true;
      } catch (error) {
        noteBad(desk, epoch.id, error);
      }
    }
  }
}

/** A key given with an invite, before any lockbox of this device: kept for the roster epoch whose commitment it fits. */
export function keepGivenKeys(desk: OpenDesk, keys: readonly Bytes[]): void {
  for (const key of keys) {
    const commitment = keyCommitment(key);
    for (const epoch of desk.line.judged.epochs.values()) {
      if (epoch.element.keyCommitment === commitment && !desk.epochKeys.has(epoch.id)) keep(desk, epoch, key, null);
    }
  }
}

/** Devices that read an epoch, sorted. */
export function recipients(epoch: Epoch): string[] {
  return epoch.element.lockboxes.map((box) => box.device);
}

function named(epoch: Epoch): { readonly id: string; readonly keyCommitment: string } {
  return { id: epoch.id, keyCommitment: epoch.element.keyCommitment };
}

function isRecipient(epoch: Epoch, device: string): boolean {
  return recipients(epoch).includes(device);
}

async function openOwn(desk: OpenDesk, epoch: Epoch): Promise<void> {
  try {
    const inside = wrappedEpoch(desk.line, epoch.element);
    const opened = await openLockbox(epoch.element, desk.keyring.device.publicKey, desk.keyring.recipientIdentity, inside === null ? null : named(inside));
    keep(desk, epoch, opened.key.reveal(), opened.writeToken.reveal());
  } catch (error) {
    noteBad(desk, epoch.id, error);
  }
}

function noteBad(desk: OpenDesk, epochId: string, error: unknown): void {
  if (!(error instanceof EntryError) && !(error instanceof SealError)) throw error;
  if (desk.line.judged.epochs.get(epochId)?.bad === false) desk.store.set(`bad-epoch/${epochId}`, new Uint8Array(1));
}

function keep(desk: OpenDesk, epoch: Epoch, key: Bytes, writeToken: Bytes | null): void {
  const { compartment } = epoch.element;
  desk.store.atomically(() => {
    desk.store.addEpochKey({ epoch: epoch.id, compartment, key: new Redacted(key) });
    if (writeToken !== null) desk.store.set(`write/${epoch.id}`, writeToken);
  });
  desk.epochKeys.set(epoch.id, { compartment, epochId: epoch.id, key: new Redacted(key), writeToken: writeToken === null ? null : new Redacted(toHex(writeToken)) });
}

/** The keys the store remembers, at unlocking. */
export function rememberedKeys(desk: Pick<OpenDesk, "store">): Map<string, EpochKey> {
  return new Map(
    desk.store.epochKeys().map(({ epoch, compartment, key }) => {
      const token = desk.store.get(`write/${epoch}`);
      return [epoch, { compartment, epochId: epoch, key, writeToken: token === null ? null : new Redacted(toHex(token)) }];
    }),
  );
}

/** Every epoch of a compartment that took effect, oldest first: they form one chain by parent. */
export function epochsOf(line: Line, compartment: string): string[] {
  const chain: string[] = [];
  const { inForce, epochs } = line.judged;
  for (let id = inForce.get(compartment) ?? null; id !== null; id = epochs.get(id)?.element.parent ?? null) chain.push(id);
  return chain.reverse();
}
