/**
 * All words of the index of words, in memory, so that a piece of a word is first looked for among them: they are few, and the records with the words that hold it are all that
 * are asked for. The index of pieces would have to go through every record with any of the piece's letters in threes, and most of those hold them apart from each other.
 *
 * What is here may be more than what is in the index (a batch that was undone leaves its words), never less: it is read out of the index once, some words at a time, and from
 * the moment that begins, whatever is written into the index is put here as well.
 */
import type Database from "better-sqlite3-multiple-ciphers";
import type { Db } from "./connection.ts";

/** More than these are not held; pieces are then asked for as before. */
const MOST_WORDS = 250_000;
const MOST_UNITS = 4_000_000;
/**
 * What stands between spaces and is longer is asked for by no name: somebody who sets commas and no spaces makes a word of a whole letter, and asking the index for one row of its
 * thousands of words takes longer than all pieces do. Where a piece stands in such a one, it is asked for by its own pieces.
 */
const LONGEST_WORD = 100;
/** Most words stand in few places, and the next is quickly come to; from a word that stands in more than these, the next is looked for. */
const MOST_AGAIN = 4;
/** Words that came since are joined to the others when they are so many. */
const FRESH_WORDS = 1_000;
/**
 * Letters and digits that SQLite's tokenizer (unicode61, of Unicode 6.1) takes for parts of a word and leaves as they are, among those that `fold` leaves: a text that is all of them
 * stands in one word wherever it stands. Of others that need not be so.
 */
export const PLAIN_WORD = /^[0-9a-zа-яєіґѓ\u0621-\u063a\u0641-\u064aα-ρσ-ωא-ת]+$/u;

type State = "reading" | "too-many" | "unread" | "whole";

export class Vocabulary {
  readonly #db: Db;
  readonly #mostWords: number;
  #state: State = "unread";
  #from: Database.Statement | null = null;
  /** the word that was read last */
  #last = "";
  #words = new Set<string>();
  /** each after a line end, and one more at the end */
  #joined = "\n";
  #fresh: string[] = [];
  #long: string[] = [];
  #units = 0;

  constructor(db: Db, mostWords = MOST_WORDS) {
    this.#db = db;
    this.#mostWords = mostWords;
  }

  /** Whether `read` has anything to read yet. */
  isUnread(): boolean {
    return this.#state === "unread" || this.#state === "reading";
  }

  /** Reads up to so many more words of the index. Returns whether there are yet more. */
  read(mostWords: number): boolean {
    if (!this.isUnread()) return false;
    this.#state = "reading";
    const from = (this.#from ??= this.#prepare());
    for (let read = 0; read < mostWords; ) {
      let again = 0;
      // No word holds a control character: this is after the last one and before every other.
      for (const word of from.iterate(`${this.#last}\u0001`) as Iterable<string>) {
        if (word !== this.#last) {
          [this.#last, again] = [word, 0];
          if (!this.#put(word)) return false;
          if (++read >= mostWords) return true;
        } else if (++again >= MOST_AGAIN) break;
      }
      if (again < MOST_AGAIN) {
        this.#state = "whole";
        return false;
      }
    }
    return true;
  }

  /** A folded text is put into the index. What stands between spaces is looked up as a row of words, so that it does not matter here what SQLite takes for the end of one. */
  add(folded: string): void {
    if (this.#state === "unread" || this.#state === "too-many") return;
    for (const word of folded.split(/\s+/u)) if (word !== "" && !this.#put(word)) return;
  }

  /**
   * The words that hold a folded text, which is then in no record without one of them; `null` where that is not known, or they are more than `most`.
   */
  holding(text: string, most: number): string[] | null {
    return this.#found(text, text, most);
  }

  /** The words that end in a folded text; a record where it stands before a space has one of them. `null` as above. */
  ending(text: string, most: number): string[] | null {
    return this.#found(text, `${text}\n`, most);
  }

  #found(text: string, sought: string, most: number): string[] | null {
    if (this.#state !== "whole" || !PLAIN_WORD.test(text)) return null;
    if (this.#long.some((word) => `${word}\n`.includes(sought))) return null;
    if (this.#fresh.length > FRESH_WORDS) this.#join();
    const found = this.#fresh.filter((word) => `${word}\n`.includes(sought));
    for (let at = this.#joined.indexOf(sought); at >= 0 && found.length <= most; ) {
      const end = this.#joined.indexOf("\n", at);
      found.push(this.#joined.slice(this.#joined.lastIndexOf("\n", at) + 1, end));
      at = this.#joined.indexOf(sought, end);
    }
    return found.length > most ? null : found;
  }

  /** Returns whether there was room for it. */
  #put(word: string): boolean {
    if (this.#words.has(word)) return true;
    this.#units += word.length;
    if (this.#words.size >= this.#mostWords || this.#units > MOST_UNITS) {
      this.#state = "too-many";
      this.#words.clear();
      this.#fresh = [];
      this.#long = [];
      this.#joined = "\n";
      return false;
    }
    this.#words.add(word);
    (word.length > LONGEST_WORD ? this.#long : this.#fresh).push(word);
    return true;
  }

  #join(): void {
    this.#joined += `${this.#fresh.join("\n")}\n`;
    this.#fresh = [];
  }

  /** One row for each place of each word, in the order of words. */
  #prepare(): Database.Statement {
    this.#db.exec("CREATE VIRTUAL TABLE IF NOT EXISTS temp.word_places USING fts5vocab(main, words, instance)");
    return this.#db.prepare("SELECT term FROM temp.word_places WHERE term >= ?").pluck();
  }
}
