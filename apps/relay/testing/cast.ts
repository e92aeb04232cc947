/** The cast of the relay's tests: a relay without a port, a desk that holds the account, one that only reads, and their logs. */
import { utf8, type Bytes } from "#bytes";
import { randomBytes, sha256Hex } from "#prim";
import { bearer, encodeBlobs, tokenHash, type LogForm } from "#wire";
import { createRelay, type Relay, type RelayOptions } from "../relay.ts";
import { DEFAULT_SETTINGS, type RelaySettings } from "../settings.ts";
import { memoryStore } from "../store-memory.ts";
import { dayOf, type RelayStore } from "../store.ts";

const MIB = 1024 * 1024;

export const ACCOUNT = secret("account");
export const READ = secret("read");
export const WRITE = secret("write");
export const LOG = idOf("log");
export const LINE = idOf("line");
export const LOG_FORM: LogForm = { closesIntake: [], intake: true, mode: "log", read: tokenHash(READ), writers: [tokenHash(WRITE)] };
export const LINE_FORM: LogForm = { ...LOG_FORM, intake: false, mode: "line" };

export type Said = { readonly status: number; readonly headers: Headers; readonly body: Bytes; readonly json: unknown };

export type TestRelay = {
  readonly relay: Relay;
  readonly store: RelayStore;
  /** Asks without a port. `json` is the body where it is JSON. */
  readonly ask: (
    method: string,
    path: string,
    asked?: { token?: string; body?: Bytes | ReadableStream; headers?: Record<string, string>; signal?: AbortSignal },
  ) => Promise<Said>;
  /** Codes the relay has said inside. */
  readonly said: string[];
  readonly clock: { now: number };
};

/** A relay with a log and a line, in memory. */
export async function testRelay({
  settings = {},
  store,
  page,
}: { settings?: Partial<RelaySettings>; store?: RelayStore; page?: RelayOptions["page"] } = {}): Promise<TestRelay> {
  const clock = { now: Date.UTC(2031, 4, 6, 12) };
  const kept = store ?? memoryStore({ today: () => dayOf(clock.now), random: randomBytes, recordCapBytes: 64 * MIB, intakeCapBytes: 16 * MIB });
  const said: string[] = [];
  const relay = createRelay({
    store: kept,
    settings: { ...DEFAULT_SETTINGS, accountHash: tokenHash(ACCOUNT), ...settings },
    now: () => clock.now,
    say: (code) => void said.push(code),
    ...(page === undefined ? {} : { page }),
  });
  const ask: TestRelay["ask"] = async (method, path, { token, body, headers = {}, signal } = {}) => {
    const init: RequestInit = { method, headers: { ...(token === undefined ? {} : { authorization: bearer(token) }), ...headers } };
    const response = await relay.app.fetch(
      new Request(`http://relay.invalid${path}`, {
        ...init,
        ...(body === undefined ? {} : { body, duplex: "half" }),
        ...(signal === undefined ? {} : { signal }),
      } as RequestInit),
    );
    const bytes = new Uint8Array(await response.arrayBuffer());
    return { status: response.status, headers: response.headers, body: bytes, json: jsonOf(response, bytes) };
  };
  await kept.makeLog(LOG, LOG_FORM);
  await kept.makeLog(LINE, LINE_FORM);
  return { relay, store: kept, ask, said, clock };
}

/** A token made from a name. */
export function secret(name: string): string {
  return sha256Hex(utf8(`secret ${name}`));
}

/** An id made from a name. */
export function idOf(name: string): string {
  return sha256Hex(utf8(`id ${name}`)).slice(0, 32);
}

/** An append's body of texts. */
export function bodyOf(...texts: readonly string[]): Bytes {
  return encodeBlobs(texts.map(utf8));
}

function jsonOf(response: Response, bytes: Bytes): unknown {
  return bytes.length > 0 && response.headers.get("content-type") === "application/json" ? JSON.parse(new TextDecoder().decode(bytes)) : undefined;
}
