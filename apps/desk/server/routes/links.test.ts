import assert from "node:assert/strict";
import { test } from "node:test";
import { newId, penOf, personGroups } from "#casework";
import { randomBytes } from "#prim";
import { write, type OpenDesk } from "../../core/index.ts";
import type { LinksView, LinkWorkView, LikelyView, PairView } from "../../api-links.ts";
import { endPlay, founder, letIn, settle, stage } from "../../testing/cast.ts";
import { told, writeManyPeople } from "../../testing/many-people.ts";
import { deskRoutes } from "../routes.ts";

/** The desk's API, as a screen speaks to it. */
function screen(desk: OpenDesk) {
  const app = deskRoutes(desk, { now: () => Promise.resolve(true), soon: () => undefined, stop: () => Promise.resolve() });
  const get = async <T>(path: string): Promise<T> => {
    const answer = await app.request(path);
    assert.equal(answer.status, 200, path);
    return (await answer.json()) as T;
  };
  const post = (path: string, body: object) => app.request(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  const look = async (): Promise<LinkWorkView> => {
    await post("/api/links/look", {});
    for (let n = 0; n < 600; n++) {
      const { work } = await get<LinksView>("/api/links?limit=1");
      if (work.state !== "running") return work;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error("it does not end");
  };
  return { get, post, look };
}

test("the same person told twice in two scripts is proposed, brothers taken together are not all but certain; answers are records, and undoing gives back what was", async () => {
  const on = stage();
  const amina = await founder(on, "Amina");
  const tomas = await letIn(on, amina, "Tomas", null);
  const { raid, twice, brothers } = writeManyPeople(amina);
  const [first, second] = twice.map(([person]) => person!.id) as [string, string];
  const [adam, alikhan] = brothers.map(([person]) => person!.id) as [string, string];

  const { get, post, look } = screen(amina);
  const work = await look();
  assert.deepEqual([work.state, work.persons], ["done", 64]);
  const of = async (show: string): Promise<LinksView> => get<LinksView>(`/api/links?show=${show}`);
  const isPair = (row: { a: { id: string }; b: { id: string } }, a: string, b: string): boolean => [row.a.id, row.b.id].toSorted().join() === [a, b].toSorted().join();
  const proposed = [...(await of("sure")).rows, ...(await of("open")).rows];
  assert.ok(proposed.some((row) => isPair(row, first, second)), "Latin and Cyrillic");
  assert.ok((await of("sure")).rows.every((row) => !isPair(row, adam, alikhan)), "brothers");

  const pair = await get<PairView>(`/api/links/pair?a=${first}&b=${second}`);
  assert.equal(pair.sides[0].person.label, "Murad Gelagaev");
  assert.ok(pair.sides[1].statements.length >= 4);
  const told_ = pair.told!;
  const sum = told_.fields.reduce((bits, field) => bits + field.bits, told_.priorBits);
  assert.ok(sum >= told_.bits - 1e-9, "against the likeliest rival, the fields add up to no less than what is left against all of them");
  const likely = await get<LikelyView>(`/api/links/of?ids=${first}`);
  assert.equal(likely.of[first]?.[0]?.person.id, second);

  const before = JSON.stringify(personGroups(amina.records.book(amina.line)));
  const answer = (await (await post("/api/links/decide", { a: first, b: second, verdict: "same", why: "one birthday" })).json()) as { undo: string };
  assert.notEqual(JSON.stringify(personGroups(amina.records.book(amina.line))), before);
  assert.ok((await of("decided")).rows.some((row) => isPair(row, first, second) && row.verdict === "same"));
  await settle(amina, tomas);
  assert.equal(screenPair(await screen(tomas).get<PairView>(`/api/links/pair?a=${first}&b=${second}`)), "same by Amina: one birthday");
  assert.equal((await post("/api/undo", { undo: answer.undo })).status, 200);
  assert.equal(JSON.stringify(personGroups(amina.records.book(amina.line))), before);

  const refused = [
    { a: first, b: first, verdict: "same" },
    { a: first, b: second, verdict: "ask" },
    { a: first, b: "nobody", verdict: "same" },
    { a: first, b: second, verdict: "merge" },
  ];
  for (const body of refused) assert.equal((await post("/api/links/decide", body)).status, 400, JSON.stringify(body));
  assert.equal((await post("/api/links/decide", { a: first, b: raid.id, verdict: "same" })).status, 404);
  assert.equal((await post("/api/links/sure", { pairs: [[adam, alikhan]] })).status, 404, "only what was found all but certain is linked in one go");
  endPlay(on, amina, tomas);
});

function screenPair({ row, decisions }: PairView): string {
  return `${row.verdict} by ${row.by.join()}: ${decisions[0]?.reasoning}`;
}

test("who comes later is compared with all others by itself, and is gone when taken back; after a stop it is told how many were not compared", async () => {
  const on = stage();
  const amina = await founder(on, "Amina");
  const { caseId, twice } = writeManyPeople(amina);
  const first = twice[0]![0]!.id;
  const { get, post, look } = screen(amina);
  const settled = async (): Promise<LinkWorkView> => {
    for (let n = 0; n < 600; n++) {
      const { work } = await get<LikelyView>(`/api/links/of?ids=${first}`);
      if (work.state !== "running") return work;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error("it does not end");
  };
  assert.equal((await get<LikelyView>(`/api/links/of?ids=${first}`)).work.state, "running", "it begins by itself when somebody reads");
  const begun = await settled();
  assert.deepEqual([begun.state, begun.persons, begun.uncompared], ["done", 64, 0]);

  const records = told(caseId, { name: "Murad Gelagaev", born: "1988-05-17", day: "2031-03-14", place: "Bridge Street" });
  const entry = write(amina, "work", "make-statement", records);
  const third = records[0]!.id;
  const later = await settled();
  assert.deepEqual([later.state, later.persons, later.uncompared], ["done", 65, 0]);
  const likelyOf = async (person: string): Promise<string[]> => ((await get<LikelyView>(`/api/links/of?ids=${person}`)).of[person] ?? []).map((other) => other.person.id);
  assert.ok((await likelyOf(third)).includes(first));
  // Everything looked at anew says the same of them.
  await look();
  assert.ok((await likelyOf(third)).includes(first));

  // What is said of an act of somebody makes them compared again, though no word is about them.
  const act = records.find((record) => record.kind === "subject" && record.type === "act")!;
  write(amina, "work", "make-statement", [penOf(randomBytes, caseId)("statement", { subject: act.id, property: "time", stance: "asserts", value: { time: { kind: "exact", first: "2031-03-15", last: "2031-03-15" } } })]);
  assert.equal((await get<LikelyView>(`/api/links/of?ids=${third}`)).work.state, "running");
  await settled();

  assert.equal((await post("/api/undo", { undo: entry })).status, 200);
  const back = await settled();
  assert.deepEqual([back.persons, back.uncompared], [64, 0]);
  assert.ok(!(await likelyOf(first)).includes(third), "who was taken back is proposed no more");

  await post("/api/links/look", {});
  await post("/api/links/stop", {});
  write(amina, "work", "make-statement", told(caseId, { name: "Murad Gelagaev", born: "1988-05-17" }));
  const stopped = await settled();
  assert.equal(stopped.state, "stopped");
  assert.ok(stopped.uncompared >= 1, "never silently out of date");
  const anew = await look();
  assert.deepEqual([anew.state, anew.persons, anew.uncompared], ["done", 65, 0]);
  endPlay(on, amina);
});

test("looking can be stopped, and what was found before stays", async () => {
  const on = stage();
  const amina = await founder(on, "Amina");
  const caseId = newId(randomBytes);
  write(amina, "work", "begin-case", [{ id: caseId, kind: "subject", type: "case" }]);
  for (const name of ["Murad Gelagaev", "Murad Gelagaev", "Zaur Isaev"]) write(amina, "work", "make-statement", told(caseId, { name, day: "2031-03-14" }));
  const { get, post, look } = screen(amina);
  const done = await look();
  assert.equal(done.state, "done");
  await post("/api/links/look", {});
  const stopped = (await (await post("/api/links/stop", {})).json()) as LinkWorkView;
  assert.deepEqual([stopped.state, stopped.compared], ["stopped", done.compared]);
  assert.equal((await get<LinksView>("/api/links?limit=1")).work.state, "stopped");
  endPlay(on, amina);
});
