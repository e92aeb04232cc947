/** An invented village record in which one person was told of twice, in two scripts, and two brothers were taken in one raid. */
import { newId, penOf, type CaseRecord } from "#casework";
import { randomBytes } from "#prim";
import { write, type OpenDesk } from "../core/index.ts";

const FAMILIES = ["Aslanov", "Bekov", "Dudarov", "Isaev", "Karimov", "Magomadov", "Saidov", "Tagirov", "Umarov", "Vakhaev"];
const GIVEN = ["Ruslan", "Zaur", "Timur", "Khava", "Leila", "Akhmed"];
const AT_ONCE = 490;

/** A person with what one source says of them. */
export function told(caseId: string, who: { readonly name: string; readonly born?: string; readonly day?: string; readonly event?: string; readonly place?: string }): CaseRecord[] {
  const pen = penOf(randomBytes, caseId);
  const [person, act] = [pen("subject", { type: "person" }), pen("subject", { type: "act" })];
  const says = (subject: string, property: string, value: Parameters<typeof pen<"statement">>[1]["value"]) => pen("statement", { subject, property, stance: "asserts", ...(value === undefined ? {} : { value }) });
  return [
    person,
    says(person.id, "name", { name: { full: who.name } }),
    ...(who.born === undefined ? [] : [says(person.id, "born", { time: { kind: "exact", first: who.born, last: who.born } })]),
    act,
    says(act.id, "victim", { ref: person.id }),
    ...(who.day === undefined ? [] : [says(act.id, "time", { time: { kind: "exact", first: who.day, last: who.day } })]),
    ...(who.event === undefined ? [] : [says(act.id, "event", { ref: who.event })]),
    ...(who.place === undefined ? [] : [says(act.id, "place", { place: { asGiven: who.place } })]),
  ];
}

export interface ManyPeople {
  readonly caseId: string;
  readonly raid: CaseRecord;
  /** The records of each profile of the one person; the profile's own comes first. */
  readonly twice: readonly (readonly CaseRecord[])[];
  readonly brothers: readonly (readonly CaseRecord[])[];
}

/** Writes 64 profiles into a case. */
export function writeManyPeople(desk: OpenDesk): ManyPeople {
  const caseId = newId(randomBytes);
  const pen = penOf(randomBytes, caseId);
  const raid = pen("subject", { type: "event" });
  const title = pen("statement", { subject: caseId, property: "title", stance: "asserts", value: { text: "The villages, spring" } });
  write(desk, "work", "begin-case", [{ id: caseId, kind: "subject", type: "case" }, title, raid]);
  const others = FAMILIES.flatMap((family, n) =>
    GIVEN.flatMap((given, k) =>
      told(caseId, { name: `${given} ${family}`, born: `19${60 + ((n * 7 + k * 5) % 39)}-0${1 + (k % 9)}-1${n % 9}`, day: `2031-0${1 + (n % 8)}-2${k}`, place: `Village ${n}` }),
    ),
  );
  for (let at = 0; at < others.length; at += AT_ONCE) write(desk, "work", "import", others.slice(at, at + AT_ONCE));
  const twice = ["Murad Gelagaev", "Мурад Гелагаев"].map((name) => told(caseId, { name, born: "1988-05-17", day: "2031-03-14", place: "Bridge Street" }));
  const brothers = ["Adam Sugaipov", "Alikhan Sugaipov"].map((name) => told(caseId, { name, day: "2031-03-14", event: raid.id, place: "Bridge Street" }));
  for (const records of [...twice, ...brothers]) write(desk, "work", "make-statement", records);
  return { caseId, raid, twice, brothers };
}
