/** The first check and the one on items: what stands in the package, before any file is read. */
import { ProofError } from "./errors.ts";
import { MAX_FILES, maxBytesAt, placeOf, REQUIRED_PATHS, type Place } from "./layout.ts";
import { parentsOf, type TreeEntry } from "./tree.ts";

/**
 * Every file with its place. Throws `ProofError`: `too-many-files`, `not-a-file` (a link, a pipe …), `fetch-file`, `unknown-seal`,
 * `unknown-name`, `too-large`, `unknown-directory`, `missing-file`.
 */
export function checkNames(entries: readonly TreeEntry[]): Map<string, Place> {
  if (entries.some((entry) => entry.type === "other")) throw new ProofError("not-a-file");
  const files = entries.filter((entry) => entry.type === "file");
  if (files.length > MAX_FILES) throw new ProofError("too-many-files");
  const places = new Map(files.map((file) => [file.path, placeOfFile(file)]));
  const parents = new Set([...places.keys()].flatMap(parentsOf));
  if (entries.some((entry) => entry.type === "directory" && !parents.has(entry.path))) throw new ProofError("unknown-directory");
  for (const path of REQUIRED_PATHS) if (!places.has(path)) throw new ProofError("missing-file", path);
  return places;
}

function placeOfFile(file: TreeEntry): Place {
  const place = placeOf(file.path);
  if (file.path === "fetch.txt") throw new ProofError("fetch-file");
  if (!place) throw new ProofError(file.path.startsWith("seals/") ? "unknown-seal" : "unknown-name");
  if (file.sizeBytes > maxBytesAt(place)) throw new ProofError("too-large", file.path);
  return place;
}

/**
 * An item's directory has an item.json and is either opened (one committed file, its commitment, no leaf) or withheld (no committed file, no
 * commitment, a leaf). A log proof is for an item that is here. Throws `ProofError("bad-item")`.
 */
export function checkItems(places: ReadonlyMap<string, Place>): void {
  const ids = (kind: Place["at"]): string[] => [...places.values()].flatMap((place) => ("id" in place && place.at === kind ? [place.id] : []));
  const described = new Set(ids("item"));
  const committed = new Set(ids("committed"));
  const commitments = new Set(ids("commitment"));
  const leaves = new Set(ids("leaf"));
  const present = [...ids("committed"), ...ids("companion"), ...ids("working")];
  const sound =
    present.every((id) => described.has(id)) &&
    committed.size === ids("committed").length &&
    [...described].every((id) => committed.has(id) !== leaves.has(id)) &&
    same(committed, commitments) &&
    ids("item-proof").every((id) => commitments.has(id) || leaves.has(id));
  if (!sound) throw new ProofError("bad-item");
}

function same(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((value) => b.has(value));
}
