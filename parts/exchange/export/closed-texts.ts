/** Which texts may leave, and keeping the words of every other inside (docs/formats/record.md: "no word of it leaves it"). */
import { isKind, type Book, type WholeBook } from "#casework";
import { fold } from "./fold.ts";
import { isUnspaced, LETTERS, SYLLABLES } from "./name-words.ts";

/** How a text comes in that somebody said is published. */
const PUBLISHED = "web";
/** Up to so many words, and characters, a value may be the same as a text's: a name is, wherever it stands. More is a passage of it. */
const WORDS = 3;
const CHARACTERS = 40;
/** What four words take in scripts without spaces. */
const SIGNS = [[SYLLABLES, 10], [LETTERS, 24]] as const;
/** So many texts are held cut up at a time. */
const HELD = 500;

/** The texts of a book, by the id of their report. */
export class ClosedTexts {
  readonly #book: Book;
  readonly #told = new Map<string, readonly Told[]>();
  readonly #open = new Map<string, boolean>();

  constructor(book: Book) {
    this.#book = book;
  }

  /** Whether every version of this text that counts says that it is published, in the same words. Of what is not here nobody said so. */
  isOpen(id: string): boolean {
    const known = this.#open.get(id);
    if (known !== undefined) return known;
    const versions = this.#book.byId(id).filter(({ standing }) => standing !== "came-after");
    const reports = versions.filter(isKind("report"));
    const open = reports.length > 0 && reports.length === versions.length && reports.every(({ record }) => record.channel === PUBLISHED && record.text === reports[0]!.record.text);
    this.#open.set(id, open);
    return open;
  }

  /** Whether these words stand in this text, and it is published: a citation may say of any words that they do. */
  isOpenQuote(id: string, quote: string): boolean {
    return this.isOpen(id) && this.#book.byId(id).filter(isKind("report")).some(({ record }) => fold(record.text ?? "").includes(fold(quote)));
  }

  /** Those of these texts that do not leave, with their translations. */
  closedAmong(ids: readonly string[]): Closed {
    return new Closed(ids.filter((id) => !this.isOpen(id)).flatMap((id) => this.#wordsOf(id)));
  }

  #wordsOf(id: string): readonly Told[] {
    const known = this.#told.get(id);
    if (known !== undefined) return known;
    const reports = this.#book.byId(id).filter(isKind("report")).flatMap(({ record }) => record.text ?? []);
    const translations = this.#book.naming(id).filter(isKind("translation")).filter(({ record }) => record.report === id);
    const told = [...reports, ...translations.map(({ record }) => record.text)].map((text) => new Told(text));
    if (this.#told.size >= HELD) this.#told.clear();
    this.#told.set(id, told);
    return told;
  }
}

/** One text that does not leave. */
class Told {
  readonly folded: string;
  #runs: ReadonlySet<string> | null = null;

  constructor(text: string) {
    this.folded = fold(text);
  }

  get runs(): ReadonlySet<string> {
    return (this.#runs ??= new Set(runsOf(this.folded)));
  }
}

/** The words of some texts that do not leave. */
export class Closed {
  readonly #told: readonly Told[];

  constructor(told: readonly Told[]) {
    this.#told = told;
  }

  get length(): number {
    return this.#told.length;
  }

  /** Whether these words are a passage of one of the texts, or hold one. */
  hasPassage(words: string): boolean {
    if (this.#told.length === 0) return false;
    const folded = fold(words);
    const runs = runsOf(folded);
    return this.#told.some((text) => runs.some((run) => text.runs.has(run)) || (folded.length > CHARACTERS && text.folded.includes(folded)));
  }
}

const ID = /^(?:[0-9a-f]{32}|[0-9a-f]{64})$/;

/**
 * Passages of texts that do not leave, wherever somebody has copied them to: into a note, a step, a reason, with no citation that would say so. All closed texts of the record
 * are gone through once, looking for the words that are about to leave. What a published text of the record says in the same words is everybody's.
 */
export class CopiedWords {
  readonly #runs = new Set<string>();
  readonly #whole = new Set<string>();

  /** @param leaving every string that may be in the file and is no name */
  constructor(book: WholeBook, texts: ClosedTexts, leaving: Iterable<string>) {
    const runs = new Set<string>();
    const whole = new Set<string>();
    for (const words of leaving) {
      if (ID.test(words)) continue;
      const folded = fold(words);
      const its = runsOf(folded);
      its.forEach((run) => runs.add(run));
      if (its.length === 0 && folded.length > CHARACTERS) whole.add(folded);
    }
    if (runs.size === 0 && whole.size === 0) return;
    const published = new Set<string>();
    for (const { record } of book.all) {
      if (record.kind !== "report" && record.kind !== "translation") continue;
      const isOpen = texts.isOpen(record.kind === "report" ? record.id : record.report);
      const folded = fold(record.text ?? "");
      for (const run of runsOf(folded)) if (runs.has(run)) (isOpen ? published : this.#runs).add(run);
      for (const words of whole) if (folded.includes(words)) (isOpen ? published : this.#whole).add(words);
    }
    for (const words of published) {
      this.#runs.delete(words);
      this.#whole.delete(words);
    }
  }

  /** Whether these words hold a passage of a closed text. */
  isIn(words: string): boolean {
    if (this.#runs.size === 0 && this.#whole.size === 0) return false;
    const folded = fold(words);
    return this.#whole.has(folded) || runsOf(folded).some((run) => this.#runs.has(run));
  }
}

/** Every run of one word more than a value may share with a text; of scripts without spaces, of as many signs as make about so many words. */
function runsOf(folded: string): string[] {
  const words = folded.split(" ");
  const runs = words.slice(WORDS).map((_, n) => words.slice(n, n + WORDS + 1).join(" "));
  if (!isUnspaced(folded)) return runs;
  const signs = words.join("");
  return runs.concat(SIGNS.flatMap(([script, count]) => (script.test(folded) ? Array.from({ length: Math.max(0, signs.length - count + 1) }, (_, n) => signs.slice(n, n + count)) : [])));
}
