/** A sample of pairs that people read without seeing what the program thinks, and what comes of it. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { Random, type ClericalBand } from "#stats";
import type { LinkResult } from "../../desk/linking/index.ts";
import { Plain } from "../plain.ts";
import { csvLine, type readCsv } from "./csv.ts";

/** How many pairs of each band are drawn: most where most can be wrong. */
const DRAWN = { automatic: 100, review: 150, apart: 50 } as const;
const BANDS = ["apart", "review", "automatic"] as const;
const VERDICTS = new Set(["same", "not the same", "cannot tell", ""]);

export interface Label {
  /** `source:id` of both records. */
  readonly a: string;
  readonly b: string;
  readonly verdict: string;
}

/** Pairs of every band in random order, with an empty column for the verdict: same · not the same · cannot tell. The band is not told. */
export function sampleOf({ pairs, scores, sources, ids }: LinkResult, seed: string): string {
  const random = new Random(`${seed} clerical sample`);
  const drawn = BANDS.flatMap((name, band) => {
    const inBand: number[] = [];
    for (let pair = 0; pair < pairs.count; pair++) if (scores.band[pair] === band) inBand.push(pair);
    return random.shuffle(inBand).slice(0, DRAWN[name]);
  });
  const lines = random.shuffle(drawn).map((pair) => {
    const [a, b] = [pairs.a[pair]!, pairs.b[pair]!];
    return csvLine([sources[a]!, ids[a]!, sources[b]!, ids[b]!, ""]);
  });
  return csvLine(["source_a", "id_a", "source_b", "id_b", "verdict"]) + lines.join("");
}

/** Reads a sample that came back. Empty verdicts are left out. */
export function readLabels(path: string, read: typeof readCsv): Label[] {
  const { names, rows } = read(readFileSync(path, "utf8"), basename(path));
  const at = ["source_a", "id_a", "source_b", "id_b", "verdict"].map((name) => names.indexOf(name));
  if (at.includes(-1)) throw new Plain(`${basename(path)} needs the columns source_a, id_a, source_b, id_b, verdict.`, 64);
  return rows.flatMap((row, i) => {
    const [sourceA, idA, sourceB, idB, verdict] = at.map((column) => row[column]!.replace(/^'(?=[=+@-])/u, ""));
    if (!VERDICTS.has(verdict!)) throw new Plain(`${basename(path)}, row ${i + 2}: a verdict is same, not the same, cannot tell, or nothing.`, 64);
    return verdict === "" ? [] : [{ a: `${sourceA!}:${idA!}`, b: `${sourceB!}:${idB!}`, verdict: verdict! }];
  });
}

/** What people said, by band. Labels of pairs that blocking did not bring together count in none. */
export function clericalBands({ pairs, scores, sources, ids }: LinkResult, labels: readonly Label[]): ClericalBand[] {
  const verdicts = new Map(labels.flatMap(({ a, b, verdict }) => [[`${a} ${b}`, verdict] as const, [`${b} ${a}`, verdict] as const]));
  const told = BANDS.map((band) => ({ band, pairs: 0, read: 0, same: 0, cannotTell: 0 }));
  for (let pair = 0; pair < pairs.count; pair++) {
    const one = told[scores.band[pair]!]!;
    one.pairs++;
    const [a, b] = [pairs.a[pair]!, pairs.b[pair]!];
    const verdict = verdicts.get(`${sources[a]!}:${ids[a]!} ${sources[b]!}:${ids[b]!}`);
    if (verdict === "cannot tell") one.cannotTell++;
    else if (verdict !== undefined) {
      one.read++;
      if (verdict === "same") one.same++;
    }
  }
  return told.reverse();
}
