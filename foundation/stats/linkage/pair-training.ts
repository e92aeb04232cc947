/** Learning a pair model by expectation and maximisation over all alignments of all pairs (Ristad and Yianilos 1998, with operations of up to two letters). */
import { lettersIn, PairModel, segmentsOf, type Letters, type PairWeights } from "./pair-model.ts";

/** The share of a machine's pairs that are taken to be no pairs. */
const MISMATCHED = 0.1;

export interface PairTraining {
  readonly rounds: number;
  /** Taken from each operation's expected count in every round: operations that explain next to nothing die out, so that long ones do not learn pairs by heart. */
  readonly discount: number;
  readonly marksVowels: boolean;
}

/** Learns from pairs of folded words. Yields the model after each round with the mean log-likelihood of a pair before it. */
export function* learnPairs(
  pairs: readonly (readonly [left: string, right: string])[],
  { rounds, discount, marksVowels }: PairTraining,
): Generator<{ readonly model: PairModel; readonly meanLogLikelihood: number }, void> {
  const left = alphabet(pairs.map(([word]) => lettersIn(word, marksVowels)));
  const right = alphabet(pairs.map(([, word]) => lettersIn(word, marksVowels)));
  // While learning every segment has its row and column, behind the first of each, which stay empty.
  const [rows, columns] = [segmentsOf(left) + 1, segmentsOf(right) + 1];
  const rowOf = Int32Array.from({ length: rows - 1 }, (_, i) => i + 1);
  const columnOf = Int32Array.from({ length: columns - 1 }, (_, i) => i + 1);
  let model = new PairModel(left, right, beginning(rows, columns, left.length, right.length), rowOf, columnOf, marksVowels);
  const words = pairs.map(([x, y]) => [model.leftLetters(x), model.rightLetters(y)] as const).filter(([x, y]) => x.length > 2 && y.length > 2);
  for (let round = 0; round < rounds; round++) {
    const counts = new Float64Array(rows * columns);
    let logLikelihood = 0;
    for (const [x, y] of words) logLikelihood += expect(model, x, y, counts);
    let sum = 0;
    for (let i = 0; i < counts.length; i++) {
      counts[i] = Math.max(0, counts[i]! - discount);
      sum += counts[i]!;
    }
    // No single letter of either side is ever impossible to write or to leave out.
    const floor = 1e-7 * sum;
    for (let l = 0; l <= left.length; l++)
      for (let r = 0; r <= right.length; r++) if (l + r > 0) counts[(l + 1) * columns + r + 1] = Math.max(counts[(l + 1) * columns + r + 1]!, floor);
    sum = counts.reduce((a, b) => a + b, 0);
    for (let i = 0; i < counts.length; i++) counts[i]! /= sum;
    model = new PairModel(left, right, counts, rowOf, columnOf, marksVowels);
    yield { model, meanLogLikelihood: logLikelihood / words.length };
  }
}

function alphabet(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) for (const letter of word) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  // What was met a handful of times in a whole alphabet is a slip of the keyboard.
  return [...counts]
    .filter(([, count]) => count >= 10)
    .map(([letter]) => letter)
    .sort()
    .join("");
}

/** Where learning begins: one letter for one letter is likely, two for two is not. */
function beginning(rows: number, columns: number, leftLetters: number, rightLetters: number): Float64Array {
  const table = new Float64Array(rows * columns);
  const share = [
    [0, 0.15, 0.01],
    [0.15, 0.5, 0.06],
    [0.01, 0.06, 0.06],
  ];
  const count = (length: number, letters: number): number => (length === 0 ? 1 : letters ** length);
  const lengthOf = (segment: number, letters: number): number => (segment === 0 ? 0 : segment <= letters ? 1 : 2);
  for (let l = 0; l < rows - 1; l++)
    for (let r = 0; r < columns - 1; r++) {
      const [a, b] = [lengthOf(l, leftLetters), lengthOf(r, rightLetters)];
      table[(l + 1) * columns + r + 1] = share[a]![b]! / (count(a, leftLetters) * count(b, rightLetters));
    }
  return table;
}

/** Adds how often each operation is expected to be used in writing this pair. Returns ln P(x, y). */
function expect(model: PairModel, x: Letters, y: Letters, counts: Float64Array): number {
  const { table } = model;
  const columns = segmentsOf(model.right) + 1;
  const [A, B] = [model.left.length, model.right.length];
  const width = x.length + 1;
  const alpha = new Float64Array(width * (y.length + 1));
  for (let j = 0; j <= y.length; j++) model.extend(alpha, x, y, j);
  const total = alpha[y.length * width + x.length]!;
  if (!(total > 0)) return 0;
  // Lists of pairs gathered by machine hold pairs that are none: the given name beside the family name. What is likelier as two words teaches nothing.
  const apart = MISMATCHED * model.marginal(x, "left") * model.marginal(y, "right");
  const weight = 1 / (1 + apart / ((1 - MISMATCHED) * total));
  const beta = new Float64Array(width * (y.length + 1));
  beta[y.length * width + x.length] = 1;
  for (let j = y.length; j >= 0; j--)
    for (let i = x.length; i >= 0; i--) {
      let sum = beta[j * width + i]!;
      const here = (weight * alpha[j * width + i]!) / total;
      for (let a = 0; a <= 2 && i + a <= x.length; a++) {
        const l = a === 0 ? 1 : a === 1 ? x[i]! + 1 : 2 + A + (x[i]! - 1) * A + (x[i + 1]! - 1);
        for (let b = a === 0 ? 1 : 0; b <= 2 && j + b <= y.length; b++) {
          const r = b === 0 ? 1 : b === 1 ? y[j]! + 1 : 2 + B + (y[j]! - 1) * B + (y[j + 1]! - 1);
          const through = table[l * columns + r]! * beta[(j + b) * width + i + a]!;
          if (through === 0) continue;
          sum += through;
          counts[l * columns + r]! += here * through;
        }
      }
      beta[j * width + i] = sum;
    }
  return Math.log(total);
}

/** The model as it ships: without the operations that are rarer than `least`, probabilities rounded. */
export function weightsOf(model: PairModel, least: number): PairWeights {
  const columns = segmentsOf(model.right) + 1;
  const [left, right] = [namesOf(model.left), namesOf(model.right)];
  const operations: string[] = [];
  for (let l = 0; l < left.length; l++)
    for (let r = 0; r < right.length; r++) {
      const p = model.table[(l + 1) * columns + r + 1]!;
      if (p >= least) operations.push(`${left[l]!}>${right[r]!}:${Math.round(-10 * Math.log(p))}`);
    }
  return { marksVowels: model.marksVowels, left: model.left, right: model.right, operations: operations.join(" ") };
}

function namesOf(letters: string): string[] {
  return ["", ...letters, ...[...letters].flatMap((first) => [...letters].map((second) => first + second))];
}
