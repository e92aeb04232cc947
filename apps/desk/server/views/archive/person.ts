/** One person, with every profile the group holds to be them. Nothing is merged: each source says what it says (api-archive.ts). */
import { actRow, assertedValues, groupOf, missingOfSubject, typeOf, valueOf, type Book, type Shown, type Statement } from "#casework";
import { sourceIsAssessed } from "#confirm";
import { missingRow, peopleRow } from "../case.ts";
import { caseRef, dayOf, subjectRef, type ViewContext } from "../context.ts";
import { statementView } from "../statements.ts";
import type { LinkView, PersonPage, Profile, StatusSpan } from "../../../api-archive.ts";

const MOST_STATEMENTS = 200;
const MOST_ACTS = 100;

export function personPage(context: ViewContext, id: string): PersonPage | null {
  const { book, today } = context;
  const type = typeOf(book, id);
  if (type !== "person" && type !== "group" && type !== "unit") return null;
  const group = groupOf(book, id);
  const { persons } = group;
  const acts = [...new Set(persons.flatMap((person) => pointing(book, person, "victim")))];
  const involvements = [...new Set(persons.flatMap((person) => pointing(book, person, "who")))];
  const ref = subjectRef(book, id);
  return {
    id,
    label: ref.label,
    kind: ref.kind,
    profiles: [id, ...persons.filter((person) => person !== id)].map((person) => profileOf(context, person)),
    links: linksOf(context, persons),
    contested: group.contested,
    status: persons.flatMap((person) => statusOf(context, person)),
    acts: acts.slice(0, MOST_ACTS).map((act) => peopleRow(context, actRow(book, act))),
    actsTotal: acts.length,
    involvements: involvements.slice(0, MOST_ACTS).flatMap((involvement) => involvementsOf(book, involvement)),
    involvementsTotal: involvements.length,
    cases: casesOf(book, [...persons, ...acts]).map((caseId) => caseRef(book, caseId)),
    missing: persons.flatMap((person) => missingOfSubject(book, person, today)).map((row) => missingRow(book, row)),
  };
}

/** Subjects that say so of this one, in the order in which they were written. */
function pointing(book: Book, id: string, property: string): readonly string[] {
  const statements = book.naming(id, "statement", "value").filter(({ record, standing }) => standing === "current" && record.property === property);
  return [...new Set(statements.map(({ record }) => record.subject))].filter((subject) => assertedValues(book, subject, property).some(({ ref }) => ref === id));
}

function profileOf(context: ViewContext, person: string): Profile {
  const { book } = context;
  const statements = book.naming(person, "statement", "subject").filter(({ standing }) => standing === "current");
  const bySource = Map.groupBy(statements, ({ record }) => record.saidBy ?? null);
  return {
    person: subjectRef(book, person),
    bySource: [...bySource].map(([source, said]) => ({
      source: source === null ? null : { id: source, alias: subjectRef(book, source).label, assessed: sourceIsAssessed(book, source) },
      statements: said.slice(0, MOST_STATEMENTS).map((shown) => statementView(context, shown)),
      total: said.length,
    })),
  };
}

function linksOf({ book, nameOf }: ViewContext, persons: readonly string[]): LinkView[] {
  const decisions = [...new Set(persons.flatMap((person) => book.naming(person, "linkDecision", "about")))].filter(({ standing }) => standing === "current");
  return decisions
    .toSorted((a, b) => b.clock - a.clock)
    .map(({ record, person, clock }) => ({
      id: record.id,
      persons: [subjectRef(book, record.persons[0]!), subjectRef(book, record.persons[1]!)],
      decision: record.decision,
      by: nameOf(person),
      day: dayOf(clock),
      reasoning: record.reasoning ?? "",
      model: record.model ?? null,
      scoreMillibits: record.scoreMillibits ?? null,
    }));
}

function statusOf({ book }: ViewContext, person: string): StatusSpan[] {
  const { values, disputed } = valueOf(book, person, "status");
  return values.flatMap(({ value, for: voices }) =>
    voices.flatMap(({ shown, saidBy }) => {
      if (value.code === undefined || shown.record.kind !== "statement") return [];
      const { record } = shown as Shown<Statement>;
      return [{ term: value.code.term, during: record.during ?? null, statement: record.id, saidBy: saidBy === null ? "" : subjectRef(book, saidBy).label, disputed }];
    }),
  );
}

function involvementsOf(book: Book, involvement: string): PersonPage["involvements"] {
  const refs = (subject: string, property: string): readonly string[] => assertedValues(book, subject, property).flatMap(({ ref }) => ref ?? []);
  return refs(involvement, "act").map((act) => ({
    act: subjectRef(book, act),
    degrees: assertedValues(book, involvement, "degree").flatMap(({ code }) => code?.term ?? []),
    victims: refs(act, "victim").map((victim) => subjectRef(book, victim)),
    when: assertedValues(book, act, "time").flatMap(({ time }) => time ?? []),
  }));
}

function casesOf(book: Book, subjects: readonly string[]): readonly string[] {
  const written = subjects.flatMap((id) => book.byId(id)).filter(({ standing }) => standing === "current");
  return [...new Set(written.flatMap(({ record }) => (record.kind === "newer form" ? [] : (record.case ?? []))))].filter((id) => typeOf(book, id) === "case").toSorted();
}
