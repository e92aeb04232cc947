/** The desk's server, as the screens call it. */
import { known } from "./i18n.ts";
import { forgetPlace } from "./router.ts";
import { signal } from "./signal.ts";

/** What the server answered instead of doing it. `code` has a sentence in the catalogue (`error.…`) that says what is safe and what to do. */
export class ServerSays extends Error {
  override readonly name = "ServerSays";
  readonly code: string;
  readonly rule: string | null;

  constructor(code: string, rule: string | null) {
    super(code);
    this.code = code;
    this.rule = rule;
  }
}

export type Gate = "starting" | "no-session" | "empty" | "locked" | "open" | "gone";
export const gate = signal<Gate>("starting");

/** Rises with every write of ours and every sync that brought something: rooms read again. */
export const revision = signal(0);

export function get<T>(path: string, quiet = false): Promise<T> {
  return call<T>("GET", path, undefined, quiet);
}

/** Asks with a body; nothing is written by it. */
export function ask<T>(path: string, body: object): Promise<T> {
  return call<T>("POST", path, body, false);
}

/** Names a command apart from all others of this desk; it guards nothing. */
export function newCommand(): string {
  commands += 1;
  return `${PAGE}-${commands}`;
}
const PAGE = Math.random().toString(36).slice(2);
let commands = 0;

/** Writes, and lets every room read again. The server does one `command` once, however often it comes. */
export async function post<T = unknown>(path: string, body: object = {}, command?: string): Promise<T> {
  const answer = await call<T>("POST", path, body, false, command === undefined ? {} : { "x-vouchsafe-once": command });
  revision.value += 1;
  return answer;
}

/** Blank paper at once; the keys go with the desk's process a moment later. */
export function lockNow(): void {
  gate.value = "locked";
  forgetPlace();
  history.replaceState(null, "", "/");
  void call("POST", "/api/lock", {}, false).catch(() => undefined);
}

let lastTouchMs = Date.now();
/** When the server last heard from somebody at this page, and not from the page alone: it locks when that is long ago. */
export function touchedMs(): number {
  return lastTouchMs;
}

async function call<T>(method: string, path: string, body: object | undefined, quiet: boolean, more: Readonly<Record<string, string>> = {}): Promise<T> {
  if (!quiet) lastTouchMs = Date.now();
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...(quiet ? { "x-vouchsafe-quiet": "1" } : {}), ...more },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new ServerSays("desk-gone", null);
  }
  const answer = (await response.json().catch(() => ({}))) as T & { error?: string; rule?: string };
  if (response.status === 423) gate.value = "locked";
  if (response.status === 401) gate.value = "no-session";
  if (!response.ok) throw new ServerSays(answer.error ?? "failed", answer.rule ?? null);
  return answer;
}

/** The code of the sentence that says what went wrong: the rule that refused, where one did and it has a sentence. */
export function codeOf(error: unknown): string {
  if (!(error instanceof ServerSays)) return "failed";
  return error.rule !== null && known(`error.${error.rule}`) ? error.rule : error.code;
}
