/** Bringing an archive in from the screen: the file in pieces, a look at it, what would happen, doing it, and taking it back (api-import.ts). */
import { Hono, type Context } from "hono";
import { z } from "zod";
import { BytesError, fromBase64 } from "#bytes";
import { LISTS } from "#casework";
import {
  COLUMN_USES,
  DATE_FORMATS,
  DATED_USES,
  DELIMITERS,
  decoded,
  ENCODINGS,
  ExchangeError,
  guessColumns,
  guessDelimiter,
  guessEncoding,
  LISTED_USES,
  lookingAt,
  MIXED_DATES,
  mappingOf,
  parseMapping,
  publishes,
  readCsv,
  warningsOf,
  type CsvForm,
  type ImportChoices,
  type Mapping,
} from "#exchange";
import type { ImportLook, ImportsView } from "../../api-import.ts";
import {
  compareImport,
  dropFile,
  dropOtherFiles,
  forgetMapping,
  hasFile,
  hasReport,
  headOf,
  heldByOthers,
  importPlace,
  importsMade,
  keepMapping,
  keepPiece,
  keepReport,
  keepRun,
  keptFile,
  keptReport,
  mappings,
  newFile,
  PIECE_BYTES,
  redoImport,
  runImport,
  runs,
  Stopped,
  undoImport,
  undoState,
  type Comparison,
  type Conduct,
  type ImportFile,
  type ImportWish,
  type KeptRun,
} from "../../core/import/index.ts";
import { DeskError, type OpenDesk } from "../../core/index.ts";
import { notFound, withBody } from "../answers.ts";
import type { Exchange } from "../exchange.ts";
import { ImportJob, problemOf } from "../import-job.ts";
import { casesView } from "../views/case.ts";
import type { ViewContext } from "../views/context.ts";
import { sourcesView } from "../views/reading.ts";

const HEAD_ROWS = 8;
const CELL_SHOWN = 300;
const id = z.string().regex(/^[0-9a-f]{32}$/);
const column = z.string().min(1).max(200);
const csv = z.strictObject({ delimiter: z.enum(DELIMITERS), encoding: z.enum(ENCODINGS) });
const Piece = z.strictObject({ file: id, place: z.int().min(0).max(1_024), bytes: z.string().max(Math.ceil(PIECE_BYTES / 3) * 4) });
const Look = z.strictObject({ file: id, csv: csv.nullable() });
const Choices = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/),
  title: z.string().trim().min(1).max(120),
  sourceAlias: z.string().trim().min(1).max(120),
  sourceKind: z.enum(LISTS.sourceKind),
  missing: z.array(z.string().min(1).max(100)).max(50),
  csv,
  radiusM: z.int().min(1).max(1_000_000),
  columns: z
    .array(
      z.strictObject({
        column,
        use: z.enum(COLUMN_USES),
        date: z.enum([...DATE_FORMATS, ...MIXED_DATES]).exactOptional(),
        terms: z.record(z.string().max(1_000), z.string().max(40)).exactOptional(),
        notRecorded: z.array(z.string().max(1_000)).max(100).exactOptional(),
      }),
    )
    .min(1)
    .max(2_000),
});
const mappingRef = z.union([z.strictObject({ choices: Choices }), z.strictObject({ id: z.string().max(64) })]);
const Wish = z.strictObject({ file: id, mapping: mappingRef, case: id.nullable(), saidBy: id.nullable(), withdrawMissing: z.boolean() });
const MappingFile = z.strictObject({ mapping: z.unknown() });
type WithoutFile = Omit<ImportWish, "file">;

/** Routes below `/api/import`. */
export function importRoutes(desk: OpenDesk, exchange: Exchange, context: () => ViewContext): Hono {
  const app = new Hono();
  const job = new ImportJob();
  let compared: (Comparison & { readonly undone: boolean }) | null = null;
  /** How many rows the file that was looked at last has. */
  let counted: { readonly file: string; readonly rows: number } | null = null;
  dropOtherFiles(desk, new Set([...runs(desk).values()].flatMap(({ file }) => file ?? [])));

  app.onError((error, c) => {
    if (error instanceof ExchangeError) return c.json({ error: error.code }, 400);
    throw error;
  });
  const busy = (c: Context) => c.json({ error: "import-busy" }, 409);
  const begun = (c: Context, began: boolean) => (began ? c.json({}) : busy(c));

  app.get("/", (c) => c.json(importsView(desk, context, job, compared)));
  app.get("/reports/:id", (c) => {
    const report = keptReport(desk, c.req.param("id"));
    return report === null
      ? notFound(c)
      : c.body(report, 200, { "content-type": "application/json", "content-disposition": 'attachment; filename="import-report.json"' });
  });
  app.get("/mappings/:id", (c) => {
    const found = mappings(desk).find(({ mapping }) => mapping.id === c.req.param("id"));
    return found === undefined
      ? notFound(c)
      : c.body(`${JSON.stringify(found.mapping, null, 2)}\n`, 200, {
          "content-type": "application/json",
          "content-disposition": 'attachment; filename="mapping.json"',
        });
  });

  // The file
  app.post("/files", (c) => c.json({ file: newFile() }));
  app.post("/files/piece", (c) =>
    withBody(c, Piece, ({ file, place, bytes }) => {
      try {
        keepPiece(desk, file, place, fromBase64(bytes));
      } catch (error) {
        if (error instanceof BytesError) return c.json({ error: "bad-request" }, 400);
        throw error;
      }
      return c.json({});
    }),
  );
  app.post("/files/forget", (c) =>
    withBody(c, z.strictObject({ file: id }), ({ file }) => {
      dropFile(desk, file);
      return c.json({});
    }),
  );
  app.post("/look", (c) =>
    withBody(c, Look, async ({ file, csv: form }) => {
      if (!hasFile(desk, file)) return notFound(c);
      let looked: ImportLook | null = null;
      const began = job.begin("look", 0, async (conduct) => {
        const kept = await keptFile(desk, file, conduct);
        if (kept !== null) looked = await look(kept, form, conduct);
        return 0;
      });
      if (!began) return busy(c);
      await job.ended;
      if (looked === null) return c.json({ error: "import-stopped" }, 409);
      counted = { file, rows: (looked as ImportLook).rows };
      return c.json(looked as ImportLook);
    }),
  );

  // Mappings
  app.post("/mappings", (c) =>
    withBody(c, MappingFile, ({ mapping }) => {
      const parsed = parseMapping(mapping);
      keepMapping(desk, { mapping: parsed, choices: null });
      return c.json({ id: parsed.id });
    }),
  );
  app.post("/mappings/forget", (c) =>
    withBody(c, z.strictObject({ id: z.string().max(64) }), ({ id }) => {
      forgetMapping(desk, id);
      return c.json({});
    }),
  );
  app.post("/warnings", (c) => withBody(c, Choices, (choices) => c.json({ warnings: warningsOf(choices) })));

  // Doing it
  app.post("/compare", (c) =>
    withBody(c, Wish, (request) => {
      const without = wishOf(desk, request);
      if (without === null) return notFound(c);
      compared = null;
      const { importId } = importPlace(desk, without.mapping, without.caseId, without.saidBy);
      return begun(
        c,
        job.begin("compare", counted?.file === request.file ? counted.rows : 0, async (conduct) => {
          const wish = await withFile(desk, without, request.file, conduct);
          compared = { ...(await compareImport(desk, wish, conduct)), undone: undoState(desk, importId) !== "standing" };
          return compared.report.records.added;
        }),
      );
    }),
  );
  app.post("/run", (c) =>
    withBody(c, Wish, (request) => {
      const wish = wishOf(desk, request);
      if (wish === null) return notFound(c);
      if (job.running !== null) return busy(c);
      if ("choices" in request.mapping) keepMapping(desk, { mapping: wish.mapping, choices: request.mapping.choices as ImportChoices });
      const rows = compared?.report.tables.reduce((sum, table) => sum + table.rows, 0) ?? 0;
      const run: KeptRun = {
        title: wish.mapping.title,
        mapping: wish.mapping,
        caseId: wish.caseId,
        saidBy: wish.saidBy,
        withdrawMissing: wish.withdrawMissing,
        file: request.file,
        rows,
      };
      compared = null;
      return begun(c, start(run, wish, request.file));
    }),
  );
  app.post("/go-on", (c) =>
    withBody(c, z.strictObject({ id }), ({ id }) => {
      const run = runs(desk).get(id);
      const file = run?.file ?? null;
      return run === undefined || file === null || !hasFile(desk, file) ? notFound(c) : begun(c, start(run, run, file));
    }),
  );
  app.post("/stop", async (c) => {
    await job.stop();
    return c.json({});
  });
  const back = (work: "undo" | "redo", how: (conduct: Conduct) => Promise<number>): boolean =>
    job.begin(work, 0, async (conduct) => {
      const count = await how(conduct);
      exchange.soon();
      return count;
    });
  app.post("/undo", (c) =>
    withBody(c, z.strictObject({ id, alsoOthers: z.boolean().exactOptional() }), ({ id, alsoOthers }) =>
      begun(c, back("undo", (conduct) => undoImport(desk, id, conduct, alsoOthers))),
    ),
  );
  app.post("/redo", (c) => withBody(c, z.strictObject({ id }), ({ id }) => begun(c, back("redo", (conduct) => redoImport(desk, id, conduct)))));

  /** Notes the run before its first entry, so that a desk that is killed knows what to go on with. */
  const start = (run: KeptRun, without: WithoutFile, file: string): boolean => {
    const { importId } = importPlace(desk, without.mapping, without.caseId, without.saidBy);
    return job.begin("run", run.rows, async (conduct) => {
      keepRun(desk, importId, run);
      const report = await runImport(desk, await withFile(desk, without, file, conduct), conduct);
      keepReport(desk, importId, report);
      keepRun(desk, importId, { ...run, file: null, rows: report.tables.reduce((sum, table) => sum + table.rows, 0) });
      if (run.file !== null) dropFile(desk, run.file);
      exchange.soon();
      return report.records.added + report.records.superseding;
    });
  };
  return app;
}

function wishOf(desk: OpenDesk, { file, mapping, case: caseId, saidBy, withdrawMissing }: z.infer<typeof Wish>): WithoutFile | null {
  const found: Mapping | undefined =
    "choices" in mapping ? mappingOf(mapping.choices as ImportChoices) : mappings(desk).find((one) => one.mapping.id === mapping.id)?.mapping;
  return !hasFile(desk, file) || found === undefined ? null : { mapping: found, caseId, saidBy, withdrawMissing };
}

/** Reading a file to its end takes a while: it is done where it can be told of and stopped. Throws `ExchangeError` where it has gone meanwhile. */
async function withFile(desk: OpenDesk, { mapping, caseId, saidBy, withdrawMissing }: WithoutFile, name: string, conduct: Conduct): Promise<ImportWish> {
  const file = await keptFile(desk, name, conduct);
  if (file === null) throw new ExchangeError("not-this-format");
  return { file, mapping, caseId, saidBy, withdrawMissing };
}

/** A file before anything is made of it: how it looks to be written, its first rows, and what its columns look to be. */
async function look(file: ImportFile, given: CsvForm | null, { signal, onProgress, breathe }: Conduct): Promise<ImportLook> {
  const head = headOf(file);
  const guessed = guessEncoding(head);
  const encoding = given?.encoding ?? guessed.encoding;
  const base = { sizeBytes: file.sizeBytes, encodingIsSure: guessed.isSure, rows: 0, head: [], columns: [], missing: [], guess: [] };
  let form: CsvForm = given ?? { delimiter: ",", encoding };
  try {
    if (given === null) form = { delimiter: guessDelimiter(firstText(head, encoding)), encoding };
    const [table] = readCsv(file.chunks, form).tables;
    const rows: ImportLook["head"][number][] = [];
    for (const { n, cells } of table!.rows()) {
      if (rows.length === HEAD_ROWS) break;
      rows.push({ n, cells: cells.map((cell) => (cell === null ? null : cell.slice(0, CELL_SHOWN))) });
    }
    const looking = lookingAt(table!);
    let step = looking.next();
    for (; step.done !== true; step = looking.next()) {
      onProgress?.({ rows: step.value, added: 0 });
      await breathe?.();
      if (signal?.aborted === true) throw new Stopped("stopped");
    }
    const { looks, missing } = step.value;
    return { ...base, problem: null, csv: form, rows: looks[0]?.rows ?? 0, head: rows, columns: looks, missing, guess: guessColumns(looks) };
  } catch (error) {
    const problem = problemOf(error);
    if (!(error instanceof ExchangeError)) throw error;
    return { ...base, problem, csv: form };
  }
}

/** The beginning as text, but for a letter the cut went through. */
function firstText(head: Uint8Array, encoding: CsvForm["encoding"]): string {
  for (const text of decoded(() => [head], encoding)) return text;
  return "";
}

function importsView(
  desk: OpenDesk,
  context: () => ViewContext,
  job: ImportJob,
  compared: (Comparison & { readonly undone: boolean }) | null,
): ImportsView {
  const known = runs(desk);
  const ids = [...new Set([...known.keys(), ...importsMade(desk)])];
  return {
    running: job.running,
    last: job.last,
    compared: compared === null ? null : { report: compared.report, missing: compared.missing.length, undone: compared.undone },
    // While something is being done its state changes with every entry.
    imports:
      job.running !== null
        ? []
        : ids.map((id) => {
            const run = known.get(id);
            const state = run !== undefined && run.file !== null ? "unfinished" : undoState(desk, id);
            return {
              id,
              title: run?.title ?? null,
              mapping: run?.mapping.id ?? null,
              case: run === undefined ? null : caseOf(desk, run),
              asked: run === undefined ? null : { case: run.caseId, saidBy: run.saidBy },
              state,
              rows: run?.rows ?? 0,
              hasReport: hasReport(desk, id),
              held: state === "undone" || state === "partly" ? heldByOthers(desk, id) : 0,
            };
          }),
    mappings: mappings(desk).map(({ mapping, choices, ships }) => ({ id: mapping.id, title: mapping.title, ships, publishes: publishes(mapping), choices })),
    cases: job.running !== null ? [] : casesOf(context()),
    sources: job.running !== null ? [] : sourcesOf(context()),
    lists: LISTS,
    uses: COLUMN_USES,
    dated: DATED_USES,
    listed: LISTED_USES,
    sourceKinds: LISTS.sourceKind,
  };
}

/** The case an import lies in. Its own has an id made with a key that a desk which is not let in has not. */
function caseOf(desk: OpenDesk, { mapping, caseId, saidBy }: KeptRun): string | null {
  try {
    return importPlace(desk, mapping, caseId, saidBy).context.caseId;
  } catch (error) {
    if (error instanceof DeskError) return null;
    throw error;
  }
}

/** While an import writes, the book would be made anew with every look. */
function casesOf(context: ViewContext): ImportsView["cases"] {
  return casesView(context).cases.map(({ id, title }) => ({ id, title }));
}

function sourcesOf(context: ViewContext): ImportsView["sources"] {
  return sourcesView(context).sources.map(({ id, alias }) => ({ id, alias }));
}
