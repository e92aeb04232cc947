/** Builds the desk's screens into one folder: one script, two style sheets, one page, one picture, and the outlines of the world. */
import { copyFileSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const HERE = import.meta.dirname;
const ATLAS = dirname(fileURLToPath(import.meta.resolve("world-atlas/package.json")));

/** Writes `index.html`, `desk.js`, `desk.css`, `archive.css`, `icon.svg`, `world-110m.json` and `world-50m.json` to `outDir`. */
export async function buildDeskScreens(outDir: string): Promise<void> {
  mkdirSync(outDir, { recursive: true });
  await build({
    entryPoints: { desk: join(HERE, "main.tsx") },
    outdir: outDir,
    bundle: true,
    format: "esm",
    target: "es2023",
    minify: true,
    jsx: "automatic",
    jsxImportSource: "preact",
    charset: "utf8",
    legalComments: "none",
    logLevel: "error",
  });
  for (const name of ["index.html", "desk.css", "archive.css", "icon.svg"]) copyFileSync(join(HERE, name), join(outDir, name));
  for (const detail of ["110m", "50m"]) copyFileSync(join(ATLAS, `countries-${detail}.json`), join(outDir, `world-${detail}.json`));
}

if (process.argv[1] === import.meta.filename) await buildDeskScreens(join(HERE, "../../../build/desk"));
