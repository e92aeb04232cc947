/** Letters from the reporter's page (docs/formats/envelope.md): fetching envelopes, opening them, and writing what they say as reports. */
import { canonicalText, fromUtf8, utf8, type Bytes, type Redacted } from "#bytes";
import { isKind, penOf, type CaseRecord, type RecordOf } from "#casework";
import { randomBytes, sha256Hex } from "#prim";
import { StoreError } from "#store";
import { dayOf, openEnvelope, TellError, type Content, type OpenedEnvelope } from "#tell";
import { logKeys } from "#wire";
import { epochsOf } from "./epoch-keys.ts";
import { DeskError } from "./errors.ts";
import { intakeIdentity } from "./intake-list.ts";
import type { OpenDesk } from "./open-desk.ts";
import { write } from "./records.ts";

export { publishedKeys, tendKeys } from "./intake-list.ts";

const MAX_ENVELOPES = 20_000;
/** What became of an envelope, besides the codes for which it did not open or could not be read. */
const OPENED = "opened";
const NEWER_FORM = "newer-form";
const NOT_WRITTEN = "not-written";
/** Not for this desk, or no envelope: there is nothing to keep. Whatever else came and was not read is kept. */
const NOT_OURS: ReadonlySet<string> = new Set(["wrong-size", "bad-header", "does-not-open"]);
/** Control characters that no text of the record may hold (docs/formats/record.md, "Fields used below"). */
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;

/** Fetches every envelope and opens the new ones. Returns how many letters it wrote into the record. */
export async function pullIntake(desk: OpenDesk): Promise<number> {
  const identity = intakeIdentity(desk);
  const epoch = epochsOf(desk.line, "inbox").at(-1);
  const known = epoch === undefined ? undefined : desk.epochKeys.get(epoch);
  if (identity === null || known === undefined) return 0;
  let opened = 0;
  await desk.relay.intake(logKeys(known.key.reveal()).readToken, MAX_ENVELOPES, async (envelope) => {
    if (desk.store.get(markName(reportIdOf(envelope))) !== null) return;
    if (await takeIn(desk, identity, envelope)) opened += 1;
  });
  return opened;
}

/** Envelopes that came to this desk and that it could not read. */
export function unopenedEnvelopes(desk: OpenDesk): number {
  return desk.store.names(markName("")).filter((name) => ![OPENED, NEWER_FORM].includes(fromUtf8(desk.store.get(name)!))).length;
}

/** Whether this desk could read only a part of this letter: its page knows more than we do. */
export function isOfNewerForm(desk: OpenDesk, reportId: string): boolean {
  const mark = desk.store.get(markName(reportId));
  return mark !== null && fromUtf8(mark) === NEWER_FORM;
}

/**
 * One envelope. Whatever is wrong with it is its own affair and stops no other; what opened and cannot be read, or only in part, is kept, to be tried again by a
 * newer version. A desk that cannot write at all leaves it for the next time.
 */
async function takeIn(desk: OpenDesk, identity: Redacted<string>, envelope: Bytes): Promise<boolean> {
  const { store } = desk;
  try {
    const letter = await openEnvelope(identity, envelope);
    const isNewer = letter.content.form === "newer";
    store.atomically(() => {
      if (isNewer) store.keepNewer("letter", letter.plaintext);
      writeReport(desk, letter);
      store.set(markName(letter.reportId), utf8(isNewer ? NEWER_FORM : OPENED));
    });
    return true;
  } catch (error) {
    if (error instanceof StoreError || error instanceof DeskError) throw error;
    const code = error instanceof TellError ? error.code : NOT_WRITTEN;
    store.atomically(() => {
      if (!NOT_OURS.has(code)) store.keepNewer("envelope", envelope);
      store.set(markName(reportIdOf(envelope)), utf8(code));
    });
    return false;
  }
}

/**
 * Writes what this desk read, unless a report that counts says the same already. Where a colleague wrote other words for the same envelope both stand, and the
 * inbox marks that they differ: who opens a letter first decides nothing.
 */
function writeReport(desk: OpenDesk, letter: OpenedEnvelope): void {
  const book = desk.records.open(desk.line);
  const today = dayOf(desk.now());
  const report = reportOf(letter, today);
  const versions = book.byId(report.id).filter(isKind("report")).filter(({ standing }) => standing !== "came-after");
  const triage = book.naming(report.id, "triage").filter(({ standing }) => standing !== "came-after");
  const isWritten = versions.some(({ record }) => canonicalText({ ...record, received: report.received }) === canonicalText(report));
  const isUrgent = urgencyIn(letter.content) && !triage.some(({ record }) => record.mark === "urgent");
  const missing: CaseRecord[] = [...(isWritten ? [] : [report]), ...(isUrgent ? [penOf(randomBytes)("triage", { report: report.id, mark: "urgent" })] : [])];
  if (missing.length > 0) write(desk, "inbox", "receive", missing);
}

/** The report of a letter: the same at every desk but for the day it came. What we have no name for stands at the end as it came. */
function reportOf({ reportId, plaintextHash, content }: OpenedEnvelope, today: string): RecordOf<"report"> {
  const { text, when, where, language } = content.form === "report" ? content.report : content.known;
  const unknown = content.form === "report" || Object.keys(content.unknown).length === 0 ? null : canonicalText(content.unknown);
  const asTold = [text ?? "", ...[when, where, unknown].flatMap((part) => (part === null ? [] : `— ${part}`))].filter((part) => part !== "").join("\n\n");
  return {
    id: reportId,
    kind: "report",
    channel: "tell",
    received: { kind: "exact", first: today, last: today },
    text: asTold === "" ? "…" : asTold.replaceAll(/\r\n?/g, "\n").replaceAll(CONTROL, "\ufffd"),
    ...(language === null ? {} : { lang: language }),
    commitment: plaintextHash,
  };
}

function urgencyIn(content: Content): boolean {
  return content.form === "report" ? content.report.urgent : content.known.urgent === true;
}

/** The report id of docs/formats/envelope.md, also of what is no envelope. */
function reportIdOf(envelope: Bytes): string {
  return sha256Hex(envelope).slice(0, 32);
}

function markName(reportId: string): string {
  return `envelope/${reportId}`;
}
