import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Hono } from "hono";
import { facetCounts, listed, newId, penOf, rowOf, type CaseRecord, type Question } from "#casework";
import { utf8 } from "#bytes";
import { composeEntry } from "#entry";
import { randomBytes } from "#prim";
import { suspend, write, type OpenDesk } from "../../core/index.ts";
import { rosterView } from "../../core/records.ts";
import { endPlay, founder, letIn, settle, stage, type Stage } from "../../testing/cast.ts";
import { writeDemoRecord } from "../../testing/demo-record.ts";
import { contextOf, subjectRef } from "../views/context.ts";
import type { ArchiveSearch, BulkDone, BulkPreview, CasePage, CaseWindow, GraphView, ListView, MapView, NoteView, PersonPage, SavedSearch, TimelineView } from "../../api-archive.ts";
import { deskRoutes } from "../routes.ts";

const TODAY_LISTS = ["person", "group", "unit", "event", "act", "place", "source", "document", "report"] as const;
const QUIET = { now: () => Promise.resolve(false), soon: () => undefined, stop: () => Promise.resolve() };

interface Screen {
  get<T>(path: string): Promise<T>;
  ask<T>(path: string, question: object): Promise<T>;
  post<T>(path: string, body: object): Promise<T>;
  status(path: string): Promise<number>;
}

function screenOf(app: Hono): Screen {
  const answer = async <T>(path: string, init?: RequestInit): Promise<T> => {
    const response = await app.fetch(new Request(`http://desk.invalid/api${path}`, init));
    assert.equal(response.status, 200, `${path}: ${response.status}`);
    return (await response.json()) as T;
  };
  return {
    get: (path) => answer(path),
    ask: (path, question) => answer(`${path}?ask=${encodeURIComponent(JSON.stringify(question))}`),
    post: (path, body) => answer(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    status: async (path) => (await app.fetch(new Request(`http://desk.invalid/api${path}`))).status,
  };
}

describe("an archive on a desk", () => {
  let on: Stage;
  let amina: OpenDesk;
  let tomas: OpenDesk;
  let screen: Screen;
  let caseId: string;

  before(async () => {
    on = stage();
    amina = await founder(on, "Amina");
    tomas = await letIn(on, amina, "Tomas", null);
    ({ caseId } = writeDemoRecord(amina));
    screen = screenOf(deskRoutes(amina, QUIET));
  });
  after(() => endPlay(on, amina, tomas));

  /** What a large import leaves to be done is done a little at each question. */
  const settled = async (): Promise<void> => {
    for (let n = 0; n < 500; n++) if ((await screen.ask<ListView>("/archive/list", { of: "case" })).pending === 0) return;
    assert.fail("the rows did not come to rest");
  };

  /** The lists as the whole book has them, all rows looked at. */
  const assertListsAreTrue = async (): Promise<void> => {
    await settled();
    const book = amina.records.book(amina.line);
    const ids = [...new Set(book.all.flatMap(({ record }) => (record.kind === "subject" || record.kind === "report" ? [record.id] : [])))];
    const today = new Date(amina.now()).toISOString().slice(0, 10);
    const rows = ids.flatMap((id) => rowOf(book, id, today) ?? []);
    for (const of of TODAY_LISTS) {
      for (const more of [{}, { filter: { cases: [caseId] } }, { sort: { by: "first", down: true } }, { text: "a" }] as const) {
        const view = await screen.ask<ListView>("/archive/list", { of, ...more, facets: true, limit: 200 });
        const question: Question = { of, ...more };
        assert.deepEqual(view.rows.map(({ id }) => id), listed(rows, question).slice(0, 200), `${of} ${JSON.stringify(more)}`);
        assert.equal(view.pending, 0);
        for (const facet of ["kinds", "sources", "places", "times"] as const) {
          assert.deepEqual(Object.fromEntries(view.facets![facet].map(({ value, count }) => [value, count])), Object.fromEntries(facetCounts(rows, question)[facet]));
        }
      }
    }
  };

  it("lists what the whole book has, also after a change, an undoing and a suspension", async () => {
    await assertListsAreTrue();
    const pen = penOf(randomBytes, caseId);
    const person = pen("subject", { type: "person" });
    const entry = write(amina, "work", "make-statement", [person, pen("statement", { subject: person.id, property: "name", stance: "asserts", value: { name: { full: "Ájla Ren" } } })]);
    await assertListsAreTrue();
    assert.deepEqual((await screen.ask<ListView>("/archive/list", { of: "person", text: "ajla" })).rows.map(({ label }) => label), ["Ájla Ren"]);
    await screen.post("/undo", { undo: entry });
    await assertListsAreTrue();
    assert.equal((await screen.ask<ListView>("/archive/list", { of: "person", text: "ajla" })).total, 0);
    const theirs = penOf(randomBytes, caseId)("subject", { type: "event" });
    write(tomas, "work", "make-statement", [theirs, penOf(randomBytes, caseId)("statement", { subject: theirs.id, property: "title", stance: "asserts", value: { text: "a raid" } })]);
    await settle(amina, tomas);
    await assertListsAreTrue();
  });

  it("pages by window and behind a row, and refuses a question that is none", async () => {
    const all = await screen.ask<ListView>("/archive/list", { of: "source", limit: 200 });
    const paged: string[] = [];
    for (let next: string | null = null, first = true; first || next !== null; first = false) {
      const page: ListView = await screen.ask<ListView>("/archive/list", { of: "source", limit: 2, ...(next === null ? {} : { after: next }) });
      assert.equal(page.from, paged.length);
      paged.push(...page.rows.map(({ id }) => id));
      next = page.next;
    }
    assert.deepEqual(paged, all.rows.map(({ id }) => id));
    assert.ok(paged.length > 2);
    for (const wrong of ["{}", "{", JSON.stringify({ of: "person", limit: 1000 }), JSON.stringify({ of: "person", more: 1 })]) {
      assert.equal(await screen.status(`/archive/list?ask=${encodeURIComponent(wrong)}`), 400, wrong);
    }
  });

  it("keeps searches by name, on this desk", async () => {
    const ask = { of: "person" as const, filter: { statuses: ["missing"] } };
    const { id } = await screen.post<{ id: string }>("/archive/searches", { name: "Who is missing", ask });
    await screen.post("/archive/searches", { id, name: "Missing", ask });
    assert.deepEqual((await screen.get<{ searches: SavedSearch[] }>("/archive/searches")).searches, [{ id, name: "Missing", ask }]);
    await screen.post("/archive/searches/away", { id });
    assert.deepEqual((await screen.get<{ searches: SavedSearch[] }>("/archive/searches")).searches, []);
  });

  it("shows a person with every profile, who says what, and what befell them", async () => {
    const { rows } = await screen.ask<ListView>("/archive/list", { of: "person", filter: { kinds: ["disappearance", "detention", "killing", "torture"] } });
    const [person] = rows;
    const page = await screen.get<PersonPage>(`/archive/people/${person!.id}`);
    assert.equal(page.label, person!.label);
    assert.ok(page.actsTotal > 0 && page.acts.every(({ victims }) => victims.some(({ id }) => id === person!.id)));
    assert.equal(page.profiles[0]!.bySource.reduce((sum, { total }) => sum + total, 0), person!.statements);
    const other = penOf(randomBytes, caseId)("subject", { type: "person" });
    write(amina, "work", "link", [other, penOf(randomBytes)("linkDecision", { persons: [person!.id, other.id], decision: "same", reasoning: "one scar" })]);
    const linked = await screen.get<PersonPage>(`/archive/people/${other.id}`);
    assert.deepEqual(linked.profiles.map((profile) => profile.person.id).toSorted(), [person!.id, other.id].toSorted());
    assert.deepEqual([linked.links[0]!.reasoning, linked.actsTotal], ["one scar", page.actsTotal]);
  });

  it("lists what befell somebody in the words of a list that has no term of ours for it", async () => {
    const pen = penOf(randomBytes, caseId);
    const [person, act, other] = [pen("subject", { type: "person" }), pen("subject", { type: "act" }), pen("subject", { type: "act" })];
    const said = (subject: string, property: string, value: object) => pen("statement", { subject, property, stance: "asserts", value } as never);
    const long = `carried off ${"further and ".repeat(20)}further`;
    write(amina, "work", "make-statement", [
      person,
      act,
      other,
      said(person.id, "name", { name: { full: "Radko Orsani" } }),
      said(act.id, "victim", { ref: person.id }),
      said(act.id, "kind", { text: "taken from the bus" }),
      said(other.id, "victim", { ref: person.id }),
      said(other.id, "kind", { code: { list: "act", term: "detention" } }),
      said(other.id, "kind", { text: long }),
    ]);
    await settled();
    const { rows } = await screen.ask<ListView>("/archive/list", { of: "person", text: "Orsani" });
    assert.deepEqual(rows.map(({ kinds }) => kinds), [["detention"]]);
    assert.deepEqual(rows[0]!.words, [`${[...long].slice(0, 120).join("")}…`, "taken from the bus"]);
  });

  it("shows on the map what lies within, surely or maybe, and clusters of many", async () => {
    const pen = penOf(randomBytes, caseId);
    const records = Array.from({ length: 40 }, (_, n): CaseRecord[] => {
      const act = pen("subject", { type: "act" });
      const place = { latMicrodegrees: 1_000_000 + n * 10_000, lonMicrodegrees: 2_000_000, radiusM: n === 0 ? 100 : 2_000 };
      return [act, pen("statement", { subject: act.id, property: "place", stance: "asserts", value: { place } })];
    }).flat();
    write(amina, "work", "make-statement", records);
    // One act of many stays is one act, wherever it is counted.
    const held = pen("subject", { type: "act" });
    const stay = (n: number) => pen("statement", { subject: held.id, property: "stay", stance: "asserts", value: { place: { latMicrodegrees: -30_000_000 - n, lonMicrodegrees: 60_000_000, radiusM: 500 } } });
    const told = pen("statement", { subject: held.id, property: "kind", stance: "asserts", value: { text: "kept in a cellar" } });
    write(amina, "work", "make-statement", [held, told, ...Array.from({ length: 30 }, (_, n) => stay(n * 100))]);
    const south = { south: -30_700_000, north: -29_000_000, west: 59_300_000, east: 61_000_000 };
    const stays = await screen.ask<MapView>("/archive/map", { of: ["act"], bounds: south, limit: 10, cells: 4 });
    assert.deepEqual([stays.total, stays.points.length, stays.clusters.map(({ count }) => count)], [1, 0, [1]]);

    const near = { latMicrodegrees: 1_000_000, lonMicrodegrees: 2_000_000, radiusM: 1_000 };
    const close = await screen.ask<MapView>("/archive/map", { of: ["act"], filter: { near } });
    assert.deepEqual(close.points.map(({ within }) => String(within)).toSorted(), ["maybe", "maybe", "surely"]);
    // What rows call a subject is what the record calls it: hundreds are named on a map, and nobody waits for a book to be opened at each.
    const named = await screen.ask<MapView>("/archive/map", {});
    const { book } = contextOf(amina);
    assert.ok(named.points.some(({ subject }) => subject.label === "kept in a cellar"));
    for (const { subject } of named.points) assert.deepEqual(subject, subjectRef(book, subject.id));
    const sure = await screen.ask<MapView>("/archive/map", { of: ["act"], filter: { near: { ...near, surely: true } } });
    assert.equal(sure.total, 1);
    const many = await screen.ask<MapView>("/archive/map", { of: ["act"], filter: { near: { ...near, radiusM: 1_000_000 } }, limit: 10, cells: 4 });
    assert.deepEqual([many.points.length, many.clusters.reduce((sum, { count }) => sum + count, 0)], [0, 40]);
    const part = await screen.ask<MapView>("/archive/map", { of: ["act"], bounds: { south: 990_000, north: 1_050_000, west: 1_990_000, east: 2_010_000 } });
    assert.equal(part.total, part.points.length);
    assert.ok(part.total >= 6 && part.total <= 8, `${part.total}`);
  });

  it("draws who did what to whom, bounded, with how much there is besides", async () => {
    const graph = await screen.ask<GraphView>("/archive/graph", { about: caseId });
    const ids = new Set(graph.nodes.map(({ subject }) => subject.id));
    assert.ok(graph.edges.some(({ kind }) => kind === "befell") && graph.edges.some(({ kind }) => kind === "involved"));
    assert.ok(graph.edges.every(({ from, to }) => ids.has(from) && ids.has(to)));
    assert.ok(graph.nodes.every(({ drawn, degree }) => drawn <= degree));
    const small = await screen.ask<GraphView>("/archive/graph", { about: caseId, limit: 10 });
    assert.ok(small.nodes.length <= 10 && small.cut);
  });

  it("tells when, with every time in one row and in the bins it touches", async () => {
    const timeline = await screen.ask<TimelineView>("/archive/timeline", { of: ["act", "event", "person"], bins: 10 });
    assert.equal(timeline.rows.length, timeline.total);
    const { book } = contextOf(amina);
    for (const { subject } of timeline.rows) assert.deepEqual(subject, subject === null ? null : subjectRef(book, subject.id));
    assert.ok(timeline.total > 0 && timeline.bins.length > 0);
    const begun = timeline.rows.map(({ possible }) => possible[0] ?? "9999");
    assert.deepEqual(begun, begun.toSorted());
    assert.ok(timeline.bins.every(({ surely, maybe }) => surely <= maybe));
    assert.ok(Math.max(...timeline.bins.map(({ maybe }) => maybe)) <= timeline.total);
  });

  it("says the same of many in signed acts, shows it first, and takes all of it back at once", async () => {
    const pen = penOf(randomBytes, caseId);
    const persons = Array.from({ length: 520 }, () => pen("subject", { type: "person" }));
    for (const part of [persons.slice(0, 500), persons.slice(500)]) write(amina, "work", "make-statement", part);
    const request = { subjects: [...persons.map(({ id }) => id), caseId], property: "status", value: "missing", reason: "on the list of March" };
    const preview = await screen.post<BulkPreview>("/archive/bulk/preview", request);
    assert.deepEqual([preview.subjects, preview.statements, preview.acts, preview.unfit, preview.already, preview.sample.length], [521, 520, 2, 1, 0, 20]);
    const done = await screen.post<BulkDone>("/archive/bulk", request);
    assert.deepEqual([done.written, done.undo.length], [520, 2]);
    assert.equal((await screen.post<BulkPreview>("/archive/bulk/preview", request)).already, 520);
    const differently = await screen.post<BulkPreview>("/archive/bulk/preview", { ...request, value: "released" });
    assert.deepEqual([differently.conflicts, differently.statements], [520, 520]);
    const missing = { of: "person", filter: { statuses: ["missing"] } } as const;
    await settled();
    const { total } = await screen.ask<ListView>("/archive/list", missing);
    await screen.post("/archive/bulk/undo", { undo: done.undo });
    await settled();
    assert.equal((await screen.ask<ListView>("/archive/list", missing)).total, total - 520);
  });

  it("opens a case too large to be read whole in windows, and they are those of the whole", async () => {
    const small = await screen.get<CasePage>(`/archive/cases/${caseId}`);
    const large = small.totals.history > 0 && amina.records.source(amina.line).writtenCount(caseId) <= 1_500;
    const pen = penOf(randomBytes, caseId);
    if (large) for (let n = 0; n < 3; n++) write(amina, "work", "make-statement", Array.from({ length: 500 }, () => pen("subject", { type: "unit" })));
    await settled();
    const page = await screen.get<CasePage>(`/archive/cases/${caseId}`);
    assert.equal(page.totals.people, (await screen.ask<ListView>("/archive/list", { of: "act", filter: { cases: [caseId] } })).total);
    for (const list of ["people", "saidFound", "timeline", "history", "missing", "findings", "texts"] as const) {
      const rows: unknown[] = [];
      for (let from = 0; from < page.totals[list]; from += 7) rows.push(...(await screen.get<CaseWindow>(`/archive/cases/${caseId}/${list}?from=${from}&limit=7`)).rows);
      assert.equal(rows.length, page.totals[list], list);
      assert.equal(new Set(rows.map((row) => JSON.stringify(row))).size, rows.length, `${list} twice`);
    }
  });

  it("keeps both versions of a note two people wrote at once, and proposes one", async () => {
    await settle(amina, tomas);
    const theirs = screenOf(deskRoutes(tomas, QUIET));
    const { statement } = await screen.post<{ statement: string }>("/archive/notes", { subject: caseId, text: "He was taken .", over: [] });
    await settle(amina, tomas);
    await screen.post("/archive/notes", { subject: caseId, text: "He was taken at night .", over: [statement] });
    await theirs.post("/archive/notes", { subject: caseId, text: "He and Ana was taken .", over: [statement] });
    await settle(amina, tomas);
    const note = await screen.get<NoteView>(`/archive/notes/${caseId}`);
    assert.deepEqual(note.versions.map(({ text }) => text).toSorted(), ["He and Ana was taken .", "He was taken at night ."]);
    assert.deepEqual(note, { ...(await theirs.get<NoteView>(`/archive/notes/${caseId}`)), versions: note.versions, earlier: note.earlier });
    assert.equal(note.base, "He was taken .");
    assert.equal(note.suggestion!.map((part) => (part.of === "both" ? "?" : part.text)).join(""), "He and Ana was taken at night .");
    await theirs.post("/archive/notes", { subject: caseId, text: "He and Ana were taken at night .", over: note.versions.map((version) => version.statement) });
    await settle(amina, tomas);
    const merged = await screen.get<NoteView>(`/archive/notes/${caseId}`);
    assert.deepEqual([merged.versions.length, merged.earlier.length, merged.suggestion], [1, 3, null]);
  });

  it("finds by kind, with the words that matched", async () => {
    const found = await screen.get<ArchiveSearch>("/archive/search?q=marek");
    assert.ok(found.groups.some(({ kind }) => kind === "person"));
    for (const { results } of found.groups) for (const { match, soundsLike } of results) assert.match(match.toLowerCase(), soundsLike ? /марек/ : /marek/);
    assert.deepEqual(found.alsoSpelled, ["марек"]);
  });

  it("finds a name in the other scripts it is written in, marked as what sounds like it, with its words", async () => {
    const pen = penOf(randomBytes, caseId);
    const named = (full: string): readonly CaseRecord[] => {
      const person = pen("subject", { type: "person" });
      return [person, pen("statement", { subject: person.id, property: "name", stance: "asserts", value: { name: { full } } })];
    };
    const report = pen("report", { channel: "in-person", received: { kind: "within", first: "2026-11-01", last: "2026-11-01" }, lang: "ru", text: "Тогда увели Терека Вольди, соседа." });
    write(amina, "work", "make-statement", [...named("Terek Voldi"), ...named("Терек Вольди"), ...named("تيريك فولدي"), ...named("Терек Иной"), report]);
    await settled();
    const rowsOf = async (typed: string) =>
      (await screen.get<ArchiveSearch>(`/archive/search?q=${encodeURIComponent(typed)}`)).groups.flatMap(({ kind, results }) =>
        results.map(({ title, match, soundsLike }) => [kind, title.slice(0, 12).trim(), match, soundsLike]),
      );
    assert.deepEqual(await rowsOf("Terek Voldi"), [
      ["person", "Terek Voldi", "Terek", false],
      ["person", "تيريك فولدي", "تيريك", true],
      ["person", "Терек Вольди", "Терек", true],
      ["report", "Тогда увели", "Терек", true],
    ]);
    assert.deepEqual(await rowsOf("терек вольди"), [
      ["person", "Терек Вольди", "Терек", false],
      ["person", "تيريك فولدي", "تيريك", true],
      ["person", "Terek Voldi", "Terek", true],
      ["report", "Тогда увели", "Терек", false],
    ]);
    assert.deepEqual((await rowsOf("فولدي")).map(([, title, , soundsLike]) => `${title} ${soundsLike}`).toSorted(), ["Terek Voldi true", "Терек Вольди true", "Тогда увели true", "تيريك فولدي false"]);
    // In quotes, a word is meant as it stands.
    assert.deepEqual(await rowsOf('"Voldi"'), [["person", "Terek Voldi", "Voldi", false]]);
    const { alsoSpelled } = await screen.get<ArchiveSearch>("/archive/search?q=Terek%20Voldi");
    assert.deepEqual(alsoSpelled.toSorted(), ["вольди", "терек", "تيريك", "فولدي"].toSorted());
    const all = await screen.get<ArchiveSearch>("/archive/search?q=Terek&more=person");
    for (const { id, goto } of all.groups[0]!.results) assert.equal(goto, `#/people/${id}`);
    assert.equal(all.groups[0]!.results.filter(({ soundsLike }) => soundsLike).length, 3);
  });

  it("says when it stopped looking inside words, and finds the rest with more letters", async () => {
    const pen = penOf(randomBytes, caseId);
    const act = pen("subject", { type: "act" });
    const remark = (text: string): CaseRecord => pen("statement", { subject: act.id, property: "remark", stance: "asserts", value: { text } });
    write(amina, "work", "make-statement", [act, remark("unzorvikable")]);
    // Each has every three letters of the word, and not the word.
    for (let n = 0; n < 11; n++) write(amina, "work", "make-statement", Array.from({ length: 460 }, (_, m) => remark(`zor orv rvi vik ${n} ${m}`)));
    const asked = async (q: string) => screen.get<ArchiveSearch>(`/archive/search?q=${q}`);
    const some = await asked("zorvik");
    assert.deepEqual([some.isCutShort, some.groups.length], [true, 0]);
    const more = await asked("nzorvik");
    assert.deepEqual([more.isCutShort, more.groups.length], [false, 1]);
  });

  it("says how much of the record was searched while it is being made searchable", async () => {
    const pen = penOf(randomBytes, caseId);
    amina.store.atomically(() => {
      for (let n = 0; n < 510; n++) write(amina, "work", "make-statement", [pen("report", { channel: "in-person", received: { kind: "within", first: "2026-11-01", last: "2026-11-01" }, lang: "ru", text: `searchable later, number ${n}` })]);
    });
    const asked = () => screen.get<ArchiveSearch>("/archive/search?q=searchable%20later");
    const whole = await asked();
    assert.equal(whole.searched.entries, whole.searched.of);
    assert.ok(whole.groups.length > 0);
    amina.store.rebuild();
    const none = await asked();
    assert.deepEqual([none.searched, none.groups], [{ entries: 0, of: whole.searched.of }, []]);
    amina.store.indexSearch(1);
    const some = await asked();
    assert.ok(some.searched.entries > 0 && some.searched.entries < some.searched.of);
    while (amina.store.indexSearch());
    assert.deepEqual(await asked(), whole);
  });

  it("comes to rest also over more records in each other's place than it follows, and follows what is laid on them", async () => {
    const person = penOf(randomBytes, caseId)("subject", { type: "person" });
    const pen = penOf(randomBytes, caseId);
    const said = (supersedes: readonly string[]) => pen("statement", { subject: person.id, property: "remark", stance: "asserts", value: { text: "words" }, supersedes: [...supersedes] });
    const chain = [said([newId(randomBytes)])];
    // Nineteen of the twenty it names nobody has written.
    for (let n = 0; n < 120; n++) chain.push(said([chain.at(-1)!.id, ...Array.from({ length: 19 }, () => newId(randomBytes))]));
    write(tomas, "work", "change", [person, ...chain]);
    await settle(amina, tomas);
    await assertListsAreTrue();
    write(amina, "work", "undo", [pen("withdraw", { target: chain.at(-1)!.id })]);
    await assertListsAreTrue();
  });

  it("takes what counts no longer out of its lists, also behind an entry of which nothing can be read", async () => {
    const { keyring, line, store } = amina;
    const tip = store.tip(keyring.device.publicKey, "work")!;
    const head = { clock: tip.clock + 1, compartment: "work", group: line.group!, prev: tip.id, rosterSeen: line.head!, seen: [], seq: tip.seq + 1 };
    const odd = composeEntry(head, utf8('{"act":"later-form","v":2}'), randomBytes(32), keyring.device);
    assert.deepEqual(store.addEntries([odd], rosterView(line)).applied, [odd.id]);
    const person = penOf(randomBytes, caseId)("subject", { type: "person" });
    const readable = write(amina, "work", "add-person", [person]);
    await assertListsAreTrue();
    for (const counted of [false, true]) {
      store.setCounted([odd.id], counted);
      store.setCounted([readable], counted);
      amina.records.changed();
      await assertListsAreTrue();
    }
  });

  it("counts nothing that came after a suspension", async () => {
    const event = penOf(randomBytes, caseId)("subject", { type: "event" });
    await suspend(amina, tomas.keyring.person);
    write(tomas, "work", "make-statement", [event]);
    await settle(amina);
    await assertListsAreTrue();
  });
});
