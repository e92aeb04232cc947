/** What routes share: who asks, and with what body. */
import { hexInto } from "#bytes";
import { sameSecret, sha256Hex } from "#prim";
import { HASH_BYTES, isId, tokenOf, WireError, type LogForm, type RefusalCode } from "#wire";
import type { InFlight, Quota } from "./budgets.ts";
import { Refusal } from "./refusal.ts";
import type { RelayStore } from "./store.ts";

/** A request as routes see it, whatever brought it: web-asking.ts, direct.ts. */
export type Asking = {
  /** The value of a header (its name in lower case), or `null` where there is none. */
  readonly header: (name: string) => string | null;
  /**
   * Reads the body, once. Throws `Refusal`: `tooLarge` as soon as it is longer than the limit, `bad-request` where it breaks off.
   * @param isDeclared whether its length was declared and is within the limit
   */
  readonly body: (limitBytes: number, tooLarge: RefusalCode, isDeclared: boolean) => Promise<Uint8Array<ArrayBuffer>>;
  /** Calls back when the asker has gone before the answer. */
  readonly whenGone: (hear: () => void) => void;
  /** Calls back when the answer has been sent, or nobody takes it any more. */
  readonly whenSent: (hear: () => void) => void;
};

const NO_TOKEN = "0".repeat(64);

/** SHA-256 of the token a request carries, or `null`. */
export function askedWith(asking: Asking): string | null {
  const token = tokenOf(asking.header("authorization"));
  return token === null ? null : sha256Hex(Buffer.from(token, "hex"));
}

/** Whether `hash` is one of `hashes`, in a time that does not depend on which. */
export function isAmong(hash: string | null, hashes: readonly string[]): boolean {
  return isOneOf(
    hash,
    hashes.map((one) => Buffer.from(one, "hex")),
  );
}

/** Where the hash that is looked for is written: a fresh buffer for each request costs more than the comparison. */
const asked = new Uint8Array(HASH_BYTES);

function isOneOf(hash: string | null, hashes: readonly Uint8Array[]): boolean {
  hexInto(asked, hash ?? NO_TOKEN);
  let found = false;
  for (const one of hashes) if (sameSecret(one, asked)) found = true;
  return found && hash !== null;
}

type Rights = { readonly read: readonly Uint8Array[]; readonly write: readonly Uint8Array[] };
/** The hashes of a form as bytes. A store gives the same form again, and a log may have 240 writers. */
const knownRights = new WeakMap<LogForm, Rights>();

function rightsOf(form: LogForm): Rights {
  let rights = knownRights.get(form);
  if (rights === undefined) {
    rights = { read: [Buffer.from(form.read, "hex")], write: form.writers.map((one) => Buffer.from(one, "hex")) };
    knownRights.set(form, rights);
  }
  return rights;
}

/** The log, for one of its readers or writers. An unknown log and a wrong token are refused alike. Throws `Refusal`. */
export function logFor(store: RelayStore, logId: string, asking: Asking, right: "read" | "write"): { form: LogForm; asker: string } {
  const form = isId(logId) ? store.log(logId) : null;
  const asker = askedWith(asking);
  if (!isOneOf(asker, form === null ? [] : rightsOf(form)[right]) || form === null || asker === null) throw new Refusal("no-such-log");
  return { form, asker };
}

/** Refuses who does not carry the account token. */
export function requireAccount(accountHash: string | null, asking: Asking): void {
  if (accountHash === null || !isAmong(askedWith(asking), [accountHash])) throw new Refusal("not-allowed");
}

/**
 * Reads a body of at most `limitBytes` and works on it. Nothing past the limit is taken in: a body that declares more is refused
 * unread, one that sends more is dropped there. Its room in memory is held until the work is done.
 */
export async function withBody<T>(
  asking: Asking,
  limitBytes: number,
  inFlight: InFlight,
  work: (body: Uint8Array<ArrayBuffer>) => Promise<T>,
  tooLarge: RefusalCode = "too-large",
): Promise<T> {
  const declared = asking.header("content-length");
  if (declared !== null && !/^[0-9]{1,15}$/.test(declared)) throw new Refusal("bad-request");
  if (declared !== null && Number(declared) > limitBytes) throw new Refusal(tooLarge);
  const release = inFlight.take(declared === null ? limitBytes : Number(declared));
  if (release === null) throw new Refusal("busy");
  try {
    return await work(await asking.body(limitBytes, tooLarge, declared !== null));
  } finally {
    release();
  }
}

/** Counts before the work, and gives back where nothing was kept. Throws `Refusal("quota")`, and what the work throws. */
export async function withQuota<T>(quota: Quota, asker: string, sizeBytes: number, blobs: number, work: () => Promise<T>): Promise<T> {
  if (!quota.take(asker, sizeBytes, blobs)) throw new Refusal("quota");
  try {
    return await work();
  } catch (error) {
    quota.giveBack(asker, sizeBytes, blobs);
    throw error;
  }
}

/** A slow reader of large answers takes room in memory until it has read them. Throws `Refusal("busy")`. */
export function holdWhileSending(inFlight: InFlight, asking: Asking, sizeBytes: number): void {
  const release = inFlight.take(sizeBytes);
  if (release === null) throw new Refusal("busy");
  asking.whenSent(release);
}

/** What `parse` makes of something asked; a malformed one is refused. */
export function parsed<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof WireError) throw new Refusal("bad-request");
    throw error;
  }
}
