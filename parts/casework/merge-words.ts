/**
 * Two texts that began from one, put together word by word: what only one of them changed is taken from it, what both changed otherwise stands there in both
 * ways, to be settled by a person. After diff3 (Khanna, Kunal and Pierce, "A formal investigation of diff3", 2007, section 2), over words and the spaces between them.
 */

/** `one`, `other`: only that text has it so, the rest left the place as it was in the base. */
export type MergedPart =
  | { readonly of: "same" | "one" | "other"; readonly text: string }
  | { readonly of: "both"; readonly one: string; readonly other: string; readonly base: string };

/** Parts in order. Every word that one of the texts added is in one of them. */
export function mergedWords(base: string, one: string, other: string): readonly MergedPart[] {
  const [b, a, c] = [wordsIn(base), wordsIn(one), wordsIn(other)];
  const [inOne, inOther] = [matches(b, a), matches(b, c)];
  const parts: MergedPart[] = [];
  let [atBase, atOne, atOther] = [0, 0, 0];
  for (let next = 0; next <= b.length; next++) {
    const isStable = next === b.length || (inOne[next] !== undefined && inOther[next] !== undefined);
    if (!isStable) continue;
    const [endOne, endOther] = next === b.length ? [a.length, c.length] : [inOne[next]!, inOther[next]!];
    add(parts, chunk(b.slice(atBase, next).join(""), a.slice(atOne, endOne).join(""), c.slice(atOther, endOther).join("")));
    if (next < b.length) add(parts, { of: "same", text: b[next]! });
    [atBase, atOne, atOther] = [next + 1, endOne + 1, endOther + 1];
  }
  return parts;
}

/** The text that a proposal makes where nothing is in dispute; `null` where something is. */
export function settledText(parts: readonly MergedPart[]): string | null {
  return parts.some(({ of }) => of === "both") ? null : parts.map((part) => (part.of === "both" ? "" : part.text)).join("");
}

function chunk(base: string, one: string, other: string): MergedPart {
  if (one === other) return { of: "same", text: one };
  if (one === base) return { of: "other", text: other };
  if (other === base) return { of: "one", text: one };
  return { of: "both", one, other, base };
}

function add(parts: MergedPart[], part: MergedPart): void {
  const last = parts.at(-1);
  if (last !== undefined && last.of !== "both" && part.of !== "both" && last.of === part.of) parts[parts.length - 1] = { of: last.of, text: last.text + part.text };
  else if (part.of === "both" || part.text !== "" || part.of !== "same") parts.push(part);
}

/** Words, and what stands between them, each by itself. */
function wordsIn(text: string): readonly string[] {
  return text.match(/\s+|[^\s]+/gu) ?? [];
}

/** For each word of `a` its place in `b` in a longest common sequence. Texts are short (4,000 characters), so a table of all pairs is small enough. */
function matches(a: readonly string[], b: readonly string[]): (number | undefined)[] {
  let begin = 0;
  while (begin < a.length && begin < b.length && a[begin] === b[begin]) begin++;
  let end = 0;
  while (end < a.length - begin && end < b.length - begin && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const [rows, columns] = [a.length - begin - end, b.length - begin - end];
  const longest = Array.from({ length: rows + 1 }, () => new Uint16Array(columns + 1));
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) {
      longest[i]![j] = a[begin + i] === b[begin + j] ? longest[i + 1]![j + 1]! + 1 : Math.max(longest[i + 1]![j]!, longest[i]![j + 1]!);
    }
  }
  const found: (number | undefined)[] = a.map((_, at) => (at < begin ? at : at >= a.length - end ? b.length - (a.length - at) : undefined));
  for (let i = 0, j = 0; i < rows && j < columns;) {
    if (a[begin + i] === b[begin + j]) found[begin + i++] = begin + j++;
    else if (longest[i + 1]![j]! >= longest[i]![j + 1]!) i++;
    else j++;
  }
  return found;
}
