/** Two whole names in any order of words: for a search, or a first look, where there is no model and no other field. */
import { wordsOf, type NameWord } from "./name-parts.ts";
import { sameWord, type Likeness } from "./same-word.ts";

const WORTH: Readonly<Record<Likeness, number>> = { same: 1, variant: 0.95, close: 0.85, initial: 0.5, alike: 0.1, different: 0 };
const LITTLE = new Set([
  "al",
  "el",
  "bin",
  "ben",
  "ibn",
  "de",
  "van",
  "von",
  "der",
  "haji",
  "hajji",
  "sheikh",
  "shaikh",
  "dr",
  "mr",
  "mrs",
  "ms",
  "jr",
  "sr",
  "abu",
  "abd",
]);

/**
 * How much of both names is in the other, 0 to 1: each word goes to its best match, long words count for more, titles and articles for next to nothing.
 * A name told in full and the same name told in part differ only by what is left over, which costs little; a word that contradicts another costs all of it.
 */
export function wholeNameLikeness(a: string, b: string): number {
  let [x, y] = [wordsOf(a), wordsOf(b)];
  if (x.length === 0 || y.length === 0) return 0;
  if (x.length > y.length) [x, y] = [y, x];
  // Words written as one by the one and as two by the other.
  if (x.length !== y.length) y = joinedLike(y, x);
  const pairs: { readonly i: number; readonly j: number; readonly worth: number }[] = [];
  for (const [i, one] of x.entries()) for (const [j, other] of y.entries()) pairs.push({ i, j, worth: WORTH[sameWord(one, other)] });
  pairs.sort((p, q) => q.worth - p.worth || p.i - q.i || p.j - q.j);
  const [usedX, usedY] = [new Set<number>(), new Set<number>()];
  let [got, of] = [0, 0];
  for (const { i, j, worth } of pairs) {
    if (usedX.has(i) || usedY.has(j)) continue;
    usedX.add(i);
    usedY.add(j);
    const weight = weightOf(x[i]!) + weightOf(y[j]!);
    got += weight * worth;
    of += weight;
  }
  const left = y.filter((_, j) => !usedY.has(j)).reduce((sum, word) => sum + weightOf(word), 0);
  return got / (of + left * 0.3);
}

function weightOf({ folded }: NameWord): number {
  return LITTLE.has(folded) ? 0.2 : Math.min(folded.length, 6) / 4;
}

/** Neighbours among `words` that together are one word of `like`, as one. */
function joinedLike(words: readonly NameWord[], like: readonly NameWord[]): NameWord[] {
  const out: NameWord[] = [];
  for (let i = 0; i < words.length; i++) {
    const [one, next] = [words[i]!, words[i + 1]];
    const folded = next === undefined ? "" : one.folded + next.folded;
    if (next !== undefined && like.some((word) => word.folded === folded)) {
      out.push({ folded, plain: one.plain + next.plain, script: one.script });
      i++;
    } else out.push(one);
  }
  return out;
}
