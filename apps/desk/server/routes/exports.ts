/** Asking for an export, looking at the very file, agreeing to it, making it (api-exports.ts). */
import { Hono } from "hono";
import { z } from "zod";
import { Redacted } from "#bytes";
import { signersOf, type Shown } from "#casework";
import { activePersons } from "#entry";
import type { ExportFile } from "#exchange";
import { approveExport, askForExport, declineExport, exportsOf, fileOfAsk, fileOfExport, makeExport, MOST_DAYS, type ExportState } from "../../core/exports.ts";
import type { OpenDesk } from "../../core/index.ts";
import type { ExportLook, ExportPiece, ExportsView, ExportView } from "../../api-exports.ts";
import { notFound, withBody } from "../answers.ts";
import type { Exchange } from "../exchange.ts";
import { membersNamedIn } from "../views/export-members.ts";
import { caseRef, dayOf, subjectRef, type ViewContext } from "../views/context.ts";

/** Characters of a file that one answer shows. */
const PIECE = 20_000;
const NAMES = 200;

const id = z.string().regex(/^[0-9a-f]{32}$/);
const of = z.union([z.strictObject({ case: id }), z.strictObject({ subjects: z.array(id).min(1).max(200) }), z.strictObject({ all: z.literal(true) })]);
const look = { of, format: z.enum(["csv", "jsonl", "xml"]), bom: z.literal(true).exactOptional(), ceiling: z.int().min(0).max(3), earlier: z.literal(true).exactOptional() };
const Look = z.strictObject(look);
const Ask = z.strictObject({
  ...look,
  why: z.string().trim().min(1).max(4_000),
  to: z.string().trim().min(1).max(200),
  seal: z.enum(["passphrase", "recipient", "plain"]),
  recipient: z.string().max(4_000).exactOptional(),
  days: z.int().min(1).max(MOST_DAYS),
});
const Approve = z.strictObject({ id, file: z.string().regex(/^[0-9a-f]{64}$/) });
const Decline = z.strictObject({ id, reason: z.string().trim().min(1).max(4_000) });
const Make = z.strictObject({ id, passphrase: z.string().min(12).max(1_024).exactOptional() });

/** Routes below `/api/exports`. */
export function exportRoutes(desk: OpenDesk, exchange: Exchange, context: () => ViewContext): Hono {
  const app = new Hono();
  const sent = <T extends object>(answer: T): T => (exchange.soon(), answer);

  app.get("/", (c) => c.json(exportsView(desk, context())));
  app.get("/:id", (c) => {
    const state = exportsOf(desk).find(({ shown }) => shown.record.id === c.req.param("id"));
    if (state === undefined) return notFound(c);
    const file = fileOfExport(desk, state.shown.record.id);
    const asApproved = state.approvals.length === 0 || state.approvals.some(({ record }) => record.file === file.hash);
    return c.json({ ...lookAt(desk, file), file: file.hash, asApproved } satisfies ExportLook);
  });
  app.get("/:id/text", (c) => {
    const from = Number(c.req.query("from") ?? "0");
    if (!Number.isSafeInteger(from) || from < 0) return c.json({ error: "bad-request" }, 400);
    return c.json(pieceOf(fileOfExport(desk, c.req.param("id")).text, from));
  });
  app.post("/look", (c) => withBody(c, Look, (request) => c.json({ ...lookAt(desk, fileOfAsk(desk, request)), file: null, asApproved: true } satisfies ExportLook)));
  app.post("/", (c) =>
    withBody(c, Ask, (request) => {
      const asked = askForExport(desk, request);
      return c.json(sent({ id: asked.id, undo: asked.entry }));
    }),
  );
  app.post("/approve", (c) => withBody(c, Approve, (request) => c.json(sent({ undo: approveExport(desk, request.id, request.file) }))));
  app.post("/decline", (c) => withBody(c, Decline, (request) => c.json(sent({ undo: declineExport(desk, request.id, request.reason) }))));
  app.post("/make", (c) => withBody(c, Make, async (request) => c.json(sent(await makeExport(desk, request.id, request.passphrase === undefined ? null : new Redacted(request.passphrase))))));
  return app;
}

function exportsView(desk: OpenDesk, context: ViewContext): ExportsView {
  const { book } = context;
  const ids = (["person", "group"] as const).flatMap((type) => context.subjects(type, null));
  const people = ids.map((one) => ({ id: one, label: subjectRef(book, one).label }));
  return {
    exports: exportsOf(desk).map((state) => exportView(context, state)),
    cases: context.subjects("case", null).map((one) => caseRef(book, one)),
    people: people.filter(({ label }) => label !== ""),
    canBeApproved: activePersons(desk.line).length > 1,
  };
}

function exportView({ book, me, nameOf }: ViewContext, state: ExportState): ExportView {
  const { record, clock, entryId } = state.shown;
  const named = (shown: Shown): string => signersOf(shown).map(nameOf).join(", ");
  const mine = state.askedBy.includes(me);
  const open = state.standing === "waits" || state.standing === "approved";
  return {
    id: record.id,
    case: record.of.case === undefined ? null : caseRef(book, record.of.case).title,
    subjects: record.of.subjects?.length ?? null,
    format: record.format,
    ceiling: record.ceiling,
    earlier: record.earlier === true,
    why: record.why,
    to: record.to,
    seal: record.seal,
    recipientEnd: record.recipient?.slice(-12) ?? null,
    expires: record.expires,
    askedBy: state.askedBy.map(nameOf).join(", "),
    askedDay: dayOf(clock),
    standing: state.standing,
    agreedBy: state.approvals.map(named),
    objections: state.objections.map((shown) => ({ entry: shown.entryId, by: named(shown), reason: shown.record.reasoning ?? "", mine: signersOf(shown).includes(me) })),
    made: state.made.map((shown) => ({ day: dayOf(shown.clock), records: shown.record.records })),
    mine,
    entry: entryId,
    mayDecide: open && !mine,
    iAgreed: state.approvals.some((shown) => signersOf(shown).includes(me)),
    mayMake: state.standing === "approved" && mine,
  };
}

function lookAt(desk: OpenDesk, { leaving, text, bytes }: ExportFile): Omit<ExportLook, "file" | "asApproved"> {
  const names = new Set(leaving.records.flatMap(({ record }) => fullName(record) ?? []));
  return {
    records: leaving.records.length,
    sizeBytes: bytes.length,
    leftOut: leaving.leftOut,
    withheld: leaving.withheld,
    names: [...names].slice(0, NAMES),
    nameCount: names.size,
    members: membersNamedIn(leaving, [...new Set([...desk.line.judged.persons.values()].map(({ name }) => name))]),
    disputed: leaving.records.filter(({ disputed }) => disputed === true).length,
    ...pieceOf(text, 0),
  };
}

function fullName(record: ExportFile["leaving"]["records"][number]["record"]): string | null {
  const { value } = record as { readonly value?: { readonly name?: { readonly full?: string } } };
  return value?.name?.full ?? null;
}

/** No piece ends within a character of two halves. */
function pieceOf(text: string, from: number): ExportPiece {
  const end = Math.min(text.length, from + PIECE);
  const whole = end < text.length && (text.charCodeAt(end) & 0xfc00) === 0xdc00 ? end - 1 : end;
  return { text: text.slice(from, whole), next: whole >= text.length ? null : whole };
}
