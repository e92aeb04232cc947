/** What somebody allowed. Without a standing yes the answer is no. */
import type { Book, Shown } from "./book.ts";
import type { Consent } from "./records.ts";

export interface ConsentState {
  /** `given` only where a yes stands, has not expired, and no "no" stands beside it. */
  readonly answer: "given" | "refused" | "expired" | "none";
  readonly consents: readonly Shown<Consent>[];
}

/**
 * Consent of a source or a person to one purpose.
 * @param today a day, `2031-03-14`
 * @param to the partner or body it is for, where the purpose names one
 */
export function consentOf(book: Book, of: string, purpose: Consent["purpose"], today: string, to?: string): ConsentState {
  const consents = book
    .naming(of, "consent")
    .filter(({ record, standing }) => standing === "current" && record.purpose === purpose)
    .filter(({ record }) => to === undefined || record.to === undefined || record.to === to);
  const yes = consents.filter(({ record }) => record.answer === "yes");
  if (consents.length > yes.length) return { answer: "refused", consents };
  if (yes.length === 0) return { answer: "none", consents };
  const standing = yes.some(({ record }) => record.expires === undefined || record.expires >= today);
  return { answer: standing ? "given" : "expired", consents };
}
