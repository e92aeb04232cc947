/** Partitions drawn at random from what is not known: each differs where a pair may or may not be one person. They carry the doubt of linking into estimates. */
import { clusterRecords, type ClusterInput, type Clusters } from "./clusters.ts";
import { hash32, mix32 } from "../random.ts";

export interface Uncertain {
  readonly a: ArrayLike<number>;
  readonly b: ArrayLike<number>;
  readonly probability: ArrayLike<number>;
  readonly count: number;
}

/**
 * Draws partition number `draw`: each pair is a link with its probability, and groups are made of the links drawn as always. A pair's chance depends on the
 * seed, the draw and its two records' names alone, so no order and no number of workers changes it. `nameOf`: what identifies a record everywhere.
 */
export function drawPartition(
  pairs: Uncertain,
  input: Omit<ClusterInput, "a" | "b">,
  nameOf: (record: number) => string,
  seed: string,
  draw: number,
): Clusters {
  const [a, b]: [number[], number[]] = [[], []];
  const start = hash32(`${seed} partition ${draw}`);
  const hashes = new Map<number, number>();
  const hashOf = (record: number): number => {
    let hash = hashes.get(record);
    if (hash === undefined) hashes.set(record, (hash = hash32(nameOf(record))));
    return hash;
  };
  const drawn = new Map<number, boolean>();
  for (let pair = 0; pair < pairs.count; pair++) {
    const p = pairs.probability[pair]!;
    if (p < 0.001) continue;
    const [x, y] = [pairs.a[pair]!, pairs.b[pair]!];
    const unit = mix32(start ^ mix32(hashOf(x) + Math.imul(hashOf(y), 0x9e3779b1))) / 4_294_967_296;
    const isLink = unit < p;
    drawn.set(x * input.records + y, isLink);
    if (!isLink) continue;
    a.push(x);
    b.push(y);
  }
  // In this draw it is known which pairs are one person: the average has to be taken over that, not over the doubt.
  const bitsOf = (x: number, y: number): number => {
    const known = drawn.get(x < y ? x * input.records + y : y * input.records + x);
    const bits = input.bitsOf(x, y);
    return known === undefined ? bits : known ? Math.max(bits, 1) : Math.min(bits, -1);
  };
  return clusterRecords({ ...input, a, b, bitsOf });
}
