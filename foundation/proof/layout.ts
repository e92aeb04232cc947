/**
 * Where things stand in a package (docs/formats/package.md, "Layout"). The layout is closed: a name that is not in it
 * is refused, so odd characters, case twins, percent tricks and ways out of the directory need no rule of their own.
 */

/** Limits of version 1. */
export const MAX_FILES = 10_000;
export const MAX_FILE_BYTES = 1024 ** 3;
export const MAX_TEXT_BYTES = 4 * 1024 ** 2;
export const MAX_SEAL_BYTES = 64 * 1024;

export const SEAL_PATH = "seals/tagmanifest-sha256.txt.sig";
export const TAG_MANIFEST = "tagmanifest-sha256.txt";
export const RECORD_PATH = "data/record.json";
export const CUSTODY_PATH = "data/custody/custody.log";

/** What the tag manifest lists, in its order. */
export const LISTED_TAG_FILES = ["README.txt", "bag-info.txt", "bagit.txt", "manifest-sha256.txt", "manifest-sha512.txt"] as const;

/** Without these there is no package. */
export const REQUIRED_PATHS: readonly string[] = [...LISTED_TAG_FILES, TAG_MANIFEST, RECORD_PATH, CUSTODY_PATH, SEAL_PATH];

/** What a path of the layout is for. `committed` is the file a commitment speaks of. */
export type Place =
  | { readonly at: "tag" | "record" | "custody" | "log" | "anchor" | "seal" | "timestamp" }
  | { readonly at: "item" | "committed" | "companion" | "working" | "commitment" | "leaf" | "item-proof"; readonly id: string };

type Rule = readonly [pattern: RegExp, at: Place["at"]];

const ID = "([0-9a-f]{32})";
const EXTENSION = "[a-z0-9]{1,8}";
const NUMBER = "[1-9][0-9]{0,2}";
const AUTHORITY = "[a-z0-9]{1,16}";

const RULES: readonly Rule[] = [
  [new RegExp(`^(?:${[...LISTED_TAG_FILES, TAG_MANIFEST].map((name) => name.replaceAll(".", "\\.")).join("|")})$`), "tag"],
  [/^data\/record\.json$/, "record"],
  [new RegExp(`^data/items/${ID}/item\\.json$`), "item"],
  [new RegExp(`^data/items/${ID}/(?:original\\.${EXTENSION}|capture\\.wacz)$`), "committed"],
  [new RegExp(`^data/items/${ID}/(?:page\\.html|page\\.png|tls-chain\\.pem)$`), "companion"],
  [new RegExp(`^data/items/${ID}/working-${NUMBER}\\.${EXTENSION}$`), "working"],
  [new RegExp(`^data/commitments/${ID}\\.txt$`), "commitment"],
  [new RegExp(`^data/closed/${ID}\\.leaf$`), "leaf"],
  [new RegExp(`^data/proofs/${ID}\\.tlog-proof$`), "item-proof"],
  [/^data\/proofs\/(?:checkpoint|policy\.txt)$/, "log"],
  [new RegExp(`^data/anchors/(?:checkpoint\\.ots|checkpoint\\.${AUTHORITY}\\.tsr|bitcoin-header-[1-9][0-9]{0,8}\\.hex)$`), "anchor"],
  [/^data\/custody\/custody\.log$/, "custody"],
  [/^seals\/tagmanifest-sha256\.txt\.sig$/, "seal"],
  [new RegExp(`^seals/tagmanifest-sha256\\.txt\\.(?:ots|${AUTHORITY}\\.tsr)$`), "timestamp"],
];

/** What `path` is for, or `null` where the layout has no such name. */
export function placeOf(path: string): Place | null {
  for (const [pattern, at] of RULES) {
    const match = pattern.exec(path);
    if (match) return (match[1] === undefined ? { at } : { at, id: match[1] }) as Place;
  }
  return null;
}

/** The most bytes a file at this place may have: what is parsed is small, what is only hashed may be large. */
export function maxBytesAt(place: Place): number {
  switch (place.at) {
    case "seal":
    case "timestamp":
      return MAX_SEAL_BYTES;
    case "tag":
    case "record":
    case "custody":
    case "item":
    case "commitment":
    case "leaf":
      return MAX_TEXT_BYTES;
    default:
      return MAX_FILE_BYTES;
  }
}
