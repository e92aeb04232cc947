/**
 * What can be said of what: the properties of each type of subject, the form of their value, and whether one subject has one or many.
 * Other properties may be written and are shown; only these can be in conflict by value.
 */
import type { Sensitivity, ValueForm } from "./values.ts";

/** What a statement can be about. `group` is people without names ("three men"); `unit` is part of a force or an office. */
export const SUBJECT_TYPES = ["person", "group", "unit", "posting", "event", "act", "involvement", "place", "source", "case", "document"] as const;
export type SubjectType = (typeof SUBJECT_TYPES)[number];

export interface PropertyRule {
  readonly form: ValueForm;
  /** Several values may be true at once, so that two are no conflict. */
  readonly many?: true;
  /** Team (2) where nothing stands. */
  readonly sensitivity?: Sensitivity;
  /** Name of the list a code comes from. */
  readonly list?: ListName;
}

/** Our own short lists. They grow; an unknown term is no error. */
export const LISTS = {
  act: [
    "killing",
    "disappearance",
    "detention",
    "torture",
    "ill-treatment",
    "planted evidence",
    "forced statement",
    "reprisal",
    "threat",
    "search",
    "other",
  ],
  status: ["free", "held", "missing", "released", "fled", "dead confirmed", "dead presumed"],
  degree: ["did", "ordered", "planned", "present", "knew and did not prevent"],
  sourceKind: ["victim", "eyewitness", "relative", "co-detainee", "insider", "lawyer", "medic", "journalist", "document", "open web", "official"],
  basis: ["lived it", "saw it", "heard it", "was told officially", "inferred", "is the document"],
  event: ["raid", "arrest", "release", "protest", "trial", "search", "other"],
  sex: ["female", "male", "other"],
} as const satisfies Record<string, readonly string[]>;
export type ListName = keyof typeof LISTS;

const many = true as const;
const text: PropertyRule = { form: "text", many };
const oneText: PropertyRule = { form: "text" };
const time: PropertyRule = { form: "time" };
const place: PropertyRule = { form: "place" };
const people: PropertyRule = { form: "count" };

/** Nobody's orientation, belief or origin stands on their own card: as a source states it, it is part of the motive of an act. */
export const PROPERTIES: Record<SubjectType, Readonly<Record<string, PropertyRule>>> = {
  person: {
    name: { form: "name", many },
    born: time,
    age: { form: "number" },
    sex: { form: "code", list: "sex" },
    occupation: text,
    status: { form: "code", list: "status" },
    lastSeenAlive: time,
    residence: { form: "place", many, sensitivity: 3 },
    relativeOf: { form: "ref", many, sensitivity: 3 },
    note: oneText,
    remark: text,
  },
  group: { title: text, affected: people, remark: text },
  unit: { name: { form: "name", many }, kind: text, parent: { form: "ref" }, area: { form: "place", many }, remark: text },
  posting: { person: { form: "ref" }, unit: { form: "ref" }, rank: oneText, role: oneText, time },
  event: { title: text, kind: { form: "code", list: "event" }, time, place, affected: people, relatedTo: { form: "ref", many }, summary: text, note: oneText },
  act: {
    kind: { form: "code", list: "act" },
    victim: { form: "ref", many },
    affected: people,
    event: { form: "ref" },
    time,
    place,
    stay: { form: "place", many },
    method: text,
    pretext: oneText,
    motive: { form: "text", many, sensitivity: 3 },
    consequence: text,
    acknowledged: text,
    inquiry: text,
    answer: text,
    becauseOf: { form: "ref", many, sensitivity: 3 },
    note: oneText,
    remark: text,
  },
  involvement: { act: { form: "ref" }, who: { form: "ref" }, description: text, degree: { form: "code", list: "degree" }, grounds: text },
  place: { title: text, place },
  source: {
    alias: { form: "text", many },
    kind: { form: "code", list: "sourceKind" },
    person: { form: "ref", sensitivity: 4 },
    remark: { form: "text", many, sensitivity: 3 },
  },
  case: { title: text, summary: text, note: oneText },
  document: { title: text, written: time, remark: text },
};

/** The rule of a property, `null` where we have none. */
export function ruleOf(type: SubjectType, property: string): PropertyRule | null {
  const rules = PROPERTIES[type];
  return Object.hasOwn(rules, property) ? rules[property]! : null;
}
