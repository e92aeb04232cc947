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

/**
 * Edits between two words, a swap of neighbours being one (optimal string alignment). Anything over `most` is told as `most` + 1, sooner.
 */
export function editsBetween(a: string, b: string, most: number): number {
  if (a === b) return 0;
  if (Math.abs(a.length - b.length) > most) return most + 1;
  const width = b.length + 1;
  let [before, above, row] = [new Uint16Array(width), new Uint16Array(width), new Uint16Array(width)];
  for (let j = 0; j < width; j++) above[j] = j;
  for (let i = 1; i <= a.length; i++) {
    row[0] = i;
    let least = i;
    for (let j = 1; j < width; j++) {
      const same = a.charCodeAt(i - 1) === b.charCodeAt(j - 1);
      let cost = Math.min(above[j - 1]! + (same ? 0 : 1), above[j]! + 1, row[j - 1]! + 1);
      if (i > 1 && j > 1 && a.charCodeAt(i - 1) === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === b.charCodeAt(j - 1))
        cost = Math.min(cost, before[j - 2]! + 1);
      row[j] = cost;
      if (cost < least) least = cost;
    }
    // A swap reaches back two rows, so a row over the bound ends it only when the one before is over it too.
    if (least > most + 1) return most + 1;
    [before, above, row] = [above, row, before];
  }
  return Math.min(above[b.length]!, most + 1);
}
