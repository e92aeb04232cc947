/**
 * The rows of one type in columns of numbers, for lists that answer at once over a hundred thousand: words are kept once and rows hold their places. Whatever list.ts
 * says of rows is what this answers (shelf.test.ts).
 */
import { compare } from "../book.ts";
import { areasOf, defaultSort, hasMark, isNear, sought, soughtWords, waits, type Facet, type FacetCounts, type Filter, type Question, type SortBy } from "./list.ts";
import type { Circle, Row } from "./row.ts";

const NO_DAY = 0;
/** On the sphere of place.ts, whose degree has 111,195 metres. */
const MICRODEGREES_PER_METRE = 9;
const NOWHERE: readonly Circle[] = [];
/** Further south than anything is north. */
const NO_SOUTH = 1_000_000_000;
/** Beyond this many changes an order is made anew when it is next asked for. */
const MOST_MOVES = 300;
/** The facets whose values a row has as a list of words. */
const WORDED = ["kinds", "statuses", "cases", "sources", "langs", "places"] as const satisfies readonly Facet[];
type Worded = (typeof WORDED)[number];

/** Lists of words, each different list once: thousands of rows share a few. */
class WordLists {
  readonly lists: (readonly string[])[] = [];
  readonly #places = new Map<string, number>();

  placeOf(words: readonly string[]): number {
    const key = words.join("\n");
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    this.lists.push(words);
    this.#places.set(key, this.lists.length - 1);
    return this.lists.length - 1;
  }
}

export class Shelf {
  readonly #placeOf = new Map<string, number>();
  readonly #ids: (string | null)[] = [];
  readonly #labels: string[] = [];
  readonly #words: { readonly [facet in Worded]: { readonly lists: WordLists; readonly of: number[] } } = {
    kinds: { lists: new WordLists(), of: [] },
    statuses: { lists: new WordLists(), of: [] },
    cases: { lists: new WordLists(), of: [] },
    sources: { lists: new WordLists(), of: [] },
    langs: { lists: new WordLists(), of: [] },
    places: { lists: new WordLists(), of: [] },
  };
  readonly #first: number[] = [];
  readonly #last: number[] = [];
  readonly #changed: number[] = [];
  readonly #waits: number[] = [];
  readonly #statements: number[] = [];
  readonly #missing: number[] = [];
  readonly #sources: number[] = [];
  readonly #profiles: number[] = [];
  readonly #flags: number[] = [];
  readonly #circles: (readonly Circle[])[] = [];
  /** How far south and north its circles reach, microdegrees; nowhere for a row without any. */
  readonly #south: number[] = [];
  readonly #north: number[] = [];
  readonly #until = new Map<string, string>();
  readonly #free: number[] = [];
  readonly #orders = new Map<SortBy, number[]>();
  #moves = 0;

  get size(): number {
    return this.#placeOf.size;
  }

  /** Puts a row in its place, or takes away what has this id. */
  put(id: string, row: Row | null): void {
    const old = this.#placeOf.get(id);
    if (old !== undefined) this.#leaveOrders(old);
    if (row === null) {
      if (old === undefined) return;
      this.#placeOf.delete(id);
      this.#ids[old] = null;
      this.#circles[old] = NOWHERE;
      this.#until.delete(id);
      this.#free.push(old);
      return;
    }
    const at = old ?? this.#free.pop() ?? this.#ids.length;
    this.#placeOf.set(id, at);
    this.#ids[at] = id;
    this.#labels[at] = sought(row.label);
    for (const facet of WORDED) this.#words[facet].of[at] = this.#words[facet].lists.placeOf(facet === "places" ? row.area : row[facet]);
    this.#first[at] = dayNumber(row.first);
    this.#last[at] = dayNumber(row.last);
    this.#changed[at] = row.changed;
    this.#waits[at] = waits(row);
    this.#statements[at] = row.statements;
    this.#missing[at] = row.missing;
    this.#sources[at] = row.sources.length;
    this.#profiles[at] = row.profiles;
    this.#flags[at] = (row.disputed ? DISPUTED : 0) | (row.leader === id ? LEADS : 0);
    this.#circles[at] = row.circles.length > 0 ? row.circles : NOWHERE;
    this.#south[at] = row.circles.reduce((least, circle) => Math.min(least, circle.latMicrodegrees - reachOf(circle)), NO_SOUTH);
    this.#north[at] = row.circles.reduce((most, circle) => Math.max(most, circle.latMicrodegrees + reachOf(circle)), -NO_SOUTH);
    if (row.until !== null) this.#until.set(id, row.until);
    else this.#until.delete(id);
    this.#joinOrders(at);
  }

  /** Ids of rows that may have become others by the day alone. */
  over(today: string): readonly string[] {
    return [...this.#until].filter(([, until]) => until < today).map(([id]) => id);
  }

  /** Ids of the rows that are found, in order. */
  listed(question: Question): Found {
    const { sort = defaultSort(question.of) } = question;
    const sieve = this.#sieve(question);
    if (sort === "unsorted") return new Found(this, this.#places().filter((at) => sieve(at) === 0));
    const { by, down = false } = sort;
    const passing = this.#order(by).filter((at) => sieve(at) === 0);
    return new Found(this, down ? this.#turned(passing, by) : passing);
  }

  /** What choosing each value would find. */
  facets(question: Question): FacetCounts {
    const sieve = this.#sieve(question);
    const counted = WORDED.map((facet, bit) => ({ facet, bit: 1 << bit, words: this.#words[facet], numbers: new Uint32Array(this.#words[facet].lists.lists.length) }));
    const times = { bit: 1 << WORDED.length, years: new Map<number, number>() };
    for (const at of this.#placeOf.values()) {
      const failed = sieve(at);
      if (failed !== 0 && (failed & (failed - 1)) !== 0) continue;
      for (const { bit, words, numbers } of counted) if (failed === 0 || failed === bit) numbers[words.of[at]!]!++;
      const first = this.#first[at]!;
      if ((failed === 0 || failed === times.bit) && first !== NO_DAY) times.years.set(Math.floor(first / 10_000), (times.years.get(Math.floor(first / 10_000)) ?? 0) + 1);
    }
    const byWord = counted.map(({ facet, words, numbers }): [Facet, Map<string, number>] => {
      const of = new Map<string, number>();
      words.lists.lists.forEach((list, n) => {
        if (numbers[n]! > 0) for (const word of facet === "places" ? areasOf(list) : list) of.set(word, (of.get(word) ?? 0) + numbers[n]!);
      });
      return [facet, of];
    });
    const years = new Map([...times.years].map(([year, n]) => [String(year).padStart(4, "0"), n]));
    return { ...Object.fromEntries(byWord), times: years } as unknown as FacetCounts;
  }

  /** Sums over the rows of each case. */
  byCase(): ReadonlyMap<string, { readonly rows: number; readonly leading: number; readonly statements: number; readonly missing: number }> {
    const { lists, of } = this.#words.cases;
    const sums = lists.lists.map(() => ({ rows: 0, leading: 0, statements: 0, missing: 0 }));
    for (const at of this.#placeOf.values()) {
      const sum = sums[of[at]!]!;
      sum.rows++;
      if ((this.#flags[at]! & LEADS) !== 0) sum.leading++;
      sum.statements += this.#statements[at]!;
      sum.missing += this.#missing[at]!;
    }
    const found = new Map<string, { rows: number; leading: number; statements: number; missing: number }>();
    lists.lists.forEach((cases, n) => {
      for (const one of cases) {
        const { rows, leading, statements, missing } = found.get(one) ?? { rows: 0, leading: 0, statements: 0, missing: 0 };
        const more = sums[n]!;
        found.set(one, { rows: rows + more.rows, leading: leading + more.leading, statements: statements + more.statements, missing: missing + more.missing });
      }
    });
    return found;
  }

  /** The earliest and the latest day of a row as numbers, `20310314`; 0 where open. */
  spanAt(at: number): readonly [number, number] {
    return [this.#first[at]!, this.#last[at]!];
  }

  missingAt(at: number): number {
    return this.#missing[at]!;
  }

  /** For `Found`. */
  idAt(at: number): string {
    return this.#ids[at]!;
  }

  circlesAt(at: number): readonly Circle[] {
    return this.#circles[at]!;
  }

  /** For a row which conditions it fails, a bit for each facet; all bits where it fails another. */
  #sieve({ text, filter = {} }: Question): (at: number) => number {
    const NONE = -1;
    const words = soughtWords(text);
    const tests: ((at: number) => number)[] = WORDED.flatMap((facet, bit) => {
      const wanted = filter[facet];
      if (wanted === undefined || wanted.length === 0) return [];
      const { lists, of } = this.#words[facet];
      const set = new Set(wanted);
      const good = Uint8Array.from(lists.lists, (list) => Number((facet === "places" ? areasOf(list) : list).some((word) => set.has(word))));
      return [(at: number) => (good[of[at]!] === 1 ? 0 : 1 << bit)];
    });
    const { first, last } = filter;
    if (first !== undefined || last !== undefined) {
      const [from, to] = [first === undefined ? 0 : dayNumber(first), last === undefined ? Infinity : dayNumber(last)];
      const bit = 1 << WORDED.length;
      tests.push((at) => {
        const [begin, end] = [this.#first[at]!, this.#last[at]!];
        if (begin === NO_DAY && end === NO_DAY) return bit;
        return (begin === NO_DAY || begin <= to) && (end === NO_DAY || end >= from) ? 0 : bit;
      });
    }
    const musts = this.#musts(words, filter);
    return (at) => {
      for (const must of musts) if (!must(at)) return NONE;
      let failed = 0;
      for (const test of tests) failed |= test(at);
      return failed;
    };
  }

  /** What a row must be whatever is counted. */
  #musts(words: readonly string[], { near, marks = [] }: Filter): ((at: number) => boolean)[] {
    const musts: ((at: number) => boolean)[] = [];
    if (words.length === 0) musts.push((at) => (this.#flags[at]! & LEADS) !== 0);
    if (near !== undefined) {
      // Most of an archive is too far north or south: told from two numbers.
      const [south, north] = [near.latMicrodegrees - reachOf(near), near.latMicrodegrees + reachOf(near)];
      musts.push((at) => this.#north[at]! >= south && this.#south[at]! <= north && this.#circles[at]!.some((circle) => isNear(near, circle)));
    }
    for (const mark of marks) musts.push((at) => hasMark({ disputed: (this.#flags[at]! & DISPUTED) !== 0, missing: this.#missing[at]!, profiles: this.#profiles[at]! }, mark));
    for (const word of words) musts.push((at) => this.#labels[at]!.includes(word));
    return musts;
  }

  /** All places that hold a row, one after another as they lie in memory: in the order of a list, most of a walk is waiting for it. */
  #places(): number[] {
    const places: number[] = [];
    for (let at = 0; at < this.#ids.length; at++) if (this.#ids[at] !== null) places.push(at);
    return places;
  }

  /** Places in ascending order of what is sorted by; those without it last. */
  #order(by: SortBy): number[] {
    if (this.#moves > MOST_MOVES) {
      this.#orders.clear();
      this.#moves = 0;
    }
    const known = this.#orders.get(by);
    if (known !== undefined) return known;
    const order = [...this.#placeOf.values()].sort(this.#comparison(by));
    this.#orders.set(by, order);
    return order;
  }

  /** The same the other way round, with equals still by id and those without a value still last. */
  #turned(order: readonly number[], by: SortBy): number[] {
    const turned: number[] = [];
    let end = order.length;
    while (end > 0 && this.#isWithout(by, order[end - 1]!)) end--;
    for (let to = end; to > 0;) {
      let from = to - 1;
      while (from > 0 && this.#compareKeys(by, order[from - 1]!, order[to - 1]!) === 0) from--;
      for (let at = from; at < to; at++) turned.push(order[at]!);
      to = from;
    }
    return [...turned, ...order.slice(end)];
  }

  #comparison(by: SortBy): (a: number, b: number) => number {
    return (a, b) => {
      const [left, right] = [this.#isWithout(by, a), this.#isWithout(by, b)];
      if (left || right) return Number(left) - Number(right) || compare(this.#ids[a]!, this.#ids[b]!);
      return this.#compareKeys(by, a, b) || compare(this.#ids[a]!, this.#ids[b]!);
    };
  }

  #isWithout(by: SortBy, at: number): boolean {
    if (by === "label") return this.#labels[at] === "";
    return (by === "first" || by === "last") && this.#numbers(by)[at] === NO_DAY;
  }

  #compareKeys(by: SortBy, a: number, b: number): number {
    if (by === "label") return compare(this.#labels[a]!, this.#labels[b]!);
    const numbers = this.#numbers(by);
    return numbers[a]! - numbers[b]!;
  }

  #numbers(by: Exclude<SortBy, "label">): readonly number[] {
    return { first: this.#first, last: this.#last, changed: this.#changed, waits: this.#waits, statements: this.#statements, sources: this.#sources }[by];
  }

  #leaveOrders(at: number): void {
    if (++this.#moves > MOST_MOVES) return;
    for (const [by, order] of this.#orders) order.splice(placeIn(order, at, this.#comparison(by)), 1);
  }

  #joinOrders(at: number): void {
    if (++this.#moves > MOST_MOVES) return;
    for (const [by, order] of this.#orders) order.splice(placeIn(order, at, this.#comparison(by)), 0, at);
  }
}

const DISPUTED = 1;
const LEADS = 2;

/** What a question found: the places of rows, in order. Good until the shelf changes. */
export class Found {
  readonly #shelf: Shelf;
  readonly #places: readonly number[];

  constructor(shelf: Shelf, places: readonly number[]) {
    this.#shelf = shelf;
    this.#places = places;
  }

  get total(): number {
    return this.#places.length;
  }

  ids(from: number, to: number): readonly string[] {
    return this.#places.slice(from, to).map((at) => this.#shelf.idAt(at));
  }

  /** Index of an id; -1 where it is not among them. */
  indexOf(id: string): number {
    return this.#places.findIndex((at) => this.#shelf.idAt(at) === id);
  }

  /** How much is missing of each, in order. */
  missing(): readonly number[] {
    return this.#places.map((at) => this.#shelf.missingAt(at));
  }

  /** The days of each as numbers, in order (`Shelf.spanAt`). */
  spans(): readonly (readonly [number, number])[] {
    return this.#places.map((at) => this.#shelf.spanAt(at));
  }

  /** Tells of each with its circles, in order. */
  circles(tell: (id: string, circles: readonly Circle[]) => void): void {
    for (const at of this.#places) tell(this.#shelf.idAt(at), this.#shelf.circlesAt(at));
  }
}

/** Microdegrees that a circle reaches to the north and to the south, and a little more: for telling apart what cannot touch. */
function reachOf({ radiusM }: Circle): number {
  return Math.ceil(radiusM * MICRODEGREES_PER_METRE) + 20;
}

function dayNumber(day: string | null): number {
  return day === null ? NO_DAY : Number(day.slice(0, 4)) * 10_000 + Number(day.slice(5, 7)) * 100 + Number(day.slice(8, 10));
}

/** Where something stands in an order, or would. */
function placeIn(order: readonly number[], at: number, comparison: (a: number, b: number) => number): number {
  let [from, to] = [0, order.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (order[middle] !== at && comparison(order[middle]!, at) < 0) from = middle + 1;
    else to = middle;
  }
  return from;
}
