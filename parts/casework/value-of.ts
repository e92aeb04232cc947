/** Any value, anywhere: every statement for and against it, and whether they can stand together. Nothing here picks the true one. */
import { inOrder, type Book, type Shown } from "./book.ts";
import { ruleOf, type SubjectType } from "./properties.ts";
import type { OfficialStatement, Position, Statement } from "./records.ts";
import { surelyApart } from "./time.ts";
import { keyOf, valuesConflict, type Value } from "./values.ts";

export type Side = "for" | "against" | "doubts";

/** One statement as it bears on a value. */
export interface Voice {
  readonly shown: Shown<Statement> | Shown<OfficialStatement>;
  readonly side: Side;
  /** The source, `null` where the group says it itself. */
  readonly saidBy: string | null;
}

export interface ValueRow {
  readonly value: Value;
  readonly for: readonly Voice[];
  readonly against: readonly Voice[];
  readonly doubts: readonly Voice[];
}

export interface ValueView {
  readonly subject: string;
  readonly property: string;
  /** One row for each different value, in the order in which they were first said. */
  readonly values: readonly ValueRow[];
  /** Denials and doubts of something nobody says any more. */
  readonly unplaced: readonly Voice[];
  /** Somebody says it and somebody denies it, or two values cannot both be true, or there are versions. */
  readonly conflict: boolean;
  /** Conflict, or any denial or doubt. */
  readonly disputed: boolean;
  /** Ids of current statements that replaced the same one apart from each other: each is a version of it. */
  readonly versions: readonly (readonly string[])[];
  /** Superseded and withdrawn. */
  readonly earlier: readonly Shown<Statement>[];
  readonly cameAfter: readonly Shown<Statement>[];
}

/** Where an official position stands towards what it is about; `null` takes no side. */
export const SIDE_OF: Readonly<Record<Position, Side | null>> = {
  acknowledges: "for",
  "denies the fact": "against",
  "says never held": "against",
  "denies responsibility": "doubts",
  "other explanation": "doubts",
  "blames the source": "doubts",
  "refuses comment": null,
};

/** The property that says what is alleged of a subject: an official who denies an act denies its kind. */
export function claimProperty(type: SubjectType | null): string | null {
  if (type === "act" || type === "event") return "kind";
  if (type === "person") return "status";
  return type === "involvement" ? "degree" : null;
}

/** The type of a subject; `null` where it is unknown, withdrawn or contested. */
export function typeOf(book: Book, subject: string): SubjectType | null {
  const types = new Set(
    book.byId(subject).flatMap(({ record, standing }) => (record.kind === "subject" && standing === "current" ? [record.type] : [])),
  );
  return types.size === 1 ? [...types][0]! : null;
}

// A book never changes, so each view of it is computed once.
const computed = new WeakMap<Book, Map<string, ValueView>>();

/** Everything said of one property of one subject. */
export function valueOf(book: Book, subject: string, property: string): ValueView {
  const views = computed.get(book) ?? new Map<string, ValueView>();
  computed.set(book, views);
  const key = `${subject} ${property}`;
  const view = views.get(key) ?? computeValue(book, subject, property);
  views.set(key, view);
  return view;
}

function computeValue(book: Book, subject: string, property: string): ValueView {
  const statements = book.naming(subject, "statement", "subject").filter(({ record }) => record.property === property);
  const current = statements.filter(({ standing }) => standing === "current");
  const type = typeOf(book, subject);
  const isMeant: IsMeant = (target) =>
    target.on === subject && (target.property === property || (target.property === undefined && claimProperty(type) === property));
  const table = new Table();
  for (const shown of current) if (isAssertion(shown.record)) table.row(shown.record.value!).for.push(voice(shown, "for"));
  for (const shown of current) placeDenial(book, table, shown);
  for (const shown of officialsOn(book, subject, statements, isMeant)) placeOfficial(book, table, shown, isMeant);
  const values = table.rows();
  const versions = versionsAmong(book, statements);
  const oneOnly = type !== null && ruleOf(type, property) !== null && ruleOf(type, property)!.many === undefined;
  const conflict = versions.length > 0 || values.some((row) => row.for.length > 0 && row.against.length > 0) || (oneOnly && excludeEachOther(values));
  return {
    subject,
    property,
    values,
    unplaced: table.unplaced.sort((a, b) => inOrder(a.shown, b.shown)),
    conflict,
    disputed: conflict || table.unplaced.length > 0 || values.some((row) => row.against.length + row.doubts.length > 0),
    versions,
    earlier: statements.filter(({ standing }) => standing === "superseded" || standing === "withdrawn"),
    cameAfter: statements.filter(({ standing }) => standing === "came-after"),
  };
}

/** Values that somebody asserts. */
export function assertedValues(book: Book, subject: string, property: string): readonly Value[] {
  return valueOf(book, subject, property)
    .values.filter((row) => row.for.length > 0)
    .map((row) => row.value);
}

/** One line for each statement on a value, newest first: who says what, and what became of it. */
export interface Saying {
  readonly shown: Shown<Statement> | Shown<OfficialStatement>;
  /** `null` for what is superseded, withdrawn or came after a suspension. */
  readonly side: Side | null;
  readonly saidBy: string | null;
}

/** Everything in a value view as one list, newest first. */
export function whoSaysWhat(view: ValueView): readonly Saying[] {
  const voices: readonly Voice[] = [...view.values.flatMap((row) => [...row.for, ...row.against, ...row.doubts]), ...view.unplaced];
  const once = new Map(voices.map((one) => [`${one.shown.entryId} ${one.shown.record.id} ${one.side}`, one]));
  const silent = [...view.earlier, ...view.cameAfter].map((shown): Saying => ({ shown, side: null, saidBy: shown.record.saidBy ?? null }));
  return [...once.values(), ...silent].sort((a, b) => inOrder(b.shown, a.shown));
}

class Table {
  readonly #rows = new Map<string, { value: Value; for: Voice[]; against: Voice[]; doubts: Voice[] }>();
  readonly unplaced: Voice[] = [];

  row(value: Value): { for: Voice[]; against: Voice[]; doubts: Voice[] } {
    const key = keyOf(value);
    const row = this.#rows.get(key) ?? { value, for: [], against: [], doubts: [] };
    this.#rows.set(key, row);
    return row;
  }

  rowsOf(ids: ReadonlySet<string>): { for: Voice[]; against: Voice[]; doubts: Voice[] }[] {
    return [...this.#rows.values()].filter((row) => row.for.some((one) => ids.has(one.shown.record.id)));
  }

  asserted(): { for: Voice[]; against: Voice[]; doubts: Voice[] }[] {
    return [...this.#rows.values()].filter((row) => row.for.length > 0);
  }

  rows(): ValueRow[] {
    const rows = [...this.#rows.values()];
    for (const row of rows) for (const side of [row.for, row.against, row.doubts]) side.sort((a, b) => inOrder(a.shown, b.shown));
    const first = (row: ValueRow): Shown => (row.for[0] ?? row.against[0] ?? row.doubts[0])!.shown;
    return rows.sort((a, b) => inOrder(first(a), first(b)));
  }
}

function isAssertion(statement: Statement): boolean {
  return statement.stance === "asserts" || statement.stance === "corrects";
}

function voice(shown: Voice["shown"], side: Side): Voice {
  return { shown, side, saidBy: shown.record.saidBy ?? null };
}

/** A denial is of the statements it names, else of its value, else of whatever is said. A correction is against what it corrects. */
function placeDenial(book: Book, table: Table, shown: Shown<Statement>): void {
  const { stance, value, against } = shown.record;
  if (stance === "asserts" || (stance === "corrects" && against === undefined)) return;
  const side = stance === "doubts" ? "doubts" : "against";
  const rows =
    against !== undefined
      ? table.rowsOf(headIds(book, against)).filter((row) => stance !== "corrects" || row !== table.row(value!))
      : value !== undefined
        ? [table.row(value)]
        : table.asserted();
  for (const row of rows) row[side].push(voice(shown, side));
  if (rows.length === 0 && stance !== "corrects") table.unplaced.push(voice(shown, side));
}

/** Whether an official statement's target is the value as a whole, not one statement about it. */
type IsMeant = (target: { readonly on: string; readonly property?: string }) => boolean;

function placeOfficial(book: Book, table: Table, shown: Shown<OfficialStatement>, isMeant: IsMeant): void {
  const side = SIDE_OF[shown.record.position];
  if (side === null) return;
  const targets = shown.record.targets ?? [];
  const rows = targets.some(isMeant)
    ? table.asserted()
    : table.rowsOf(
        headIds(
          book,
          targets.map((target) => target.on),
        ),
      );
  for (const row of rows) row[side].push(voice(shown, side));
  if (rows.length === 0) table.unplaced.push(voice(shown, side));
}

function officialsOn(book: Book, subject: string, statements: readonly Shown<Statement>[], isMeant: IsMeant): Shown<OfficialStatement>[] {
  const about = book.naming(subject, "officialStatement", "about").filter(({ record }) => record.targets?.some(isMeant));
  const onStatements = statements.flatMap(({ record }) => book.naming(record.id, "officialStatement", "about"));
  return [...new Set([...about, ...onStatements])].filter(({ standing }) => standing === "current");
}

function headIds(book: Book, ids: readonly string[]): ReadonlySet<string> {
  return new Set(ids.flatMap((id) => book.heads(id).map((head) => head.record.id)));
}

/** Whether two asserted values cannot both be true, said of times that may meet. */
function excludeEachOther(values: readonly ValueRow[]): boolean {
  const asserted = values.filter((row) => row.for.length > 0);
  const mayMeet = (a: Voice, b: Voice): boolean => {
    const [left, right] = [a, b].map(({ shown }) => (shown.record.kind === "statement" ? shown.record.during : undefined));
    return left === undefined || right === undefined || !surelyApart(left, right);
  };
  return asserted.some((row, i) =>
    asserted.slice(i + 1).some((other) => valuesConflict(row.value, other.value) && row.for.some((a) => other.for.some((b) => mayMeet(a, b)))),
  );
}

function versionsAmong(book: Book, statements: readonly Shown<Statement>[]): string[][] {
  const found = new Map<string, string[]>();
  for (const { record, standing } of statements) {
    if (standing !== "superseded") continue;
    const heads = book.heads(record.id);
    const ids = [...new Set(heads.map((head) => head.record.id))];
    if (ids.length > 1 && new Set(heads.map((head) => head.entryId)).size > 1) found.set(ids.join(" "), ids);
  }
  return [...found.values()].sort((a, b) => (a.join() < b.join() ? -1 : 1));
}
