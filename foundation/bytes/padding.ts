import { BytesError } from "./errors.ts";
import type { Bytes } from "./bytes.ts";

/**
 * Padmé (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs", 2019,
 * algorithm 1): the length to pad `lengthBytes` to. Leaks O(log log n) bits of it and costs at most 12 %.
 */
export function padme(lengthBytes: number): number {
  if (lengthBytes < 2) return lengthBytes;
  const exponent = floorLog2(lengthBytes);
  const kept = floorLog2(exponent) + 1;
  const unit = 2 ** Math.max(0, exponent - kept);
  return Math.ceil(lengthBytes / unit) * unit;
}

/** Exact on every engine: `Math.log2` is an approximation by its own definition. */
function floorLog2(n: number): number {
  return n < 2 ** 32 ? 31 - Math.clz32(n) : n.toString(2).length - 1;
}

/** `bytes` followed by zeros to its Padmé length, at least `minBytes`. */
export function padToPadme(bytes: Uint8Array, minBytes = 0): Bytes {
  const out = new Uint8Array(padme(Math.max(bytes.length, minBytes)));
  out.set(bytes);
  return out;
}

/** Throws `BytesError("not-padded")` unless everything from `at` on is zero. */
export function requireZeros(bytes: Uint8Array, at: number): void {
  for (let i = at; i < bytes.length; i++) if (bytes[i] !== 0) throw new BytesError("not-padded");
}
