/**
 * What reached the demonstration group. The country, its towns and everyone in it are invented.
 * `received` is the day a report came; the words are the reporters' own, in three languages.
 */
import type { DemoReport } from "./report.ts";
import { ARABIC } from "./reports-ar.ts";
import { ENGLISH } from "./reports-en.ts";
import { RUSSIAN } from "./reports-ru.ts";

export type DemoLanguage = "en" | "ru" | "ar";

/** All reports in the order in which they came. */
export const REPORTS: readonly (DemoReport & { readonly lang: DemoLanguage })[] = [
  ...ENGLISH.map((report) => ({ ...report, lang: "en" as const })),
  ...RUSSIAN.map((report) => ({ ...report, lang: "ru" as const })),
  ...ARABIC.map((report) => ({ ...report, lang: "ar" as const })),
].sort((a, b) => (a.received < b.received ? -1 : 1));
