/** The reporter's page: files read once at the start, the same bytes for everybody. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import { gzipSync } from "node:zlib";
import type { Bytes } from "#bytes";

const MAX_FILES = 512;
const MAX_FILE_BYTES = 8 * 1024 * 1024;
const HEADERS_FILE = "headers.json";

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
};

/** Security headers of the page where its folder has no `headers.json`. Nothing is stored, framed, or fetched from elsewhere. */
export const DEFAULT_PAGE_HEADERS: Readonly<Record<string, string>> = {
  "cache-control": "no-store",
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), display-capture=(), geolocation=(), microphone=()",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

/** A built page in memory: what each path answers. */
export type Page = {
  /** @param acceptEncoding the request's header: the page is sent compressed where the browser takes that, since Tor is slow */
  readonly answer: (path: string, acceptEncoding?: string) => Response | null;
};

/**
 * Reads a built page. `headers.json` in it, an object of header names and values, takes the place of the default headers
 * and is not served. `a/index.html` answers `/a/`. Throws an `Error` for the operator where the folder is no page.
 */
export function readPage(folder: string): Page {
  const files = filesIn(folder);
  const headers = headersIn(folder, files);
  const answers = new Map<string, { readonly bytes: Bytes; readonly gzipped: Bytes; readonly type: string }>();
  for (const file of files) {
    if (file === HEADERS_FILE) continue;
    const bytes = Uint8Array.from(readFileSync(join(folder, file)));
    // Static bytes without a secret in them: compressing them tells nobody anything.
    const found = { bytes, gzipped: Uint8Array.from(gzipSync(bytes, { level: 9 })), type: TYPES[extname(file)] ?? "application/octet-stream" };
    answers.set(`/${file}`, found);
    if (file === "index.html" || file.endsWith("/index.html")) answers.set(`/${file.slice(0, -"index.html".length)}`, found);
  }
  if (!answers.has("/")) throw new Error("the page's folder has no index.html");
  return {
    answer(path, acceptEncoding = "") {
      const found = answers.get(path);
      if (found === undefined) return null;
      const zipped = /(?:^|[\s,])gzip(?:$|[\s,;](?!\s*q=0(?:\.0*)?(?:$|[\s,])))/.test(acceptEncoding);
      const said = { ...headers, "content-type": found.type, vary: "accept-encoding", ...(zipped ? { "content-encoding": "gzip" } : {}) };
      return new Response(zipped ? found.gzipped : found.bytes, { headers: said });
    },
  };
}

function filesIn(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  if (files.length > MAX_FILES) throw new Error("the page's folder has too many files");
  for (const file of files) if (statSync(file).size > MAX_FILE_BYTES) throw new Error("a file of the page is too large");
  return files.map((file) => relative(folder, file).split(sep).join("/"));
}

function headersIn(folder: string, files: readonly string[]): Readonly<Record<string, string>> {
  if (!files.includes(HEADERS_FILE)) return DEFAULT_PAGE_HEADERS;
  const value: unknown = JSON.parse(readFileSync(join(folder, HEADERS_FILE), "utf8"));
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Error("headers.json of the page is no object");
  const headers: Record<string, string> = {};
  for (const [name, text] of Object.entries(value)) {
    if (!/^[A-Za-z][A-Za-z0-9-]*$/.test(name) || typeof text !== "string" || /[^\x20-\x7e]/.test(text))
      throw new Error("headers.json of the page has an odd header");
    headers[name.toLowerCase()] = text;
  }
  return headers;
}
