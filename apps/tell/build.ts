/**
 * Builds the reporter's page: static files, the same bytes for everyone, and the same again from the same inputs.
 *
 *   node apps/tell/build.ts --keys keys.bin --group-name "The Orlava Register" --day 2026-11-22 [--languages en,ru,ar] [--relay /path] [--out build/tell]
 *
 * In the folder it leaves `headers.json`, what the server must say with each file, and beside it `tell.sha256`, for desks that fetch the page as
 * strangers and compare (`sha256sum -c` reads it).
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { sha256Hex } from "#prim";
import { dayOf, isDay, parseKeys, pinnedOf } from "#tell";
import { fileOf, pageHtml, readCatalogue, type Catalogue, type PageFacts } from "./build-html.ts";
import { tellHeaders } from "./headers.ts";

export interface TellBuild {
  /** The keys.bin the page pins, as bytes. */
  readonly keysFile: Uint8Array;
  /** The group's name as reporters know it, at most 80 letters. */
  readonly groupName: string;
  /** Day of the build, `YYYY-MM-DD`. */
  readonly built: string;
  /** The first is `index.html`. */
  readonly languages?: readonly string[];
  /** Catalogues in place of ours. */
  readonly catalogues?: ReadonlyMap<string, Catalogue>;
  /** Path of the relay on the page's own host: `""`, or such as `/group`. */
  readonly relay?: string;
}

const root = fileURLToPath(new URL("../../", import.meta.url));
const RELAY_PATH = /^(?:\/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*$/;
/** The oldest browsers it is meant for: Tor Browser 13.5 (Firefox 115) and phones of about 2021. */
const TARGET = ["chrome93", "firefox102", "safari15.4"];

/** Every file of the page, by name. Throws on inputs no page should be built of. */
export async function buildTell({
  keysFile,
  groupName,
  built,
  languages = ["en", "ru", "ar"],
  relay = "",
  ...given
}: TellBuild): Promise<ReadonlyMap<string, Uint8Array>> {
  const { keys } = parseKeys(keysFile);
  if (!isDay(built) || built < keys.made || built > keys.expires) throw new Error("the keys do not cover the day of the build");
  if (groupName.trim() === "" || groupName.length > 80) throw new Error("the group's name must have 1 to 80 letters");
  if (!RELAY_PATH.test(relay)) throw new Error("the relay must be a path on the page's own host");
  if (languages.length === 0) throw new Error("a page needs a language");

  const facts: PageFacts = { group: groupName, relay, version: built, languages };
  const catalogues = given.catalogues ?? new Map(languages.map((language) => [language, readCatalogue(language)]));
  const script = await bundle({ PINNED: JSON.stringify(pinnedOf(keysFile, built)) });
  const files = new Map<string, Uint8Array>();
  for (const language of languages) files.set(fileOf(language, facts), Buffer.from(pageHtml(language, catalogues, facts)));
  files.set("page.js", script.js);
  files.set("page.css", script.css);
  files.set("licences.txt", Buffer.from(licences(script.packages)));
  return files;
}

/** Writes the files to `folder`, which is emptied first, and what belongs beside them. */
export function writeTell(folder: string, files: ReadonlyMap<string, Uint8Array>): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, bytes] of files) writeFileSync(join(folder, name), bytes);
  writeFileSync(join(folder, "headers.json"), `${JSON.stringify(tellHeaders(), null, 2)}\n`);
  writeFileSync(`${folder}.sha256`, Array.from(files, ([name, bytes]) => `${sha256Hex(bytes)}  ${name}\n`).join(""));
}

async function bundle(define: { readonly [name: string]: string }): Promise<{ js: Uint8Array; css: Uint8Array; packages: readonly string[] }> {
  const result = await build({
    absWorkingDir: root,
    entryPoints: ["apps/tell/page.ts", "apps/tell/page.css"],
    outdir: "out",
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    platform: "browser",
    format: "iife",
    charset: "utf8",
    legalComments: "none",
    target: TARGET,
    define,
    logLevel: "silent",
  });
  const output = (suffix: string): Uint8Array => result.outputFiles.find((file) => file.path.endsWith(suffix))!.contents;
  const packages = Object.keys(result.metafile.inputs).flatMap((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []);
  return { js: output(".js"), css: output(".css"), packages: [...new Set(packages)].toSorted() };
}

/** The licences of what the script is made of, which must travel with it. */
function licences(packages: readonly string[]): string {
  const own = "This page is part of Vouchsafe, free software under the GNU Affero General Public License, version 3 or later.\n";
  const theirs = packages.map((name) => `\n\n${name}\n\n${readFileSync(join(root, "node_modules", name, "LICENSE"), "utf8").trim()}\n`);
  return `${own}Its script contains the following packages.\n${theirs.join("")}`;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({
    options: {
      keys: { type: "string" },
      "group-name": { type: "string" },
      day: { type: "string", default: dayOf(Date.now()) },
      languages: { type: "string", default: "en,ru,ar" },
      relay: { type: "string", default: "" },
      out: { type: "string", default: join(root, "build/tell") },
    },
  });
  if (values.keys === undefined || values["group-name"] === undefined) {
    process.stderr.write(
      'usage: build.ts --keys keys.bin --group-name "Name" [--day YYYY-MM-DD] [--languages en,ru,ar] [--relay /path] [--out folder]\n',
    );
    process.exit(64);
  }
  const files = await buildTell({
    keysFile: readFileSync(values.keys),
    groupName: values["group-name"],
    built: values.day,
    languages: values.languages.split(","),
    relay: values.relay,
  });
  mkdirSync(dirname(values.out), { recursive: true });
  writeTell(values.out, files);
}
