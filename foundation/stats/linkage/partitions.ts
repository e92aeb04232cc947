/**
 * Partitions of records into people, drawn from what is not known: each draw is one way the records might be linked, and all together carry the doubt of linking
 * into estimates.
 *
 * Pairs are not drawn one by one: a record that is one person with this is not one with that, and whoever is found on no other list is somebody else's absence.
 * So whole partitions are drawn. The weight of one is the product over its clusters of 2 to the power
 *   (k − 1) · (mean bits of the cluster's k (k − 1) / 2 pairs + gain),   0 where two of a cluster cannot be one person.
 * With two records that is the pair's odds. With more, the mean and not the sum, since three writings of one name hold two coincidences and not three.
 * `gain` is what the chance of a merge is beyond that of a pair picked at random, learned from the partitions themselves: merge-gain.ts.
 *
 * Records hang together in small components; each is drawn apart. Up to six units all partitions are weighed; above, Gibbs steps go from state to state.
 */
import { clustersNamed, type Clusters } from "./clusters.ts";
import { learnedGain, type Gain } from "./merge-gain.ts";
import { allPartitions, componentsOf, type Component, type PartitionInput, type Uncertain } from "./partition-components.ts";
import { Random } from "../random.ts";

/** Components up to this size are drawn exactly. */
export const MOST_EXACT = 6;
/** Sweeps of Gibbs steps for each draw of a larger one, which begins with everybody apart. */
const SWEEPS = 30;
/** A pair of clusters with more units than this is not dealt anew all at once. */
const MOST_DEALT = 8;

export class PartitionSampler {
  readonly gain: Gain;
  readonly #input: PartitionInput;
  readonly #seed: string;
  readonly #components: readonly Component[];

  constructor(pairs: Uncertain, input: PartitionInput, seed: string) {
    this.#input = input;
    this.#seed = seed;
    this.#components = componentsOf(pairs, input);
    this.gain = learnedGain(input, (gain, round) => this.#drawn(`gain ${round}`, gain));
  }

  /** Draws partition number `draw`, from 0. The same number is the same partition. */
  draw(draw: number): Clusters {
    return clustersNamed(this.#drawn(`partition ${draw}`, this.gain));
  }

  /** For each record the first record of its cluster. */
  #drawn(name: string, gain: Gain): Int32Array {
    const of = Int32Array.from({ length: this.#input.records }, (_, record) => record);
    for (const component of this.#components) {
      const random = new Random(`${this.#seed} ${name} ${this.#input.nameOf(component.units[0]![0]!)}`);
      const blocks = component.size <= MOST_EXACT ? drawExactly(component, gain, random) : drawBySteps(component, gain, random);
      for (const block of blocks) {
        const records = block.flatMap((unit) => component.units[unit]!);
        const first = Math.min(...records);
        for (const record of records) of[record] = first;
      }
    }
    return of;
  }
}

/** One of all partitions of the component's units, by weight. */
export function drawExactly(component: Component, gain: Gain, random: Random): readonly (readonly number[])[] {
  const all = allPartitions(component.size);
  return all[
    drawn(
      all.map((blocks) => blocks.reduce((sum, block) => sum + component.bitsOf(block, gain), 0)),
      random,
    )
  ]!;
}

/** A place by its weight, given in bits. */
function drawn(bits: readonly number[], random: Random): number {
  const most = Math.max(...bits);
  const weights = bits.map((one) => 2 ** (one - most));
  let left = random.unit() * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [i, weight] of weights.entries()) if ((left -= weight) < 0) return i;
  return bits.indexOf(most);
}

/** Gibbs steps from everybody apart: each unit in turn goes where its weight says; then, as often, the two clusters of a link picked at random are dealt anew between its ends. */
export function drawBySteps(component: Component, gain: Gain, random: Random, sweeps = SWEEPS): readonly (readonly number[])[] {
  const { size, edges } = component;
  // Which cluster each unit is in; clusters are sorted lists of units.
  const at = Array.from({ length: size }, (_, unit) => unit);
  const clusters: number[][] = at.map((unit) => [unit]);
  const put = (units: number[], cluster: number): void => {
    clusters[cluster] = units.sort((x, y) => x - y);
    for (const unit of units) at[unit] = cluster;
  };
  for (let sweep = 0; sweep < sweeps; sweep++) {
    for (let unit = 0; unit < size; unit++) {
      const from = at[unit]!;
      put(
        clusters[from]!.filter((other) => other !== unit),
        from,
      );
      // Where a place is empty it is the unit's own; one is enough.
      const own = clusters[from]!.length === 0 ? from : clusters.findIndex(({ length }) => length === 0);
      const places: number[] = [];
      const bits: number[] = [];
      for (const [place, units] of clusters.entries()) {
        if (units.length === 0 && place !== own) continue;
        const more =
          units.length === 0
            ? 0
            : units.length === 1
              ? component.pairBits(units[0]!, unit, gain)
              : component.bitsOf([...units, unit], gain) - component.bitsOf(units, gain);
        if (more === -Infinity) continue;
        places.push(place);
        bits.push(more);
      }
      const to = places[drawn(bits, random)]!;
      put([...clusters[to]!, unit], to);
    }
    for (let times = 0; times < size; times++) {
      const [u, v] = random.pick(edges);
      const [one, other] = [at[u]!, at[v]!];
      const free = [...new Set([...clusters[one]!, ...clusters[other]!])].filter((unit) => unit !== u && unit !== v);
      if (free.length + 2 > MOST_DEALT) continue;
      // Together, or apart with each of the others on either side: what may come of it are the very states it could have come from.
      const ways = [
        [[u, v, ...free]],
        ...Array.from({ length: 2 ** free.length }, (_, side) => [
          [u, ...free.filter((_, i) => (side >> i) & 1)],
          [v, ...free.filter((_, i) => !((side >> i) & 1))],
        ]),
      ];
      const way =
        ways[
          drawn(
            ways.map((blocks) => blocks.reduce((sum, block) => sum + component.bitsOf(block, gain), 0)),
            random,
          )
        ]!;
      const second = one === other ? clusters.findIndex(({ length }) => length === 0) : other;
      clusters[one] = [];
      if (second >= 0) clusters[second] = [];
      put([...way[0]!], one);
      if (way.length === 2) put([...way[1]!], second);
    }
  }
  return clusters.filter(({ length }) => length > 0);
}
