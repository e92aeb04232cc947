/**
 * Is this package what it claims to be? (docs/formats/package.md, "Verifying".) Named steps, all of them reported. The package is
 * attacker-controlled; trust is passed in and never looked for inside it. The verdict speaks of bytes and keys, not of what the record says.
 */
import { Bench, type TrustFiles } from "./bench.ts";
import { ProofError } from "./errors.ts";
import { recordFits } from "./fits.ts";
import { CHECK_NAMES, isGood, verdictOf, type Check, type CheckName, type PackageReport } from "./report.ts";
import { fingerprintOf } from "./sshsig.ts";
import { STEPS } from "./steps.ts";
import type { PackageTree } from "./tree.ts";

/** Checks a package. Never throws for anything a package or a trust directory holds. */
export async function verifyPackage(tree: PackageTree, trustFiles: TrustFiles): Promise<PackageReport> {
  const bench = new Bench(tree, trustFiles);
  const checks: Check[] = [];
  const passed = (name: CheckName): boolean => checks.some((check) => check.name === name && check.ok);
  for (const name of CHECK_NAMES) {
    const ready = STEPS[name].needs.every(passed);
    checks.push(ready ? await runStep(name, bench) : { name, ok: false, detail: "not-reached", where: null });
  }
  return {
    verdict: verdictOf(checks),
    checks,
    signer: passed("seal-signature") ? { fingerprint: fingerprintOf(bench.seal!.publicKey), keyName: bench.keyName } : null,
    recordFits: passed("payload") ? recordFits(bench.payload, bench.places, bench.listed.sha256) : null,
  };
}

async function runStep(name: CheckName, bench: Bench): Promise<Check> {
  try {
    const detail = await STEPS[name].run(bench);
    return { name, ok: isGood(detail), detail, where: null };
  } catch (error) {
    if (!(error instanceof ProofError)) throw error;
    return { name, ok: false, detail: error.code, where: error.where };
  }
}
