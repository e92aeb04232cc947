/** A passage becomes records: one user's act, with everything it names for the first time (docs/formats/record.md). */
import { inboxRowOf, passageOf, penOf, signersOf, typeOf, type Book, type CaseRecord, type Citation, type Pen, type RandomBytes, type SubjectType, type Value } from "#casework";
import { DeskError } from "../../core/errors.ts";
import { subjectRef } from "../views/context.ts";
import type { Keep } from "./schemas.ts";

type Ref = Keep["case"];

/** Gathers the records of one act, naming what is new as it goes. */
class Draft {
  readonly records: CaseRecord[] = [];
  readonly #book: Book;
  readonly #random: RandomBytes;
  #pen: Pen;

  constructor(book: Book, random: RandomBytes) {
    this.#book = book;
    this.#random = random;
    this.#pen = penOf(random);
  }

  get pen(): Pen {
    return this.#pen;
  }

  /** The case all that follows is written in. */
  enterCase(ref: Ref): void {
    if ("id" in ref) {
      this.#pen = penOf(this.#random, ref.id);
      return;
    }
    const made = penOf(this.#random)("subject", { type: "case" });
    this.records.push(made);
    this.#pen = penOf(this.#random, made.id);
    this.state(made.id, "title", { text: ref.new }, {});
  }

  subject(type: SubjectType): string {
    const made = this.#pen("subject", { type });
    this.records.push(made);
    return made.id;
  }

  state(subject: string, property: string, value: Value, more: Omit<Parameters<Pen>[1], never> & object): string {
    const made = this.#pen("statement", { subject, property, stance: "asserts", value, ...more });
    this.records.push(made);
    return made.id;
  }

  /** The subject a reference means; a new one is of type `type` and named by the words given. */
  resolve(ref: Ref, type: SubjectType, said: object): string {
    if ("id" in ref) return ref.id;
    const id = this.subject(type);
    if (type === "person" || type === "unit") this.state(id, "name", { name: { full: ref.new } }, said);
    else if (type === "source") this.state(id, "alias", { text: ref.new }, {});
    else if (type === "act") this.state(id, "remark", { text: ref.new }, said);
    else this.state(id, "title", { text: ref.new }, said);
    return id;
  }

  typeOf(id: string): SubjectType | null {
    return typeOf(this.#book, id);
  }
}

/**
 * The records of a kept passage; `me` is the person at this desk. The quote is taken from the report as it stands, never from the screen. `null` where
 * there is no such passage. Throws `DeskError("void", "text-disagrees")`.
 */
export function recordsOfKeep(book: Book, request: Keep, random: RandomBytes, me: string | null = null): CaseRecord[] | null {
  const quote = quoteOf(book, request, me);
  if (quote === null) return null;

  const draft = new Draft(book, random);
  draft.enterCase(request.case);
  const citations: Citation[] = [{ of: request.report, quote, at: { text: { start: request.start, end: request.end } } }];
  const saidBy = request.saidBy === null ? undefined : draft.resolve(request.saidBy, "source", {});
  const said = { stance: request.stance, citations, ...(saidBy === undefined ? {} : { saidBy }) };
  const asserted = { ...said, stance: "asserts" as const };
  write(book, draft, request.keep, said, asserted, quote);
  return draft.records;
}

/** The words at a place of a report. Where others that stand are at that place too, and this desk brought none of the versions, nobody here knows which came. */
function quoteOf(book: Book, { report, start, end }: Keep, me: string | null): string | null {
  const versions = inboxRowOf(book, report, me)?.versions ?? [];
  const [quote, ...others] = versions.filter(({ standing }, i) => i === 0 || standing === "current").map(({ record }) => passageOf(record.text ?? "", start, end));
  if (quote === undefined || [...quote].length !== end - start) return null;
  const isOurs = me !== null && signersOf(versions[0]!).includes(me);
  if (!isOurs && others.some((other) => other !== quote)) throw new DeskError("void", "text-disagrees");
  return quote;
}

function write(book: Book, draft: Draft, keep: Keep["keep"], said: { stance: string; citations: Citation[] }, asserted: object, quote: string): void {
  switch (keep.form) {
    case "act": {
      const victim = keep.victim === null ? null : draft.resolve(keep.victim, keep.count === null ? "person" : "group", asserted);
      const involved = keep.involved.map(({ who, degree }) => ({ who: draft.resolve(who, "unit", asserted), degree }));
      for (const type of keep.types) {
        const act = draft.subject("act");
        draft.state(act, "kind", { code: { list: "act", term: type } }, said);
        if (victim !== null) draft.state(act, "victim", { ref: victim }, asserted);
        if (keep.count !== null) draft.state(act, "affected", { count: clean(keep.count) as never }, asserted);
        if (keep.time !== null) draft.state(act, "time", { time: clean(keep.time) as never }, asserted);
        if (keep.place !== null) draft.state(act, "place", { place: clean(keep.place) as never }, asserted);
        if (keep.pretext !== null) draft.state(act, "pretext", { text: keep.pretext }, asserted);
        for (const { who, degree } of involved) {
          const involvement = draft.subject("involvement");
          draft.state(involvement, "act", { ref: act }, asserted);
          draft.state(involvement, "who", { ref: who }, asserted);
          if (degree !== "") draft.state(involvement, "degree", { code: { list: "degree", term: degree } }, asserted);
        }
      }
      return;
    }
    case "person": {
      if ("new" in keep.person && keep.property === "name") {
        draft.resolve({ new: keep.value }, "person", said);
        return;
      }
      draft.state(draft.resolve(keep.person, "person", asserted), keep.property, valueFor("person", keep.property, keep.value), said);
      return;
    }
    case "denial": {
      const source = "id" in keep.speaker && draft.typeOf(keep.speaker.id) === "source" ? keep.speaker.id : null;
      const speaker = "new" in keep.speaker ? keep.speaker.new : subjectRef(book, keep.speaker.id).label;
      draft.records.push(
        draft.pen("officialStatement", {
          words: quote,
          position: keep.position,
          citations: said.citations,
          ...(source === null ? (speaker === "" ? {} : { speaker }) : { saidBy: source }),
          ...(keep.denies.length === 0 ? {} : { targets: [...new Set(keep.denies)].map((on) => ({ on })) }),
          ...(keep.target === null ? {} : { targetWords: keep.target }),
          ...(keep.level === "case" ? { level: "case" as const } : {}),
          ...(keep.time === null ? {} : { said: clean(keep.time) as never }),
        }),
      );
      return;
    }
    case "place":
    case "time":
    case "other": {
      const type = "new" in keep.about ? (keep.about.kind ?? "act") : (draft.typeOf(keep.about.id) ?? "act");
      const subject = draft.resolve("new" in keep.about ? { new: keep.about.new } : keep.about, type, asserted);
      if (keep.form === "place") draft.state(subject, type === "person" ? "residence" : "place", { place: clean(keep.place) as never }, said);
      else if (keep.form === "time") draft.state(subject, type === "person" ? "lastSeenAlive" : "time", { time: clean(keep.time) as never }, said);
      else draft.state(subject, keep.property, valueFor(type, keep.property, keep.value), said);
    }
  }
}

/** A value typed as words, in the form its property has. */
export function valueFor(type: SubjectType, property: string, words: string): Value {
  if (type === "person" && property === "name") return { name: { full: words } };
  if (property === "status") return { code: { list: "status", term: words } };
  if (property === "age" && /^[0-9]{1,3}$/.test(words.trim())) return { number: Number(words) };
  if (property === "kind" && type === "act") return { code: { list: "act", term: words } };
  return { text: words };
}

/** Without the fields that were left empty: absent and empty are not the same to the record. */
export function clean<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== "")) as T;
}
