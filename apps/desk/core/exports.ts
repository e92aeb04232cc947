/**
 * Exports (docs/formats/export.md): one person asks, a second sees the very file and agrees to its hash on their own desk, the first makes it before it expires.
 * What changed in between is another file, and nobody has agreed to that. Each step is an entry; the log never holds what was in it.
 */
import { join, resolve } from "node:path";
import type { Redacted } from "#bytes";
import { isKind, penOf, signersOf, type Book, type ExportApproval, type ExportRequest, type RecordOf, type Shown, type WholeBook } from "#casework";
import { makeDirectory, writeFileDurably } from "#durable";
import { activePersons } from "#entry";
import { ENDINGS, exportFile, type ExportFile, type FileRequest } from "#exchange";
import { randomBytes, randomHex, sha256Hex } from "#prim";
import { isHybridRecipient, sealAge, sealKeyFile } from "#seal";
import { DeskError } from "./errors.ts";
import type { OpenDesk } from "./open-desk.ts";
import { write } from "./records.ts";

/** For how long an export may be asked for. */
export const MOST_DAYS = 90;
/** A file is made, sealed and looked at in memory. */
const MOST_BYTES = 64 * 1024 * 1024;
/** What may leave is known only when the whole record has been gone through, in memory: of so many records, some two GiB and a quarter of a minute (docs/MEASURED.md). */
const MOST_RECORDS = 250_000;
const DAY_MS = 86_400_000;

/** Why nothing was made, asked for or agreed to. Each has its sentence on the screen (`error.…`). */
export type ExportRefusal =
  | "export-gone"
  | "export-own"
  | "export-changed"
  | "export-expired"
  | "export-not-approved"
  | "export-not-yours"
  | "export-too-large"
  | "export-archive-too-large"
  | "export-bad-recipient"
  | "export-no-passphrase";

/** What one person asks for. `days` until it expires. */
export type ExportAsk = Pick<ExportRequest, "of" | "format" | "bom" | "ceiling" | "earlier" | "why" | "to" | "seal" | "recipient"> & { readonly days: number };

export type ExportStanding = "waits" | "declined" | "approved" | "expired" | "two-versions";

/** A request as it stands. Whether its file is still the one agreed to, only making it anew tells. */
export interface ExportState {
  readonly shown: Shown<ExportRequest>;
  readonly standing: ExportStanding;
  readonly askedBy: readonly string[];
  /** Approvals and noes that stand, of persons who did not ask. */
  readonly approvals: readonly Shown<ExportApproval>[];
  readonly objections: readonly Shown<ExportApproval>[];
  readonly made: readonly Shown<RecordOf<"exportMade">>[];
}

export interface MadeExport {
  readonly path: string;
  /** Hash of the file as it was agreed to, and of what lies on the disk. */
  readonly file: string;
  readonly written: string;
  readonly records: number;
}

/** Puts a request to the group. Gives its id and the entry. Throws `DeskError("void", "export-bad-recipient")`. */
export function askForExport(desk: OpenDesk, { days, ...ask }: ExportAsk): { readonly id: string; readonly entry: string } {
  if (ask.recipient !== undefined && !isHybridRecipient(ask.recipient)) refuse("export-bad-recipient");
  const expires = new Date(desk.now() + Math.min(Math.max(1, days), MOST_DAYS) * DAY_MS).toISOString().slice(0, 10);
  const request = penOf(randomBytes, ask.of.case)("exportRequest", { ...ask, expires });
  return { id: request.id, entry: write(desk, "work", "ask-export", [request]) };
}

/** Agrees to the file of this hash, which this person had before them. Throws `DeskError("void", …)` with an `ExportRefusal`. */
export function approveExport(desk: OpenDesk, id: string, file: string): string {
  const { state } = openRequest(desk, id);
  if (state.askedBy.includes(desk.keyring.person)) refuse("export-own");
  if (hashOfFile(fileOf(desk, state)) !== file) refuse("export-changed");
  return write(desk, "work", "approve-export", [decision(desk, state, { outcome: "agrees", file })]);
}

/** Says no, with the reason. */
export function declineExport(desk: OpenDesk, id: string, reasoning: string): string {
  const { state } = openRequest(desk, id);
  return write(desk, "work", "decline-export", [decision(desk, state, { outcome: "disagrees", reasoning })]);
}

/**
 * Makes the file of an approved request, on the desk of the person who asked: an age file in the desk's folder, or, only where that was asked for and agreed to,
 * an open one beside it. It is in the log before it is on the disk. Throws `DeskError("void", …)` with an `ExportRefusal`.
 */
export async function makeExport(desk: OpenDesk, id: string, passphrase: Redacted<string> | null, workFactor?: number): Promise<MadeExport> {
  const { state } = openRequest(desk, id);
  const { record } = state.shown;
  if (!state.askedBy.includes(desk.keyring.person)) refuse("export-not-yours");
  if (state.standing !== "approved") refuse("export-not-approved");
  const made = fileOf(desk, state);
  const file = hashOfFile(made);
  if (!state.approvals.some((approval) => approval.record.file === file)) refuse("export-changed");
  const bytes = await sealed(record, made.bytes, passphrase, workFactor);
  // Sealing takes a second, and a no may have come in it.
  if (openRequest(desk, id).state.standing !== "approved") refuse("export-not-approved");
  const written = sha256Hex(bytes);
  write(desk, "work", "make-export", [
    penOf(randomBytes, record.case)("exportMade", { on: record.id, file, records: made.leaving.records.length, ...(record.seal === "plain" ? {} : { sealed: written }) }),
  ]);
  // Names of files tell nothing: they stand in lists of recent files, and in what a courier sees.
  const dir = record.seal === "plain" ? `${resolve(desk.dir)}.exports-not-encrypted` : join(resolve(desk.dir), "exports");
  makeDirectory(dir);
  const path = join(dir, `export-${randomHex(16)}.${ENDINGS[record.format]}${record.seal === "plain" ? "" : ".age"}`);
  writeFileDurably(path, bytes);
  return { path, file, written, records: made.leaving.records.length };
}

/** The very file a request is about, as this desk makes it now. Throws `DeskError("void", …)` with `export-too-large` or `export-archive-too-large`. */
export function fileOfExport(desk: OpenDesk, id: string): ExportFile & { readonly hash: string } {
  const state = stateOf(desk, id);
  if (state === null) return refuse("export-gone");
  const made = fileOf(desk, state);
  return { ...made, hash: hashOfFile(made) };
}

/** What a request would give, before anybody asks for it. Its names are not those of the later file. */
export function fileOfAsk(desk: OpenDesk, ask: Pick<ExportAsk, "of" | "format" | "bom" | "ceiling" | "earlier">): ExportFile {
  return small(exportFile(bookOf(desk), { id: randomHex(16), ...ask }));
}

/** Every request that was not taken back, newest first. */
export function exportsOf(desk: OpenDesk): readonly ExportState[] {
  // Requests are few among a million records: they alone are read.
  const book = desk.records.open(desk.line);
  const ids = new Set(desk.store.records({ kind: "exportRequest", newestFirst: true, limit: Number.MAX_SAFE_INTEGER }).map(({ id }) => id));
  return [...ids].flatMap((id) =>
    book
      .byId(id)
      .filter(isKind("exportRequest"))
      .filter(({ standing }) => standing === "current")
      .map((shown) => exportState(book, shown, activePersons(desk.line), dayOf(desk))),
  );
}

/** Where a request stands. `active`: persons who count now. `today`: this desk's day. */
export function exportState(book: Book, shown: Shown<ExportRequest>, active: readonly string[], today: string): ExportState {
  const askedBy = signersOf(shown);
  const on = book.naming(shown.record.id, "exportApproval").filter(({ record, standing }) => standing === "current" && record.on === shown.record.id);
  const ofOthers = on.filter((one) => signersOf(one).some((person) => !askedBy.includes(person) && active.includes(person)));
  // Where another record goes by the id of an approval, its writer cannot take it back alone: it is none.
  const approvals = ofOthers.filter(({ record, sameIdAs }) => record.outcome === "agrees" && sameIdAs === 0);
  const objections = on.filter(({ record }) => record.outcome === "disagrees");
  const made = book.naming(shown.record.id, "exportMade").filter(({ record, standing }) => standing !== "came-after" && record.on === shown.record.id);
  const versions = book.byId(shown.record.id).filter(({ standing }) => standing !== "came-after");
  return { shown, standing: standingOf(), askedBy, approvals, objections, made };

  function standingOf(): ExportStanding {
    // An approval names an id. Where two records go by it, it is of neither.
    if (versions.length > 1) return "two-versions";
    if (objections.length > 0) return "declined";
    // However far ahead somebody wrote the day: from the day of asking it is so many and no more.
    const latest = new Date(shown.clock + MOST_DAYS * DAY_MS).toISOString().slice(0, 10);
    if (today > shown.record.expires || today > latest) return "expired";
    return askedBy.length > 0 && approvals.length > 0 ? "approved" : "waits";
  }
}

/** Everything at once, for what goes into a file. A desk whose memory ends would end with it. */
function bookOf(desk: OpenDesk): WholeBook {
  if (desk.store.query("SELECT 1 FROM records LIMIT 1 OFFSET ?", [MOST_RECORDS]).length > 0) refuse("export-archive-too-large");
  return desk.records.book(desk.line);
}

function dayOf(desk: OpenDesk): string {
  return new Date(desk.now()).toISOString().slice(0, 10);
}

function stateOf(desk: OpenDesk, id: string): ExportState | null {
  const book = desk.records.open(desk.line);
  const shown = book.byId(id).filter(isKind("exportRequest")).find(({ standing }) => standing === "current");
  return shown === undefined ? null : exportState(book, shown, activePersons(desk.line), dayOf(desk));
}

/** A request that has not expired and is one. */
function openRequest(desk: OpenDesk, id: string): { readonly state: ExportState } {
  const state = stateOf(desk, id);
  if (state === null || state.standing === "two-versions") return refuse("export-gone");
  if (state.standing === "expired") refuse("export-expired");
  return { state };
}

/** This person's word on a request takes the place of what they said before. */
function decision(desk: OpenDesk, { shown, approvals, objections }: ExportState, fields: Pick<ExportApproval, "outcome" | "file" | "reasoning">): ExportApproval {
  const mine = [...approvals, ...objections].filter((one) => signersOf(one).includes(desk.keyring.person)).map(({ record }) => record.id);
  return penOf(randomBytes, shown.record.case)("exportApproval", { on: shown.record.id, ...fields, ...(mine.length === 0 ? {} : { supersedes: mine }) });
}

// Several questions about one file come one after the other: the last one made is kept for as long as the book it is of.
const lastMade = new WeakMap<WholeBook, { readonly id: string; readonly file: ExportFile }>();

function fileOf(desk: OpenDesk, { shown: { record } }: ExportState): ExportFile {
  const book = bookOf(desk);
  const known = lastMade.get(book);
  if (known?.id === record.id) return known.file;
  const file = small(exportFile(book, record satisfies FileRequest));
  lastMade.set(book, { id: record.id, file });
  return file;
}

function small(file: ExportFile): ExportFile {
  return file.bytes.length > MOST_BYTES ? refuse("export-too-large") : file;
}

function hashOfFile({ bytes }: ExportFile): string {
  return sha256Hex(bytes);
}

async function sealed({ seal, recipient }: ExportRequest, bytes: Uint8Array, passphrase: Redacted<string> | null, workFactor?: number): Promise<Uint8Array> {
  if (seal === "plain") return bytes;
  if (seal === "recipient") return sealAge([recipient!], bytes);
  return passphrase === null ? refuse("export-no-passphrase") : sealKeyFile(passphrase, bytes, workFactor);
}

function refuse(rule: ExportRefusal): never {
  throw new DeskError("void", rule);
}
