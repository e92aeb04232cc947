/**
 * A person of the record as linkage compares them: what is said of this one profile, in columns. Names are kept in every script they were written in;
 * nothing that is not said becomes a value, and values that contradict each other are left out of the column rather than chosen between.
 */
import { assertedValues, compareTimes, type Book, type FuzzyPlace, type FuzzyTime, type Name } from "#casework";
import { parseName, type Profile } from "#stats";

/** The one source of the table a desk links: all profiles of the record stand side by side in it. */
export const RECORD = "record";

/** What can be said of a person to be linked by. */
export const COLUMNS = ["given", "father", "family", "birth", "sex", "date", "place", "latitude", "longitude"] as const;

/** Columns of a person, each absent where nothing is said. Throws nothing. */
export function profileOf(book: Book, person: string): Profile {
  const acts = book
    .naming(person, "statement", "value")
    .filter(({ record, standing }) => standing === "current" && record.property === "victim" && record.stance === "asserts" && record.value?.ref === person)
    .map(({ record }) => record.subject);
  const times = acts.flatMap((act) => assertedValues(book, act, "time")).concat(assertedValues(book, person, "lastSeenAlive"));
  const when = times.flatMap(({ time }) => time ?? []).toSorted(compareTimes)[0];
  const where = acts.flatMap((act) => assertedValues(book, act, "place")).flatMap(({ place }) => place ?? [])[0];
  const age = theOne(assertedValues(book, person, "age").flatMap(({ number }) => number ?? []));
  const born = assertedValues(book, person, "born").flatMap(({ time }) => time ?? [])[0];
  const values: Readonly<Record<(typeof COLUMNS)[number], string>> = {
    ...namesIn(assertedValues(book, person, "name").flatMap(({ name }) => name ?? [])),
    birth: born !== undefined ? dateText(born) : age === null ? "" : `age ${age}`,
    sex: theOne(assertedValues(book, person, "sex").flatMap(({ code }) => code?.term ?? [])) ?? "",
    date: when === undefined ? "" : dateText(when),
    ...placeIn(where),
  };
  return { id: person, source: RECORD, values: Object.fromEntries(Object.entries(values).filter(([, value]) => value !== "")) };
}

/** The parts of all names of a person, each word once. */
function namesIn(names: readonly Name[]): { readonly given: string; readonly father: string; readonly family: string } {
  const parts = { given: new Set<string>(), father: new Set<string>(), family: new Set<string>() };
  const add = (to: Set<string>, words: readonly { readonly folded: string }[]): void => words.forEach(({ folded }) => to.add(folded));
  for (const name of names) {
    const told = name.parts ?? [];
    // A name whose source says which part is which is read as it says; any other as names are.
    const texts = told.length > 0 ? told.map(({ kind, value }) => ({ kind, value })) : [{ kind: null, value: name.full }];
    for (const { kind, value } of texts) {
      const read = parseName(value);
      const all = [read.given, read.father, read.family, read.nisba, read.kunya, read.clan, read.nickname].flat();
      if (kind === "given" || kind === "nickname" || kind === "alias") add(parts.given, all);
      else if (kind === "father") add(parts.father, all);
      else if (kind === "family" || kind === "clan") add(parts.family, all);
      else {
        add(parts.given, [...read.given, ...read.nickname]);
        add(parts.father, read.father);
        add(parts.family, [...read.family, ...read.nisba, ...read.clan]);
      }
    }
  }
  return { given: [...parts.given].join(" "), father: [...parts.father].join(" "), family: [...parts.family].join(" ") };
}

/** As linkage reads dates: a day, a month, a year. What is vaguer says nothing it could use. */
function dateText({ first, last }: FuzzyTime): string {
  const [from, to] = [(first ?? last ?? "").slice(0, 10), (last ?? first ?? "").slice(0, 10)];
  if (first === undefined || last === undefined) return "";
  if (from === to) return from;
  if (from.slice(0, 7) === to.slice(0, 7)) return from.slice(0, 7);
  return from.slice(0, 4) === to.slice(0, 4) ? from.slice(0, 4) : "";
}

/** The smallest area first, as people say it. */
function placeIn(place: FuzzyPlace | undefined): { readonly place: string; readonly latitude: string; readonly longitude: string } {
  const { adminPath = [], asGiven, latMicrodegrees, lonMicrodegrees } = place ?? {};
  const degrees = (micro: number | undefined): string => (micro === undefined ? "" : String(micro / 1e6));
  return {
    place: [...(asGiven === undefined ? [] : [asGiven]), ...adminPath.toReversed()].join(", "),
    latitude: degrees(latMicrodegrees),
    longitude: degrees(lonMicrodegrees),
  };
}

function theOne<T>(all: readonly T[]): T | null {
  const different = new Set(all);
  return different.size === 1 ? [...different][0]! : null;
}
