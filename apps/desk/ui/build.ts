/** Builds the desk's screens into one folder: one script, one style sheet, one page, one picture. */
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const HERE = import.meta.dirname;

/** Writes `index.html`, `desk.js`, `desk.css` and `icon.svg` to `outDir`. */
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
  for (const name of ["index.html", "desk.css", "icon.svg"]) copyFileSync(join(HERE, name), join(outDir, name));
}

if (process.argv[1] === import.meta.filename) await buildDeskScreens(join(HERE, "../../../build/desk"));
