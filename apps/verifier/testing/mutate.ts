/** One change by chance to a package on a disk: what a clumsy copy or a careful forger could do, short of sealing it again. */
import {
  appendFileSync,
  lstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";

/** A whole number below `limit`. */
export type Chance = (limit: number) => number;

/** A small generator with a seed (mulberry32), so that a failure can be repeated. */
export function randomOf(seed: number): Chance {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

/** Changes one thing below `root` and says what. */
export function mutate(root: string, chance: Chance): string {
  const files = filesOf(root);
  const pick = (): string => files[chance(files.length)]!;
  const path = pick();
  const place = join(root, path);
  const bytes = readFileSync(place);
  const changes: readonly (readonly [string, () => void])[] = [
    ["a bit turned over", () => writeFileSync(place, withBitTurned(bytes, chance(8 * bytes.length)))],
    ["a byte replaced", () => writeFileSync(place, bytes.with(chance(bytes.length), chance(256)))],
    ["cut off", () => truncateSync(place, chance(bytes.length))],
    ["a byte more", () => appendFileSync(place, Uint8Array.of([0, 10, 13, 32, 97][chance(5)]!))],
    ["a line twice", () => writeFileSync(place, Buffer.concat([bytes.subarray(0, bytes.indexOf(10) + 1), bytes]))],
    ["line ends of another system", () => writeFileSync(place, bytes.toString("latin1").replaceAll("\n", "\r\n"), "latin1")],
    ["taken out", () => rmSync(place)],
    ["renamed", () => renameSync(place, `${place}x`)],
    ["renamed in capitals", () => renameSync(place, join(dirname(place), path.split("/").at(-1)!.toUpperCase()))],
    ["copied beside", () => writeFileSync(`${place.replace(/[^/]*$/, "")}working-9.txt`, bytes)],
    ["replaced by another file", () => writeFileSync(place, readFileSync(join(root, pick())))],
    [
      "replaced by a link to the same bytes",
      () => {
        writeFileSync(`${root}.kept`, bytes);
        rmSync(place);
        symlinkSync(`${root}.kept`, place);
      },
    ],
  ];
  const [what, change] = changes[chance(changes.length)]!;
  change();
  return `${path}: ${what}`;
}

function withBitTurned(bytes: Uint8Array, bit: number): Uint8Array {
  const at = Math.floor(bit / 8);
  return bytes.with(at, bytes[at]! ^ (1 << (bit % 8)));
}

/** Whether two directories hold the same names, types and bytes. */
export function sameFiles(a: string, b: string): boolean {
  const [left, right] = [filesOf(a), filesOf(b)];
  return left.join("\n") === right.join("\n") && left.every((path) => contentOf(join(a, path)) === contentOf(join(b, path)));
}

function contentOf(path: string): string {
  return lstatSync(path).isSymbolicLink() ? `link ${readlinkSync(path)}` : `file ${readFileSync(path, "latin1")}`;
}

function filesOf(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((inside) => !inside.isDirectory())
    .map((inside) => join(inside.parentPath, inside.name).slice(root.length + 1))
    .sort();
}
