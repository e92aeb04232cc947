/** The steps of a verification, each one question (docs/formats/package.md, "Verifying"). A step that finds fault throws `ProofError`. */
import { DECLARATION, parseBagInfo } from "./bag.ts";
import type { Bench } from "./bench.ts";
import { parseCommitment, parseLeaf } from "./commitment.ts";
import { parseCustody } from "./custody.ts";
import { ProofError } from "./errors.ts";
import { CUSTODY_PATH, LISTED_TAG_FILES, SEAL_PATH, TAG_MANIFEST, type Place } from "./layout.ts";
import { byteText } from "./lines.ts";
import { digest, parseManifest, requireSamePaths, type Algorithm } from "./manifest.ts";
import { checkItems, checkNames } from "./names.ts";
import type { CheckName, GoodDetail, UnknownDetail } from "./report.ts";
import { PACKAGE_NAMESPACE, parseSshsig, requireGoodSeal } from "./sshsig.ts";
import { parseTrust, standingOf } from "./trust.ts";

/** What a step found, where it found no fault. */
export type StepDetail = GoodDetail | UnknownDetail;
export type Step = { readonly needs: readonly CheckName[]; readonly run: (bench: Bench) => Promise<StepDetail> };

/** Each step, and the steps without whose success it means nothing. */
export const STEPS: Readonly<Record<CheckName, Step>> = {
  names: { needs: [], run: names },
  declaration: { needs: ["names"], run: declaration },
  "bag-info": { needs: ["names"], run: bagInfo },
  "tag-files": { needs: ["names"], run: tagFiles },
  manifests: { needs: ["names"], run: manifests },
  payload: { needs: ["manifests"], run: payload },
  "payload-sum": { needs: ["bag-info", "payload"], run: payloadSum },
  items: { needs: ["names"], run: items },
  commitments: { needs: ["payload", "items"], run: commitments },
  custody: { needs: ["payload"], run: custody },
  "log-proofs": { needs: ["names"], run: async (bench) => (bench.has("log", "item-proof", "anchor") ? "not-checked" : "absent") },
  "seal-form": { needs: ["names"], run: sealForm },
  "seal-signature": { needs: ["seal-form"], run: sealSignature },
  timestamps: { needs: ["names"], run: async (bench) => (bench.has("timestamp") ? "not-checked" : "absent") },
  "trust-files": { needs: [], run: trustFiles },
  signer: { needs: ["seal-signature", "trust-files"], run: signer },
};

const ALGORITHMS: readonly Algorithm[] = ["sha256", "sha512"];
const PARSED: readonly Place["at"][] = ["record", "custody", "item", "commitment", "leaf"];

async function names(bench: Bench): Promise<StepDetail> {
  bench.places = checkNames(await bench.tree.list());
  return "ok";
}

async function declaration(bench: Bench): Promise<StepDetail> {
  if (byteText(await bench.tag("bagit.txt")) !== DECLARATION) throw new ProofError("bad-declaration", "bagit.txt");
  return "ok";
}

async function bagInfo(bench: Bench): Promise<StepDetail> {
  bench.info = parseBagInfo(await bench.tag("bag-info.txt"));
  return "ok";
}

async function tagFiles(bench: Bench): Promise<StepDetail> {
  const hashes = parseManifest("sha256", await bench.tag(TAG_MANIFEST), TAG_MANIFEST);
  requireSamePaths(hashes.keys(), new Set(LISTED_TAG_FILES), TAG_MANIFEST);
  for (const [path, hash] of hashes) {
    if (digest("sha256", await bench.tag(path)) !== hash) throw new ProofError("wrong-hash", path);
  }
  return "ok";
}

async function manifests(bench: Bench): Promise<StepDetail> {
  const present = new Set(bench.payloadPaths());
  for (const algorithm of ALGORITHMS) {
    const path = `manifest-${algorithm}.txt`;
    bench.listed[algorithm] = parseManifest(algorithm, await bench.tag(path), path);
    requireSamePaths(bench.listed[algorithm].keys(), present, path);
  }
  return "ok";
}

async function payload(bench: Bench): Promise<StepDetail> {
  for (const path of bench.payloadPaths()) {
    const bytes = await bench.tree.read(path);
    for (const algorithm of ALGORITHMS) {
      if (digest(algorithm, bytes) !== bench.listed[algorithm].get(path)) throw new ProofError("wrong-hash", path);
    }
    bench.sizes.set(path, bytes.length);
    if (PARSED.includes(bench.places.get(path)!.at)) bench.payload.set(path, bytes);
  }
  return "ok";
}

async function payloadSum({ info, sizes }: Bench): Promise<StepDetail> {
  const sumBytes = [...sizes.values()].reduce((sum, sizeBytes) => sum + sizeBytes, 0);
  if (info!.payloadBytes !== sumBytes || info!.payloadFiles !== sizes.size) throw new ProofError("wrong-sum", "bag-info.txt");
  return "ok";
}

async function items({ places }: Bench): Promise<StepDetail> {
  checkItems(places);
  return "ok";
}

async function commitments(bench: Bench): Promise<StepDetail> {
  for (const [path, place] of bench.places) {
    if (place.at === "leaf") parseLeaf(bench.payload.get(path)!, path);
    if (place.at !== "committed") continue;
    const where = `data/commitments/${place.id}.txt`;
    const commitment = parseCommitment(bench.payload.get(where)!, where);
    const matches =
      commitment.item === place.id &&
      commitment.sizeBytes === bench.sizes.get(path) &&
      commitment.sha256 === bench.listed.sha256.get(path) &&
      commitment.sha512 === bench.listed.sha512.get(path);
    if (!matches) throw new ProofError("commitment-mismatch", where);
  }
  return "ok";
}

async function custody({ payload: files }: Bench): Promise<StepDetail> {
  parseCustody(files.get(CUSTODY_PATH)!, CUSTODY_PATH);
  return "ok";
}

async function sealForm(bench: Bench): Promise<StepDetail> {
  bench.seal = parseSshsig(await bench.tag(SEAL_PATH), PACKAGE_NAMESPACE, SEAL_PATH);
  return "ok";
}

async function sealSignature(bench: Bench): Promise<StepDetail> {
  requireGoodSeal(bench.seal!, PACKAGE_NAMESPACE, await bench.tag(TAG_MANIFEST), SEAL_PATH);
  return "ok";
}

async function trustFiles(bench: Bench): Promise<StepDetail> {
  if (bench.trustFiles === null) return "absent";
  bench.trust = parseTrust(bench.trustFiles);
  return "ok";
}

async function signer(bench: Bench): Promise<StepDetail> {
  if (bench.trust === null) return "no-trust";
  const { standing, keyName } = standingOf(bench.trust, bench.seal!.publicKey, digest("sha256", await bench.tag(TAG_MANIFEST)));
  if (standing === "revoked") throw new ProofError("revoked");
  bench.keyName = keyName;
  return standing;
}
