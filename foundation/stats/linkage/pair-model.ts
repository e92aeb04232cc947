/**
 * How a name in one script is written in another, learned from pairs. A stochastic edit model (Ristad and Yianilos 1998) whose operations take up to two
 * letters on either side: P(x, y) sums over all ways to write both words together, operation by operation. Its own marginals turn that into log-odds:
 * log P(x, y) / (P(x) P(y)), how much likelier the two words are as one name than as two. Training: pair-training.ts; the weights: pair-weights-*.ts.
 */

/** What is shipped: the letters of both sides, and each operation with its probability, −10 ln p rounded. */
export interface PairWeights {
  /** Whether a letter after a vowel is another letter to this model. */
  readonly marksVowels: boolean;
  readonly left: string;
  readonly right: string;
  /** `letters>letters:cost` separated by blanks; either side may be empty, not both. */
  readonly operations: string;
}

const VOWELS = new Set("aeiouyаеиоуыэюяёاوي");

/** Letters that follow a vowel are written in a way of their own, so they are letters of their own: in capitals, or, where there are none, with a dot. */
function markAfterVowels(word: string): string {
  let [marked, isAfter] = ["", false];
  for (const letter of word) {
    marked += isAfter ? afterVowel(letter) : letter;
    isAfter = VOWELS.has(letter);
  }
  return marked;
}

function afterVowel(letter: string): string {
  const capital = letter.toUpperCase();
  // Arabic letters have no capitals: these lie beside them in a block nobody writes names with.
  return capital === letter && letter !== END ? String.fromCodePoint(0xe000 + letter.codePointAt(0)!) : capital;
}

/** The letters of a word as a model takes them. */
export function lettersIn(word: string, marksVowels: boolean): string {
  return marksVowels ? markAfterVowels(`${BEGIN}${word}${END}`) : `${BEGIN}${word}${END}`;
}

/** Letters that stand for the beginning and the end of a word: names begin and end in their own ways. */
export const BEGIN = "(";
export const END = ")";

/** The codes of a word's letters, 1 and up, its beginning and end among them. Letters the model never met are left out. */
export type Letters = Uint8Array;

const MOST_KNOWN = 50_000;

export class PairModel {
  readonly left: string;
  readonly right: string;
  readonly marksVowels: boolean;
  /** Probabilities of operations: row of the left segment, column of the right one. Row and column 0 are for segments that no operation writes. */
  readonly table: Float64Array;
  readonly rowOf: Int32Array;
  readonly columnOf: Int32Array;
  readonly #columns: number;
  /** What all operations with one left (right) segment have together. */
  readonly #leftSums: Float64Array;
  readonly #rightSums: Float64Array;
  readonly #leftCodes: Map<string, number>;
  readonly #rightCodes: Map<string, number>;
  readonly #known = {
    left: new Map<string, { readonly letters: Letters; readonly alone: number }>(),
    right: new Map<string, { readonly letters: Letters; readonly alone: number }>(),
  };

  /** `rowOf` and `columnOf` are by segment (0 empty, 1…A one letter, then two); the table has one row more than the greatest of `rowOf`, and so for columns. */
  constructor(left: string, right: string, table: Float64Array, rowOf: Int32Array, columnOf: Int32Array, marksVowels: boolean) {
    this.marksVowels = marksVowels;
    this.left = left;
    this.right = right;
    this.table = table;
    this.rowOf = rowOf;
    this.columnOf = columnOf;
    this.#columns = 1 + columnOf.reduce((most, column) => Math.max(most, column), 0);
    this.#leftCodes = codesOf(left);
    this.#rightCodes = codesOf(right);
    this.#leftSums = new Float64Array(table.length / this.#columns);
    this.#rightSums = new Float64Array(this.#columns);
    for (let row = 0, at = 0; row < this.#leftSums.length; row++)
      for (let column = 0; column < this.#columns; column++, at++) {
        this.#leftSums[row]! += table[at]!;
        this.#rightSums[column]! += table[at]!;
      }
  }

  static fromWeights(weights: PairWeights): PairModel {
    const [left, right] = [codesOf(weights.left), codesOf(weights.right)];
    const operations = weights.operations.split(" ").map((operation) => {
      const [sides, cost] = operation.split(":");
      const [from, to] = sides!.split(">");
      return { from: segment(from!, left), to: segment(to!, right), p: Math.exp(-Number(cost) / 10) };
    });
    const [rowOf, columnOf] = [new Int32Array(segmentsOf(weights.left)), new Int32Array(segmentsOf(weights.right))];
    let [rows, columns, sum] = [1, 1, 0];
    for (const { from, to, p } of operations) {
      if (rowOf[from] === 0) rowOf[from] = rows++;
      if (columnOf[to] === 0) columnOf[to] = columns++;
      sum += p;
    }
    const table = new Float64Array(rows * columns);
    // Rounding took or gave a little.
    for (const { from, to, p } of operations) table[rowOf[from]! * columns + columnOf[to]!] = p / sum;
    return new PairModel(weights.left, weights.right, table, rowOf, columnOf, weights.marksVowels);
  }

  leftLetters(word: string): Letters {
    return lettersOf(word, this.#leftCodes, this.marksVowels);
  }

  rightLetters(word: string): Letters {
    return lettersOf(word, this.#rightCodes, this.marksVowels);
  }

  /** ln of how much likelier two folded words are as one name than as two that met by chance. −∞ when no sequence of operations writes both. */
  logOdds(left: string, right: string): number {
    const [x, y] = [this.#word(left, "left"), this.#word(right, "right")];
    return Math.log(this.joint(x.letters, y.letters)) - x.alone - y.alone;
  }

  /** A word's letters and ln of its marginal, remembered for as long as not too many are. */
  #word(word: string, side: "left" | "right"): { readonly letters: Letters; readonly alone: number } {
    const known = this.#known[side];
    let found = known.get(word);
    if (found === undefined) {
      const letters = side === "left" ? this.leftLetters(word) : this.rightLetters(word);
      found = { letters, alone: Math.log(this.marginal(letters, side)) };
      if (known.size >= MOST_KNOWN) known.clear();
      known.set(word, found);
    }
    return found;
  }

  /** P(x, y), the sum over all alignments. */
  joint(x: Letters, y: Letters): number {
    const width = x.length + 1;
    const alpha = new Float64Array(width * (y.length + 1));
    for (let j = 0; j <= y.length; j++) this.extend(alpha, x, y, j);
    return alpha[y.length * width + x.length]!;
  }

  /** Fills the column of `alpha` for the first `j` letters of y: alpha[j × (|x| + 1) + i] = P(first i of x, first j of y). Columns j − 1 and j − 2 stand. */
  extend(alpha: Float64Array, x: Letters, y: Letters, j: number): void {
    const width = x.length + 1;
    const rightOne = j >= 1 ? y[j - 1]! : 0;
    const rightTwo = j >= 2 ? this.#two(y[j - 2]!, rightOne, this.right.length) : 0;
    this.column(alpha, j * width, (j - 1) * width, (j - 2) * width, x, j >= 1, rightOne, j >= 2, rightTwo);
  }

  /** One column from the two before it, wherever they lie. For walking a tree of words that share beginnings. */
  column(
    alpha: Float64Array,
    at: number,
    one: number,
    two: number,
    x: Letters,
    hasOne: boolean,
    rightOne: number,
    hasTwo: boolean,
    rightTwo: number,
  ): void {
    const { table, rowOf } = this;
    const columns = this.#columns;
    const A = this.left.length;
    const empty = this.columnOf[0]!;
    const c1 = this.columnOf[rightOne]!;
    const c2 = this.columnOf[rightTwo]!;
    const r0 = rowOf[0]! * columns;
    for (let i = 0; i <= x.length; i++) {
      const l1 = i >= 1 ? rowOf[x[i - 1]!]! * columns : 0;
      const l2 = i >= 2 ? rowOf[this.#two(x[i - 2]!, x[i - 1]!, A)]! * columns : 0;
      let sum = !hasOne && i === 0 ? 1 : 0;
      if (hasOne) {
        sum += alpha[one + i]! * table[r0 + c1]!;
        if (i >= 1) sum += alpha[one + i - 1]! * table[l1 + c1]!;
        if (i >= 2) sum += alpha[one + i - 2]! * table[l2 + c1]!;
      }
      if (hasTwo) {
        sum += alpha[two + i]! * table[r0 + c2]!;
        if (i >= 1) sum += alpha[two + i - 1]! * table[l1 + c2]!;
        if (i >= 2) sum += alpha[two + i - 2]! * table[l2 + c2]!;
      }
      if (i >= 1) sum += alpha[at + i - 1]! * table[l1 + empty]!;
      if (i >= 2) sum += alpha[at + i - 2]! * table[l2 + empty]!;
      alpha[at + i] = sum;
    }
  }

  /** The segment of two letters. */
  twoOnRight(first: number, second: number): number {
    return this.#two(first, second, this.right.length);
  }

  #two(first: number, second: number, letters: number): number {
    return 1 + letters + (first - 1) * letters + (second - 1);
  }

  /** P of one word alone under the model: over all words of the other side. */
  marginal(word: Letters, side: "left" | "right"): number {
    return this.prefixes(word, side)[word.length]!;
  }

  /** The marginal of each beginning of a word. */
  prefixes(word: Letters, side: "left" | "right"): Float64Array {
    const sums = side === "left" ? this.#leftSums : this.#rightSums;
    const letters = side === "left" ? this.left.length : this.right.length;
    const place = side === "left" ? this.rowOf : this.columnOf;
    const p = new Float64Array(word.length + 1);
    const more = 1 / (1 - sums[place[0]!]!);
    p[0] = more;
    for (let i = 1; i <= word.length; i++) {
      let sum = p[i - 1]! * sums[place[word[i - 1]!]!]!;
      if (i >= 2) sum += p[i - 2]! * sums[place[this.#two(word[i - 2]!, word[i - 1]!, letters)]!]!;
      p[i] = sum * more;
    }
    return p;
  }
}

/** How many segments of at most two letters an alphabet has. */
export function segmentsOf(letters: string): number {
  return 1 + letters.length + letters.length * letters.length;
}

function codesOf(letters: string): Map<string, number> {
  return new Map([...letters].map((letter, i) => [letter, i + 1]));
}

function lettersOf(word: string, codes: Map<string, number>, marksVowels: boolean): Letters {
  const found: number[] = [];
  // A letter the model never met says nothing, and must not make a pair impossible.
  for (const letter of lettersIn(word, marksVowels)) if (codes.has(letter)) found.push(codes.get(letter)!);
  return Uint8Array.from(found);
}

/** The segment of at most two letters that a text is. */
export function segment(text: string, codes: ReadonlyMap<string, number>): number {
  const [first, second] = [...text].map((letter) => codes.get(letter)!);
  if (first === undefined) return 0;
  return second === undefined ? first : 1 + codes.size + (first - 1) * codes.size + (second - 1);
}
