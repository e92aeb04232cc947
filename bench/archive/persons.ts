/** The record of an invented group, written through a desk's own path: persons in cases of ten, one of fifty of them in one large case, ten records for each. */
import { write, type OpenDesk } from "../../apps/desk/core/index.ts";
import { utf8 } from "#bytes";
import { penOf, type CaseRecord, type Pen } from "#casework";
import { sha256 } from "#prim";

const PERSONS_OF_A_CASE = 10;
export const LARGE_SHARE = 50;
const PERSONS_OF_AN_ACT = 50;
const GIVEN = ["Radka", "Miro", "Ajla", "Tomas", "Ilya", "Sara", "Dalia", "Karim", "Ana", "Emil", "Рада", "Мирон", "رادكا", "سامي"];
export const FAMILY = ["Ilin", "Dolin", "Vahl", "Ren", "Heron", "Miller", "Wren", "Долин", "Илин", "الحداد"];
export const KINDS = ["killing", "disappearance", "detention", "torture"];
const STATUSES = ["held", "missing", "released", "dead confirmed"];

/** Numbers that are the same for the same seed. */
export function dice(seed: number): (sides: number) => number {
  let state = seed >>> 0;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

export function seeded(): (lengthBytes: number) => Uint8Array {
  let n = 0;
  return (lengthBytes) => sha256(utf8(`bench desk ${n++}`)).subarray(0, lengthBytes);
}

export interface Written {
  readonly cases: readonly string[];
  readonly large: string;
  readonly persons: readonly string[];
}

/** Ten records for each person: who they are, what befell them, when, where. */
export function personRecords(pen: Pen, roll: (sides: number) => number, source: string, unit: string): { readonly id: string; readonly records: CaseRecord[] } {
  const said = { stance: "asserts" as const, saidBy: source };
  const [person, act] = [pen("subject", { type: "person" }), pen("subject", { type: "act" })];
  const state = (subject: string, property: string, value: object): CaseRecord => pen("statement", { subject, property, value: value as never, ...said });
  const day = `${1970 + roll(20)}-${String(1 + roll(12)).padStart(2, "0")}-${String(1 + roll(28)).padStart(2, "0")}`;
  const involvement = pen("subject", { type: "involvement" });
  const records = [
    person,
    state(person.id, "name", { name: { full: `${GIVEN[roll(GIVEN.length)]!} ${FAMILY[roll(FAMILY.length)]!} ${roll(10_000)}` } }),
    state(person.id, "status", { code: { list: "status", term: STATUSES[roll(STATUSES.length)]! } }),
    act,
    state(act.id, "kind", { code: { list: "act", term: KINDS[roll(KINDS.length)]! } }),
    state(act.id, "victim", { ref: person.id }),
    state(act.id, "time", { time: roll(3) === 0 ? { kind: "within", first: day } : { kind: "exact", first: day, last: day } }),
    state(act.id, "place", {
      place: { asGiven: `place ${roll(900)}`, adminPath: ["A", `Region ${roll(12)}`], latMicrodegrees: -40_000_000 + roll(10_000_000), lonMicrodegrees: 20_000_000 + roll(10_000_000), radiusM: 100 + roll(20_000) },
    }),
    state(involvement.id, "act", { ref: act.id }),
    roll(2) === 0 ? state(involvement.id, "who", { ref: unit }) : involvement,
  ];
  return { id: person.id, records };
}

export function writeArchive(desk: OpenDesk, many: number): Written {
  const roll = dice(11);
  const random = seeded();
  const bare = penOf(random);
  const newCase = (): string => {
    const made = bare("subject", { type: "case" });
    write(desk, "work", "begin-case", [made, penOf(random, made.id)("statement", { subject: made.id, property: "title", stance: "asserts", value: { text: `case ${cases.length}` } })]);
    return made.id;
  };
  const cases: string[] = [];
  const sources = Array.from({ length: 30 }, () => bare("subject", { type: "source" }));
  const units = Array.from({ length: 20 }, () => bare("subject", { type: "unit" }));
  write(desk, "work", "add-source", [...sources, ...units, ...sources.map((source, n) => bare("statement", { subject: source.id, property: "alias", stance: "asserts", value: { text: `Source ${n}` } }))]);
  const large = newCase();
  const persons: string[] = [];
  let waiting: CaseRecord[] = [];
  let [caseId, left] = ["", 0];
  for (let n = 0; n < many; n++) {
    if (left === 0) {
      caseId = newCase();
      cases.push(caseId);
      left = PERSONS_OF_A_CASE;
    }
    const isInLarge = n % LARGE_SHARE === 0;
    if (!isInLarge) left--;
    const { id, records } = personRecords(penOf(random, isInLarge ? large : caseId), roll, sources[roll(sources.length)]!.id, units[roll(units.length)]!.id);
    persons.push(id);
    waiting.push(...records);
    if (n % PERSONS_OF_AN_ACT === PERSONS_OF_AN_ACT - 1 || n === many - 1) {
      write(desk, "work", "import", waiting);
      waiting = [];
    }
  }
  return { cases, large, persons };
}
