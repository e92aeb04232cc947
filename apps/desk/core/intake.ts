/** Reports from the reporter's page: this desk's intake key, the signed list the page seals to, and opening what arrived. */
import { canonical, fromBase64, fromUtf8, Redacted, sameBytes, utf8, type Bytes, type Json } from "#bytes";
import { penOf, type CaseRecord, type RecordOf } from "#casework";
import { activePersons } from "#entry";
import { newRecipientIdentity, recipientOf } from "#seal";
import { addDays, composeKeys, dayOf, keysMessage, openEnvelope, parseKeys, pinnedOf, signKeys, SIGNING_PERSONS, TellError, verifyKeys, writeKeys, type Keys, type KeysSignature, type OpenedEnvelope } from "#tell";
import { logKeys } from "#wire";
import { epochsOf } from "./epoch-keys.ts";
import type { OpenDesk } from "./open-desk.ts";
import { count } from "./places.ts";
import { write } from "./records.ts";
import { randomBytes, sha256Hex, verifyStrict } from "#prim";

const IDENTITY = "intake/identity";
const PUBLISHED = "intake/published";
const MAX_ENVELOPES = 20_000;
const MAX_INTAKE_DESKS = 7;
/** The list lives 30 days; desks renew it when it is a week old. */
const RENEW_AFTER_DAYS = 7;

/** What desks say to each other about intake, in the compartment `signing`: kinds of their own, kept by the record model as they are. */
interface IntakeRecipient {
  readonly id: string;
  readonly kind: "intakeRecipient";
  readonly recipient: string;
}
interface KeysDraft {
  readonly id: string;
  readonly kind: "keysDraft";
  readonly keys: Keys;
  readonly signature: KeysSignature;
}

/** This desk's intake identity, made at the first call and told to the group. Its private half stays in this desk's database. */
export async function ensureIntakeKey(desk: OpenDesk): Promise<void> {
  if (desk.store.get(IDENTITY) !== null) return;
  const identity = await newRecipientIdentity();
  const recipient = await recipientOf(identity);
  desk.store.set(IDENTITY, utf8(identity.reveal()));
  write(desk, "signing", "offer-intake-key", [raw({ id: freshId(), kind: "intakeRecipient", recipient })]);
}

/**
 * Brings the list the page seals to up to date: proposes one where there is none or it is old, adds this person's signature to a colleague's proposal, and
 * publishes what two persons signed. `null` while it cannot be live, which in a group of one it never is.
 */
export async function tendKeys(desk: OpenDesk): Promise<Bytes | null> {
  if (activePersons(desk.line).length < 2 || !activePersons(desk.line).includes(desk.keyring.person)) return null;
  await ensureIntakeKey(desk);
  const today = dayOf(desk.now());
  const published = await publishedKeys(desk);
  const isOld = published === null || addDays(parseKeys(published).keys.made, RENEW_AFTER_DAYS) <= today || !sameIntake(desk, parseKeys(published).keys);
  if (!isOld) return published;
  const after = published === null ? null : parseKeys(published);
  const version = after === null ? 1 : after.keys.version + 1;
  const drafts = records<KeysDraft>(desk, "keysDraft").filter((draft) => draft.keys.version === version && draft.keys.previous === (after?.hash ?? null) && sameIntake(desk, draft.keys));
  const wanted = drafts[0]?.keys ?? proposal(desk, after, today);
  if (wanted === null) return published;
  const me = desk.keyring.device.publicKey;
  const same = drafts.filter((draft) => sha256Hex(canonical(draft.keys as unknown as Json)) === sha256Hex(canonical(wanted as unknown as Json)));
  if (!same.some((draft) => draft.signature.device === me)) {
    const signature = signKeys(wanted, desk.keyring.device);
    write(desk, "signing", "sign-intake-list", [raw({ id: freshId(), kind: "keysDraft", keys: wanted as unknown as Json, signature: signature as unknown as Json })]);
    same.push({ id: "", kind: "keysDraft", keys: wanted, signature, device: me });
  }
  const signatures = [...new Map(same.map((draft) => [draft.signature.device, draft.signature])).values()];
  if (new Set(signatures.map((s) => desk.line.state.devices.get(s.device)?.person)).size < 2) return published;
  const file = writeKeys(wanted, signatures);
  const verdict = verifyKeys(file, pinnedOf(published ?? file, today), today, "served");
  if (verdict.outcome === "refused") return published;
  const account = desk.keyring.accountToken;
  if (account === null) return published;
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
  const seen = desk.store.get(PUBLISHED);
  const answer = await desk.relay.keys();
  if (answer.kind !== "ok") return seen;
  if (seen !== null && sameBytes(seen, answer.keys)) return seen;
  if (!isOurs(desk, answer.keys) || (seen !== null && parseKeys(answer.keys).keys.version <= parseKeys(seen).keys.version)) {
    count(desk, "foreign-keys");
    return seen;
  }
  desk.store.set(PUBLISHED, answer.keys);
  return answer.keys;
}

/** Whether devices of two persons who are in the group signed this list. */
function isOurs(desk: OpenDesk, bytes: Uint8Array): boolean {
  try {
    const { keys, signatures } = parseKeys(bytes);
    const { devices, persons } = desk.line.judged;
    const signers = signatures
      .filter(({ device, signature }) => verifyStrict(device, keysMessage(keys), fromBase64(signature)))
      .flatMap(({ device }) => devices.get(device)?.person ?? [])
      .filter((person) => persons.get(person)?.removed === false);
    return keys.group === desk.line.group && new Set(signers).size >= SIGNING_PERSONS;
  } catch (error) {
    if (error instanceof TellError) return false;
    throw error;
  }
}

/** Fetches every envelope and opens the new ones. A report two desks opened is one report; where they read different words both are shown. */
export async function pullIntake(desk: OpenDesk): Promise<number> {
  const identity = desk.store.get(IDENTITY);
  const epoch = epochsOf(desk.line, "inbox").at(-1);
  const known = epoch === undefined ? undefined : desk.epochKeys.get(epoch);
  if (identity === null || known === undefined) return 0;
  const key = new Redacted(fromUtf8(identity));
  let opened = 0;
  await desk.relay.intake(logKeys(known.key.reveal()).readToken, MAX_ENVELOPES, async (envelope) => {
    const mark = `envelope/${sha256Hex(envelope).slice(0, 32)}`;
    if (desk.store.get(mark) !== null) return;
    let report: OpenedEnvelope;
    try {
      report = await openEnvelope(key, envelope);
    } catch (error) {
      if (!(error instanceof TellError)) throw error;
      desk.store.set(mark, utf8(error.code));
      return;
    }
    keepReport(desk, report);
    desk.store.set(mark, utf8("opened"));
    opened += 1;
  });
  return opened;
}

/** Envelopes this desk could not open, by code. */
export function unopenedEnvelopes(desk: OpenDesk): number {
  return desk.store.names("envelope/").filter((name) => fromUtf8(desk.store.get(name)!) !== "opened").length;
}

function keepReport(desk: OpenDesk, opened: OpenedEnvelope): void {
  const { reportId, plaintextHash, content } = opened;
  const known = desk.records.book(desk.line).byId(reportId);
  if (known.some(({ record }) => record.kind === "report" && record.commitment === plaintextHash)) return;
  const { text, when, where, language, urgent } = content.form === "report" ? content.report : { ...content.known, urgent: content.known.urgent === true };
  const asTold = [text ?? "", when === null ? "" : `— ${when}`, where === null ? "" : `— ${where}`].filter((part) => part !== "").join("\n\n");
  const today = dayOf(desk.now());
  const report: RecordOf<"report"> = {
    id: reportId,
    kind: "report",
    channel: "tell",
    received: { kind: "exact", first: today, last: today },
    text: asTold === "" ? "…" : asTold.replaceAll("\r\n", "\n").replaceAll("\r", "\n"),
    ...(language === null ? {} : { lang: language }),
    commitment: plaintextHash,
  };
  const pen = penOf(randomBytes);
  write(desk, "inbox", "receive", urgent ? [report, pen("triage", { report: reportId, mark: "urgent" })] : [report]);
}

function proposal(desk: OpenDesk, after: ReturnType<typeof parseKeys> | null, today: string): Keys | null {
  const intake = intakeNow(desk);
  const group = desk.line.group;
  if (intake.length < 2 || group === null) return null;
  const signers = activePersons(desk.line).map((person) => [...desk.line.state.devices].filter(([, d]) => d.person === person && !d.revoked).map(([device]) => device));
  return composeKeys({ after, group, intake, made: today, signers, trustee: null });
}

/** Intake recipients of desks that count, at most seven. */
function intakeNow(desk: OpenDesk): string[] {
  const counting = records<IntakeRecipient & { device: string }>(desk, "intakeRecipient").filter((r) => {
    const known = desk.line.state.devices.get(r.device);
    return known !== undefined && !known.revoked && activePersons(desk.line).includes(known.person);
  });
  return [...new Set(counting.map((r) => r.recipient))].toSorted().slice(0, MAX_INTAKE_DESKS);
}

function sameIntake(desk: OpenDesk, keys: Keys): boolean {
  return keys.intake.join() === intakeNow(desk).join();
}

function records<T>(desk: OpenDesk, kind: string): (T & { device: string })[] {
  return desk.store
    .records({ compartment: "signing", limit: Number.MAX_SAFE_INTEGER })
    .filter((row) => row.kind === kind && row.counted)
    .map((row) => ({ ...(row.record as unknown as T), device: row.device }));
}

function freshId(): string {
  return sha256Hex(randomBytes(32)).slice(0, 32);
}

/** A record of a kind the record model does not know: it is signed and kept as it is. */
function raw(json: { readonly [key: string]: Json } & { readonly id: string }): CaseRecord {
  return { id: json.id, kind: "newer form", raw: json };
}

