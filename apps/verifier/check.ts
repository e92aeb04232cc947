/** `verify PACKAGE [--trust DIRECTORY]`, without the process around it. */
import { statSync } from "node:fs";
import { exitCodeOf, verifyPackage, type PackageReport } from "#proof";
import { directoryTree, readTrustFiles } from "./directory-tree.ts";
import { reportLines } from "./words.ts";

/** Wrong use: no verdict on anything. */
export const EXIT_USAGE = 64;

const USAGE = "usage: verify PACKAGE [--trust DIRECTORY]";

/** Checks the package in a directory, against a trust directory or without one. */
export async function verifyDirectory(packagePath: string, trustPath: string | null): Promise<PackageReport> {
  return verifyPackage(directoryTree(packagePath), trustPath === null ? null : await readTrustFiles(trustPath));
}

/** Runs the command and returns its exit status: 0 authenticated, 1 failed, 2 consistent but not authenticated, 64 wrong use. */
export async function runVerify(args: readonly string[], print: (line: string) => void): Promise<0 | 1 | 2 | typeof EXIT_USAGE> {
  const [packagePath, option, trustPath] = args;
  const wellFormed = args.length === 1 || (args.length === 3 && option === "--trust");
  if (!wellFormed || !packagePath || packagePath.startsWith("-")) {
    print(USAGE);
    return EXIT_USAGE;
  }
  for (const path of args.length === 3 ? [packagePath, trustPath!] : [packagePath]) {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) continue;
    print(`There is no directory of this name: the ${path === packagePath ? "package" : "trust directory"}.`);
    return EXIT_USAGE;
  }
  const report = await verifyDirectory(packagePath, trustPath ?? null);
  for (const line of reportLines(report)) print(line);
  return exitCodeOf(report.verdict);
}
