/** From comparison vectors to bits, probabilities and bands. */
import type { CandidatePairs } from "./blocking.ts";
import type { Vectors } from "./comparison.ts";
import { LinkageError } from "./errors.ts";
import { agreedShare, type Fields } from "./fields.ts";
import type { LinkModel } from "./model.ts";
import type { LinkSettings } from "./settings.ts";

export type Band = "automatic" | "review" | "apart";

/** What one field says about a pair: log2 of how much likelier this agreement is for one person than for the rival. */
export interface FieldBits {
  readonly field: string;
  /** The name of the level, null where one of the two says nothing. */
  readonly level: string | null;
  readonly bits: number;
  /** Set where the field earns nothing because the rival would share it. */
  readonly isShared: boolean;
}

/** Why two profiles stand where they stand. The bits of prior and fields add up to `bits`, and `probability` follows from all rivals together. */
export interface PairTold {
  readonly a: number;
  readonly b: number;
  /** Whom the pair was most likely to be mistaken for: "stranger", or a rival of the settings. */
  readonly against: string;
  readonly priorBits: number;
  readonly fields: readonly FieldBits[];
  readonly bits: number;
  readonly probability: number;
  readonly band: Band;
  /** Fields whose level keeps the pair out of the automatic band. */
  readonly barredBy: readonly string[];
}

export interface Scores {
  /** log2 of the posterior odds. */
  readonly bits: Float64Array;
  readonly probability: Float64Array;
  /** 0 apart, 1 review, 2 automatic. */
  readonly band: Uint8Array;
}

const BANDS = ["apart", "review", "automatic"] as const;

export class Scorer {
  readonly #fields: Fields;
  readonly #settings: LinkSettings;
  readonly #weights: readonly Float64Array[];
  readonly #log2m: readonly number[];
  readonly #hypotheses: readonly { readonly name: string; readonly prior: number; readonly isShared: readonly boolean[] }[];
  readonly #isBarred: readonly (readonly boolean[])[];
  readonly #isNeeded: readonly (readonly boolean[])[];
  readonly #needsAny: boolean;

  constructor(fields: Fields, settings: LinkSettings, model: LinkModel) {
    this.#fields = fields;
    this.#settings = settings;
    this.#weights = model.m.map((m, f) => m.map((value, level) => (level === 0 ? 0 : Math.log2(value / model.u[f]![level]!))));
    this.#log2m = model.m.map((m) => Math.log2(m[1]!));
    const names = fields.all.map(({ setting }) => setting.name);
    this.#hypotheses = [
      { name: "stranger", prior: Math.log2(model.lambda / (1 - model.lambda)), isShared: names.map(() => false) },
      ...settings.rivals.map(({ name, shares, perMatch }) => ({
        name,
        prior: -Math.log2(perMatch),
        isShared: names.map((field) => shares.includes(field)),
      })),
    ];
    this.#needsAny = Object.keys(settings.needs).length > 0;
    this.#isNeeded = fields.all.map(({ setting, kind }) => barred(setting.name, kind.levels, { bars: settings.needs }));
    this.#isBarred = fields.all.map(({ setting, kind }) => barred(setting.name, kind.levels, settings));
  }

  /** The bits of one field of one pair. A value that many have earns less than one that few have. */
  #bitsOf(f: number, level: number, a: number, b: number): number {
    const weight = this.#weights[f]![level]!;
    if (level !== 1) return weight;
    const field = this.#fields.all[f]!;
    if (field.shares.length === 0) return weight;
    const share = Math.max(agreedShare(field, field.codes[a]!, field.codes[b]!), this.#settings.rarest);
    return this.#log2m[f]! - Math.log2(share);
  }

  /** Scores pairs all at once. */
  score(pairs: Pick<CandidatePairs, "a" | "b" | "count">, vectors: Vectors): Scores {
    const { count, a, b } = pairs;
    const width = this.#weights.length;
    const [bits, probability, band] = [new Float64Array(count), new Float64Array(count), new Uint8Array(count)];
    const hypotheses = this.#hypotheses;
    const sums = new Float64Array(hypotheses.length);
    const own = new Float64Array(width);
    for (let pair = 0; pair < count; pair++) {
      const at = pair * width;
      let isBarred = false;
      let isTold = !this.#needsAny;
      for (let f = 0; f < width; f++) {
        const level = vectors[at + f]!;
        own[f] = level === 0 ? 0 : this.#bitsOf(f, level, a[pair]!, b[pair]!);
        isBarred ||= this.#isBarred[f]![level]!;
        isTold ||= this.#isNeeded[f]![level]!;
      }
      for (let h = 0; h < hypotheses.length; h++) {
        const { prior, isShared } = hypotheses[h]!;
        let sum = prior;
        for (let f = 0; f < width; f++) if (!isShared[f]!) sum += own[f]!;
        sums[h] = sum;
      }
      const total = together(sums);
      bits[pair] = total;
      const p = 1 / (1 + 2 ** -total);
      probability[pair] = p;
      band[pair] = p >= this.#settings.automatic && isTold && !isBarred ? 2 : p >= this.#settings.review ? 1 : 0;
    }
    return { bits, probability, band };
  }

  /** Why one pair stands where it stands. */
  explain(a: number, b: number, vector: Vectors): PairTold {
    const levels = Array.from(vector);
    const own = levels.map((level, f) => (level === 0 ? 0 : this.#bitsOf(f, level, a, b)));
    const sums = this.#hypotheses.map(({ prior, isShared }) => own.reduce((sum, bits, f) => (isShared[f]! ? sum : sum + bits), prior));
    const least = sums.indexOf(Math.min(...sums));
    const { name, prior, isShared } = this.#hypotheses[least]!;
    const probability = 1 / (1 + 2 ** -together(Float64Array.from(sums)));
    const barredBy = this.#fields.all.flatMap(({ setting }, f) => (this.#isBarred[f]![levels[f]!]! ? [setting.name] : []));
    if (this.#needsAny && !levels.some((level, f) => this.#isNeeded[f]![level]!)) barredBy.push("nothing that tells namesakes apart");
    const { automatic, review } = this.#settings;
    return {
      a,
      b,
      against: name,
      priorBits: prior,
      fields: this.#fields.all.map(({ setting, kind }, f) => ({
        field: setting.name,
        level: levels[f] === 0 ? null : kind.levels[levels[f]! - 1]!,
        bits: isShared[f]! ? 0 : own[f]!,
        isShared: isShared[f]! && levels[f] !== 0,
      })),
      bits: sums[least]!,
      probability,
      band: BANDS[probability >= automatic && barredBy.length === 0 ? 2 : probability >= review ? 1 : 0],
      barredBy,
    };
  }
}

/** By level (0 too), whether it keeps a pair from being linked by itself. */
export function barred(field: string, levels: readonly string[], { bars }: Pick<LinkSettings, "bars">): boolean[] {
  const names = bars[field] ?? [];
  for (const name of names) if (name !== "missing" && !levels.includes(name)) throw new LinkageError("unknown-level", field);
  return [names.includes("missing"), ...levels.map((level) => names.includes(level))];
}

/** Odds against each of several rivals, in bits, as odds against all of them: 1 / (1/a + 1/b + …). */
export function together(bits: Float64Array): number {
  let least = Number.POSITIVE_INFINITY;
  for (const one of bits) if (one < least) least = one;
  let sum = 0;
  for (const one of bits) sum += 2 ** (least - one);
  return least - Math.log2(sum);
}
