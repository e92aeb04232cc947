/**
 * What our code uses and browsers still in use lack. Tor Browser 13.5, the last for Windows 7 and 8, is Firefox 115 and
 * has no `isWellFormed`; without it nothing could be written in canonical JSON.
 */
import { hasRandomWeb } from "#prim/web";

if (typeof String.prototype.isWellFormed !== "function") {
  // oxlint-disable-next-line no-extend-native -- the platform's own method, only where it is missing
  Object.defineProperty(String.prototype, "isWellFormed", {
    value(this: string): boolean {
      return !/[\ud800-\udfff]/u.test(this);
    },
  });
}

/** Whether this browser can seal at all. `crypto.subtle`, WebAssembly and workers are not needed. */
export function canSeal(): boolean {
  return (
    hasRandomWeb() &&
    typeof TransformStream === "function" &&
    typeof ReadableStream === "function" &&
    typeof ReadableStream.prototype.pipeThrough === "function" &&
    typeof AbortController === "function" &&
    typeof Object.hasOwn === "function"
  );
}
