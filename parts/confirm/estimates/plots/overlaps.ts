/** Who is on which lists together (UpSet: Lex and others 2014): a column for each pattern, most people first, with a dot for each list it is on. */
import { listsOn, onAllOf, type Table } from "#stats";
import { box, dot, fitted, line, picture, words } from "./svg.ts";

export interface OverlapWords {
  readonly title: string;
  readonly description: string;
  readonly number: (count: number) => string;
  /** For the patterns left out. */
  readonly others: (patterns: number, people: number) => string;
}

const SHOWN = 24;
const [LEFT, TOP, BAR, ROW, COLUMN] = [230, 26, 150, 26, 27];

export function overlapPlot(id: string, table: Table, say: OverlapWords): string {
  const { lists, counts } = table;
  const patterns = Array.from(counts.keys())
    .filter((cell) => counts[cell]! > 0)
    .sort((x, y) => counts[y]! - counts[x]! || listsOn(x) - listsOn(y) || x - y);
  const shown = patterns.slice(0, SHOWN);
  const rest = patterns.slice(SHOWN);
  const most = Math.max(1, ...shown.map((cell) => counts[cell]!));
  const sizes = lists.map((_, j) => onAllOf(table, 1 << j));
  const largest = Math.max(1, ...sizes);
  const width = LEFT + Math.max(12, shown.length) * COLUMN + 20;
  const height = TOP + BAR + 16 + lists.length * ROW + 34;
  const rowAt = (j: number) => TOP + BAR + 16 + j * ROW + ROW / 2;

  let body = "";
  for (const [j, name] of lists.entries()) {
    if (j % 2 === 0) body += box(0, rowAt(j) - ROW / 2, width, ROW, 'fill-opacity=".06"');
    const long = (70 * sizes[j]!) / largest;
    body += box(LEFT - 12 - long, rowAt(j) - 7, long, 14, 'fill-opacity=".45"');
    body += words(4, rowAt(j) + 5, fitted(name, 15));
    body += words(LEFT - 16 - long, rowAt(j) + 4, say.number(sizes[j]!), "end", 'font-size="11"');
  }
  for (const [i, cell] of shown.entries()) {
    const x = LEFT + i * COLUMN + COLUMN / 2;
    const tall = (BAR * counts[cell]!) / most;
    body += box(x - 8, TOP + BAR - tall, 16, tall);
    body += words(x, TOP + BAR - tall - 4, say.number(counts[cell]!), "middle", 'font-size="11"');
    const on = lists.map((_, j) => j).filter((j) => (cell >> j) & 1);
    for (const j of lists.keys()) body += dot(x, rowAt(j), 5, on.includes(j) ? "" : 'fill-opacity=".15"');
    if (on.length > 1) body += line(x, rowAt(on[0]!), x, rowAt(on.at(-1)!), 'stroke-width="2"');
  }
  body += line(LEFT, TOP + BAR, width - 10, TOP + BAR);
  if (rest.length > 0) {
    const people = rest.reduce((sum, cell) => sum + counts[cell]!, 0);
    body += words(width - 10, height - 8, say.others(rest.length, people), "end", 'font-size="12"');
  }
  return picture(id, width, height, say.title, say.description, body);
}
