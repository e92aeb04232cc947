import assert from "node:assert/strict";
import { test } from "node:test";
import { Hono } from "hono";
import { penOf, type CaseRecord } from "#casework";
import { utf8 } from "#bytes";
import { randomBytes, sha256Hex } from "#prim";
import { estimate, LATENT_SETTINGS, tableOf } from "#stats";
import { write } from "../../core/index.ts";
import { founder, stage } from "../../testing/cast.ts";
import type { Exchange } from "../exchange.ts";
import { contextOf } from "../views/context.ts";
import { estimateRoutes } from "./estimates.ts";
import type { EstimateJob, EstimatesView, OverlapView } from "../../api-estimates.ts";

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
    const on = sources.filter(() => chance() < 0.42);
    if (on.length > 0) records.push(person);
    for (const source of on) records.push(pen("statement", { subject: person.id, property: "name", stance: "asserts", value: { name: { full: `Person ${n}` } }, saidBy: source.id }));
  }
  for (let from = 0; from < records.length; from += 400) write(amina, "work", "make-statement", records.slice(from, from + 400));
  const routes = estimateRoutes(amina, { soon: () => undefined } as unknown as Exchange, () => contextOf(amina), { resamples: 100, latent: { ...LATENT_SETTINGS, burnIn: 500, draws: 200 } });
  const app = new Hono().route("/api/estimates", routes);
  const get = async <T>(path: string): Promise<T> => (await app.request(`/api/estimates${path}`)).json() as Promise<T>;
  const post = (path: string, body: object) => app.request(`/api/estimates${path}`, { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } });
  return { amina, sources: sources.map(({ id }) => id), get, post };
}

const lists = (sources: readonly string[], names = ["A", "B", "C", "D"]) => ({ case: null, lang: "en", lists: sources.map((source, j) => ({ name: names[j], sources: [source] })) });

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
  assert.deepEqual(versions.map(({ earlier }) => earlier), [1]);

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

test("two persons held to be one are counted once; those whose links contradict each other twice", async () => {
  const { amina, sources, post } = await deskWithLists();
  const before = ((await (await post("/look", lists(sources))).json()) as OverlapView).listed;
  const book = amina.records.book(amina.line);
  const persons = book.current("subject").filter(({ record }) => record.type === "person").map(({ record }) => record.id);
  const pen = penOf(randomBytes);
  write(amina, "work", "make-statement", [pen("linkDecision", { persons: [persons[0]!, persons[1]!], decision: "same" })]);
  assert.equal(((await (await post("/look", lists(sources))).json()) as OverlapView).listed, before - 1);
  write(amina, "work", "make-statement", [pen("linkDecision", { persons: [persons[0]!, persons[1]!], decision: "not the same" })]);
  assert.equal(((await (await post("/look", lists(sources))).json()) as OverlapView).listed, before);
});
