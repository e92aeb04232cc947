/** The import's routes as a screen calls them, on a desk in this process. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { toBase64, utf8 } from "#bytes";
import type { Hono } from "hono";
import { endPlay, founder, stage } from "../../testing/cast.ts";
import { lettersApart, LIST, LIST_MAPPING, listOf, nameOf } from "../../testing/import-cast.ts";
import { hasFile, importPlace, keepRun } from "../../core/import/index.ts";
import { entriesOf, recordsIn } from "../../core/import/acts.ts";
import { write, type OpenDesk } from "../../core/index.ts";
import { shippedMappings } from "#exchange";
import type { ImportLook, ImportsView } from "../../api-import.ts";
import { contextOf } from "../views/context.ts";
import { importRoutes } from "./import.ts";

describe("the import's routes", () => {
  const on = stage();
  let desk: OpenDesk;
  let app: Hono;
  const exchange = { now: () => Promise.resolve(true), soon: () => undefined, stop: () => Promise.resolve() };
  const routes = (): Hono => importRoutes(desk, exchange, () => contextOf(desk));
  const get = async <T>(path: string): Promise<T> => (await (await app.request(path)).json()) as T;
  const post = async (path: string, body: object): Promise<{ status: number; body: { [key: string]: unknown } }> => {
    const answer = await app.request(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
    return { status: answer.status, body: (await answer.json()) as { [key: string]: unknown } };
  };
  const rest = async (): Promise<ImportsView> => {
    for (;;) {
      const view = await get<ImportsView>("/");
      if (view.running === null) return view;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const bring = async (text: string): Promise<string> => {
    const { body } = await post("/files", {});
    const file = body["file"] as string;
    assert.equal((await post("/files/piece", { file, place: 0, bytes: toBase64(utf8(text)) })).status, 200);
    return file;
  };
  before(async () => {
    desk = await founder(on, "Amina");
    app = routes();
  });
  after(() => endPlay(on, desk));

  it("refuse what is no piece, no mapping, no file; and say what is wrong with a file, with the row", async () => {
    const { body } = await post("/files", {});
    const file = body["file"] as string;
    assert.equal((await post("/files/piece", { file, place: 0, bytes: "not base64!" })).status, 400);
    assert.equal((await post("/files/piece", { file, place: 2_000, bytes: "" })).status, 400);
    assert.equal((await post("/look", { file, csv: null })).status, 404);
    assert.deepEqual(await post("/mappings", { mapping: { format: "vouchsafe-mapping", v: 9 } }), { status: 400, body: { error: "newer-mapping" } });
    const broken = await bring("no,name\n1,A\n2\n");
    const look = (await post("/look", { file: broken, csv: null })).body as unknown as ImportLook;
    assert.deepEqual(look.problem, { code: "cell-count", row: 3, lacking: [] });
    assert.equal((await post("/files/forget", { file: broken })).status, 200);
    assert.ok(!hasFile(desk, broken));
  });

  it("bring a file in with a mapping that was taken from a file, and take its bytes out of the desk when it is in", async () => {
    assert.deepEqual(await post("/mappings", { mapping: LIST }), { status: 200, body: { id: "list-of-marl" } });
    const file = await bring(listOf(40));
    const wish = { file, mapping: { id: "list-of-marl" }, case: null, saidBy: null, withdrawMissing: false };
    assert.equal((await post("/compare", wish)).status, 200);
    assert.equal((await rest()).compared!.report.tables[0]!.rowFates.new, 40);
    assert.equal((await post("/run", wish)).status, 200);
    assert.equal((await post("/run", wish)).status, 409, "one at a time");
    const view = await rest();
    assert.deepEqual([view.last!.work, view.last!.outcome, view.imports.length, view.imports[0]!.state], ["run", "done", 1, "standing"]);
    assert.ok(!hasFile(desk, file));
    const report = await get<{ format: string }>(`/reports/${view.imports[0]!.id}`);
    assert.equal(report.format, "vouchsafe-import-report");
    assert.equal((await get<{ id: string }>("/mappings/list-of-marl")).id, "list-of-marl");
  });

  it("go on with a run that a kill broke off, also after the desk was opened again, and keep no file nobody needs", async () => {
    const file = await bring(listOf(60));
    const stray = await bring(listOf(3));
    const { importId } = importPlace(desk, LIST_MAPPING, null);
    keepRun(desk, importId, { title: "The list of Marl", mapping: LIST_MAPPING, caseId: null, saidBy: null, withdrawMissing: false, file, rows: 60 });
    app = routes();
    assert.ok(!hasFile(desk, stray));
    assert.equal((await rest()).imports[0]!.state, "unfinished");
    assert.equal((await post("/go-on", { id: importId })).status, 200);
    const view = await rest();
    assert.deepEqual([view.imports[0]!.state, view.imports[0]!.rows], ["standing", 60]);
    assert.ok(!hasFile(desk, file));
    assert.equal((await post("/go-on", { id: importId })).status, 404);
  });

  it("look at a large file a little at a time: how far is told, other requests are answered, and it can be stopped", async () => {
    const file = await bring(listOf(20_000));
    const looking = post("/look", { file, csv: null });
    let far: ImportsView["running"] = null;
    while (far === null || far.rows === 0) {
      far = (await get<ImportsView>("/")).running;
      assert.equal(far?.work ?? "look", "look");
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    assert.ok(far.rows < 20_000, `answered after ${far.rows} rows`);
    assert.equal((await post("/compare", { file, mapping: { id: "list-of-marl" }, case: null, saidBy: null, withdrawMissing: false })).status, 409);
    await post("/stop", {});
    assert.deepEqual(await looking, { status: 409, body: { error: "import-stopped" } });
    const whole = (await post("/look", { file, csv: null })).body as unknown as ImportLook;
    assert.deepEqual([whole.problem, whole.rows], [null, 20_000]);
    assert.equal((await post("/compare", { file, mapping: { id: "list-of-marl" }, case: null, saidBy: null, withdrawMissing: false })).status, 200);
    const comparing = (await get<ImportsView>("/")).running;
    assert.deepEqual([comparing?.work, comparing?.rowsAll], ["compare", 20_000], "how far it is, of how much, once the rows were counted");
    await post("/stop", {});
    assert.deepEqual((await rest()).last?.outcome, "stopped");
    await post("/files/forget", { file });
  });

  it("refuse a mapping that goes by the name of one that ships and is another, and say which one marks texts as published", async () => {
    const ships = shippedMappings().find(({ id }) => id === "rettig")!;
    assert.deepEqual(await post("/mappings", { mapping: { ...ships, title: "Rettig, mended" } }), { status: 400, body: { error: "shipped-mapping" } });
    assert.equal((await post("/mappings", { mapping: ships })).status, 200, "the very one is no other");
    assert.deepEqual((await get<ImportsView>("/")).mappings.filter(({ id }) => id === "rettig").map(({ ships }) => ships), [true]);
    // One that an older version of the program had let in stands in nobody's place.
    desk.store.set("import/mapping/rettig", utf8(JSON.stringify({ mapping: { ...ships, title: "Rettig, mended" }, choices: null })));
    assert.deepEqual((await get<ImportsView>("/")).mappings.filter(({ id }) => id === "rettig").map(({ title }) => title), [ships.title]);
    const [table] = (LIST as { tables: object[] }).tables;
    const web = { ...(LIST as object), id: "published", tables: [{ ...table, reports: [{ as: "text", text: { columns: ["name"] }, channel: "web" }] }] };
    assert.equal((await post("/mappings", { mapping: web })).status, 200);
    const { mappings } = await get<ImportsView>("/");
    assert.deepEqual(mappings.filter(({ publishes }) => publishes).map(({ id }) => id), ["published"]);
  });

  it("take it back and bring it back", async () => {
    const { importId } = importPlace(desk, LIST_MAPPING, null);
    await post("/undo", { id: importId });
    assert.equal((await rest()).imports[0]!.state, "undone");
    await post("/redo", { id: importId });
    assert.equal((await rest()).imports[0]!.state, "standing");
  });

  it("say what taking back leaves standing, since somebody wrote under its ids too, and take that back when a person says so", async () => {
    const { importId } = importPlace(desk, LIST_MAPPING, null);
    const [made] = entriesOf(desk, "made", importId);
    const again = recordsIn(desk, made!).filter(({ kind }) => kind === "statement").slice(0, 3);
    write(desk, "work", "add-person", again);
    await post("/undo", { id: importId });
    const { imports } = await rest();
    const [one] = imports.filter(({ id }) => id === importId);
    assert.deepEqual([one!.state, one!.held], ["undone", 3]);
    const standing = (): number => again.filter(({ id }) => desk.records.book(desk.line).byId(id)[0]!.standing === "current").length;
    assert.equal(standing(), 3);
    await post("/undo", { id: importId, alsoOthers: true });
    assert.equal((await rest()).imports.find(({ id }) => id === importId)!.held, 0);
    assert.equal(standing(), 0);
    await post("/redo", { id: importId });
    assert.equal((await rest()).imports.find(({ id }) => id === importId)!.state, "standing");
    assert.equal(standing(), 3);
  });

  it("say before anything is written which rows a mistaken mapping makes too many records of, and take nothing back for them", async () => {
    assert.equal((await post("/mappings", { mapping: lettersApart("letters-apart", 100) })).status, 200);
    const wish = { mapping: { id: "letters-apart" }, case: null, saidBy: null, withdrawMissing: false };
    const first = await bring(listOf(3));
    assert.equal((await post("/run", { ...wish, file: first })).status, 200);
    assert.equal((await rest()).last!.outcome, "done");
    const file = await bring(listOf(3, (no) => (no === 2 ? { name: nameOf(30) } : {})));
    assert.equal((await post("/compare", { ...wish, file, withdrawMissing: true })).status, 200);
    const { report, missing } = (await rest()).compared!;
    assert.deepEqual(report.tables[0]!.rowFates, { new: 0, same: 2, changed: 0, nothing: 1 });
    assert.deepEqual(report.notes.filter(({ code }) => code === "too-many-records").map(({ rows }) => rows), [[3]]);
    assert.equal(missing, 0, "the row's records are not called missing");
    await post("/files/forget", { file });
  });
});
