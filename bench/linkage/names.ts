/** Finding the right spelling of a name in another script among thousands: the shipped pair model, and transliteration with Jaro–Winkler beside it. */
import { isHeldOut, readPairs } from "../name-pairs.ts";
import { arabicModel, jaroWinkler, NameIndex, Random, russianModel, toLatin, wilson } from "#stats";

export interface NamesMeasured {
  readonly queries: number;
  /** All distinct spellings on the other side of the held-out fifth: each query is asked against all of them. */
  readonly candidates: number;
  /** Share of queries whose first answer is a spelling that the held-out pairs give for this name. */
  readonly model: number;
  readonly transliterated: number;
  readonly interval: { readonly low: number; readonly high: number };
}

/** Asks `most` of the held-out Latin names, drawn by a fixed seed; Infinity for all. */
export function measureNames(folder: string, language: "russian" | "arabic", most: number): NamesMeasured {
  const truth = new Map<string, Set<string>>();
  const candidates = new Set<string>();
  for (const [latin, other] of readPairs(folder, language)) {
    if (!isHeldOut(latin)) continue;
    truth.set(latin, (truth.get(latin) ?? new Set()).add(other));
    candidates.add(other);
  }
  const queries = new Random("queries").shuffle([...truth.keys()].sort()).slice(0, most);
  const index = new NameIndex(language === "russian" ? russianModel() : arabicModel(), candidates);
  const transliterated = [...candidates].map((name) => [name, toLatin(name)] as const);
  let [byModel, byTable] = [0, 0];
  for (const query of queries) {
    const right = truth.get(query)!;
    const [first] = index.find(query, 1);
    if (first !== undefined && right.has(first.name)) byModel++;
    let [best, bestLikeness] = ["", -1];
    for (const [name, latin] of transliterated) {
      const likeness = jaroWinkler(query, latin);
      if (likeness > bestLikeness) [best, bestLikeness] = [name, likeness];
    }
    if (right.has(best)) byTable++;
  }
  return {
    queries: queries.length,
    candidates: candidates.size,
    model: byModel / queries.length,
    transliterated: byTable / queries.length,
    interval: wilson(byModel, queries.length),
  };
}
