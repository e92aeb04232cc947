/**
 * What stands before every route. A page on the web can make a browser talk to 127.0.0.1 and, by rebinding a name, read the answers. So a
 * request is heard only when it names this address and port exactly and, where it says where it comes from, comes from our own page.
 */
import type { IncomingMessage } from "node:http";

/** Whether a request may reach the desk's routes at all. `port` is the one the desk listens on. */
export function mayEnter(request: IncomingMessage, port: number): boolean {
  const self = `127.0.0.1:${port}`;
  if (!only(request, "host", self)) return false;
  if (request.url === undefined || !/^\/(?!\/)/.test(request.url)) return false;
  const reads = request.method === "GET" || request.method === "HEAD";
  if (!reads && request.method !== "POST") return false;
  const origins = values(request, "origin");
  if (origins.length > 1 || origins.some((origin) => origin !== `http://${self}`)) return false;
  if (!reads && origins.length === 0) return false;
  const sites = values(request, "sec-fetch-site");
  return sites.length <= 1 && sites.every((site) => site === "same-origin" || (reads && site === "none"));
}

function only(request: IncomingMessage, name: string, value: string): boolean {
  const found = values(request, name);
  return found.length === 1 && found[0] === value;
}

/** Every value the header was sent with: Node's own view keeps the first of several and hides the rest. */
function values(request: IncomingMessage, name: string): string[] {
  return request.rawHeaders.filter((_, i) => i % 2 === 1 && request.rawHeaders[i - 1]?.toLowerCase() === name);
}
