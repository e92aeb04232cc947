/** Who imports whom, judged by dependency-cruiser with the rules of `.dependency-cruiser.cjs`. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runNode } from "./run-node.ts";
import { SOURCE_FOLDERS } from "./source-files.ts";

export interface Breach {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
}

/** What was looked at: a tree in which no import between packages was resolved was not looked at. */
export interface Boundaries {
  readonly breaches: readonly Breach[];
  readonly files: number;
  readonly importsBetweenPackages: number;
}

interface Cruised {
  readonly modules: readonly {
    readonly source: string;
    readonly dependencies: readonly { readonly resolved: string; readonly couldNotResolve: boolean }[];
  }[];
  readonly summary: { readonly violations: readonly { readonly rule: { readonly name: string }; readonly from: string; readonly to: string }[] };
}

const CRUISER = fileURLToPath(new URL("../node_modules/dependency-cruiser/bin/dependency-cruiser.mjs", import.meta.url));

/** Judges the tree at `root` by the configuration that lies there. */
export async function boundariesOf(root: string): Promise<Boundaries> {
  const folders = SOURCE_FOLDERS.filter((folder) => existsSync(join(root, folder)));
  const ran = await runNode([CRUISER, "--config", ".dependency-cruiser.cjs", "--output-type", "json", ...folders], root);
  if (!ran.stdout.startsWith("{")) throw new Error(`dependency-cruiser did not run: ${ran.stderr.trim()}`);
  const { modules, summary } = JSON.parse(ran.stdout) as Cruised;
  return {
    breaches: summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
    files: modules.filter(({ source }) => packageOf(source) !== null).length,
    importsBetweenPackages: modules
      .flatMap(({ source, dependencies }) => dependencies.map(({ resolved }) => [packageOf(source), packageOf(resolved)]))
      .filter(([from, to]) => from !== null && to !== null && from !== to).length,
  };
}

/** `foundation/prim` of any path inside it, `null` outside our packages. */
function packageOf(path: string): string | null {
  return /^(?:foundation|parts|apps)\/[^/]+(?=\/)/.exec(path)?.[0] ?? null;
}
