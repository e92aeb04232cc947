/**
 * The list of intake keys that reporters seal to (docs/formats/keys-bin.md). Desks make and sign it without asking anybody, so a desk signs nothing but
 * what it would have written itself: what a colleague proposed is compared whole, and one member who was forced can add nothing to it.
 */
import { z } from "zod";
import { canonicalText, fromBase64, fromUtf8, Redacted, sameBytes, utf8, type Bytes, type Json } from "#bytes";
import { activePersons, deviceCounts, personOf, type Line } from "#entry";
import { randomHex, verifyStrict } from "#prim";
import { isHybridRecipient, newRecipientIdentity, recipientOf } from "#seal";
import type { StoredRecord } from "#store";
import { addDays, composeKeys, dayOf, isDay, keysMessage, parseKeys, pinnedOf, signKeys, SIGNING_PERSONS, TellError, verifyKeys, writeKeys, type Keys, type KeysFile, type KeysSignature } from "#tell";
import type { OpenDesk } from "./open-desk.ts";
import { count } from "./places.ts";
import { write } from "./records.ts";

const IDENTITY = "intake/identity";
const PUBLISHED = "intake/published";
const MAX_INTAKE_DESKS = 7;
const MAX_SIGNERS = 30;
const MAX_SIGNATURES = 60;
/** The list lives 30 days; desks renew it when it is a week old. */
const RENEW_AFTER_DAYS = 7;

// What desks say to each other about intake, in the compartment `signing` (docs/formats/signing.md). Others wrote it: nothing is used that is not in this form.
const head = { id: z.string(), kind: z.string() };
const hex32 = z.string().regex(/^[0-9a-f]{64}$/);
const day = z.string().refine(isDay);
const recipient = z.string().regex(/^age1pq1[02-9ac-hj-np-z]{1952}$/);
const Offer = z.strictObject({ ...head, recipient });
const Draft = z.strictObject({
  ...head,
  keys: z.strictObject({
    v: z.literal(1),
    group: hex32,
    version: z.int().min(1),
    previous: hex32.nullable(),
    made: day,
    expires: day,
    intake: z.array(recipient),
    trustee: recipient.nullable(),
    signers: z.array(z.array(hex32)),
  }),
  signature: z.strictObject({ device: hex32, signature: z.string().regex(/^[A-Za-z0-9+/]{85}[AQgw]==$/) }),
});

interface SignedDraft {
  readonly keys: Keys;
  readonly signature: KeysSignature;
}

/** This desk's intake identity, or `null` before it has one. Its private half stays in this desk's database. */
export function intakeIdentity(desk: OpenDesk): Redacted<string> | null {
  const kept = desk.store.get(IDENTITY);
  return kept === null ? null : new Redacted(fromUtf8(kept));
}

/**
 * Brings the list up to date: proposes one where there is none, or it is old, or says who is not there any more; adds this device's signature to a colleague's
 * proposal; and publishes what two persons signed. `null` while it cannot be live, which in a group of one it never is.
 */
export async function tendKeys(desk: OpenDesk): Promise<Bytes | null> {
  const { line, keyring } = desk;
  if (activePersons(line).length < SIGNING_PERSONS || !deviceCounts(line, keyring.device.publicKey)) return null;
  await ensureIntakeKey(desk);
  const published = await publishedKeys(desk);
  const after = published === null ? null : parseKeys(published);
  const today = dayOf(desk.now());
  const next = proposal(desk, after, today);
  if (next === null || (after !== null && isFresh(after.keys, next))) return published;
  const agreed = agreedDrafts(desk, after, today);
  const wanted = agreed.at(-1)?.keys ?? next;
  const signatures = new Map(agreed.filter(({ keys }) => isSame(keys, wanted)).map(({ signature }) => [signature.device, signature]));
  if (!signatures.has(keyring.device.publicKey)) signatures.set(keyring.device.publicKey, signDraft(desk, wanted));
  if (personsOf(line, signatures.keys()).size < SIGNING_PERSONS) return published;
  const chosen = inTurn(line, [...signatures.keys()]).slice(0, MAX_SIGNATURES);
  const file = writeKeys(wanted, chosen.map((device) => signatures.get(device)!));
  const account = keyring.accountToken;
  if (account === null || verifyKeys(file, pinnedOf(published ?? file, today), today, "served").outcome === "refused") return published;
  const answer = await desk.relay.putKeys(account.reveal(), file);
  if (answer.kind !== "ok") return published;
  desk.store.set(PUBLISHED, file);
  return file;
}

/**
 * What the relay gives to reporters now, if two persons of the roster signed it and it is not older than what this desk saw before. A relay that offers another
 * list is not followed: the next list goes on from the last true one.
 */
export async function publishedKeys(desk: OpenDesk): Promise<Bytes | null> {
  const seen = lastPublished(desk);
  const answer = await desk.relay.keys();
  if (answer.kind !== "ok" || (seen !== null && sameBytes(seen, answer.keys))) return seen;
  const last = seen === null ? null : parseKeys(seen);
  const offered = readList(answer.keys);
  if (offered !== null && isBelieved(desk, offered)) {
    if (offered.hash === last?.hash) return seen; // a colleague published it, with other signatures
    if (offered.keys.version > (last?.keys.version ?? 0)) {
      desk.store.set(PUBLISHED, answer.keys);
      return answer.keys;
    }
  }
  count(desk, "foreign-keys");
  return seen;
}

/** The last list this desk believed of the group as it is; a group that began anew begins its lists anew. */
function lastPublished(desk: OpenDesk): Bytes | null {
  const kept = desk.store.get(PUBLISHED);
  return kept !== null && parseKeys(kept).keys.group === desk.line.group ? kept : null;
}

/** Makes this desk's intake key at the first call, and tells the group. */
async function ensureIntakeKey(desk: OpenDesk): Promise<void> {
  if (desk.store.get(IDENTITY) !== null) return;
  const identity = await newRecipientIdentity();
  const offered = await recipientOf(identity);
  desk.store.atomically(() => {
    desk.store.set(IDENTITY, utf8(identity.reveal()));
    tell(desk, "offer-intake-key", "intakeRecipient", { recipient: offered });
  });
}

function signDraft(desk: OpenDesk, keys: Keys): KeysSignature {
  const signature = signKeys(keys, desk.keyring.device);
  tell(desk, "sign-intake-list", "keysDraft", { keys, signature });
  return signature;
}

/** Writes a record of a kind the record model does not know: it is signed and kept as it is. */
function tell(desk: OpenDesk, act: string, kind: string, fields: { readonly [name: string]: Json }): void {
  const id = randomHex(16);
  write(desk, "signing", act, [{ id, kind: "newer form", raw: { ...fields, id, kind } }]);
}

// ── what this desk would propose ─────────────────────────────────────────────────────────────────────────────────

/** The list this desk would write on that day after this one, from the line and what devices offered; `null` where there can be none. There is no trustee yet. */
function proposal(desk: OpenDesk, after: KeysFile | null, made: string): Keys | null {
  const { line } = desk;
  if (line.group === null) return null;
  const counting = inTurn(line, [...line.state.devices.keys()].filter((device) => deviceCounts(line, device)));
  const signers = [...Map.groupBy(counting, (device) => personOf(line, device)).values()].slice(0, MAX_SIGNERS);
  try {
    return composeKeys({ after, group: line.group, intake: intakeNow(desk, counting), made, signers, trustee: null });
  } catch (error) {
    if (error instanceof TellError) return null; // too few recipients, or the last list is of a later day than this
    throw error;
  }
}

/** One recipient for each device, at most seven. `devices` are in turn, so that no one person crowds out others. */
function intakeNow(desk: OpenDesk, devices: readonly string[]): string[] {
  const { offers, odd } = offersIn(desk, true);
  const newest = new Map(offers.map(({ device, recipient: offered }) => [device, offered]));
  const given = devices.flatMap((device) => newest.get(device) ?? []);
  const usable = given.filter(isHybridRecipient);
  countOf(desk, "odd-recipients", odd + given.length - usable.length);
  return [...new Set(usable)].slice(0, MAX_INTAKE_DESKS);
}

/**
 * These devices in turn: the first of each person, then the second of each, and so on; persons and their devices in the order in which the line took them in,
 * which nobody can choose afterwards.
 */
export function inTurn(line: Line, devices: readonly string[]): string[] {
  const given = new Set(devices);
  const known = [...line.state.devices.keys()].filter((device) => given.has(device));
  const ofPersons = [...line.state.persons.keys()].map((person) => known.filter((device) => personOf(line, device) === person));
  const turns = Math.max(0, ...ofPersons.map((own) => own.length));
  return Array.from({ length: turns }, (_, turn) => ofPersons.flatMap((own) => own[turn] ?? [])).flat();
}

/** Whether a list is not to be renewed yet: it says what we would say today, and is not a week old. */
function isFresh(keys: Keys, next: Keys): boolean {
  return next.made < addDays(keys.made, RENEW_AFTER_DAYS) && canonicalText([keys.intake, keys.signers, keys.trustee]) === canonicalText([next.intake, next.signers, next.trustee]);
}

function isSame(a: Keys, b: Keys | null): boolean {
  return b !== null && canonicalText(a) === canonicalText(b);
}

// ── what others said ─────────────────────────────────────────────────────────────────────────────────────────────

/**
 * Drafts by devices that count, rightly signed, that are byte for byte what this desk would have proposed on their day, of the last days only; by day. The day
 * is all in which honest proposals can differ. Of the others those are counted that no honest desk wrote; a desk that had heard less than we have is no sign of anything.
 */
function agreedDrafts(desk: OpenDesk, after: KeysFile | null, today: string): SignedDraft[] {
  const { line } = desk;
  const { drafts, odd } = draftsIn(desk);
  const everOffered = recipientsEverOffered(desk);
  countOf(desk, "odd-drafts", odd + drafts.filter(({ keys }) => !couldBeOurs(line, everOffered, keys)).length);
  const recent = drafts.filter(({ keys }) => keys.made <= today && today < addDays(keys.made, RENEW_AFTER_DAYS));
  const ours = new Map([...new Set(recent.map(({ keys }) => keys.made))].map((made) => [made, proposal(desk, after, made)]));
  return recent
    .filter(({ keys }) => isSame(keys, ours.get(keys.made) ?? null))
    .filter((draft) => deviceCounts(line, draft.signature.device) && isRight(draft))
    .toSorted((a, b) => (a.keys.made < b.keys.made ? -1 : a.keys.made > b.keys.made ? 1 : 0));
}

/** Whether an honest desk can ever have proposed this: it names no trustee, and nobody and nothing that the line and the record do not. */
function couldBeOurs(line: Line, everOffered: ReadonlySet<string>, keys: Keys): boolean {
  return keys.trustee === null && keys.signers.flat().every((device) => line.state.devices.has(device)) && keys.intake.every((offered) => everOffered.has(offered));
}

/**
 * Whether devices of two persons who count signed this list. A colleague who signed it while they still counted (their draft of it counts, docs/formats/entry.md
 * "The cut") is one of them, if the list is one we could have made: else a desk that was away when a colleague was suspended could not go on from the list they
 * renewed the day before, and reporters would go on sealing to that colleague's key until it expires.
 */
function isBelieved(desk: OpenDesk, { keys, signatures }: KeysFile): boolean {
  const { line } = desk;
  if (keys.group !== line.group) return false;
  const signed = signatures.filter((signature) => isRight({ keys, signature })).map(({ device }) => device);
  if (personsOf(line, signed.filter((device) => deviceCounts(line, device))).size >= SIGNING_PERSONS) return true;
  if (!couldBeOurs(line, recipientsEverOffered(desk), keys)) return false;
  const earlier = new Set(draftsIn(desk).drafts.filter((draft) => isSame(draft.keys, keys)).map(({ signature }) => signature.device));
  return personsOf(line, signed.filter((device) => deviceCounts(line, device) || earlier.has(device))).size >= SIGNING_PERSONS;
}

function isRight({ keys, signature }: SignedDraft): boolean {
  return verifyStrict(signature.device, keysMessage(keys), fromBase64(signature.signature));
}

function personsOf(line: Line, devices: Iterable<string>): ReadonlySet<string> {
  return new Set([...devices].flatMap((device) => personOf(line, device) ?? []));
}

/** Every draft that counts and is in form, each by the device that wrote it. */
function draftsIn(desk: OpenDesk): { readonly drafts: readonly SignedDraft[]; readonly odd: number } {
  const rows = rowsOf(desk, "keysDraft").filter(({ counted }) => counted);
  const drafts = rows.flatMap(({ record, device }) => {
    const { data } = Draft.safeParse(record);
    return data === undefined || data.signature.device !== device ? [] : [{ keys: data.keys, signature: data.signature }];
  });
  return { drafts, odd: rows.length - drafts.length };
}

/** Every recipient a device said is its own, oldest first. */
function offersIn(desk: OpenDesk, onlyCounted: boolean): { readonly offers: readonly { readonly device: string; readonly recipient: string }[]; readonly odd: number } {
  const rows = rowsOf(desk, "intakeRecipient").filter(({ counted }) => counted || !onlyCounted);
  const offers = rows.flatMap(({ record, device }) => {
    const { data } = Offer.safeParse(record);
    return data === undefined ? [] : [{ device, recipient: data.recipient }];
  });
  return { offers, odd: rows.length - offers.length };
}

function recipientsEverOffered(desk: OpenDesk): ReadonlySet<string> {
  return new Set(offersIn(desk, false).offers.map((offer) => offer.recipient));
}

function rowsOf(desk: OpenDesk, kind: string): StoredRecord[] {
  return desk.store.records({ kind, compartment: "signing", limit: Number.MAX_SAFE_INTEGER });
}

function readList(bytes: Uint8Array): KeysFile | null {
  try {
    return parseKeys(bytes);
  } catch (error) {
    if (error instanceof TellError) return null;
    throw error;
  }
}

/** How many odd records there are. (`count` adds to what was met before; these are the same at every look.) */
function countOf(desk: OpenDesk, what: string, n: number): void {
  const name = `count/${what}`;
  const before = desk.store.get(name);
  const now = n === 0 ? null : utf8(String(n));
  if (before === now || (before !== null && now !== null && sameBytes(before, now))) return;
  desk.store.set(name, now);
}
