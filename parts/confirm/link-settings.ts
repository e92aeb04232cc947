/** How a desk links people (foundation/stats/linkage/README.md says what each setting does). Chosen by what the columns hold, not by looking at any answer. */
import { readSettings, type LinkSettings } from "#stats";

const NAME = ["given", "father", "family"] as const;

/**
 * Fields are the columns of profile.ts. Those taken in one raid share event, place and day, brothers also father and family: against them only the given
 * name, the birth and the sex say anything, and without one of these no pair is linked by itself.
 */
export const PEOPLE: LinkSettings = readSettings({
  version: 1,
  fields: [
    ...NAME.map((part) => ({ name: part, kind: "name", part, columns: [part, ...NAME.filter((other) => other !== part)], frequency: part !== "father" })),
    { name: "born", kind: "date", columns: ["born", "asOf"] },
    { name: "sex", kind: "category", columns: ["sex"] },
    { name: "when", kind: "date", columns: ["when"] },
    { name: "place", kind: "place", columns: ["place", "latitude", "longitude"] },
    { name: "event", kind: "category", columns: ["event"] },
    { name: "occupation", kind: "text", columns: ["occupation"] },
  ],
  blocking: [
    ["given+father+family:two-skeletons"],
    ["family:skeleton", "born:years"],
    ["given:skeleton", "when:days"],
    ["given:nickname", "when:days"],
    ["place:skeleton", "when:days", "given:first"],
    ["family:skeleton", "given:first"],
  ],
  deterministic: { rules: [["given", "family", "born"], ["given", "father", "family", "when"]], recall: 0.3 },
  rivals: [
    { name: "taken together", shares: ["when", "place", "event"], perMatch: 2 },
    { name: "brothers taken together", shares: ["father", "family", "when", "place", "event"], perMatch: 1 },
    { name: "father and son", shares: ["family", "place", "event", "when"], perMatch: 0.5 },
    { name: "namesakes", shares: ["given", "father", "family"], perMatch: 0.5 },
  ],
  bars: { given: ["missing", "crossed", "initial", "alike", "different"], family: ["missing", "different"], sex: ["different"] },
  conflicts: { sex: ["different"] },
  sourcesAreDistinct: false,
  seed: "desk 1",
});
