/** Who did what to whom: one row for each act. */
import type { Book, WholeBook } from "./book.ts";
import { officialsAbout } from "./findings.ts";
import { scopeOf } from "./scope.ts";
import { assertedValues, SIDE_OF, valueOf } from "./value-of.ts";
import type { Count, Value } from "./values.ts";

export interface InvolvedRow {
  readonly involvement: string;
  /** Persons, groups or units named; empty where there is only a description. */
  readonly who: readonly string[];
  readonly described: readonly string[];
  /** Terms of the list `degree`; several where sources differ, none where nobody says. */
  readonly degree: readonly string[];
  readonly disputed: boolean;
}

export interface ActRow {
  readonly act: string;
  /** Terms of the list `act`; several where sources differ. */
  readonly kinds: readonly string[];
  /** Ids of persons and groups. */
  readonly victims: readonly string[];
  readonly affected: readonly Count[];
  readonly involved: readonly InvolvedRow[];
  readonly times: readonly Value[];
  readonly places: readonly Value[];
  /** Sources that assert anything about the act. */
  readonly sources: readonly string[];
  /** An official denies it, or a source does. */
  readonly denied: boolean;
  readonly disputed: boolean;
}

/** The acts of a case, in the order in which they were first written. */
export function whoDidWhatToWhom(book: Book, caseId: string): readonly ActRow[] {
  return scopeOf(book, caseId)
    .subjects("act")
    .map((act) => actRow(book, act));
}

/** Persons held to be one by link decisions (docs/formats/record.md, "Links"). Nothing is merged: each keeps its own statements. */
export interface PersonGroup {
  /** Ids of person subjects, sorted. */
  readonly persons: readonly string[];
  /** Decisions inside the group contradict each other, so its persons are shown apart until somebody settles it. */
  readonly contested: boolean;
}

/** All persons of the book in groups; most groups are of one. */
export function personGroups(book: WholeBook): readonly PersonGroup[] {
  const persons = new Set(
    book
      .current("subject")
      .filter(({ record }) => record.type === "person")
      .map(({ record }) => record.id),
  );
  const decisions = book.current("linkDecision").map(({ record }) => record);
  const groupOf = new Map([...persons].map((person) => [person, [person]]));
  for (const { persons: pair, decision } of decisions) {
    const [left, right] = pair.map((person) => groupOf.get(person));
    if (decision !== "same" || left === undefined || right === undefined || left === right) continue;
    const [larger, smaller] = left.length < right.length ? [right, left] : [left, right];
    for (const person of smaller) {
      larger.push(person);
      groupOf.set(person, larger);
    }
  }
  const apart = decisions.filter(({ decision }) => decision === "not the same").map(({ persons: pair }) => pair.map((person) => groupOf.get(person)));
  const contested = new Set(apart.flatMap(([left, right]) => (left === right && left !== undefined ? [left] : [])));
  return [...new Set(groupOf.values())]
    .map((group) => ({ persons: group.sort(), contested: contested.has(group) }))
    .sort((a, b) => (a.persons[0]! < b.persons[0]! ? -1 : 1));
}

/** The group of one person: itself alone where nothing links it, or where it is no person. */
export function groupOf(book: Book, person: string): PersonGroup {
  const isPerson = (id: string): boolean => book.byId(id).some(({ record, standing }) => standing === "current" && record.kind === "subject" && record.type === "person");
  const group = new Set([person]);
  const apart: (readonly string[])[] = [];
  if (isPerson(person)) {
    for (const one of group) {
      for (const { record, standing } of book.naming(one, "linkDecision", "about")) {
        if (standing !== "current") continue;
        if (record.decision === "not the same") apart.push(record.persons);
        if (record.decision === "same") for (const other of record.persons) if (isPerson(other)) group.add(other);
      }
    }
  }
  return { persons: [...group].sort(), contested: apart.some((pair) => pair.every((one) => group.has(one))) };
}

/** The row of one act. */
export function actRow(book: Book, act: string): ActRow {
  const terms = (subject: string, property: string): string[] => assertedValues(book, subject, property).flatMap((value) => value.code?.term ?? []);
  const refs = (subject: string, property: string): string[] => assertedValues(book, subject, property).flatMap((value) => value.ref ?? []);
  const statements = book
    .naming(act, "statement", "subject")
    .filter(({ standing }) => standing === "current");
  const kind = valueOf(book, act, "kind");
  const involvements = book
    .naming(act, "statement", "value")
    .filter(({ record, standing }) => standing === "current" && record.property === "act" && record.stance === "asserts")
    .map(({ record }) => record.subject);
  return {
    act,
    kinds: terms(act, "kind"),
    victims: refs(act, "victim"),
    affected: assertedValues(book, act, "affected").flatMap((value) => value.count ?? []),
    involved: [...new Set(involvements)].map((involvement) => ({
      involvement,
      who: refs(involvement, "who"),
      described: assertedValues(book, involvement, "description").flatMap((value) => value.text ?? []),
      degree: terms(involvement, "degree"),
      disputed: ["act", "who", "degree"].some((property) => valueOf(book, involvement, property).disputed),
    })),
    times: assertedValues(book, act, "time"),
    places: [...assertedValues(book, act, "place"), ...assertedValues(book, act, "stay")],
    sources: [
      ...new Set(
        statements.filter(({ record }) => record.stance === "asserts" || record.stance === "corrects").flatMap(({ record }) => record.saidBy ?? []),
      ),
    ],
    denied:
      kind.values.some((row) => row.against.length > 0) || officialsAbout(book, act).some(({ record }) => SIDE_OF[record.position] === "against"),
    disputed: ["kind", "victim", "time", "place", "affected", "pretext"].some((property) => valueOf(book, act, property).disputed),
  };
}
