/** The pairs of names across scripts in ../shared/data, and which fifth of them is held out. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { hash32, plainWord } from "#stats";

/** Latin and other spelling of each pair, as the pair model reads them. */
export function readPairs(folder: string, language: "russian" | "arabic"): [latin: string, other: string][] {
  return readFileSync(join(folder, `wd_${language}.tsv`), "utf8")
    .trim()
    .split("\n")
    .map((line): [string, string] => {
      const [latin, spaced] = line.split("\t");
      return [plainWord(latin!), plainWord(spaced!.replaceAll(" ", ""))];
    })
    .filter(([latin, other]) => latin !== "" && other !== "");
}

/** Whether the pairs of this Latin name are kept from the training: all pairs of a name go one way. */
export function isHeldOut(latin: string): boolean {
  return hash32(latin) % 5 === 0;
}
