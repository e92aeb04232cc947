/**
 * Latent classes (Manrique-Vallier 2016, the model and priors of his LCMCR): people fall into classes nobody sees; within a class the lists are
 * independent. Class weights are a Dirichlet process broken at `classes` sticks, α ~ Gamma(.25, .25); chances are uniform beforehand; N ~ 1 / N.
 * Sampled by Gibbs steps on counts of (pattern, class), never on single people. Chains begin far apart on purpose.
 */
import { beta, gamma, logGammaDraw, multinomial, negativeBinomial, open } from "../numbers/draws.ts";
import type { Random } from "../random.ts";
import type { Table } from "./table.ts";

export interface LatentSettings {
  readonly classes: number;
  readonly alphaShape: number;
  readonly alphaRate: number;
  readonly burnIn: number;
  readonly draws: number;
  /** Only each so-manieth step is kept. */
  readonly thin: number;
}

/** As LCMCR's own, chains apart. */
export const LATENT_SETTINGS: LatentSettings = { classes: 10, alphaShape: 0.25, alphaRate: 0.25, burnIn: 10_000, draws: 2000, thin: 10 };

/** One chain that can be walked in pieces. Its numbers depend on the source it was given and on nothing else. */
export class LatentChain {
  readonly #random: Random;
  readonly #settings: LatentSettings;
  readonly #lists: number;
  readonly #n: number;
  readonly #cells: Int32Array;
  readonly #counts: Float64Array;
  /** A class's chance to be on a list, and not to be, by list then class. */
  readonly #onChance: Float64Array;
  readonly #offChance: Float64Array;
  readonly #weight: Float64Array;
  /** log of what each stick takes of what is left, and of what it leaves. */
  readonly #logTaken: Float64Array;
  readonly #logLeft: Float64Array;
  readonly #logWeight: Float64Array;
  /** People by class, listed or not; those on no list by class; by list and class, those on it. */
  readonly #inClass: Float64Array;
  readonly #noneInClass: Float64Array;
  readonly #on: Float64Array;
  readonly #chance: Float64Array;
  readonly #share: Float64Array;
  #alpha: number;
  #onNone = 0;

  constructor(table: Table, settings: LatentSettings, random: Random) {
    const { classes } = settings;
    this.#random = random;
    this.#settings = settings;
    this.#lists = table.lists.length;
    this.#n = table.n;
    const cells = Array.from(table.counts.keys()).filter((cell) => table.counts[cell]! > 0);
    this.#cells = Int32Array.from(cells);
    this.#counts = Float64Array.from(cells, (cell) => table.counts[cell]!);
    this.#onChance = new Float64Array(this.#lists * classes);
    this.#offChance = new Float64Array(this.#lists * classes);
    this.#weight = new Float64Array(classes);
    this.#logTaken = new Float64Array(classes);
    this.#logLeft = new Float64Array(classes);
    this.#logWeight = new Float64Array(classes);
    this.#inClass = new Float64Array(classes);
    this.#noneInClass = new Float64Array(classes);
    this.#on = new Float64Array(this.#lists * classes);
    this.#chance = new Float64Array(classes);
    this.#share = new Float64Array(classes);
    this.#alpha = gamma(random, 1);
    this.#begin();
  }

  /** Weights and chances from all over: some chains start with one class and some with many, some with nearly all people unseen, some with few. */
  #begin(): void {
    const { classes } = this.#settings;
    const concentration = Math.exp(4 * this.#random.unit() - 2);
    const weights = Float64Array.from({ length: classes }, () => logGammaDraw(this.#random, concentration));
    const top = Math.max(...weights);
    let sum = 0;
    for (const weight of weights) sum += Math.exp(weight - top);
    for (let k = 0; k < classes; k++) {
      this.#logWeight[k] = weights[k]! - top - Math.log(sum);
      this.#weight[k] = Math.exp(this.#logWeight[k]!);
    }
    const scale = open(this.#random);
    for (let place = 0; place < this.#onChance.length; place++) this.#setChance(place, scale * open(this.#random));
  }

  /** How many on no list, after a step. */
  step(): number {
    this.#classesOfListed();
    this.#chances();
    this.#weights();
    this.#swapLabels();
    this.#unlisted();
    const { alphaShape, alphaRate, classes } = this.#settings;
    this.#alpha = gamma(this.#random, alphaShape + classes - 1) / (alphaRate - this.#logWeight[classes - 1]!);
    return this.#onNone;
  }

  #classesOfListed(): void {
    const { classes } = this.#settings;
    this.#inClass.set(this.#noneInClass);
    this.#on.fill(0);
    for (let c = 0; c < this.#cells.length; c++) {
      const cell = this.#cells[c]!;
      this.#chance.set(this.#weight);
      for (let j = 0; j < this.#lists; j++) {
        const chances = (cell >> j) & 1 ? this.#onChance : this.#offChance;
        for (let k = 0; k < classes; k++) this.#chance[k]! *= chances[j * classes + k]!;
      }
      multinomial(this.#random, this.#counts[c]!, this.#chance, this.#share);
      for (let k = 0; k < classes; k++) {
        const people = this.#share[k]!;
        if (people === 0) continue;
        this.#inClass[k]! += people;
        for (let j = 0; j < this.#lists; j++) if ((cell >> j) & 1) this.#on[j * classes + k]! += people;
      }
    }
  }

  #chances(): void {
    const { classes } = this.#settings;
    for (let k = 0; k < classes; k++) {
      const people = this.#inClass[k]!;
      for (let j = 0; j < this.#lists; j++) {
        const place = j * classes + k;
        const on = this.#on[place]!;
        // Nobody in the class: its chances are uniform, as beforehand.
        this.#setChance(place, people === 0 ? open(this.#random) : beta(this.#random, 1 + on, 1 + people - on));
      }
    }
  }

  /** Kept off 0 and 1, where a product over the lists could come to nothing for every class. */
  #setChance(place: number, chance: number): void {
    this.#onChance[place] = Math.max(chance, 1e-20);
    this.#offChance[place] = Math.max(1 - chance, 1e-15);
  }

  #weights(): void {
    const { classes } = this.#settings;
    let later = this.#n + this.#onNone;
    for (let k = 0; k < classes - 1; k++) {
      later -= this.#inClass[k]!;
      const a = logGammaDraw(this.#random, 1 + this.#inClass[k]!);
      const b = logGammaDraw(this.#random, this.#alpha + later);
      const sum = logAdd(a, b);
      this.#logTaken[k] = a - sum;
      this.#logLeft[k] = b - sum;
    }
    this.#breakSticks();
  }

  #breakSticks(): void {
    const { classes } = this.#settings;
    let rest = 0;
    for (let k = 0; k < classes - 1; k++) {
      this.#logWeight[k] = this.#logTaken[k]! + rest;
      rest += this.#logLeft[k]!;
    }
    this.#logWeight[classes - 1] = rest;
    for (let k = 0; k < classes; k++) this.#weight[k] = Math.exp(this.#logWeight[k]!);
  }

  /**
   * Sticks are not alike: the first takes most. A chain whose large class sits on a late stick hardly ever leaves it by single steps, so classes also
   * trade places (Papaspiliopoulos and Roberts 2008, 3.4): with their sticks staying, and next ones with them. The distribution aimed at is the same.
   */
  #swapLabels(): void {
    const { classes } = this.#settings;
    const k = this.#random.below(classes);
    const other = this.#random.below(classes - 1);
    const l = other < k ? other : other + 1;
    const odds = (this.#inClass[l]! - this.#inClass[k]!) * (this.#logWeight[k]! - this.#logWeight[l]!);
    if (odds >= 0 || Math.log(open(this.#random)) < odds) this.#swap(k, l);
    // The last stick takes what is left, and trades with nobody.
    const next = this.#random.below(classes - 2);
    const along = this.#inClass[next]! * this.#logLeft[next + 1]! - this.#inClass[next + 1]! * this.#logLeft[next]!;
    if (along >= 0 || Math.log(open(this.#random)) < along) {
      this.#swap(next, next + 1);
      exchange(this.#logTaken, next, next + 1);
      exchange(this.#logLeft, next, next + 1);
      this.#breakSticks();
    }
  }

  /** People and chances of two classes change places; on whom the sticks rest does not. */
  #swap(k: number, l: number): void {
    const { classes } = this.#settings;
    exchange(this.#inClass, k, l);
    for (let j = 0; j < this.#lists; j++) {
      exchange(this.#onChance, j * classes + k, j * classes + l);
      exchange(this.#offChance, j * classes + k, j * classes + l);
    }
  }

  #unlisted(): void {
    const { classes } = this.#settings;
    let unseen = 0;
    for (let k = 0; k < classes; k++) {
      let chance = this.#weight[k]!;
      for (let j = 0; j < this.#lists; j++) chance *= this.#offChance[j * classes + k]!;
      this.#chance[k] = chance;
      unseen += this.#chance[k]!;
    }
    // A chain may wander where hardly anybody is ever seen. Beyond this the counts would leave the whole numbers; it comes back from there.
    this.#onNone = Math.min(negativeBinomial(this.#random, this.#n, Math.max(1 - unseen, 1e-6)), 1e12);
    multinomial(this.#random, this.#onNone, this.#chance, this.#noneInClass);
  }
}

/** log(exp a + exp b). */
function logAdd(a: number, b: number): number {
  return a > b ? a + Math.log1p(Math.exp(b - a)) : b + Math.log1p(Math.exp(a - b));
}

function exchange(values: Float64Array, i: number, j: number): void {
  const value = values[i]!;
  values[i] = values[j]!;
  values[j] = value;
}
