/** Two versions of a note, side by side: what each has alone, and one text of both to begin from. Pure. */
import type { NotePart } from "../../../api-archive.ts";

/** A run of words in one version; `own`: the other version does not have it. */
export interface Run {
  readonly text: string;
  readonly own: boolean;
}

/** The two versions as runs, in order. */
export function sideBySide(parts: readonly NotePart[]): { readonly one: readonly Run[]; readonly other: readonly Run[] } {
  const one: Run[] = [];
  const other: Run[] = [];
  for (const part of parts) {
    if (part.of === "same") {
      one.push({ text: part.text, own: false });
      other.push({ text: part.text, own: false });
    } else if (part.of === "both") {
      if (part.one !== "") one.push({ text: part.one, own: true });
      if (part.other !== "") other.push({ text: part.other, own: true });
    } else (part.of === "one" ? one : other).push({ text: part.text, own: true });
  }
  return { one, other };
}

/** Both together: nothing of either is left out. Where each wrote something else, the one stands before the other, for a person to decide. */
export function together(parts: readonly NotePart[]): string {
  return parts
    .map((part) => {
      if (part.of !== "both") return part.text;
      const joined = part.one === "" || part.other === "" || /\s$/.test(part.one) || /^\s/.test(part.other);
      // Paragraphs stay paragraphs.
      const apart = joined ? "" : /\n/.test(part.one + part.other) ? "\n\n" : " ";
      return `${part.one}${apart}${part.other}`;
    })
    .join("");
}
