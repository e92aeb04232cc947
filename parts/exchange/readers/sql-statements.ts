/**
 * The `INSERT … VALUES` statements of a MySQL dump, as rows of text. Nothing is ever run: a value is a string, a number or NULL, and a statement that would have to be
 * worked out is passed over and counted. Names of columns come from the statement, or from the `CREATE TABLE` before it (MySQL 8.0 manual, 9.1 and 13.2).
 */
import { ExchangeError } from "../errors.ts";
import { FILE_LIMITS } from "../table-set.ts";

export interface InsertedRow {
  readonly table: string;
  readonly columns: readonly string[];
  /** `null` for NULL and DEFAULT. */
  readonly values: readonly (string | null)[];
  readonly line: number;
}

type Token =
  | { readonly is: "word"; readonly text: string }
  | { readonly is: "name"; readonly text: string }
  | { readonly is: "string"; readonly text: string }
  | { readonly is: "number"; readonly text: string }
  | { readonly is: "mark"; readonly text: string };

const NO_COLUMN = new Set(["PRIMARY", "KEY", "UNIQUE", "INDEX", "FULLTEXT", "SPATIAL", "CONSTRAINT", "FOREIGN", "CHECK"]);
const MODIFIERS = new Set(["LOW_PRIORITY", "HIGH_PRIORITY", "DELAYED", "IGNORE", "INTO"]);
const MOST_TABLES = 2_000;

/** Throws `ExchangeError`: `not-this-format` with the line, `cell-too-long`, `unknown-column`, `cell-count`, `too-many-columns`, `nul`. `passedOver` hears the first words of every other statement. */
export function* insertedRows(pieces: Iterable<string>, passedOver: (statement: string) => void): Generator<InsertedRow> {
  const reader = new Tokens(pieces);
  const created = new Map<string, readonly string[]>();
  for (let token = reader.next(); token !== null; token = reader.next()) {
    if (token.is === "mark" && token.text === ";") continue;
    const word = token.is === "word" ? token.text.toUpperCase() : "";
    if (word === "INSERT" || word === "REPLACE") yield* inserts(reader, created, passedOver, word);
    else if (word === "CREATE") createTable(reader, created, passedOver);
    else if (word === "DELIMITER") {
      // What follows is a program of the database: triggers, routines.
      passedOver(word);
      reader.setDelimiter();
    } else {
      if (token.is !== "word") throw new ExchangeError("not-this-format", reader.line);
      const second = reader.skipStatement();
      passedOver(second === null ? word : `${word} ${second}`);
    }
  }
}

function* inserts(reader: Tokens, created: ReadonlyMap<string, readonly string[]>, passedOver: (statement: string) => void, verb: string): Generator<InsertedRow> {
  let token = reader.need();
  while (token.is === "word" && MODIFIERS.has(token.text.toUpperCase())) token = reader.need();
  const [table, next] = qualifiedName(reader, token);
  token = next;
  let columns = created.get(table) ?? null;
  if (isMark(token, "(")) {
    columns = nameList(reader);
    token = reader.need();
  }
  const word = token.is === "word" ? token.text.toUpperCase() : "";
  if (word !== "VALUES" && word !== "VALUE") {
    passedOver(`${verb} … ${word === "" ? "other" : word}`);
    if (!isMark(token, ";")) reader.skipStatement();
    return;
  }
  if (columns === null) throw new ExchangeError("unknown-column", reader.line);
  for (;;) {
    if (!isMark(reader.need(), "(")) throw new ExchangeError("not-this-format", reader.line);
    const { line } = reader;
    const values = valueList(reader);
    if (values.length !== columns.length) throw new ExchangeError("cell-count", line);
    yield { table, columns, values, line };
    token = reader.next() ?? { is: "mark", text: ";" };
    if (isMark(token, ";")) return;
    if (!isMark(token, ",")) {
      // ON DUPLICATE KEY UPDATE, and names of the new row: what was inserted stands, what would be changed is not worked out.
      passedOver(token.is === "word" ? `${verb} … ${token.text.toUpperCase()}` : `${verb} … other`);
      reader.skipStatement();
      return;
    }
  }
}

/** `db`.`table` or `table`, and the token after it. */
function qualifiedName(reader: Tokens, token: Token): [string, Token] {
  let name = nameText(token, reader);
  let next = reader.need();
  if (isMark(next, ".")) {
    name = nameText(reader.need(), reader);
    next = reader.need();
  }
  return [name, next];
}

function nameText(token: Token, reader: Tokens): string {
  if ((token.is !== "name" && token.is !== "word") || token.text === "" || token.text.length > 200) throw new ExchangeError("not-this-format", reader.line);
  return token.text;
}

function nameList(reader: Tokens): string[] {
  const names: string[] = [];
  for (;;) {
    names.push(nameText(reader.need(), reader));
    if (names.length > FILE_LIMITS.columns) throw new ExchangeError("too-many-columns", reader.line);
    const mark = reader.need();
    if (isMark(mark, ")")) break;
    if (!isMark(mark, ",")) throw new ExchangeError("not-this-format", reader.line);
  }
  if (new Set(names).size !== names.length) throw new ExchangeError("same-column", reader.line);
  return names;
}

function valueList(reader: Tokens): (string | null)[] {
  const values: (string | null)[] = [];
  for (;;) {
    values.push(value(reader));
    if (values.length > FILE_LIMITS.columns) throw new ExchangeError("too-many-columns", reader.line);
    const mark = reader.need();
    if (isMark(mark, ")")) return values;
    if (!isMark(mark, ",")) throw new ExchangeError("not-this-format", reader.line);
  }
}

/** A literal. Of anything that would have to be computed nobody here says what it is. */
function value(reader: Tokens): string | null {
  const token = reader.need();
  if (token.is === "string") return token.text;
  if (token.is === "number") return token.text;
  if (token.is === "mark" && (token.text === "-" || token.text === "+")) {
    const number = reader.need();
    if (number.is !== "number") throw new ExchangeError("not-this-format", reader.line);
    return token.text === "-" ? `-${number.text}` : number.text;
  }
  if (token.is === "word") {
    const word = token.text.toUpperCase();
    if (word === "NULL" || word === "DEFAULT") return null;
    if (word === "TRUE" || word === "FALSE") return word.toLowerCase();
    // _binary 'x', _utf8mb4 'x', X'41', b'01', N'x': what the string is to be taken for. We take it as it stands.
    if (/^(?:_[A-Z0-9]+|X|B|N)$/.test(word)) {
      const text = reader.need();
      if (text.is === "string") return text.text;
      if (text.is === "number") return text.text;
    }
  }
  throw new ExchangeError("not-this-format", reader.line);
}

function createTable(reader: Tokens, created: Map<string, readonly string[]>, passedOver: (statement: string) => void): void {
  let token = reader.need();
  if (token.is === "word" && token.text.toUpperCase() === "TEMPORARY") token = reader.need();
  if (token.is !== "word" || token.text.toUpperCase() !== "TABLE") {
    passedOver(`CREATE ${token.is === "word" ? token.text.toUpperCase() : "other"}`);
    if (!isMark(token, ";")) reader.skipStatement();
    return;
  }
  passedOver("CREATE TABLE");
  token = reader.need();
  if (token.is === "word" && token.text.toUpperCase() === "IF") {
    reader.need();
    reader.need();
    token = reader.need();
  }
  const [table, next] = qualifiedName(reader, token);
  if (!isMark(next, "(")) {
    if (!isMark(next, ";")) reader.skipStatement();
    return;
  }
  const columns: string[] = [];
  let depth = 1;
  let begins = true;
  while (depth > 0) {
    const one = reader.need();
    if (begins && depth === 1 && (one.is === "name" || (one.is === "word" && !NO_COLUMN.has(one.text.toUpperCase())))) columns.push(nameText(one, reader));
    begins = isMark(one, ",") && depth === 1;
    if (isMark(one, "(")) depth++;
    if (isMark(one, ")")) depth--;
    if (columns.length > FILE_LIMITS.columns) throw new ExchangeError("too-many-columns", reader.line);
  }
  if (created.size >= MOST_TABLES) throw new ExchangeError("too-many-columns", reader.line);
  created.set(table, columns);
  reader.skipStatement();
}

function isMark(token: Token, text: string): boolean {
  return token.is === "mark" && token.text === text;
}

const SPACE = /[ \t\r\n\f\v\ufeff]/;
const WORD_START = /[A-Za-z_$@\u0080-\uffff]/;
const WORD = /[A-Za-z0-9_$@\u0080-\uffff]/;
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", "0": "\0", Z: "\u001a" };

/** The words, names and values of a dump, one after the other. Comments are passed over, those with a version number as well. */
class Tokens {
  readonly #pieces: Iterator<string>;
  #held = "";
  #at = 0;
  #delimiter = ";";
  line = 1;

  constructor(pieces: Iterable<string>) {
    this.#pieces = pieces[Symbol.iterator]();
  }

  /** The next token, or the file has to have one. */
  need(): Token {
    const token = this.next();
    if (token === null) throw new ExchangeError("not-this-format", this.line);
    return token;
  }

  /** `null` at the end. */
  next(): Token | null {
    this.#skipSpace();
    const mark = this.#peek();
    if (mark === "") return null;
    if (this.#delimiter !== ";" && this.#isNext(this.#delimiter)) return this.#skip(this.#delimiter.length), { is: "mark", text: ";" };
    if (mark === "'" || mark === '"') return { is: "string", text: this.#strings(mark) };
    if (mark === "`") return { is: "name", text: this.#quoted("`") };
    if (/[0-9]/.test(mark) || (mark === "." && /[0-9]/.test(this.#peek(1)))) return this.#number();
    if (WORD_START.test(mark)) return { is: "word", text: this.#while(WORD) };
    this.#skip(1);
    return { is: "mark", text: mark };
  }

  /** To the end of the statement. Gives its next word, where there is one. */
  skipStatement(): string | null {
    let first: string | null = null;
    for (let n = 0, token = this.next(); token !== null && !isMark(token, ";"); n++, token = this.next()) if (n === 0 && token.is === "word") first = token.text.toUpperCase().slice(0, 40);
    return first;
  }

  /** `DELIMITER ;;`: statements end with the rest of this line from now on. */
  setDelimiter(): void {
    this.#while(/[ \t]/);
    const mark = this.#while(/[^\r\n \t]/);
    if (mark === "" || mark.length > 10) throw new ExchangeError("not-this-format", this.line);
    this.#delimiter = mark;
  }

  #skipSpace(): void {
    for (;;) {
      const mark = this.#peek();
      if (mark !== "" && SPACE.test(mark)) this.#skip(1);
      else if (mark === "#" || (mark === "-" && this.#peek(1) === "-" && (this.#peek(2) === "" || SPACE.test(this.#peek(2))))) this.#skipLine();
      else if (mark === "/" && this.#peek(1) === "*") this.#skipComment();
      else return;
    }
  }

  #skipLine(): void {
    for (let mark = this.#peek(); mark !== "" && mark !== "\n"; mark = this.#peek()) this.#skip(1);
  }

  #skipComment(): void {
    this.#skip(2);
    while (!(this.#peek() === "*" && this.#peek(1) === "/")) {
      if (this.#peek() === "") throw new ExchangeError("not-this-format", this.line);
      this.#skip(1);
    }
    this.#skip(2);
  }

  /** Strings beside each other are one (9.1.1). */
  #strings(quote: string): string {
    let text = this.#quoted(quote, true);
    for (;;) {
      this.#skipSpace();
      const mark = this.#peek();
      if (mark !== "'" && mark !== '"') return text;
      text += this.#quoted(mark, true);
      if (text.length > FILE_LIMITS.cellCharacters) throw new ExchangeError("cell-too-long", this.line);
    }
  }

  #quoted(quote: string, escapes = false): string {
    const { line } = this;
    const parts: string[] = [];
    let length = 0;
    this.#skip(1);
    for (;;) {
      const mark = this.#peek();
      if (mark === "") throw new ExchangeError("open-quote", line);
      this.#skip(1);
      let text = mark;
      if (mark === quote) {
        if (this.#peek() !== quote) return parts.join("");
        this.#skip(1);
      } else if (mark === "\\" && escapes) {
        const escaped = this.#peek();
        if (escaped === "") throw new ExchangeError("open-quote", line);
        this.#skip(1);
        // \% and \_ stand for themselves with the stroke; every other letter for itself.
        text = ESCAPES[escaped] ?? (escaped === "%" || escaped === "_" ? `\\${escaped}` : escaped);
      }
      parts.push(text);
      length += text.length;
      if (length > FILE_LIMITS.cellCharacters) throw new ExchangeError("cell-too-long", line);
    }
  }

  #number(): Token {
    if (this.#peek() === "0" && /[xXbB]/.test(this.#peek(1))) {
      this.#skip(2);
      return { is: "string", text: this.#while(/[0-9A-Fa-f]/) };
    }
    let text = this.#while(/[0-9.]/);
    if (/[eE]/.test(this.#peek()) && /[0-9+-]/.test(this.#peek(1))) {
      text += this.#peek() + this.#peek(1);
      this.#skip(2);
      text += this.#while(/[0-9]/);
    }
    return { is: "number", text };
  }

  #while(form: RegExp): string {
    const parts: string[] = [];
    for (let mark = this.#peek(); mark !== "" && form.test(mark); mark = this.#peek()) {
      parts.push(mark);
      if (parts.length > 4_000) throw new ExchangeError("cell-too-long", this.line);
      this.#skip(1);
    }
    return parts.join("");
  }

  #isNext(text: string): boolean {
    return [...text].every((mark, n) => this.#peek(n) === mark);
  }

  #peek(ahead = 0): string {
    while (this.#at + ahead >= this.#held.length) {
      const piece = this.#pieces.next();
      if (piece.done === true) return "";
      this.#held = this.#held.slice(this.#at) + piece.value;
      this.#at = 0;
    }
    return this.#held[this.#at + ahead]!;
  }

  #skip(count: number): void {
    for (let n = 0; n < count; n++) {
      if (this.#peek() === "\n") this.line++;
      this.#at++;
    }
  }
}
