/** The import's routes as a screen calls them, on a desk in this process. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { toBase64, utf8 } from "#bytes";
import type { Hono } from "hono";
import { endPlay, founder, stage } from "../../testing/cast.ts";
import { LIST, LIST_MAPPING, listOf } from "../../testing/import-cast.ts";
import { importPlace, keepRun, keptFile } from "../../core/import.ts";
import type { OpenDesk } from "../../core/index.ts";
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
    assert.deepEqual(look.problem, { code: "cell-count", row: 3 });
    assert.equal((await post("/files/forget", { file: broken })).status, 200);
    assert.equal(keptFile(desk, broken), null);
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
    assert.equal(keptFile(desk, file), null);
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
    assert.equal(keptFile(desk, stray), null);
    assert.equal((await rest()).imports[0]!.state, "unfinished");
    assert.equal((await post("/go-on", { id: importId })).status, 200);
    const view = await rest();
    assert.deepEqual([view.imports[0]!.state, view.imports[0]!.rows], ["standing", 60]);
    assert.equal(keptFile(desk, file), null);
    assert.equal((await post("/go-on", { id: importId })).status, 404);
  });

  it("take it back and bring it back", async () => {
    const { importId } = importPlace(desk, LIST_MAPPING, null);
    await post("/undo", { id: importId });
    assert.equal((await rest()).imports[0]!.state, "undone");
    await post("/redo", { id: importId });
    assert.equal((await rest()).imports[0]!.state, "standing");
  });
});
