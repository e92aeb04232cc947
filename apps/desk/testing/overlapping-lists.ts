/** An invented town of whom four sources name some each, in two quarters; two profiles of one person, of whom one reader has said so. */
import { newId, penOf, type CaseRecord } from "#casework";
import { randomBytes } from "#prim";
import { write, type OpenDesk } from "../core/index.ts";

const FAMILIES = ["Aslanov", "Bekov", "Dudarov", "Isaev", "Karimov", "Magomadov", "Saidov", "Tagirov", "Umarov", "Vakhaev", "Yunusov", "Zakaev", "Batyrov", "Gadzhiev"];
const GIVEN = ["Ruslan", "Zaur", "Timur", "Khava", "Leila", "Akhmed", "Salman", "Madina", "Ibragim", "Zarema", "Murad"];
export const LISTS = ["Letters", "Lawyers", "Parish", "Press"] as const;
const AT_ONCE = 490;

/** Writes them, and the one reader's link. Who is on which list follows from the person's number. */
export function writeOverlappingLists(desk: OpenDesk): { readonly caseId: string } {
  const caseId = newId(randomBytes);
  const pen = penOf(randomBytes, caseId);
  const says = (subject: string, property: string, value: Parameters<typeof pen<"statement">>[1]["value"], saidBy?: string) =>
    pen("statement", { subject, property, stance: "asserts", ...(value === undefined ? {} : { value }), ...(saidBy === undefined ? {} : { saidBy }) });
  const sources = LISTS.map(() => pen("subject", { type: "source" }));
  const records: CaseRecord[] = [
    { id: caseId, kind: "subject", type: "case" },
    says(caseId, "title", { text: "The two quarters" }),
    ...sources.flatMap((source, j) => [source, says(source.id, "alias", { text: LISTS[j]! })]),
  ];
  let state = 11;
  const chance = (): number => (state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0) / 2 ** 32;
  const persons: string[] = [];
  for (let n = 0; n < 170; n++) {
    const named = sources.filter(() => chance() < (n % 2 === 0 ? 0.45 : 0.34));
    if (named.length === 0) continue;
    const [person, act] = [pen("subject", { type: "person" }), pen("subject", { type: "act" })];
    persons.push(person.id);
    const day = `2031-03-${String(1 + (n % 28)).padStart(2, "0")}`;
    records.push(
      person,
      act,
      says(act.id, "victim", { ref: person.id }),
      says(act.id, "time", { time: { kind: "exact", first: day, last: day } }),
      says(act.id, "place", { place: { adminPath: [n % 2 === 0 ? "Harbour" : "Hill"] } }),
      ...named.map((source) => says(person.id, "name", { name: { full: `${GIVEN[n % GIVEN.length]} ${FAMILIES[n % FAMILIES.length]}` } }, source.id)),
    );
  }
  records.push(pen("linkDecision", { persons: [persons[0]!, persons[1]!], decision: "same" }));
  for (let from = 0; from < records.length; from += AT_ONCE) write(desk, "work", "make-statement", records.slice(from, from + AT_ONCE));
  return { caseId };
}
