import type { Bytes } from "#bytes";
import { sealAge } from "#seal";
import type { EvidencePackage } from "./package.ts";
import { packageTar } from "./tar.ts";

/**
 * The form for mirrors that must not read it: the padded archive inside an age file. All recipients are post-quantum hybrid ones
 * (`age1pq1…`); a classic one among them is refused. Throws `SealError`, as `sealAge` does.
 */
export function sealPackage(made: EvidencePackage, recipients: readonly string[]): Promise<Bytes> {
  return sealAge(recipients, packageTar(made));
}
