/** Keys of epochs: opening what the line brings, making new ones when who may read has changed (docs/formats/roster.md, "Epochs"). */
import { Redacted, toHex, type Bytes } from "#bytes";
import {
  activePersons,
  countingDevices,
  deviceCounts,
  EntryError,
  keyCommitment,
  makeEpoch,
  openLockbox,
  personOf,
  unwrap,
  wrappedEpoch,
  writableEpoch,
  type Epoch,
  type EpochMade,
  type SignedAct,
} from "#entry";
import { randomBytes } from "#prim";
import { SealError } from "#seal";
import { logKeys, tokenHash } from "#wire";
import { commitAct, epochsOf } from "./line.ts";
import { COMPARTMENTS, type EpochKey, type OpenDesk } from "./open-desk.ts";

const ALL = ["roster", ...COMPARTMENTS] as const;

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

/** Makes new epochs for every compartment whose readers are not exactly the devices that count, and puts them on the line. */
export async function tendEpochs(desk: OpenDesk): Promise<void> {
  const { line, keyring } = desk;
  if (line.updateNeeded || line.fork !== null || !deviceCounts(line, keyring.device.publicKey)) return;
  if (desk.lineLogs.at(-1)?.writeToken === null) return; // a newcomer waits for keys from those who let them in
  await signBadEpochs(desk);
  await secondWhatWeAdmitted(desk);
  const wanted = countingDevices(desk.line);
  const stale = ALL.filter((compartment) => {
    const writable = writableEpoch(desk.line, compartment);
    return writable === null || recipients(writable).join() !== wanted.join();
  });
  if (stale.length === 0 || isProposed(desk, wanted, stale)) return;
  await makeEpochs(desk, stale, wanted);
}

/** Tells the relay of the logs of every epoch in force. Only a desk that holds the account token can. */
export async function makeLogs(desk: OpenDesk): Promise<void> {
  const account = desk.keyring.accountToken?.reveal();
  if (account === undefined) return;
  const first = logKeys(desk.keyring.line0Key.reveal());
  await desk.relay.makeLog(first.logId, { closesIntake: [], intake: false, mode: "line", read: tokenHash(first.readToken), writers: [tokenHash(first.line0WriteToken)] }, account);
  for (const compartment of ALL) {
    const chain = epochsOf(desk.line, compartment);
    const earlier: string[] = [];
    for (const id of chain) {
      const known = desk.epochKeys.get(id);
      if (known === undefined) continue;
      const keys = logKeys(known.key.reveal());
      const isNewest = id === chain.at(-1);
      const made = `made/${keys.logId}/${desk.incarnation ?? ""}`;
      if (desk.store.get(made) === null) {
        const intake = compartment === "inbox";
        const answer = await desk.relay.makeLog(
          keys.logId,
          {
            closesIntake: intake && isNewest ? earlier.toSorted() : [],
            intake: intake && isNewest,
            mode: compartment === "roster" ? "line" : "log",
            read: tokenHash(keys.readToken),
            writers: desk.line.judged.epochs.get(id)!.element.writers,
          },
          account,
        );
        // The first answer stands: a log made earlier, while it was the newest, has a form of its own, and the relay keeps that one.
        if (answer.kind === "ok" || answer.kind === "refused") desk.store.set(made, new Uint8Array(1));
      }
      earlier.push(keys.logId);
    }
  }
}

/** The key this desk writes a compartment under, or `null` where it has to wait. */
export function writingKey(desk: OpenDesk, compartment: string): EpochKey | null {
  const epoch = writableEpoch(desk.line, compartment);
  if (epoch === null) return null;
  const known = desk.epochKeys.get(epoch.id);
  return known === undefined || known.writeToken === null ? null : known;
}

/** Devices that read an epoch, sorted. */
export function recipients(epoch: Epoch): string[] {
  return epoch.element.lockboxes.map((box) => box.device);
}

async function makeEpochs(desk: OpenDesk, compartments: readonly string[], devices: readonly string[]): Promise<SignedAct | null> {
  const people = devices.map((device) => ({ device, recipient: desk.line.state.devices.get(device)!.recipient }));
  const made: EpochMade[] = [];
  for (const compartment of compartments) {
    const parent = desk.line.judged.inForce.get(compartment) ?? null;
    const inside = wrappedEpoch(desk.line, { parent });
    const known = inside === null ? null : desk.epochKeys.get(inside.id);
    if (known === undefined) return null; // we cannot hand on what we cannot read
    const wraps = inside === null || known === null ? null : { id: inside.id, key: known.key };
    made.push(await makeEpoch({ compartment, recipients: people, parent, wraps, random: randomBytes }));
  }
  return commitAct(desk, { kind: "epoch", epochs: made.map((epoch) => epoch.element).toSorted((a, b) => (a.compartment < b.compartment ? -1 : 1)) });
}

/** Whether somebody has already proposed just these readers for these compartments on the epochs in force. */
function isProposed(desk: OpenDesk, devices: readonly string[], compartments: readonly string[]): boolean {
  return [...desk.line.state.pending.values()].some(({ body }) => {
    if (body.act.kind !== "epoch") return false;
    const { epochs } = body.act;
    return compartments.every((compartment) =>
      epochs.some((e) => e.compartment === compartment && e.parent === (desk.line.judged.inForce.get(compartment) ?? null) && e.lockboxes.map((b) => b.device).join() === devices.join()),
    );
  });
}

/**
 * The second signature under keys for somebody this person has already let in by a signature of their own (proposing, confirming, or founding
 * together): the decision was taken there, this only carries it out. Every other widening waits for a person.
 */
async function secondWhatWeAdmitted(desk: OpenDesk): Promise<void> {
  const me = desk.keyring.person;
  const wanted = countingDevices(desk.line).join();
  for (const [id, act] of desk.line.state.pending) {
    if (act.body.act.kind !== "epoch" || personOf(desk.line, act.body.by[0]!) === me) continue;
    const isOurs = act.body.act.epochs.every((epoch) => {
      const before = desk.line.judged.epochs.get(epoch.parent ?? "");
      const old = before === undefined ? [] : recipients(before);
      const all = epoch.lockboxes.map((box) => box.device);
      const inForce = desk.line.judged.inForce.get(epoch.compartment) ?? null;
      return epoch.parent === inForce && all.join() === wanted && all.filter((device) => !old.includes(device)).every((device) => weLetIn(desk, device));
    });
    if (isOurs && activePersons(desk.line).includes(me)) await commitAct(desk, { kind: "confirm", act: id });
  }
}

/** Whether an act this person signed, or a confirmation of theirs, brought this device. */
function weLetIn(desk: OpenDesk, device: string): boolean {
  const me = desk.keyring.person;
  if (desk.line.state.devices.get(device)?.person === me) return true;
  const signed = new Set<string>();
  for (const [id, { act, outcome }] of desk.line.acts) {
    if (act.newer || outcome.kind === "void" || !act.body.by.some((by) => personOf(desk.line, by) === me)) continue;
    signed.add(act.body.act.kind === "confirm" ? act.body.act.act : id);
  }
  return [...signed].some((id) => {
    const act = desk.line.acts.get(id)?.act;
    if (act === undefined || act.newer) return false;
    const said = act.body.act;
    if (said.kind === "genesis") return said.persons.some((p) => p.devices.some((d) => d.device === device));
    if (said.kind === "admit") return said.person.devices.some((d) => d.device === device);
    return said.kind === "add-device" && said.device.device === device;
  });
}

async function signBadEpochs(desk: OpenDesk): Promise<void> {
  for (const name of desk.store.names("bad-epoch/")) {
    const epoch = desk.line.judged.epochs.get(name.slice("bad-epoch/".length));
    if (epoch !== undefined && !epoch.bad) await commitAct(desk, { kind: "epoch-bad", epoch: epoch.id });
    desk.store.set(name, null);
  }
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

