import { readdirSync } from "node:fs";
import { join } from "node:path";

/** The folders that hold code of ours. */
export const SOURCE_FOLDERS = ["foundation", "parts", "apps", "e2e", "scripts", "bench", "vectors"];
const NOT_SOURCE = new Set(["node_modules", "build", "out"]);

/** Paths from `root` of all files of ours whose name ends so, sorted. */
export function sourceFiles(root: string, endings: readonly string[]): string[] {
  const found: string[] = [];
  const walk = (folder: string) => {
    for (const inside of readdirSync(join(root, folder), { withFileTypes: true })) {
      if (inside.name.startsWith(".") || NOT_SOURCE.has(inside.name)) continue;
      const path = `${folder}/${inside.name}`;
      if (inside.isDirectory()) walk(path);
      else if (endings.some((ending) => inside.name.endsWith(ending))) found.push(path);
    }
  };
  const there = new Set(readdirSync(root));
  for (const folder of SOURCE_FOLDERS) if (there.has(folder)) walk(folder);
  return found.sort();
}
