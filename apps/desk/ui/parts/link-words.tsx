import { t, term } from "../i18n.ts";
import { Mark } from "./room.tsx";
import type { LinkRow } from "../../api-links.ts";

/** Where a link stands, in a word and who said so. */
export function Standing({ row }: { readonly row: LinkRow }) {
  if (row.state === "open") return <span />;
  const tone = row.state === "contested" ? "red" : row.state === "decided" ? "teal" : "amber";
  const word = row.state === "decided" || row.state === "second" ? term("links.verdict", row.verdict ?? "same") : term("links.state", row.state);
  return (
    <span class="marks">
      <Mark tone={tone}>{word}</Mark>
      {row.state === "second" && <Mark tone="amber">{t("links.state.second")}</Mark>}
      <span class="soft" dir="auto">
        {row.by.join(", ")}
      </span>
    </span>
  );
}

/** A probability as people read it: in words, and never as a certainty. */
export function howSure(probability: number): string {
  const word = probability >= 0.99 ? "sure" : probability >= 0.8 ? "likely" : probability >= 0.5 ? "rather" : probability >= 0.2 ? "rather-not" : "unlikely";
  return t(`links.how.${word}`, { n: Math.min(99, Math.max(1, Math.floor(probability * 100))) });
}
