/**
 * One way to throw nonsense at a parser. Inputs are valid ones that were damaged (a few are left whole), pieces of valid ones in any order, and noise; all of them follow from the
 * seed of the run (`npm test -- --seed=N`) and the parser's name. Only the package's own error may come out, and nothing may take a second of the
 * processor's time.
 */
import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import { runs } from "./long.ts";

/** How many inputs: 10⁵ in a test and 10⁶ in a long run, or where a key agreement or scrypt is inside 10³ and 10⁵. */
export const INPUTS = { pure: runs(1e5, 1e6), costly: runs(1e3, 1e5) } as const;
const A_SECOND_MS = 1000;
// Most inputs end in an error, and what costs most of an error is the stack nobody looks at.
Error.stackTraceLimit = 0;
/** Small inputs find as much, and are many times as many. */
const MAX_SEED_BYTES = 2000;
const MAX_INPUT_BYTES = 6000;

export interface Fuzzed<Input> {
  readonly name: string;
  /** What the parser takes gladly, as bytes; where it takes something else, `from` makes that of bytes. */
  readonly valid: readonly Uint8Array[];
  readonly from: (bytes: Uint8Array, random: Chance) => Input;
  readonly parse: (input: Input) => unknown;
  /** Whether this is the package's own error. */
  readonly isOurs: (error: unknown) => boolean;
  readonly inputs?: number;
}

/** Chance that repeats itself: sfc32 (Chris Doty-Humphrey, PractRand), of which no short cycle is known. */
export class Chance {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(name: string, seed: number = Number(process.env["VOUCHSAFE_SEED"] ?? 1)) {
    let hash = 2166136261;
    for (let n = 0; n < name.length; n++) hash = Math.imul(hash ^ name.charCodeAt(n), 16777619);
    [this.#a, this.#b, this.#c] = [hash, seed, 0];
    for (let n = 0; n < 16; n++) this.below(2);
  }

  /** A whole number from 0 to n − 1; 0 for n = 0. */
  below(n: number): number {
    const out = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + out) | 0;
    return n <= 0 ? 0 : (out >>> 0) % n;
  }

  of<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }
}

/** Throws its inputs at a parser. Fails with the first few inputs that bring out anything but the package's own error, or take a second of this thread's time. */
export function fuzz<Input>(t: TestContext, fuzzed: Fuzzed<Input>): void {
  const { parse, isOurs, inputs = INPUTS.pure } = fuzzed;
  const found: string[] = [];
  let taken = 0;
  let slowest = 0;
  const all = process.cpuUsage();
  for (const [input, bytes, n] of inputsFor(fuzzed, inputs)) {
    const begun = process.threadCpuUsage();
    try {
      parse(input);
      taken += 1;
    } catch (error) {
      if (!isOurs(error)) found.push(`input ${n}: ${wordsOf(error)}: ${hexOf(bytes)}`);
    }
    const took = msOf(process.threadCpuUsage(begun));
    if (took > A_SECOND_MS) found.push(`input ${n} takes ${Math.round(took)} ms: ${hexOf(bytes)}`);
    if (took > slowest) slowest = took;
    if (found.length >= 5) break;
  }
  settle(t, fuzzed, { inputs, taken, slowest, all: msOf(process.cpuUsage(all)) }, found);
}

/** The same for what answers later, and may have other threads work for it. */
export async function fuzzLater<Input>(t: TestContext, fuzzed: Fuzzed<Input>): Promise<void> {
  const { parse, isOurs, inputs = INPUTS.costly } = fuzzed;
  const found: string[] = [];
  let taken = 0;
  let slowest = 0;
  const all = process.cpuUsage();
  for (const [input, bytes, n] of inputsFor(fuzzed, inputs)) {
    const begun = process.cpuUsage();
    try {
      await parse(input);
      taken += 1;
    } catch (error) {
      if (!isOurs(error)) found.push(`input ${n}: ${wordsOf(error)}: ${hexOf(bytes)}`);
    }
    const took = msOf(process.cpuUsage(begun));
    if (took > A_SECOND_MS) found.push(`input ${n} takes ${Math.round(took)} ms: ${hexOf(bytes)}`);
    if (took > slowest) slowest = took;
    if (found.length >= 5) break;
  }
  settle(t, fuzzed, { inputs, taken, slowest, all: msOf(process.cpuUsage(all)) }, found);
}

interface Sums {
  readonly inputs: number;
  readonly taken: number;
  readonly slowest: number;
  readonly all: number;
}

function settle<Input>(t: TestContext, { name }: Fuzzed<Input>, { inputs, taken, slowest, all }: Sums, found: readonly string[]): void {
  t.diagnostic(`${name}: ${inputs} inputs, ${taken} taken, slowest ${slowest.toFixed(1)} CPU-ms, all ${(all / 1000).toFixed(1)} CPU-s`);
  assert.deepEqual(found, [], `${name}, seed ${process.env["VOUCHSAFE_SEED"] ?? 1}`);
  // Whole inputs are among them: where none is taken, nothing was tried but the first look at an input.
  assert.ok(taken > 0, `${name} takes nothing`);
}

function* inputsFor<Input>({ name, valid, from }: Fuzzed<Input>, inputs: number): Generator<[Input, Uint8Array, number]> {
  const chance = new Chance(name);
  const small = valid.filter((one) => one.length <= MAX_SEED_BYTES);
  const seeds = small.length > 0 ? small : [valid.toSorted((a, b) => a.length - b.length)[0]!];
  const words = wordsIn(seeds);
  for (let n = 0; n < inputs; n++) {
    const kind = chance.below(10);
    const bytes = kind < 7 ? damaged(chance, seeds) : kind < 9 ? wordsInAnyOrder(chance, words) : chance.below(5) === 0 ? chance.of(seeds) : noise(chance, chance.below(64));
    yield [from(bytes, chance), bytes, n];
  }
}

const ODD_BYTES = Uint8Array.of(0, 1, 9, 10, 13, 0x20, 0x22, 0x2c, 0x30, 0x5b, 0x5c, 0x7b, 0x7d, 0x7f, 0x80, 0xbf, 0xc0, 0xe2, 0xed, 0xf4, 0xfe, 0xff);
const ODD_WORDS = ["-1", "0", "1e999", "9007199254740993", "4294967296", "2147483648", "null", "true", "[]", "{}", '""', '"__proto__"', '"constructor"', '"\\ud800"', "\u0000", "\u202e", "[".repeat(40), '{"a":'.repeat(20)].map(
  (word) => new TextEncoder().encode(word),
);

/** A valid input with one to four things wrong. */
export function damaged(chance: Chance, seeds: readonly Uint8Array[]): Uint8Array {
  let bytes: Uint8Array = chance.of(seeds);
  for (let wounds = 1 + chance.below(4); wounds > 0; wounds--) bytes = wounded(chance, bytes, seeds);
  return bytes.length > MAX_INPUT_BYTES ? bytes.subarray(0, MAX_INPUT_BYTES) : bytes;
}

function wounded(chance: Chance, bytes: Uint8Array, seeds: readonly Uint8Array[]): Uint8Array {
  const at = chance.below(bytes.length + 1);
  const end = Math.min(bytes.length, at + 1 + chance.below(chance.below(4) === 0 ? 200 : 6));
  switch (chance.below(9)) {
    case 0:
    case 1: {
      const out = Uint8Array.from(bytes); // a Buffer's own slice would be a view of it
      if (at < out.length) out[at]! ^= 1 << chance.below(8);
      return out;
    }
    case 2: {
      const out = Uint8Array.from(bytes);
      if (at < out.length) out[at] = ODD_BYTES[chance.below(ODD_BYTES.length)]!;
      return out;
    }
    case 3:
      return joined(bytes.subarray(0, at), bytes.subarray(end));
    case 4:
      return joined(bytes.subarray(0, end), bytes.subarray(at, end), bytes.subarray(end));
    case 5:
      return joined(bytes.subarray(0, at), noise(chance, 1 + chance.below(8)), bytes.subarray(at));
    case 6: {
      const other = chance.of(seeds);
      const from = chance.below(other.length + 1);
      return joined(bytes.subarray(0, at), other.subarray(from, from + chance.below(300)), bytes.subarray(end));
    }
    case 7:
      return joined(bytes.subarray(0, at), chance.of(ODD_WORDS), bytes.subarray(end));
    default:
      return bytes.subarray(0, at);
  }
}

/** What valid inputs are made of: runs of letters and digits, and every other sign by itself. */
function wordsIn(seeds: readonly Uint8Array[]): readonly Uint8Array[] {
  const words = new Set<string>();
  for (const seed of seeds.slice(0, 40)) for (const word of Buffer.from(seed).toString("latin1").match(/[A-Za-z0-9_-]+|[^A-Za-z0-9_-]/g) ?? []) words.add(word.slice(0, 80));
  return [...[...words].slice(0, 400).map((word) => Uint8Array.from(Buffer.from(word, "latin1"))), ...ODD_WORDS];
}

function wordsInAnyOrder(chance: Chance, words: readonly Uint8Array[]): Uint8Array {
  return joined(...Array.from({ length: chance.below(24) }, () => chance.of(words)));
}

export function noise(chance: Chance, lengthBytes: number): Uint8Array {
  const out = new Uint8Array(lengthBytes);
  for (let n = 0; n < lengthBytes; n++) out[n] = chance.below(256);
  return out;
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const out = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

function msOf({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1000;
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? `${error.name} ${error.message.slice(0, 160)}` : String(error);
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(0, 1200)).toString("hex");
}
