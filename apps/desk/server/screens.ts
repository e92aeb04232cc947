import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";

/** One static file of the desk's screens, read once at start. */
export interface Screen {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
}

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** All built screens by path; `/` is `index.html`. No file outside the folder can be asked for, since only what is in the map is served. */
export function readScreens(builtDir: string): Map<string, Screen> {
  const screens = new Map<string, Screen>();
  for (const name of readdirSync(builtDir)) {
    const type = TYPES[extname(name)];
    if (type === undefined) continue;
    const screen = { bytes: Uint8Array.from(readFileSync(join(builtDir, name))), type };
    screens.set(name === "index.html" ? "/" : `/${name}`, screen);
  }
  return screens;
}
