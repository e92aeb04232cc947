/** Where things stand in a text. Positions are Unicode code points; a browser's selections are UTF-16 units inside text nodes. */

/** A run of text with the statements that cite it. */
export interface Run {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly ids: readonly string[];
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Cuts a text at every start and end of a citation, so that overlapping passages each keep their line. */
export function runsOf(points: readonly string[], cited: readonly (Span & { readonly id: string })[]): Run[] {
  const inside = cited.filter((c) => c.start >= 0 && c.end <= points.length && c.start < c.end);
  const cuts = [...new Set([0, points.length, ...inside.flatMap((c) => [c.start, c.end])])].sort((a, b) => a - b);
  return cuts.slice(0, -1).map((start, i) => {
    const end = cuts[i + 1]!;
    return { start, end, text: points.slice(start, end).join(""), ids: inside.filter((c) => c.start <= start && c.end >= end).map((c) => c.id) };
  });
}

/** Words of a text, as spans: what the arrow keys step over. */
export function wordsOf(text: string, lang: string): Span[] {
  const words: Span[] = [];
  let at = 0;
  for (const segment of new Intl.Segmenter(lang, { granularity: "word" }).segment(text)) {
    const length = [...segment.segment].length;
    if (segment.isWordLike === true) words.push({ start: at, end: at + length });
    at += length;
  }
  return words;
}

/** First word of each sentence, as indexes into `words`: what the up and down arrows step over. */
export function sentenceStarts(text: string, lang: string, words: readonly Span[]): number[] {
  const starts: number[] = [];
  let at = 0;
  let word = 0;
  for (const segment of new Intl.Segmenter(lang, { granularity: "sentence" }).segment(text)) {
    while (word < words.length && words[word]!.start < at) word += 1;
    if (word < words.length && starts.at(-1) !== word) starts.push(word);
    at += [...segment.segment].length;
  }
  return starts;
}

/** The selected span inside `text`, trimmed of white space, or `null` where nothing there is selected. */
export function selectedSpan(text: HTMLElement, points: readonly string[]): Span | null {
  const selection = getSelection();
  if (selection === null || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  const from = pointAt(text, range.startContainer, range.startOffset);
  const to = pointAt(text, range.endContainer, range.endOffset);
  if (from === null || to === null) return null;
  let [start, end] = from < to ? [from, to] : [to, from];
  while (start < end && points[start]!.trim() === "") start += 1;
  while (end > start && points[end - 1]!.trim() === "") end -= 1;
  return start < end ? { start, end } : null;
}

function pointAt(text: HTMLElement, node: Node, offset: number): number | null {
  if (!text.contains(node)) return null;
  const range = document.createRange();
  range.setStart(text, 0);
  range.setEnd(node, offset);
  return [...range.toString()].length;
}
