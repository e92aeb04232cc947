/**
 * The words of all names of a record, to be found by how they sound in another script: a search for Marek then finds Марек and مارك as well. Words are looked
 * up by the classes of their consonants (`skeletonOf`), one of which may be missing or another; the nearest of those by plain transliteration are judged by the
 * pair models (docs/decisions/0038-sounds-like.md). What one question costs is bounded, however many names there are.
 */
import { jaroWinkler, sameWord, skeletonOf, toLatin, wordOf, type NameWord, type Script } from "#stats";

interface Known extends NameWord {
  /** As it is written in a name, small letters, its article with it. */
  readonly written: string;
  readonly latin: string;
}

/** What may be written otherwise; what has fewer letters is like too much. */
const FEWEST_LETTERS = 3;
const SCRIPTS: readonly Script[] = ["latin", "cyrillic", "arabic"];

export interface SoundsLikeBounds {
  /** Different words that are kept; what comes later is not found. */
  readonly mostWords: number;
  /** For each script: words with a like skeleton that are put in order, and those of them that the models judge. */
  readonly mostOrdered: number;
  readonly mostJudged: number;
}

export const BOUNDS: SoundsLikeBounds = { mostWords: 100_000, mostOrdered: 4_000, mostJudged: 100 };

export class SoundsLike {
  readonly #bounds: SoundsLikeBounds;
  readonly #written = new Set<string>();
  readonly #blocks = new Map<Script, Map<string, Known[]>>(SCRIPTS.map((script) => [script, new Map<string, Known[]>()]));
  /** Words judged by the models since the beginning: what questions cost. */
  judged = 0;

  constructor(bounds: SoundsLikeBounds = BOUNDS) {
    this.#bounds = bounds;
  }

  /** Different words that are kept. */
  get words(): number {
    return this.#written.size;
  }

  /** Keeps the words of a name, as many as there is room for. */
  add(name: string): void {
    for (const piece of piecesOf(name)) {
      if (this.#written.has(piece) || this.#written.size >= this.#bounds.mostWords) continue;
      this.#written.add(piece);
      const word = wordOf(piece);
      const blocks = word === null ? undefined : this.#blocks.get(word.script);
      if (word === null || blocks === undefined || word.plain.length < FEWEST_LETTERS) continue;
      const known: Known = { ...word, written: piece, latin: toLatin(word.folded) };
      for (const key of keysOf(word)) {
        const block = blocks.get(key);
        if (block === undefined) blocks.set(key, [known]);
        else block.push(known);
      }
    }
  }

  /** Words of names in other scripts that are most likely this one, the nearest first, at most `most` of each script; as they are written. */
  of(typed: string, most: number): readonly string[] {
    const word = wordOf(typed.toLowerCase());
    if (word === null || word.plain.length < FEWEST_LETTERS) return [];
    const latin = toLatin(word.folded);
    return [...this.#blocks].flatMap(([script, blocks]) => (script === word.script ? [] : this.#among(blocks, word, latin).slice(0, most)));
  }

  #among(blocks: ReadonlyMap<string, readonly Known[]>, word: NameWord, latin: string): string[] {
    const { mostOrdered, mostJudged } = this.#bounds;
    const candidates = new Set<Known>();
    for (const key of keysOf(word)) {
      for (const known of blocks.get(key) ?? []) {
        if (candidates.size >= mostOrdered) break;
        candidates.add(known);
      }
    }
    const nearest = [...candidates]
      .map((known) => ({ known, nearness: jaroWinkler(latin, known.latin) }))
      .toSorted((a, b) => b.nearness - a.nearness || (a.known.written < b.known.written ? -1 : 1))
      .slice(0, mostJudged);
    this.judged += nearest.length;
    return nearest.filter(({ known }) => sameWord(word, known) === "variant").map(({ known }) => known.written);
  }
}

/** The skeleton, and what is left of it without each of its classes: two words share a key where one class of theirs is missing or another. */
function keysOf({ folded }: NameWord): ReadonlySet<string> {
  const skeleton = skeletonOf(folded);
  const without = skeleton.length < 3 ? [] : Array.from(skeleton, (_, at) => skeleton.slice(0, at) + skeleton.slice(at + 1));
  return new Set([skeleton, ...without]);
}

function piecesOf(name: string): readonly string[] {
  return name.normalize("NFKC").toLowerCase().split(/[^\p{L}\p{M}\p{N}]+/u).filter((piece) => piece !== "");
}
