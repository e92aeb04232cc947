/** Making the keys of an epoch, and opening the lockbox for one's own device (docs/formats/roster.md, "Epochs"). */
import { BytesError, concat, fromBase64, fromHex, Redacted, toBase64, utf8, type Bytes } from "#bytes";
import { hashOf, sha256Hex } from "#prim";
import { openAge, openBody, sealAge, sealBody, SealError } from "#seal";
import { EntryError } from "../errors.ts";
import type { EpochElement } from "./act.ts";

const KEY_BYTES = 32;
const TOKEN_BYTES = 32;
const WRAP = "wrap";

/** An epoch's id with its key, 32 bytes. */
export type EpochKey = { readonly id: string; readonly key: Redacted<Bytes> };

export type EpochMaking = {
  readonly compartment: string;
  /** devices and their age recipients */
  readonly recipients: readonly { readonly device: string; readonly recipient: string }[];
  /** the epoch in force; `null` for the compartment's first */
  readonly parent: string | null;
  /** the epoch whose key goes along: the parent, or where that is bad the nearest before it that is not (`wrappedEpoch`) */
  readonly wraps: EpochKey | null;
  readonly random: (lengthBytes: number) => Uint8Array;
};

export type EpochMade = {
  readonly key: Redacted<Bytes>;
  /** for the `epoch` act */
  readonly element: EpochElement;
  /** each device's write token, 32 bytes in its lockbox */
  readonly tokens: ReadonlyMap<string, Redacted<Bytes>>;
};

/** `hashOf("epoch-key", K)`. */
export function keyCommitment(key: Uint8Array): string {
  return hashOf("epoch-key", key);
}

/** A new key with one lockbox for each recipient. Throws `SealError` for a recipient that nothing can be sealed to. */
export async function makeEpoch({ compartment, recipients, parent, wraps, random }: EpochMaking): Promise<EpochMade> {
  const key = Uint8Array.from(random(KEY_BYTES));
  const tokens = new Map<string, Redacted<Bytes>>();
  const lockboxes = [];
  for (const { device, recipient } of recipients.toSorted((a, b) => (a.device < b.device ? -1 : 1))) {
    const token = Uint8Array.from(random(TOKEN_BYTES));
    tokens.set(device, new Redacted(token));
    lockboxes.push({ device, box: toBase64(await sealAge([recipient], concat(key, token))) });
  }
  const wrapped = wraps === null ? null : toBase64(sealBody(key, WRAP, wrapContext(compartment, wraps.id), wraps.key.reveal()));
  const writers = [...tokens.values()].map((token) => sha256Hex(token.reveal())).sort();
  return { key: new Redacted(key), element: { compartment, keyCommitment: keyCommitment(key), lockboxes, parent, wrapped, writers }, tokens };
}

export type OpenedLockbox = {
  readonly key: Redacted<Bytes>;
  readonly writeToken: Redacted<Bytes>;
  /** the key of the epoch that this one wraps; `null` where it wraps none */
  readonly wrappedKey: Redacted<Bytes> | null;
};

/**
 * Opens this device's lockbox and checks all that its maker promised. `wrapped` is the epoch whose key must be inside (`wrappedEpoch`), `null` for none.
 * Throws `EntryError`: `not-for-this-device` (an answer: no lockbox here), and, each a reason to sign `epoch-bad`: `lockbox-closed`, `key-differs`,
 * `token-unlisted`, `wrap-broken`.
 */
export async function openLockbox(
  element: EpochElement,
  device: string,
  identity: Redacted<string>,
  wrapped: { readonly id: string; readonly keyCommitment: string } | null,
): Promise<OpenedLockbox> {
  const lockbox = element.lockboxes.find((candidate) => candidate.device === device);
  if (lockbox === undefined) throw new EntryError("not-for-this-device");
  const content = await opening("lockbox-closed", async () => openAge(identity, fromBase64(lockbox.box)));
  if (content.length !== KEY_BYTES + TOKEN_BYTES) throw new EntryError("lockbox-closed");
  const key = content.slice(0, KEY_BYTES);
  const writeToken = content.slice(KEY_BYTES);
  if (keyCommitment(key) !== element.keyCommitment) throw new EntryError("key-differs");
  if (!element.writers.includes(sha256Hex(writeToken))) throw new EntryError("token-unlisted");
  return { key: new Redacted(key), writeToken: new Redacted(writeToken), wrappedKey: await unwrap(element, key, wrapped) };
}

/** The key inside `wrapped`, with which older epochs are read. Throws `EntryError("wrap-broken")` unless it is the key of the epoch it should be. */
export async function unwrap(
  { compartment, wrapped }: Pick<EpochElement, "compartment" | "wrapped">,
  key: Uint8Array,
  of: { readonly id: string; readonly keyCommitment: string } | null,
): Promise<Redacted<Bytes> | null> {
  if ((wrapped === null) !== (of === null)) throw new EntryError("wrap-broken");
  if (wrapped === null || of === null) return null;
  const inside = await opening("wrap-broken", async () => openBody(key, WRAP, wrapContext(compartment, of.id), fromBase64(wrapped)));
  if (keyCommitment(inside) !== of.keyCommitment) throw new EntryError("wrap-broken");
  return new Redacted(inside);
}

async function opening(code: "lockbox-closed" | "wrap-broken", open: () => Promise<Bytes>): Promise<Bytes> {
  try {
    return await open();
  } catch (error) {
    const ours = error instanceof SealError && error.code === "bad-identity";
    if (!ours && (error instanceof SealError || error instanceof BytesError)) throw new EntryError(code);
    throw error;
  }
}

function wrapContext(compartment: string, epochId: string): Bytes {
  return concat(utf8(compartment), fromHex(epochId, 32));
}
