/**
 * Whose rows a record touches: by arriving, or by counting or no longer counting. What it says too much costs a row made in vain; what it misses would leave a
 * list wrong, so touched.test.ts tries it against rows made anew.
 */
import type { AuthoredRecord } from "../authored.ts";
import type { RecordSource } from "../book-over.ts";
import type { CaseRecord, Statement } from "../records.ts";

/** Through these a row takes in what is said of another: an act that of its event, a person that of their acts, a label a name. */
const TAKEN_OVER: readonly string[] = ["victim", "event", "who"];
/** How far a chain of records that supersede or withdraw each other is followed. A longer one marks everything (`null`). */
const MOST = 2_000;

/**
 * Ids of the subjects and reports whose rows these records touch, given all that is there, with them. `null`: too much to say, so all.
 * @param isAnew every row is being made anew with all that is there: then what the records take the place of need not be followed
 */
export function touchedRows(source: RecordSource, records: readonly CaseRecord[], isAnew = false): ReadonlySet<string> | null {
  const below = isAnew ? records : withAllBelow(source, records);
  if (below === null) return null;
  const touched = new Set<string>();
  const people = new Set<string>();
  const texts = new Set<string>();
  const named = new Set<string>();
  for (const record of below) {
    switch (record.kind) {
      case "subject":
        named.add(record.id);
        break;
      case "report":
        touched.add(record.id);
        texts.add(record.id);
        break;
      case "statement":
        named.add(record.subject);
        touchRefs(record, touched);
        break;
      case "translation":
      case "appeal":
      case "sealedStatement":
        texts.add(record.id);
        break;
      case "triage":
        touched.add(record.report);
        break;
      case "assessment":
      case "derivesFrom":
        touched.add(record.source);
        break;
      case "consent":
        touched.add(record.of);
        break;
      case "officialStatement":
        for (const { on } of record.targets ?? []) for (const subject of subjectsOf(source, on)) named.add(subject);
        break;
      case "finding":
        for (const claim of record.claims ?? []) touched.add(claim);
        break;
      case "linkDecision":
        for (const person of record.persons) people.add(person);
        break;
      default:
    }
  }
  for (const id of named) {
    touched.add(id);
    for (const other of takingOverFrom(source, id)) touched.add(other);
    // A person comes to be one, or is one no longer: those linked with them form other groups.
    if (source.howMany(id, "linkDecision", "about") > 0) people.add(id);
  }
  for (const text of texts) {
    for (const id of source.naming(text, "statement", "cites")) for (const subject of subjectsOf(source, id)) touched.add(subject);
  }
  for (const person of withAllLinked(source, people)) touched.add(person);
  return touched;
}

function touchRefs(record: Statement, touched: Set<string>): void {
  const ref = record.value?.ref;
  if (ref === undefined) return;
  touched.add(ref);
}

/** The subject of a statement, or the subject itself. */
function subjectsOf(source: RecordSource, id: string): string[] {
  const statements = source.byIds([id]).flatMap(({ record }) => (record.kind === "statement" ? [record.subject] : []));
  return [id, ...statements];
}

/** Subjects that name this one, or that this one names, so that what is said of it is shown of them. */
function takingOverFrom(source: RecordSource, id: string): string[] {
  const pointing = source.byIds(source.naming(id, "statement", "value")).flatMap(({ record }) => (isTakenOver(record) ? [record.subject] : []));
  const pointedAt = source.byIds(source.naming(id, "statement", "subject")).flatMap(({ record }) => (isTakenOver(record) ? (record.value?.ref ?? []) : []));
  return [...pointing, ...pointedAt];
}

function isTakenOver(record: CaseRecord): record is Statement {
  return record.kind === "statement" && TAKEN_OVER.includes(record.property);
}

/** All persons in the groups of these, whatever became of the decisions between them. */
function withAllLinked(source: RecordSource, persons: ReadonlySet<string>): ReadonlySet<string> {
  const all = new Set(persons);
  for (const person of all) {
    for (const { record } of source.byIds(source.naming(person, "linkDecision", "about"))) if (record.kind === "linkDecision") record.persons.forEach((other) => all.add(other));
  }
  return all;
}

/** These records, all that go by their ids, and everything that could stand otherwise because of them: what they withdraw and supersede, and so on down. */
function withAllBelow(source: RecordSource, records: readonly CaseRecord[]): readonly CaseRecord[] | null {
  const ids = new Set<string>();
  const found: CaseRecord[] = [...records];
  const below = (record: CaseRecord): readonly string[] =>
    record.kind === "newer form" ? [] : [...(record.supersedes ?? []), ...(record.kind === "withdraw" ? [record.target] : [])];
  let frontier = [...new Set(records.flatMap((record) => [record.id, ...below(record)]))];
  while (frontier.length > 0) {
    for (const id of frontier) ids.add(id);
    if (ids.size > MOST + records.length) return null;
    const read = source.byIds(frontier).map(({ record }: AuthoredRecord) => record);
    found.push(...read);
    frontier = [...new Set(read.flatMap(below))].filter((id) => !ids.has(id));
  }
  return found;
}
