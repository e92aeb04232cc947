import type { Bytes } from "#bytes";
import type { BagInfo } from "./bag.ts";
import type { Place } from "./layout.ts";
import type { Algorithm } from "./manifest.ts";
import type { Seal } from "./sshsig.ts";
import type { PackageTree } from "./tree.ts";
import type { Trust, TrustFile } from "./trust.ts";

/** The trust directory's files, or `null` where none was given. A file that is absent there is absent here. */
export type TrustFiles = ReadonlyMap<TrustFile, Uint8Array> | null;

/** The bench a package lies on while it is checked: what the steps have learned so far. */
export class Bench {
  readonly tree: PackageTree;
  readonly trustFiles: TrustFiles;
  /** Every file and what it is for. */
  places: ReadonlyMap<string, Place> = new Map();
  info: BagInfo | null = null;
  /** The payload's hashes as the manifests give them. */
  readonly listed: Record<Algorithm, ReadonlyMap<string, string>> = { sha256: new Map(), sha512: new Map() };
  /** Payload files that are parsed, once their hashes were found right. */
  readonly payload = new Map<string, Bytes>();
  readonly sizes = new Map<string, number>();
  seal: Seal | null = null;
  trust: Trust | null = null;
  keyName: string | null = null;
  readonly #tags = new Map<string, Bytes>();

  constructor(tree: PackageTree, trustFiles: TrustFiles) {
    this.tree = tree;
    this.trustFiles = trustFiles;
  }

  /** A tag file or the seal, read once: every step judges the same bytes. */
  async tag(path: string): Promise<Bytes> {
    const known = this.#tags.get(path);
    if (known) return known;
    const bytes = await this.tree.read(path);
    this.#tags.set(path, bytes);
    return bytes;
  }

  payloadPaths(): string[] {
    return [...this.places.keys()].filter((path) => path.startsWith("data/"));
  }

  has(...kinds: readonly Place["at"][]): boolean {
    return [...this.places.values()].some((place) => kinds.includes(place.at));
  }
}
