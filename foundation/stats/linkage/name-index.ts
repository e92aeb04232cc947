/** Finding, among many names of one script, the one that a name of another script most likely is. A tree of shared beginnings is walked letter by letter. */
import { NamePairs } from "./name-pairs.ts";
import type { PairModel } from "./pair-model.ts";

interface Step {
  readonly children: Map<number, Step>;
  /** The names that end here. */
  name: string | null;
}

export interface Found {
  readonly name: string;
  /** ln of the odds, as PairModel.logOdds gives it. */
  readonly logOdds: number;
}

/** So many more than were asked for are judged by all models. */
const JUDGED = 15;

export class NameIndex {
  readonly #models: NamePairs;
  /** The one whose tree is walked; the others judge what it found. */
  readonly #model: PairModel;
  readonly #root: Step = { children: new Map(), name: null };

  /** `names`: words of the models' right side, as plainWord gives them. */
  constructor(models: NamePairs, names: Iterable<string>) {
    this.#models = models;
    const model = (this.#model = models.models.at(-1)!);
    for (const name of names) {
      let step = this.#root;
      for (const code of model.rightLetters(name)) {
        let next = step.children.get(code);
        if (next === undefined) step.children.set(code, (next = { children: new Map(), name: null }));
        step = next;
      }
      step.name ??= name;
    }
  }

  /**
   * The likeliest names, best first. At each length the `breadth` most promising beginnings go on: Infinity looks at all of them
   * (slow, and the reference for the tests).
   */
  find(word: string, most: number, breadth = 200): Found[] {
    const model = this.#model;
    const x = model.leftLetters(word);
    if (x.length <= 2) return [];
    const width = x.length + 1;
    const alone = Math.log(model.marginal(x, "left"));
    // What is still to be written of x, were it alone: beginnings that used up different amounts of it can be compared.
    const rest = Float64Array.from({ length: width }, (_, i) => model.marginal(x.subarray(i), "left"));
    interface Beginning {
      readonly step: Step;
      readonly columns: Float64Array;
      readonly before: Float64Array | null;
      readonly codes: Uint8Array;
      readonly promise: number;
    }
    const first = new Float64Array(3 * width);
    model.column(first, 0, 0, 0, x, false, 0, false, 0);
    let open: Beginning[] = [{ step: this.#root, columns: first.slice(0, width), before: null, codes: new Uint8Array(0), promise: 0 }];
    const found: Found[] = [];
    const work = new Float64Array(3 * width);
    while (open.length > 0) {
      const next: Beginning[] = [];
      for (const { step, columns, before, codes } of open)
        for (const [code, child] of step.children) {
          work.set(columns, width);
          if (before !== null) work.set(before, 2 * width);
          const last = codes.length > 0 ? codes[codes.length - 1]! : 0;
          model.column(work, 0, width, 2 * width, x, true, code, before !== null, before === null ? 0 : model.twoOnRight(last, code));
          const now = work.slice(0, width);
          const longer = new Uint8Array(codes.length + 1);
          longer.set(codes);
          longer[codes.length] = code;
          const prefix = model.marginal(longer, "right");
          if (child.name !== null && now[x.length]! > 0)
            found.push({ name: child.name, logOdds: Math.log(now[x.length]!) - Math.log(prefix) - alone });
          if (child.children.size === 0) continue;
          let promise = 0;
          for (let i = 0; i < width; i++) promise = Math.max(promise, now[i]! * rest[i]!);
          next.push({ step: child, columns: now, before: columns, codes: longer, promise: promise / prefix });
        }
      if (next.length > breadth) {
        next.sort((a, b) => b.promise - a.promise);
        next.length = breadth;
      }
      open = next;
    }
    const byOdds = (a: Found, b: Found): number => b.logOdds - a.logOdds || (a.name < b.name ? -1 : 1);
    return found
      .sort(byOdds)
      .slice(0, most + JUDGED)
      .map(({ name }) => ({ name, logOdds: this.#models.logOdds(word, name) }))
      .sort(byOdds)
      .slice(0, most);
  }
}
