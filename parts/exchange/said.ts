/** What a row says, value by value: each template of a mapping gives no value, one or several. What cannot be read as expected is kept in the file's words. */
import type { FuzzyPlace, FuzzyTime, Value } from "#casework";
import { covers, readDate, span, timeOfDate, type DateRead } from "./dates.ts";
import { MAPPING_LIMITS, type Condition, type DateColumns, type PlaceTemplate, type ValueTemplate, type Words } from "./mapping.ts";
import type { NoteCode } from "./report.ts";
import type { Row } from "./row.ts";
import { asLine, inPieces, needsWriting } from "./wording.ts";

export interface Said {
  readonly value: Value;
  /** Place in a chain, from 1. */
  readonly inChain?: number;
}

export interface Telling {
  readonly row: Row;
  /** Puts down what is worth a look, once for the row. */
  readonly note: (code: NoteCode, about: string) => void;
  /** The id of a subject of this row, `null` where the row makes none. */
  readonly subjectOf: (as: string) => string | null;
  readonly idInSpace: (space: string, key: readonly string[]) => string;
}

/** Whether all hold of the row. */
export function holds(when: readonly Condition[] | undefined, row: Row): boolean {
  return (when ?? []).every(({ column, is, not, absent }) => {
    const value = row.value(column);
    if (absent === true) return value === null;
    return value !== null && (is === undefined || is.includes(value)) && (not === undefined || !not.includes(value));
  });
}

/** What the template makes of the row. Marks the cells that went into it. */
export function saidBy(template: ValueTemplate, telling: Telling): readonly Said[] {
  if (template.text !== undefined) return texts(template.text, telling);
  if (template.name !== undefined) return names(template.name, telling);
  if (template.code !== undefined) return codes(template.code, telling);
  if (template.time !== undefined) return times(template.time, telling);
  if (template.place !== undefined) return place(template.place, telling, null);
  if (template.chain !== undefined) return chain(template.chain, telling);
  if (template.count !== undefined) return counts(template.count, telling);
  if (template.number !== undefined) return number(template.number.column, telling);
  if (template.flag !== undefined) return flag(template.flag, telling);
  if (template.ref !== undefined) return refs(template.ref, telling);
  return [{ value: template.constant! }];
}

/** The words of some columns, each part where there is something to split. Marks them. */
export function wordsOf({ columns, join = " ", before = "", after = "", split }: Words, { row, note }: Pick<Telling, "row" | "note">): string[] {
  const found = columns.flatMap((column) => {
    const value = row.value(column);
    if (value === null) return [];
    row.mark(column, "stated");
    if (needsWriting(value)) note("cell-escaped", column);
    return [value];
  });
  if (found.length === 0) return [];
  const parts = split === undefined ? [found.join(join)] : found.flatMap((value) => partsOf(value, split));
  return parts.map((part) => `${before}${part}${after}`);
}

/** The different parts; no more than one beyond what a row may be, since then the row is left out whole (planner.ts). */
function partsOf(value: string, split: string): string[] {
  const parts = new Set<string>();
  for (let from = 0, at = 0; at !== -1 && parts.size <= MAPPING_LIMITS.recordsOfRow; from = at + split.length) {
    at = value.indexOf(split, from);
    const part = value.slice(from, at === -1 ? undefined : at).trim();
    if (part !== "") parts.add(part);
  }
  return [...parts];
}

function texts(words: Words, telling: Telling): Said[] {
  return wordsOf(words, telling).flatMap((text) => plain(text, words.columns[0]!, telling));
}

/** A text in as many statements as it needs. */
function plain(text: string, column: string, { note }: Telling): Said[] {
  const pieces = inPieces(text);
  if (pieces.length > 1) note("text-in-parts", column);
  return pieces.map((piece) => ({ value: { text: piece } }));
}

/** The cell's own words in place of a value of the form that was expected. */
function asGiven(column: string, code: NoteCode, telling: Telling): Said[] {
  telling.row.mark(column, "as-given");
  telling.note(code, column);
  return plain(telling.row.value(column)!, column, telling);
}

function names({ parts, split, lang, script, use, ...from }: NonNullable<ValueTemplate["name"]>, telling: Telling): Said[] {
  const { row, note } = telling;
  const words = { ...from, ...(split === undefined ? {} : { split }) };
  const rest = { ...(lang === undefined ? {} : { lang }), ...(script === undefined ? {} : { script }), ...(use === undefined ? {} : { use }) };
  return wordsOf(words, telling).flatMap((given): Said[] => {
    const full = asLine(given);
    if (full === null) {
      note("line-too-long", from.columns[0]!);
      return plain(given, from.columns[0]!, telling);
    }
    const told = (parts ?? []).flatMap(({ kind, column }) => {
      const value = row.value(column);
      const line = value === null ? null : asLine(value);
      if (line === null || line === "") return [];
      row.mark(column, "stated");
      return [{ kind, value: line }];
    });
    return [{ value: { name: { full, ...(told.length === 0 ? {} : { parts: told }), ...rest } } }];
  });
}

function codes({ list, column, terms, scheme, split }: NonNullable<ValueTemplate["code"]>, telling: Telling): Said[] {
  const { row } = telling;
  const value = row.value(column);
  if (value === null) return [];
  return (split === undefined ? [value] : partsOf(value, split)).flatMap((given): Said[] => {
    const own = scheme === undefined ? null : asLine(given);
    if (!Object.hasOwn(terms, given)) {
      row.mark(column, "as-given");
      telling.note("no-term", column);
      return plain(given, column, telling);
    }
    row.mark(column, "stated");
    return [{ value: { code: { list, term: terms[given]!, ...(own === null ? {} : { mapsTo: [{ scheme: scheme!, code: own }] }) } } }];
  });
}

function times({ start, end, asGiven: words, kind, tz, calendar }: NonNullable<ValueTemplate["time"]>, telling: Telling): Said[] {
  const { row, note } = telling;
  const given = words === undefined ? null : asLine(wordsOf({ columns: words }, telling)[0] ?? "");
  const rest = {
    ...(given === null || given === "" ? {} : { asGiven: given }),
    ...(tz === undefined ? {} : { tz }),
    ...(calendar === undefined ? {} : { calendar }),
  };
  const first = start === undefined ? undefined : dateOf(start, "start", telling);
  const last = end === undefined ? undefined : dateOf(end, "end", telling);
  const unread = [...unreadOf(first), ...unreadOf(last)];
  const read = (one: Dated | undefined): DateRead | null => (one === undefined || one === "unknown" || "unread" in one ? null : one.read);
  if (unread.length > 0) {
    // One that cannot be read makes the whole time what the file says, and nothing sharper.
    const cells = [...(start ?? []), ...(end ?? [])].map(({ column }) => row.value(column)).filter((value) => value !== null);
    note("time-not-read", unread[0]!);
    return within([...new Set(cells)].join(" – "), start ?? end!, rest, telling);
  }
  if (end === undefined || start === undefined) {
    const only = read(first ?? last);
    return only === null ? saidOnlyInWords(rest) : [{ value: { time: { ...timeOfDate(only, kind), ...rest } } }];
  }
  const time = span(read(first), read(last), kind);
  if (time === null) return saidOnlyInWords(rest);
  if (time !== "ends-before-it-starts") return [{ value: { time: { ...time, ...rest } } }];
  note("ends-before-it-starts", start[0]!.column);
  return within(`${finest(start, row)} – ${finest(end, row)}`, [...start, ...end], rest, telling);
}

/** A time that is words only: open at both ends. */
function within(words: string, columns: DateColumns, rest: Partial<FuzzyTime>, telling: Telling): Said[] {
  for (const { column } of columns) if (telling.row.value(column) !== null) telling.row.mark(column, "as-given");
  const line = asLine(words);
  if (line === null) return plain(words, columns[0]!.column, telling);
  return [{ value: { time: { kind: "within", ...rest, asGiven: line } } }];
}

function saidOnlyInWords(rest: Partial<FuzzyTime>): Said[] {
  return rest.asGiven === undefined ? [] : [{ value: { time: { kind: "within", ...rest } } }];
}

type Dated = "unknown" | { readonly read: DateRead } | { readonly unread: string };

function unreadOf(one: Dated | undefined): string[] {
  return one !== undefined && one !== "unknown" && "unread" in one ? [one.unread] : [];
}

/**
 * The first column that says something, in the first of its formats that reads it; the coarser columns beside it, where they say the same, are said with it.
 */
function dateOf(columns: DateColumns, end: "start" | "end", { row, note }: Telling): Dated {
  const said = columns.filter(({ column }) => row.value(column) !== null);
  const [found] = said;
  if (found === undefined) {
    note(`${end}-unknown`, columns[0]!.column);
    return "unknown";
  }
  const [own, coarser] = [said.filter(({ column }) => column === found.column), said.filter(({ column }) => column !== found.column)];
  const read = own.map(({ column, format }) => readDate(row.value(column)!, format)).find((one) => one !== null) ?? null;
  if (read === null) return { unread: found.column };
  row.mark(found.column, "stated");
  for (const { column, format } of coarser) {
    const other = readDate(row.value(column)!, format);
    if (other !== null && covers(other, read)) row.mark(column, "stated");
  }
  if (read.precision === "month" || read.precision === "year") note(`${end}-${read.precision}-only`, columns[0]!.column);
  return { read };
}

function finest(columns: DateColumns, row: Row): string {
  return columns.map(({ column }) => row.value(column)).find((value) => value !== null) ?? "";
}

function chain(places: readonly PlaceTemplate[], telling: Telling): Said[] {
  const said = places.map((template, i) => ({ i, name: nameless(template, telling.row), all: place(template, telling, i + 1) }));
  const last = said.findLastIndex(({ all }) => all.length > 0);
  // A gap is a place before the last of which the file gives neither name nor kind, whether or not it gives a point.
  for (const { i, name } of said.slice(0, Math.max(0, last))) if (name) telling.note("place-gap", `place ${i + 1}`);
  return said.flatMap(({ i, all }) => all.map((one) => ({ ...one, inChain: i + 1 })));
}

/** Whether a place has neither a name nor a kind. */
function nameless({ name, kind }: PlaceTemplate, row: Row): boolean {
  return ![...(name ?? []), ...(kind === undefined ? [] : [kind.column])].some((column) => row.value(column) !== null);
}

function place(template: PlaceTemplate, telling: Telling, inChain: number | null): Said[] {
  const { row, note } = telling;
  const { name, join = ", ", kind, adminPath, lat, lon, publishLevel } = template;
  const about = inChain === null ? (name?.[0] ?? lat ?? kind?.column ?? "place") : `place ${inChain}`;
  const kindGiven = kind === undefined ? null : row.value(kind.column);
  const term = kindGiven === null || !Object.hasOwn(kind!.terms, kindGiven) ? null : kind!.terms[kindGiven]!;
  const words = wordsOf({ columns: name ?? [], join }, telling);
  const isNamed = words.length > 0;
  const point = pointOf(template, telling);
  if (point === "unread") {
    note("point-not-read", lat!);
    for (const column of [lat!, lon!]) if (row.value(column) !== null) row.mark(column, "as-given");
    words.push(`(${[lat!, lon!].flatMap((column) => row.value(column) ?? []).join(", ")})`);
  }
  if (kindGiven !== null && term === null) {
    note("no-term", kind!.column);
    row.mark(kind!.column, "as-given");
    words.push(kindGiven);
  }
  const areas = (adminPath ?? []).flatMap((column) => row.value(column) ?? []);
  const isCircle = point !== null && point !== "unread";
  // A kind alone is no place: then its word is what the file gives.
  if (words.length === 0 && areas.length === 0 && !isCircle && kindGiven !== null) words.push(kindGiven);
  if (words.length === 0 && areas.length === 0 && !isCircle) return [];
  for (const column of adminPath ?? []) if (row.value(column) !== null) row.mark(column, "stated");
  if (term !== null) row.mark(kind!.column, "stated");
  if (isCircle && !isNamed) note("place-without-name", about);
  const given = words.join(" ");
  const line = asLine(given);
  const path = areas.map(asLine);
  if (line === null || path.includes(null) || path.length > 8) {
    note("line-too-long", about);
    return plain([given, ...areas].filter((part) => part !== "").join(", "), about, telling);
  }
  const value: FuzzyPlace = {
    ...(line === "" ? {} : { asGiven: line }),
    ...(path.length === 0 ? {} : { adminPath: path as string[] }),
    ...(isCircle ? point : {}),
    ...(term === null ? {} : { kind: term }),
    ...(publishLevel === undefined ? {} : { publishLevel }),
  };
  return [{ value: { place: value } }];
}

type Circle = Required<Pick<FuzzyPlace, "latMicrodegrees" | "lonMicrodegrees" | "radiusM">>;

function pointOf({ lat, lon, radiusM, radiusWhere }: PlaceTemplate, { row }: Telling): Circle | "unread" | null {
  if (lat === undefined || lon === undefined) return null;
  const [north, east] = [row.value(lat), row.value(lon)];
  if (north === null && east === null) return null;
  const [latMicrodegrees, lonMicrodegrees] = [microdegrees(north, 90), microdegrees(east, 180)];
  if (latMicrodegrees === null || lonMicrodegrees === null) return "unread";
  row.mark(lat, "stated");
  row.mark(lon, "stated");
  const near = radiusWhere?.find(({ column, is }) => is.includes(row.value(column) ?? ""));
  for (const { column } of radiusWhere ?? []) row.mark(column, "stated");
  return { latMicrodegrees, lonMicrodegrees, radiusM: near?.radiusM ?? radiusM! };
}

/** Decimal degrees, with a point or a comma, to the millionth. `null` where it is no such number. */
function microdegrees(text: string | null, most: number): number | null {
  if (text === null || !/^[+-]?[0-9]{1,3}(?:[.,][0-9]{1,20})?$/.test(text)) return null;
  const micro = Math.round(Number(text.replace(",", ".")) * 1e6);
  return Math.abs(micro) > most * 1e6 ? null : micro + 0;
}

function counts({ column, min, max }: NonNullable<ValueTemplate["count"]>, telling: Telling): Said[] {
  const { row, note } = telling;
  const bounds = [min, max].map((one) => (one === undefined ? null : row.value(one)));
  if (bounds.some((bound) => bound !== null && whole(bound) === null)) {
    const bad = [min, max].find((one) => one !== undefined && row.value(one) !== null && whole(row.value(one)!) === null)!;
    return asGiven(bad, "number-not-read", telling);
  }
  const [least, most] = bounds.map((bound) => (bound === null ? null : whole(bound)));
  const given = column === undefined ? null : row.value(column);
  const line = given === null ? null : asLine(given);
  const read = given === null ? null : rangeOf(given);
  if (given !== null && read === null && line === null) return asGiven(column!, "number-not-read", telling);
  const count = {
    ...(least === null || least === undefined ? {} : { min: least }),
    ...(most === null || most === undefined ? {} : { max: most }),
    ...read,
    ...(read === null && line !== null ? { asGiven: line } : {}),
  };
  if (Object.keys(count).length === 0) return [];
  if ((count.min ?? 0) > (count.max ?? Infinity)) return asGiven(column ?? min ?? max!, "number-not-read", telling);
  for (const one of [column, min, max])
    if (one !== undefined && row.value(one) !== null) row.mark(one, read === null && one === column ? "as-given" : "stated");
  if (given !== null && read === null) note("number-not-read", column!);
  return [{ value: { count } }];
}

function rangeOf(text: string): { min?: number; max?: number } | null {
  const one = whole(text);
  if (one !== null) return { min: one, max: one };
  const range = /^([0-9]{1,9})\s*[-–]\s*([0-9]{1,9})$/.exec(text);
  if (range !== null && Number(range[1]) <= Number(range[2])) return { min: Number(range[1]), max: Number(range[2]) };
  const least = /^([0-9]{1,9})\+$/.exec(text);
  return least === null ? null : { min: Number(least[1]) };
}

function whole(text: string): number | null {
  return /^[0-9]{1,9}$/.test(text) ? Number(text) : null;
}

function number(column: string, telling: Telling): Said[] {
  const given = telling.row.value(column);
  if (given === null) return [];
  if (!/^-?[0-9]{1,9}$/.test(given)) return asGiven(column, "number-not-read", telling);
  telling.row.mark(column, "stated");
  return [{ value: { number: Number(given) + 0 } }];
}

function flag({ column, yes, no }: NonNullable<ValueTemplate["flag"]>, telling: Telling): Said[] {
  const given = telling.row.value(column);
  if (given === null) return [];
  const isYes = yes.includes(given);
  if (!isYes && no?.includes(given) !== true) return asGiven(column, "flag-not-read", telling);
  telling.row.mark(column, "stated");
  return [{ value: { flag: isYes } }];
}

function refs(ref: NonNullable<ValueTemplate["ref"]>, { row, subjectOf, idInSpace }: Telling): Said[] {
  if ("to" in ref) {
    const id = subjectOf(ref.to);
    return id === null ? [] : [{ value: { ref: id } }];
  }
  const key = ref.columns.map((column) => row.value(column));
  if (key.some((part) => part === null)) return [];
  ref.columns.forEach((column) => row.mark(column, "stated"));
  const keys = ref.split === undefined ? [key as string[]] : partsOf(key[0]!, ref.split).map((part) => [part]);
  return keys.map((parts) => ({ value: { ref: idInSpace(ref.space, parts) } }));
}
