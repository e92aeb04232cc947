/**
 * Making a package (docs/formats/package.md). Everything is made in memory and checked by the verifier's own code before it is handed
 * out; the same input, key, day and chance give the same bytes.
 */
import { toHex, utf8, type Bytes } from "#bytes";
import { sha256Hex, sha512, type Signer } from "#prim";
import {
  composeBagInfo,
  composeCustody,
  composeItem,
  composeLeaf,
  composeManifest,
  composeRecord,
  composeSshsig,
  CUSTODY_PATH,
  DECLARATION,
  LISTED_TAG_FILES,
  PACKAGE_NAMESPACE,
  RECORD_PATH,
  SEAL_PATH,
  TAG_MANIFEST,
  treeOf,
  verifyPackage,
  type CustodyLine,
  type Finding,
  type ItemDescription,
  type ItemFile,
  type LogPosition,
  type PackageRecord,
  type RecordItem,
  type Redaction,
} from "#proof";
import { commitmentFor, type Random } from "./commit.ts";
import { PreserveError } from "./errors.ts";
import { LIMITS, readmeText } from "./readme.ts";

/** A file of an item as the layout names it: `original.jpg`, `working-1.txt`, `page.png`. */
export type PackagedFile = {
  readonly name: string;
  readonly bytes: Bytes;
  /** What a working copy was made from. The parent's hash is added where the parent is in the package, and else stays untold. */
  readonly madeFrom: Omit<NonNullable<ItemFile["madeFrom"]>, "sha256"> | null;
};

type Named = Pick<RecordItem, "id" | "kind"> & { readonly parents: readonly string[] };
type Described = Named &
  Pick<ItemDescription, "description" | "received" | "mediaType" | "capture"> & {
    readonly files: readonly PackagedFile[];
    readonly redactions: readonly Redaction[];
  };

/** An item in a package: opened with its original, opened as working copies only, or closed. */
export type PackagedItem =
  | (Described & { readonly opened: "whole"; readonly salt: string; readonly after: LogPosition | null })
  | (Described & { readonly opened: "redacted"; readonly leaf: string })
  | (Named & { readonly opened: "closed"; readonly leaf: string });

export type PackageInput = {
  readonly items: readonly PackagedItem[];
  readonly finding: Finding | null;
  /** The custody log, redacted as far as it must be (`redactCustody`). */
  readonly custody: readonly CustodyLine[];
  /** What else the package does not prove, beyond `LIMITS`. */
  readonly furtherLimits: readonly string[];
  /** Only in a package that is public. */
  readonly organisation: string | null;
};

export type EvidencePackage = {
  /** `ep-` and 32 hexadecimal characters: the name of its directory. */
  readonly id: string;
  /** Every file by its path. */
  readonly files: ReadonlyMap<string, Bytes>;
};

/**
 * Builds and seals a package. Throws `ProofError` for input that has no form in a package, `PreserveError("not-a-package")` where what came
 * out would not verify.
 * @param signer the package-signing key, which is nobody's own
 * @param day `YYYY-MM-DD`
 */
export async function buildPackage(input: PackageInput, signer: Signer, day: string, random: Random): Promise<EvidencePackage> {
  const id = `ep-${toHex(random(16))}`;
  const payload = new Map<string, Bytes>();
  for (const item of input.items) addItem(payload, item);
  payload.set(RECORD_PATH, composeRecord(recordOf(input, id, day)));
  payload.set(CUSTODY_PATH, composeCustody(input.custody));

  const files = new Map(payload);
  files.set("bagit.txt", utf8(DECLARATION));
  files.set("README.txt", utf8(readmeText(id, day)));
  files.set("bag-info.txt", composeBagInfo({ id, day, ...sumOf(payload), organisation: input.organisation }));
  files.set("manifest-sha256.txt", composeManifest("sha256", payload));
  files.set("manifest-sha512.txt", composeManifest("sha512", payload));
  const tagManifest = composeManifest("sha256", new Map(LISTED_TAG_FILES.map((path) => [path, files.get(path)!])));
  files.set(TAG_MANIFEST, tagManifest);
  files.set(SEAL_PATH, composeSshsig(signer, PACKAGE_NAMESPACE, tagManifest));

  const report = await verifyPackage(treeOf(files), null);
  if (report.verdict !== "consistent" || report.recordFits !== true) throw new PreserveError("not-a-package");
  return { id, files };
}

function addItem(payload: Map<string, Bytes>, item: PackagedItem): void {
  const add = (path: string, bytes: Bytes): void => {
    if (payload.has(path)) throw new PreserveError("same-name-twice");
    payload.set(path, bytes);
  };
  if (item.opened !== "whole") add(`data/closed/${item.id}.leaf`, composeLeaf(item.leaf));
  if (item.opened === "closed") return;
  for (const file of item.files) add(`data/items/${item.id}/${file.name}`, file.bytes);
  add(`data/items/${item.id}/item.json`, composeItem(describe(item)));
  if (item.opened !== "whole") return;
  const original = item.files.find((file) => isCommitted(file.name));
  if (!original) throw new PreserveError("no-original");
  add(`data/commitments/${item.id}.txt`, commitmentFor(item.id, item.salt, original.bytes, item.after).text);
}

function describe(item: Described): ItemDescription {
  const { id, description, received, mediaType, capture, files } = item;
  const hashes = new Map(files.map((file) => [file.name, sha256Hex(file.bytes)]));
  return {
    format: "evidence-item/v1",
    id,
    description,
    received,
    mediaType,
    capture,
    files: files.map((file) => ({
      name: file.name,
      sizeBytes: file.bytes.length,
      sha256: hashes.get(file.name)!,
      sha512: toHex(sha512(file.bytes)),
      madeFrom: file.madeFrom && { ...file.madeFrom, sha256: hashes.get(file.madeFrom.name) ?? null },
    })),
  };
}

function recordOf(input: PackageInput, id: string, day: string): PackageRecord {
  return {
    format: "vouchsafe-record/v1",
    package: id,
    day,
    limits: [...LIMITS, ...input.furtherLimits],
    items: input.items.map((item) => ({
      id: item.id,
      kind: item.kind,
      opened: item.opened,
      parents: [...item.parents],
      redactions: item.opened === "closed" ? [] : [...item.redactions],
    })),
    finding: input.finding,
  };
}

function isCommitted(name: string): boolean {
  return name.startsWith("original.") || name === "capture.wacz";
}

function sumOf(payload: ReadonlyMap<string, Bytes>): { payloadBytes: number; payloadFiles: number } {
  const payloadBytes = [...payload.values()].reduce((sum, bytes) => sum + bytes.length, 0);
  return { payloadBytes, payloadFiles: payload.size };
}
