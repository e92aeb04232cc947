/** Writes accept.json and reject.json where they are absent, and otherwise compares: released vectors do not change, a difference is an error. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { acceptCases, rejectCases } from "./cases.ts";

for (const [name, file] of [
  ["accept.json", acceptCases()],
  ["reject.json", rejectCases()],
] as const) {
  const path = new URL(name, import.meta.url);
  const text = `${JSON.stringify(file, null, 1)}\n`;
  if (!existsSync(path)) {
    writeFileSync(path, text);
    console.log(`${name}: ${file.cases.length} cases written`);
  } else if (readFileSync(path, "utf8") === text) {
    console.log(`${name}: ${file.cases.length} cases, as frozen`);
  } else {
    console.error(`${name} differs from what is frozen. If the change is meant and nothing was released, delete it and run this again.`);
    process.exitCode = 1;
  }
}
