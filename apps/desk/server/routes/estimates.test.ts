import assert from "node:assert/strict";
import { test } from "node:test";
import { Hono } from "hono";
import { penOf, type CaseRecord } from "#casework";
import { utf8 } from "#bytes";
import { linkageOf, strataOf } from "#confirm";
import { randomBytes, sha256Hex } from "#prim";
import { estimate, LATENT_SETTINGS, tableOf } from "#stats";
import { write, type OpenDesk } from "../../core/index.ts";
import { founder, letIn, settle, stage } from "../../testing/cast.ts";
import type { Exchange } from "../exchange.ts";
import { contextOf } from "../views/context.ts";
import { estimateRoutes } from "./estimates.ts";
import type { ComparedView, EstimateJob, EstimatesView, EstimateView, OverlapView } from "../../api-estimates.ts";

/** Four sources that name invented people: who is named by which follows from the person's number, so that lists overlap by chance. */
async function deskWithLists() {
  const on = stage();
  const amina = await founder(on, "Amina");
  const pen = penOf(randomBytes);
  const sources = Array.from({ length: 4 }, () => pen("subject", { type: "source" }));
  const records: CaseRecord[] = [...sources];
  for (const [j, source] of sources.entries()) records.push(pen("statement", { subject: source.id, property: "alias", stance: "asserts", value: { text: `Source ${"ABCD"[j]}` } }));
  let state = 7;
  const chance = (): number => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) / 2 ** 32;
  for (let n = 0; n < 160; n++) {
    const person = pen("subject", { type: "person" });
    const named = sources.filter(() => chance() < 0.42);
    if (named.length > 0) records.push(person);
    // Some were last seen in one year, some in the next, of some it is not known.
    if (named.length > 0 && n % 7 !== 0) records.push(pen("statement", { subject: person.id, property: "lastSeenAlive", stance: "asserts", value: { time: dayTime(`203${1 + (n % 2)}-03-0${1 + (n % 9)}`) } }));
    for (const source of named) records.push(pen("statement", { subject: person.id, property: "name", stance: "asserts", value: { name: { full: `Person ${n}` } }, saidBy: source.id }));
  }
  for (let from = 0; from < records.length; from += 400) write(amina, "work", "make-statement", records.slice(from, from + 400));
  const open = () => {
    const routes = estimateRoutes(amina, { soon: () => undefined } as unknown as Exchange, () => contextOf(amina), { resamples: 100, latent: { ...LATENT_SETTINGS, burnIn: 500, draws: 200 } });
    const app = new Hono().route("/api/estimates", routes);
    const get = async <T>(path: string): Promise<T> => (await app.request(`/api/estimates${path}`)).json() as Promise<T>;
    const post = async (path: string, body: object) => app.request(`/api/estimates${path}`, { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } });
    return { get, post };
  };
  return { on, amina, sources: sources.map(({ id }) => id), open, ...open() };
}

const dayTime = (day: string) => ({ kind: "exact", first: day, last: day }) as const;

async function finished(get: <T>(path: string) => Promise<T>): Promise<EstimateView> {
  for (;;) {
    const job = await get<EstimateJob>("/job?lang=ar");
    if (job.state === "done") return job.view;
    assert.equal(job.state, "running");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const lists = (sources: readonly string[], names = ["A", "B", "C", "D"]) => ({ case: null, groups: null as string | null, ways: false, lang: "en", lists: sources.map((source, j) => ({ name: names[j], sources: [source] })) });

test("lists of the record: looked at, estimated in workers, kept with what they were made of, and reckoned again to the byte", async () => {
  const { amina, sources, get, post } = await deskWithLists();
  const view = await get<EstimatesView>("");
  assert.deepEqual(view.sources.map(({ label }) => label), ["Source A", "Source B", "Source C", "Source D"]);
  assert.deepEqual(view.saved, []);

  const two = (await (await post("/look", lists(sources.slice(0, 2)))).json()) as OverlapView;
  assert.deepEqual(two.refusals.map(({ code }) => code), ["fewer-than-three-lists"]);
  const look = (await (await post("/look", lists(sources))).json()) as OverlapView;
  assert.deepEqual(look.refusals, []);
  assert.ok(look.listed > 100 && look.overlaps.startsWith("<svg"));
  assert.equal(look.patterns.reduce((sum, { people }) => sum + people, 0), look.listed);

  assert.equal((await post("/run", lists(sources))).status, 200);
  let job: EstimateJob;
  do {
    await new Promise((resolve) => setTimeout(resolve, 200));
    job = await get<EstimateJob>("/job?lang=ar");
  } while (job.state === "running");
  assert.equal(job.state, "done");
  assert.ok(job.state === "done" && job.view.pictures.length === 5);

  assert.equal((await post("/save", { title: "Taken in the north" })).status, 200);
  const [saved] = (await get<EstimatesView>("")).saved;
  assert.equal(saved?.title, "Taken in the north");
  assert.equal(saved.listed, look.listed);
  // Whoever has the record alone comes to the same result.
  const record = amina.records.book(amina.line).current("estimate")[0]!.record;
  const again = estimate(
    tableOf(record.lists.map(({ name }) => name), record.counts.map(({ on, people }) => ({ pattern: on, count: people }))),
    { seed: record.seed, resamples: record.resamples, chains: record.chains, latent: { ...LATENT_SETTINGS, burnIn: record.burnIn, draws: record.draws } },
  );
  assert.equal(sha256Hex(utf8(JSON.stringify(again))), record.result);

  // A second one with the title takes its place.
  assert.equal((await post("/save", { title: "Taken in the north" })).status, 200);
  const versions = (await get<EstimatesView>("")).saved;
  assert.deepEqual(versions.map(({ standing, earlier }) => [standing, earlier]), [["current", 1], ["earlier", 0]]);

  // The record changes: what was reckoned before is not dated with today.
  const pen = penOf(randomBytes);
  const person = pen("subject", { type: "person" });
  write(amina, "work", "make-statement", [person, pen("statement", { subject: person.id, property: "name", stance: "asserts", value: { name: { full: "Person new" } }, saidBy: sources[0]! })]);
  const late = await post("/save", { title: "Taken in the north" });
  assert.deepEqual([late.status, ((await late.json()) as { error: string }).error], [409, "est-changed"]);
});

test("stopping ends it, and nothing can be kept; broken questions are refused", async () => {
  const { sources, get, post } = await deskWithLists();
  await post("/run", lists(sources));
  assert.equal((await get<EstimateJob>("/job")).state, "running");
  await post("/stop", {});
  assert.equal((await get<EstimateJob>("/job")).state, "none");
  assert.equal((await post("/save", { title: "x" })).status, 404);
  for (const body of [{}, { ...lists(sources), lang: "tlh" }, lists(sources.slice(0, 1)), { ...lists(sources), lists: [] }]) assert.equal((await post("/look", body)).status, 400);
  assert.equal(((await (await post("/look", lists(sources, ["A", "A", "B", "C"]))).json()) as { error: string }).error, "est-bad-lists");
});

/** Links signed by persons of a group in an order: whose word is whose is what a link rests on. */
async function deskOfTwo() {
  const it = await deskWithLists();
  const persons = it.amina.records
    .book(it.amina.line)
    .current("subject")
    .filter(({ record }) => record.type === "person")
    .map(({ record }) => record.id);
  const tomas = await letIn(it.on, it.amina, "Tomas", null);
  await settle(it.amina, tomas);
  const link = async (desk: OpenDesk, a: number, b: number, decision: "same" | "not the same") => {
    write(desk, "work", "link", [penOf(randomBytes)("linkDecision", { persons: [persons[a]!, persons[b]!], decision })]);
    await settle(it.amina, tomas);
  };
  return { ...it, tomas, link };
}

test("a link counts when two readers have signed it; one reader's is told and not counted; those that contradict each other keep people apart", async () => {
  const { amina, tomas, sources, get, post, link } = await deskOfTwo();
  const look = async () => (await (await post("/look", lists(sources))).json()) as OverlapView;
  const before = (await look()).listed;
  assert.deepEqual((await look()).links, { agreed: 0, alone: 0, contested: 0, listed: before });
  await link(amina, 0, 1, "same");
  assert.deepEqual([(await look()).listed, (await look()).links], [before, { agreed: 0, alone: 1, contested: 0, listed: before - 1 }]);
  // The same person's word a second time is one reader's.
  await link(amina, 0, 1, "same");
  assert.deepEqual((await look()).links, { agreed: 0, alone: 1, contested: 0, listed: before - 1 });

  // What one reader's word would change stands beside the result, and in what is kept.
  await post("/run", lists(sources));
  const alone = await finished(get);
  assert.ok(alone.links.alone === 1 && alone.links.lower !== null && alone.links.upper! > alone.links.lower);
  assert.equal((await post("/save", { title: "Before the second reader" })).status, 200);

  await link(tomas, 0, 1, "same");
  assert.deepEqual([(await look()).listed, (await look()).links], [before - 1, { agreed: 1, alone: 0, contested: 0, listed: before - 1 }]);
  // What was reckoned before the second reader signed is not kept as today's.
  assert.equal((await post("/save", { title: "Before the second reader" })).status, 409);
  await post("/run", lists(sources));
  await finished(get);
  assert.equal((await post("/save", { title: "Before the second reader" })).status, 200);
  const { saved } = await get<EstimatesView>("");
  assert.deepEqual(saved.map(({ standing, links }) => [standing, links?.agreed, links?.alone]), [["current", 1, 0], ["earlier", 0, 1]]);

  // Side by side: the older first, whichever is asked for first.
  for (const [a, b] of [saved, saved.toReversed()] as const) {
    const compared = await get<ComparedView>(`/compare?a=${a!.id}&b=${b!.id}`);
    assert.deepEqual([compared.a.id, compared.b.id], [saved[1]!.id, saved[0]!.id]);
    assert.deepEqual([compared.sameInput, compared.sameSettings], [false, true]);
    assert.ok(compared.lists.every(({ in: where, madeOfOthers }) => where === "both" && !madeOfOthers));
    assert.equal(compared.patterns!.reduce((sum, { a, b }) => sum + b - a, 0), -1);
  }
  assert.equal((await get<{ error: string }>(`/compare?a=${saved[0]!.id}&b=${saved[0]!.id}`)).error, "not-found");

  await link(tomas, 0, 1, "not the same");
  const after = await look();
  assert.deepEqual([after.listed, after.links.agreed, after.links.contested], [before, 0, 2]);
});

test("groups and ways of linking stand beside the result, are kept with it, and are reckoned again from what is kept", async () => {
  const { amina, sources, get, post } = await deskWithLists();
  const wish = { ...lists(sources), groups: "year", ways: true };
  const look = (await (await post("/look", wish)).json()) as OverlapView;
  assert.deepEqual(look.groups?.map(({ name }) => name), ["2031", "2032", null]);
  assert.equal(look.groups!.reduce((sum, { listed }) => sum + listed, 0), look.listed);
  assert.equal((await post("/run", wish)).status, 200);
  const view = await finished(get);
  assert.deepEqual(view.groups?.groups.map(({ name, listed }) => [name, listed]), look.groups!.map(({ name, listed }) => [name, listed]));
  assert.ok(view.ways?.ways === 20 && view.ways.refused === 0 && view.ways.lower! < view.ways.upper!);
  assert.equal((await post("/save", { title: "By year" })).status, 200);

  const { record } = amina.records.book(amina.line).current("estimate")[0]!;
  const names = record.lists.map(({ name }) => name);
  const tableFrom = (counts: readonly { on: string; people: number }[]) => tableOf(names, counts.map(({ on, people }) => ({ pattern: on, count: people })));
  const whole = estimate(tableFrom(record.counts), { resamples: record.resamples, latent: { ...LATENT_SETTINGS, burnIn: record.burnIn, draws: record.draws } });
  const strata = strataOf(record.groups!.by, record.groups!.groups.map(({ name = "", counts }) => ({ name, table: tableFrom(counts) })), whole);
  assert.equal(sha256Hex(utf8(JSON.stringify(strata))), record.groups!.result);
  assert.equal(sha256Hex(utf8(JSON.stringify(linkageOf(record.ways!.tables.map(({ counts }) => tableFrom(counts)), whole)))), record.ways!.result);
  // The same people are linked the same ways: another run gives the same record but for its id.
  await post("/run", wish);
  await finished(get);
  assert.equal((await post("/save", { title: "By year, again" })).status, 200);
  const [again] = amina.records.book(amina.line).current("estimate").filter(({ record: { title } }) => title === "By year, again");
  assert.deepEqual([again!.record.ways, again!.record.groups, again!.record.result], [record.ways, record.groups, record.result]);
});

test("a document and a register that was brought in make lists as a source does", async () => {
  const { amina, sources, get, post } = await deskWithLists();
  const pen = penOf(randomBytes);
  const persons = amina.records.book(amina.line).current("subject").filter(({ record }) => record.type === "person").map(({ record }) => record.id);
  const report = pen("report", { channel: "document", received: { kind: "exact", first: "2031-05-01", last: "2031-05-01" }, title: "Register of the north hospital", text: "A list." });
  const cited = persons.slice(0, 20).map((subject) => pen("statement", { subject, property: "remark", stance: "asserts", value: { text: "brought in" }, citations: [{ of: report.id }] }));
  write(amina, "work", "make-statement", [report, ...cited]);
  const importId = "ab".repeat(16);
  const brought = persons.slice(10, 40).map((subject) => pen("statement", { subject, property: "remark", stance: "asserts", value: { text: "on the register" } }));
  write(amina, "work", `import-${importId}`, brought);
  const view = await get<EstimatesView>("");
  assert.deepEqual(view.documents.map(({ label, statements }) => [label, statements]), [["Register of the north hospital", 20]]);
  assert.deepEqual(view.registers, [{ id: importId, label: null }]);
  const overlap = async () => (await (await post("/look", lists([report.id, importId, sources[0]!], ["Hospital", "Register", "A"]))).json()) as OverlapView;
  const sizeOf = ({ patterns }: OverlapView, name: string) => patterns.filter(({ lists: on }) => on.includes(name)).reduce((sum, { people }) => sum + people, 0);
  const both = ({ patterns }: OverlapView) => patterns.filter(({ lists: on }) => on.includes("Hospital") && on.includes("Register")).reduce((sum, { people }) => sum + people, 0);
  const seen = await overlap();
  assert.deepEqual([sizeOf(seen, "Hospital"), sizeOf(seen, "Register"), both(seen)], [20, 30, 10]);
  // What was taken back of it is on it no more.
  write(amina, "work", "undo", brought.slice(0, 5).map(({ id }) => pen("withdraw", { target: id })));
  assert.equal(sizeOf(await overlap(), "Register"), 25);
});

test("a desk that was locked says what it was at, and does it again with the same settings or leaves it", async () => {
  const { amina, sources, post, get, open } = await deskWithLists();
  await post("/run", { ...lists(sources), groups: "year" });
  assert.equal((await get<EstimateJob>("/job")).state, "running");
  // Locking ends the process; what opens the desk afterwards has only what is in its store.
  const after = open();
  const left = await after.get<EstimateJob>("/job");
  assert.deepEqual(left, { state: "left", was: "running", lists: ["A", "B", "C", "D"] });
  assert.equal((await after.post("/again", {})).status, 200);
  const done = await finished(after.get);
  assert.equal(done.groups?.by, "year");
  assert.equal((await open().get<EstimateJob>("/job")).state, "left");
  assert.deepEqual(await open().get<EstimateJob>("/job"), { state: "left", was: "done", lists: ["A", "B", "C", "D"] });
  // Kept, stopped or left: nothing is offered any more.
  assert.equal((await after.post("/save", { title: "Kept" })).status, 200);
  assert.equal((await open().get<EstimateJob>("/job")).state, "none");
  await post("/run", lists(sources));
  const third = open();
  assert.equal((await third.post("/leave", {})).status, 200);
  assert.equal((await third.post("/again", {})).status, 404);
  assert.equal((await open().get<EstimateJob>("/job")).state, "none");
  await post("/stop", {});
  assert.ok(amina.store.get("estimate/asked") === null);
});
