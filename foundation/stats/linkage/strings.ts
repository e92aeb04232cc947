/** How alike two words are. Words are compared by UTF-16 units: the alphabets met here have no others. */

/** Jaro–Winkler similarity, 0 to 1 (Winkler 1990: four letters of prefix at most, each worth a tenth of what is missing). */
export function jaroWinkler(a: string, b: string): number {
  const jaro = jaroOf(a, b);
  if (jaro <= 0.7) return jaro;
  let prefix = 0;
  while (prefix < 4 && prefix < a.length && prefix < b.length && a.charCodeAt(prefix) === b.charCodeAt(prefix)) prefix++;
  return jaro + prefix * 0.1 * (1 - jaro);
}

const takenA = new Uint8Array(256);
const takenB = new Uint8Array(256);

function jaroOf(a: string, b: string): number {
  if (a === b) return a.length === 0 ? 0 : 1;
  const [lengthA, lengthB] = [Math.min(a.length, 256), Math.min(b.length, 256)];
  if (lengthA === 0 || lengthB === 0) return 0;
  const window = Math.max(0, (Math.max(lengthA, lengthB) >> 1) - 1);
  takenA.fill(0, 0, lengthA);
  takenB.fill(0, 0, lengthB);
  let common = 0;
  for (let i = 0; i < lengthA; i++) {
    const end = Math.min(lengthB - 1, i + window);
    for (let j = Math.max(0, i - window); j <= end; j++)
      if (takenB[j] === 0 && a.charCodeAt(i) === b.charCodeAt(j)) {
        takenA[i] = takenB[j] = 1;
        common++;
        break;
      }
  }
  if (common === 0) return 0;
  let misplaced = 0;
  for (let i = 0, j = 0; i < lengthA; i++) {
    if (takenA[i] === 0) continue;
    while (takenB[j] === 0) j++;
    if (a.charCodeAt(i) !== b.charCodeAt(j)) misplaced++;
    j++;
  }
  return (common / lengthA + common / lengthB + (common - misplaced / 2) / common) / 3;
}

let before = new Uint16Array(64);
let above = new Uint16Array(64);
let row = new Uint16Array(64);

/**
 * Edits between two words, a swap of neighbours being one (optimal string alignment). Anything over `most` is told as `most` + 1, sooner.
 */
export function editsBetween(a: string, b: string, most: number): number {
  if (a === b) return 0;
  if (Math.abs(a.length - b.length) > most) return most + 1;
  // What both begin or end with costs nothing.
  let [from, endA, endB] = [0, a.length, b.length];
  while (endA > 0 && endB > 0 && a.charCodeAt(endA - 1) === b.charCodeAt(endB - 1)) {
    endA--;
    endB--;
  }
  while (from < endA && from < endB && a.charCodeAt(from) === b.charCodeAt(from)) from++;
  const [lengthA, lengthB] = [endA - from, endB - from];
  if (lengthA === 0 || lengthB === 0) return Math.min(lengthA + lengthB, most + 1);
  if (row.length <= lengthB) [before, above, row] = [new Uint16Array(lengthB * 2), new Uint16Array(lengthB * 2), new Uint16Array(lengthB * 2)];
  for (let j = 0; j <= lengthB; j++) above[j] = j;
  const over = most + 1;
  let leastAbove = 0;
  for (let i = 1; i <= lengthA; i++) {
    // Further from the diagonal than `most`, every cell is over it.
    const [first, last] = [Math.max(1, i - most), Math.min(lengthB, i + most)];
    row[first - 1] = first === 1 ? i : over;
    if (last < lengthB) row[last + 1] = over;
    let least = over;
    const [letter, letterBefore] = [a.charCodeAt(from + i - 1), i > 1 ? a.charCodeAt(from + i - 2) : -1];
    for (let j = first; j <= last; j++) {
      const other = b.charCodeAt(from + j - 1);
      let cost = above[j - 1]! + (letter === other ? 0 : 1);
      if (above[j]! + 1 < cost) cost = above[j]! + 1;
      if (row[j - 1]! + 1 < cost) cost = row[j - 1]! + 1;
      if (i > 1 && j > 1 && letterBefore === other && letter === b.charCodeAt(from + j - 2) && before[j - 2]! + 1 < cost) cost = before[j - 2]! + 1;
      row[j] = cost;
      if (cost < least) least = cost;
    }
    // A swap reaches back two rows, so a row over the bound ends it only when the one before is over it too.
    if (least === over && leastAbove === over) return over;
    leastAbove = least;
    [before, above, row] = [above, row, before];
  }
  return Math.min(above[lengthB]!, over);
}
