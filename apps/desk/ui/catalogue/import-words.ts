/** The screens' English words for what became of a file's rows and cells, for whoever reads them in a terminal. */
import catalogue from "./en/import.json" with { type: "json" };

const words: { readonly [key: string]: string } = catalogue;

/** @param code of the report's closed lists; every one of them has its words (catalogue.test.ts) */
export function importWord(kind: "fate" | "importnote", code: string): string {
  return words[`${kind}.${code}`] ?? code;
}
