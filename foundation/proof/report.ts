import type { ProofErrorCode } from "./errors.ts";

/** The steps of a verification, in order. */
export const CHECK_NAMES = [
  "names",
  "declaration",
  "bag-info",
  "tag-files",
  "manifests",
  "payload",
  "payload-sum",
  "items",
  "commitments",
  "custody",
  "log-proofs",
  "seal-form",
  "seal-signature",
  "timestamps",
  "trust-files",
  "signer",
] as const;
export type CheckName = (typeof CHECK_NAMES)[number];

/** What a check found where it failed nothing: `absent` and `not-checked` say that nothing was learned. */
export type GoodDetail = "ok" | "absent" | "not-checked" | "allowed" | "issued";
/** Why a good package is not authenticated. */
export type UnknownDetail = "no-trust" | "unknown-key" | "not-issued";
export type CheckDetail = GoodDetail | UnknownDetail | "not-reached" | ProofErrorCode;

export type Check = {
  readonly name: CheckName;
  readonly ok: boolean;
  readonly detail: CheckDetail;
  /** The file concerned, where the layout knows its name. */
  readonly where: string | null;
};

export type Verdict = "authenticated" | "failed" | "consistent";

export type PackageReport = {
  readonly verdict: Verdict;
  /** All of `CHECK_NAMES`, in that order. */
  readonly checks: readonly Check[];
  /** Who sealed it, where the seal is good: fingerprint, and the key's name in the trust directory. */
  readonly signer: { readonly fingerprint: string; readonly keyName: string | null } | null;
  /** Whether record.json and the item.json follow their schemas and fit the files. No part of the verdict; `null` where the payload is not sound. */
  readonly recordFits: boolean | null;
};

/** What the program ends with: 0 authenticated, 1 failed, 2 consistent but not authenticated. */
export function exitCodeOf(verdict: Verdict): 0 | 1 | 2 {
  return verdict === "authenticated" ? 0 : verdict === "failed" ? 1 : 2;
}

const GOOD: readonly CheckDetail[] = ["ok", "absent", "not-checked", "allowed", "issued"];
const NOT_AUTHENTICATED: readonly CheckDetail[] = ["no-trust", "unknown-key", "not-issued"];

/** Whether a step's finding is no fault. */
export function isGood(detail: CheckDetail): boolean {
  return GOOD.includes(detail);
}

/** Any failed check fails the package; only a seal by nobody known leaves it consistent. */
export function verdictOf(checks: readonly Check[]): Verdict {
  const failed = checks.filter((check) => !check.ok);
  if (failed.length === 0) return "authenticated";
  return failed.every((check) => check.name === "signer" && NOT_AUTHENTICATED.includes(check.detail)) ? "consistent" : "failed";
}
