/**
 * An archive of an invented country, answered to the screens in place of a desk's server: as many persons as one likes, each the same every time, so that the screens
 * alone are tried. Nothing of it is stored.
 */
import type { Page } from "playwright-core";
import type { ArchiveSearch, Bounds, BulkPreview, CasePage, Facets, GraphAsk, GraphView, ListAsk, ListRow, ListView, MapAsk, MapView, NoteView, PersonPage, TimelineAsk, TimelineView } from "../../apps/desk/api-archive.ts";
import type { StatementView, SubjectRef, TimelineRow } from "../../apps/desk/api.ts";

const GIVEN = ["Amina", "Борис", "ليلى", "Marek", "Tomas", "Зоя", "سامي", "Vera", "Ilya", "Nadia"];
const FAMILY = ["Dolin", "Карский", "الحداد", "Orlava", "Veran", "Лесной", "النجار", "Darovo", "Stell", "Kovari"];
const TOWNS: readonly (readonly [name: string, lat: number, lon: number, radiusM: number])[] = [
  ["Orlava, Quarry Street", 46.21, 21.31, 400],
  ["the brickworks outside Darovo", 46.87, 22.4, 2500],
  ["somewhere in the Stell valley", 47.4, 20.2, 40_000],
  ["مخفر الميناء", 45.6, 23.9, 800],
  ["Карьерная улица", 46.22, 21.33, 600],
  ["the northern border", 48.9, 24.8, 90_000],
];
const KINDS = ["detention", "killing", "disappearance", "torture", "ill-treatment"];
const STATUSES = ["missing", "held", "dead confirmed", "released"];
const CASES = [
  { id: "c1".padEnd(32, "0"), title: "The Quarry Street case" },
  { id: "c2".padEnd(32, "0"), title: "Дело о кирпичном заводе" },
];
const MILLION = 1_000_000;

const idOf = (n: number): string => n.toString(16).padStart(32, "a");
const pick = <T>(from: readonly T[], n: number): T => from[n % from.length]!;
/** Scatters numbers, the same way each time (Knuth's multiplicative hash). */
const scatter = (n: number): number => Math.imul(n + 1, 2_654_435_761) >>> 8;
const dayOf = (n: number): string => new Date(Date.UTC(2019, 0, 1) + (scatter(n) % 2400) * 86_400_000).toISOString().slice(0, 10);
const nameOf = (n: number): string => `${pick(GIVEN, scatter(n))} ${pick(FAMILY, Math.floor(scatter(n) / 10))} ${n + 1}`;
const person = (n: number): SubjectRef => ({ id: idOf(n), kind: "person", label: nameOf(n), code: null });
const act = (n: number): SubjectRef => ({ id: `e${idOf(n).slice(1)}`, kind: "act", label: nameOf(n), code: { list: "act", term: pick(KINDS, n) } });

function row(n: number): ListRow {
  const first = dayOf(n);
  return {
    id: idOf(n),
    of: "person",
    label: nameOf(n),
    code: null,
    kinds: [pick(KINDS, n)],
    words: n % 19 === 0 ? ["taken from the bus"] : [],
    statuses: [pick(STATUSES, scatter(n))],
    first,
    last: n % 3 === 0 ? `${first.slice(0, 4)}-12-31` : first,
    area: ["Verania"],
    place: pick(TOWNS, n)[0],
    circle: null,
    cases: [pick(CASES, n)],
    statements: 3 + (n % 9),
    sources: 1 + (n % 3),
    langs: ["en"],
    disputed: n % 17 === 0,
    missing: n % 4,
    profiles: n % 23 === 0 ? 2 : 1,
    changedMs: Date.UTC(2026, 8, 1),
  };
}

/** Answers the screens on `page`. `asked` gathers the questions, for tests that count them. */
export async function serveMadeArchive(page: Page, persons: number): Promise<{ readonly asked: string[] }> {
  const asked: string[] = [];
  const searches: object[] = [];
  await page.route("**/api/archive/**", async (route) => {
    const url = new URL(route.request().url());
    const what = url.pathname.slice("/api/archive/".length);
    const ask = JSON.parse(url.searchParams.get("ask") ?? "{}") as object;
    asked.push(`${what} ${JSON.stringify(ask)}`);
    const body = (): object => JSON.parse(route.request().postData() ?? "{}") as object;
    await route.fulfill({ json: answer(what, ask, url.searchParams, body) });
  });
  return { asked };

  function answer(what: string, ask: object, query: URLSearchParams, body: () => object): object {
    if (what === "list") return list(ask as ListAsk, persons);
    if (what === "map") return map(ask as MapAsk);
    if (what === "graph") return graph(ask as GraphAsk);
    if (what === "timeline") return timeline(ask as TimelineAsk, persons);
    if (what === "search") return search(query.get("q") ?? "");
    if (what === "searches") {
      const asks = body() as { name?: string; ask?: object };
      if (asks.name !== undefined) searches.push({ id: idOf(searches.length), ...asks });
      return { searches, id: idOf(0) };
    }
    if (what === "bulk/preview") return preview(body() as { subjects: readonly string[] });
    if (what.startsWith("people/")) return personPage(what.slice("people/".length));
    if (what.startsWith("notes/")) return note(what.slice("notes/".length));
    if (what.startsWith("cases/")) return casePage(what.slice("cases/".length));
    return { undo: [idOf(1)], written: 2 };
  }
}

function list(ask: ListAsk, persons: number): ListView {
  const { text = "", filter = {}, from = 0, limit = 50 } = ask;
  const fits = (n: number): boolean =>
    (text === "" || nameOf(n).toLowerCase().includes(text.toLowerCase())) &&
    (filter.kinds === undefined || filter.kinds.includes(pick(KINDS, n))) &&
    (filter.statuses === undefined || filter.statuses.includes(pick(STATUSES, scatter(n)))) &&
    (filter.first === undefined || dayOf(n) >= filter.first) &&
    (filter.last === undefined || dayOf(n) <= filter.last);
  const all = Object.keys(filter).length === 0 && text === "" ? null : Array.from({ length: persons }, (_, n) => n).filter(fits);
  const total = all?.length ?? persons;
  const rows = Array.from({ length: Math.max(0, Math.min(limit, total - from)) }, (_, i) => row(all?.[from + i] ?? from + i));
  return { rows, from, total, next: null, pending: 0, facets: ask.facets === true ? facets(total) : null };
}

function facets(total: number): Facets {
  const lines = (of: readonly string[]) => of.map((value, n) => ({ value, label: "", count: Math.floor(total / (n + 2)) }));
  return {
    kinds: lines(KINDS),
    statuses: lines(STATUSES),
    cases: CASES.map((c, n) => ({ value: c.id, label: c.title, count: Math.floor(total / (n + 2)) })),
    sources: lines([]),
    langs: lines(["en", "ru", "ar"]),
    places: lines(["Verania", "Verania › Orlava", "Verania › Stell", "Verania › Darovo", "Verania › North", "Verania › South", "Verania › Coast", "Verania › East"]),
    times: lines(["2019", "2020", "2021", "2022", "2023", "2024", "2025"]),
  };
}

function map(ask: MapAsk): MapView {
  const bounds: Bounds = { south: 45 * MILLION, west: 19.5 * MILLION, north: 49.8 * MILLION, east: 26 * MILLION };
  const near = ask.filter?.near;
  const points = Array.from({ length: 60 }, (_, n) => {
    const [place, lat, lon, radiusM] = pick(TOWNS, n);
    return { subject: act(n), place, first: dayOf(n), last: dayOf(n), latMicrodegrees: lat * MILLION, lonMicrodegrees: lon * MILLION, radiusM, within: near === undefined ? null : ("maybe" as const) };
  }).filter((p) => near === undefined || Math.hypot(p.latMicrodegrees - near.latMicrodegrees, p.lonMicrodegrees - near.lonMicrodegrees) < near.radiusM * 12);
  return { points, clusters: [], total: points.length, extent: bounds, unplaced: 14 };
}

function graph({ about, open = [] }: GraphAsk): GraphView {
  const acts = Array.from({ length: 9 + open.length * 4 }, (_, n) => n);
  const officer = (n: number): SubjectRef => ({ id: `b${idOf(n).slice(1)}`, kind: "person", label: ["Colonel Durmel", "a guard they called Boots", "الضابط المناوب", "капитан без имени"][n]!, code: null });
  const unit: SubjectRef = { id: "d".repeat(32), kind: "unit", label: "Third Order Battalion", code: null };
  const node = (subject: SubjectRef, degree: number, drawn: number) => ({ subject, degree, drawn });
  const victim = (n: number): SubjectRef => (n === 0 ? { ...person(0), id: about } : person(Math.floor(n / 2)));
  const victims = [...new Map(acts.map((n) => [victim(n).id, victim(n)])).values()];
  return {
    nodes: [...acts.map((n) => node(act(n), 2, 2)), ...victims.map((v) => node(v, 5, 2)), ...[0, 1, 2, 3].map((n) => node(officer(n), 3, 3)), node(unit, 1, 1)],
    edges: [
      ...acts.map((n) => ({ from: act(n).id, to: victim(n).id, kind: "befell" as const, degrees: [], disputed: false })),
      ...acts.filter((n) => n % 4 !== 3).map((n) => ({ from: officer(n % 4).id, to: act(n).id, kind: "involved" as const, degrees: [["ordered", "did", "present"][n % 3]!], disputed: n === 4 })),
      { from: officer(0).id, to: unit.id, kind: "posted" as const, degrees: [], disputed: false },
      { from: victims[0]!.id, to: victims[2]!.id, kind: "possibly" as const, degrees: [], disputed: false },
    ],
    cut: false,
  };
}

function timeline(ask: TimelineAsk, persons: number): TimelineView {
  const { from = 0, limit = 100, bins = 60, first = "2019-01-01", last = "2025-08-01" } = ask;
  const all = Array.from({ length: Math.min(persons, 3000) }, (_, n) => n)
    .filter((n) => dayOf(n) >= first && dayOf(n) <= last)
    .sort((a, b) => (dayOf(a) < dayOf(b) ? -1 : 1));
  const rows = all.slice(from, from + limit).map(time);
  const begin = Date.parse(first);
  const step = (Date.parse(last) + 86_400_000 - begin) / bins;
  const iso = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
  const stretches = Array.from({ length: bins }, (_, n) => {
    const [a, b] = [iso(begin + n * step), iso(begin + (n + 1) * step - 1)];
    const here = all.filter((m) => dayOf(m) >= a && dayOf(m) <= b).length;
    return { first: a, last: b < a ? a : b, surely: Math.floor(here * 0.7), maybe: here };
  });
  return { rows, from, total: all.length, bins: stretches, undated: 7 };
}

function time(n: number): TimelineRow {
  const at = dayOf(n);
  const possible: TimelineRow["possible"] = n % 5 === 0 ? [at, null] : n % 7 === 0 ? [null, at] : n % 3 === 0 ? [`${at.slice(0, 4)}-01-01`, `${at.slice(0, 4)}-12-31`] : [at, at];
  return { subject: act(n), property: "time", label: "", certain: possible[0] === possible[1] && possible[0] !== null ? [possible[0], possible[0]] : null, possible, asGiven: "", statement: `f${idOf(n).slice(1)}`, official: n % 11 === 0, disputed: n % 13 === 0 };
}

function statement(n: number, property: string, value: string): StatementView {
  return { id: `f${idOf(n).slice(1)}`, subject: person(0), property, form: "text", value, code: null, ref: null, stance: n % 4 === 3 ? "denies" : "asserts", time: null, place: null, count: null, saidBy: { id: idOf(n), alias: `Lantern ${n}`, assessed: n % 2 === 0 }, recordedBy: "Amina", recordedDay: "2026-09-12", citations: [], status: "current", disputed: n % 3 === 0, versions: [], denies: [] };
}

function personPage(id: string): PersonPage {
  const source = (n: number) => ({ id: idOf(900 + n), alias: ["Lantern", "Источник 4", "Sister of M."][n]!, assessed: n !== 1 });
  const said = (n: number) => ({ source: n === 2 ? null : source(n), statements: [statement(n * 3, "occupation", "teacher"), statement(n * 3 + 1, "age", "about 34"), statement(n * 3 + 2, "remark", "had asked about the brickworks")], total: 3 + n });
  const when = { kind: "within" as const, first: "2026-09-08", last: "2026-09-09" };
  return {
    id,
    label: nameOf(0),
    kind: "person",
    profiles: [
      { person: { ...person(0), id }, bySource: [said(0), said(1)] },
      { person: person(46), bySource: [said(2)] },
    ],
    links: [{ id: idOf(700), persons: [{ ...person(0), id }, person(46)], decision: "same", by: "Tomas", day: "2026-10-02", reasoning: "The same day, the same house, and both name the sister.", model: null, scoreMillibits: null }],
    contested: false,
    status: [
      { term: "held", during: when, statement: idOf(800), saidBy: "Lantern", disputed: true },
      { term: "missing", during: { kind: "throughout", first: "2026-09-10" }, statement: idOf(801), saidBy: "Sister of M.", disputed: false },
    ],
    acts: [0, 1].map((n) => ({ act: act(n), kinds: [pick(KINDS, n)], victims: [person(0)], counts: [], involved: n === 0 ? [{ who: "Colonel Durmel", degrees: ["ordered"], disputed: false }] : [], when: [when], where: [{ asGiven: pick(TOWNS, n)[0] }], sources: 2, roots: [1, 2] as const, denied: n === 0 })),
    actsTotal: 2,
    involvements: [],
    involvementsTotal: 0,
    cases: CASES,
    missing: [{ code: "no-consent", about: person(0), property: null, record: null }],
  };
}

function note(id: string): NoteView {
  const version = (n: number, text: string) => ({ statement: idOf(600 + n), text, by: ["Amina", "Tomas"][n]!, day: "2026-10-04", citations: [] });
  return {
    subject: { ...person(0), id },
    versions: [version(0, "The sister called on Monday. She heard two cars. She will call again."), version(1, "The sister called on Tuesday. She heard two cars, and a third without lights.")],
    base: "The sister called. She heard two cars.",
    suggestion: [
      { of: "same", text: "The sister called" },
      { of: "both", one: " on Monday", other: " on Tuesday", base: "" },
      { of: "same", text: ". She heard two cars" },
      { of: "other", text: ", and a third without lights" },
      { of: "same", text: "." },
      { of: "one", text: " She will call again." },
    ],
    earlier: [version(0, "The sister called. She heard two cars.")],
  };
}

function casePage(path: string): object {
  const [id = "", list] = path.split("/");
  if (list !== undefined) return { rows: [], from: 0, total: 0 };
  const page: CasePage = {
    id,
    title: CASES[0]!.title,
    texts: [],
    saidFound: [],
    timeline: [],
    people: [],
    history: [],
    missing: [],
    findings: [],
    cameAfter: 0,
    standardsNotSaid: [],
    totals: { texts: 0, saidFound: 0, timeline: 3000, people: 0, history: 0, missing: 0, findings: 0 },
  };
  return page;
}

function search(words: string): ArchiveSearch {
  const found = (n: number, title: string) => ({ id: idOf(n), title, soundsLike: n === 2, before: "he was taken from ", match: words, after: " before it was light", goto: `#/people/${idOf(n)}` });
  return {
    groups: [
      { kind: "person", results: [0, 1, 2].map((n) => found(n, nameOf(n))), more: true },
      { kind: "report", results: [found(5, "A letter of September")], more: false },
    ],
    alsoSpelled: ["Долин"],
    isCutShort: true,
    searched: { entries: 40_000, of: 100_000 },
  };
}

function preview({ subjects }: { readonly subjects: unknown }): BulkPreview {
  const n = Array.isArray(subjects) ? subjects.length : 100_000;
  return { subjects: n, already: 1, conflicts: 2, statements: Math.max(1, n - 1), acts: 1, unfit: 0, sample: [0, 1, 2].map((k) => ({ subject: person(k), now: k === 0 ? [] : ["missing"] })) };
}
