/** A language in which every text is its own place in the catalogue, between signs that stand nowhere else. */
import type { Catalogue } from "../build-html.ts";

export function markedCatalogue(catalogue: Catalogue, at = ""): Catalogue {
  const mark = (value: Catalogue[string], path: string): Catalogue[string] => {
    if (typeof value === "string") return [`⟦${path}⟧`, ...slotsOf(value)].join("");
    if (isTexts(value)) return value.map((text, i) => [`⟦${path}.${i}⟧`, ...slotsOf(text)].join(""));
    return markedCatalogue(value, `${path}.`);
  };
  return Object.fromEntries(
    Object.entries(catalogue).map(([key, value]) => [key, key === "direction" || key === "letterBytes" ? value : mark(value, `${at}${key}`)]),
  );
}

/** `{name}` of every slot a text has. */
export function slotsOf(text: string): readonly string[] {
  return [...text.matchAll(/\{[a-z]+\}/g)].map(([slot]) => slot).toSorted();
}

function isTexts(value: readonly string[] | Catalogue): value is readonly string[] {
  return Array.isArray(value);
}
