/** What the chapters of the demonstration share: the acts so far, the reports, and a way to quote them. */
import { cite, penOf, type Citation, type KnownRecord, type Pen, type RandomBytes, type SubjectType, type Value } from "#casework";
import { REPORTS } from "./reports.ts";

export type DemoMember = "amina" | "tomas" | "ilya";

/** One act of one member at their own desk. */
export interface DemoAct {
  readonly by: DemoMember;
  readonly compartment: "inbox" | "work";
  readonly act: string;
  readonly records: readonly KnownRecord[];
}

/** What a source is called, and what kind it is. */
export interface DemoSource {
  readonly alias: string;
  readonly kind: string;
}

/** More about a statement than who says what where. */
export type More = Partial<Omit<Extract<KnownRecord, { kind: "statement" }>, "id" | "kind" | "subject" | "property" | "value">>;

/**
 * Where the invented country lies on a map of the world: in the open sea of the South Atlantic, far from land, so that nobody's town is taken for a place
 * of custody. Each is as wide as somebody who knows the town only by name would have to draw it.
 */
export const ON_THE_MAP = {
  Orlava: { latMicrodegrees: -41_050_000, lonMicrodegrees: -18_200_000, radiusM: 4_000 },
  Darovo: { latMicrodegrees: -41_310_000, lonMicrodegrees: -17_790_000, radiusM: 7_000 },
} as const;

/** Gathers the acts in order. Everybody's records are in reach of everybody, as after a sync. */
export class Stage {
  readonly acts: DemoAct[] = [];
  /** The demonstration's present day, `2026-11-22`. */
  readonly today: string;
  readonly #random: RandomBytes;
  readonly #reports = new Map<string, { readonly id: string; readonly text: string }>();
  readonly #sources = new Map<string, string>();
  readonly #nowMs: number;

  constructor(random: RandomBytes, nowMs: number) {
    this.#random = random;
    this.#nowMs = nowMs;
    this.today = this.dayFromNow(0);
  }

  dayFromNow(days: number): string {
    return new Date(this.#nowMs + days * 86_400_000).toISOString().slice(0, 10);
  }

  pen(caseId?: string): Pen {
    return penOf(this.#random, caseId);
  }

  does(by: DemoMember, act: string, records: readonly KnownRecord[], compartment: DemoAct["compartment"] = "work"): void {
    this.acts.push({ by, compartment, act, records });
  }

  /** The reports reach the inbox, in the order in which they came. */
  reportsArrive(opensTell: DemoMember, bringsOthers: DemoMember): void {
    for (const { key, channel, received, title, text, lang } of REPORTS) {
      const record = this.pen()("report", {
        channel,
        received: { kind: "exact", first: received, last: received },
        ...(title === undefined ? {} : { title }),
        text,
        lang,
      });
      this.#reports.set(key, { id: record.id, text });
      const isTell = channel === "tell";
      this.does(isTell ? opensTell : bringsOthers, isTell ? "receive" : "bring-document", [record], "inbox");
    }
  }

  reportId(key: string): string {
    return this.#reports.get(key)!.id;
  }

  /** The place where a report says these words. Throws where it does not. */
  quote(key: string, words: string): Citation[] {
    const { id, text } = this.#reports.get(key)!;
    return [cite(id, text, words)];
  }

  /** A source, made the first time it is asked for. */
  source(by: DemoMember, key: string, { alias, kind }: DemoSource): string {
    const known = this.#sources.get(key);
    if (known !== undefined) return known;
    const pen = this.pen();
    const subject = pen("subject", { type: "source" });
    this.#sources.set(key, subject.id);
    const says = (property: string, value: Value): KnownRecord => pen("statement", { subject: subject.id, property, stance: "asserts", value });
    this.does(by, "add-source", [subject, says("alias", { text: alias }), says("kind", { code: { list: "sourceKind", term: kind } })]);
    return subject.id;
  }
}

/** Reads one report for one case: makes subjects, and statements that quote it. What it gathers is one act. */
export class Reading {
  readonly records: KnownRecord[] = [];
  readonly #stage: Stage;
  readonly #pen: Pen;
  readonly #report: string;
  readonly #saidBy: string;

  constructor(stage: Stage, caseId: string, report: string, saidBy: string) {
    this.#stage = stage;
    this.#pen = stage.pen(caseId);
    this.#report = report;
    this.#saidBy = saidBy;
  }

  subject(type: SubjectType): string {
    return this.#put(this.#pen("subject", { type })).id;
  }

  /** A statement; returns its id. */
  says(subject: string, property: string, value: Value, words: string, more: More = {}): string {
    return this.#put(this.#pen("statement", { subject, property, stance: "asserts", value, ...this.from(words), ...more })).id;
  }

  /** A denial or doubt that gives no value of its own. */
  against(subject: string, property: string, stance: "denies" | "doubts", statements: readonly string[], words: string): string {
    return this.#put(this.#pen("statement", { subject, property, stance, against: [...statements], ...this.from(words) })).id;
  }

  /** Somebody's part in an act. */
  involves(act: string, described: string, words: string, degree?: string): void {
    const involvement = this.subject("involvement");
    this.says(involvement, "act", { ref: act }, words);
    this.says(involvement, "description", { text: described }, words);
    if (degree !== undefined) this.says(involvement, "degree", { code: { list: "degree", term: degree } }, words);
  }

  /** Who says it and where. */
  from(words: string): { saidBy: string; citations: Citation[] } {
    return { saidBy: this.#saidBy, citations: this.#stage.quote(this.#report, words) };
  }

  #put<R extends KnownRecord>(record: R): R {
    this.records.push(record);
    return record;
  }
}

export const kindOfAct = (term: string): Value => ({ code: { list: "act", term } });
export const onDay = (day: string, asGiven: string): Value => ({ time: { kind: "exact", first: day, last: day, asGiven } });
export const status = (term: string): Value => ({ code: { list: "status", term } });
