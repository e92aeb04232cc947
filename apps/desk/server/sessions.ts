import { fromHex, utf8 } from "#bytes";
import { randomHex, sameSecret, sha256Hex } from "#prim";

const COOKIE = "vouchsafe";
const MAX_SESSIONS = 16;

/** Hashes only, so that they may be handed from one desk process to the next. */
export interface SessionHashes {
  launch: string[];
  sessions: string[];
}

/**
 * Who may talk to this desk: a browser that was opened by the launcher. The launcher's address holds a token that works once and becomes a session.
 * The cookie carries no date, so the browser forgets it when it closes; it names the port, since cookies do not know ports.
 */
export class Sessions {
  readonly #port: number;
  readonly #hashes: SessionHashes;
  readonly #changed: (hashes: SessionHashes) => void;

  constructor(port: number, hashes: SessionHashes, changed: (hashes: SessionHashes) => void) {
    this.#port = port;
    this.#hashes = structuredClone(hashes);
    this.#changed = changed;
  }

  /** The launcher has made a launch token with this hash. */
  expect(launchHash: string): void {
    if (!this.#hashes.launch.includes(launchHash)) this.#hashes.launch.push(launchHash);
  }

  /** Exchanges a launch token for a session: the `Set-Cookie` value, or `null` where the token was used or never given. */
  exchange(launchToken: string): string | null {
    const at = findHash(this.#hashes.launch, launchToken);
    if (at < 0) return null;
    const token = randomHex(32);
    this.#hashes.launch.splice(at, 1);
    this.#hashes.sessions = [...this.#hashes.sessions, hashToken(token)].slice(-MAX_SESSIONS);
    this.#changed(structuredClone(this.#hashes));
    return `${COOKIE}-${this.#port}=${token}; Path=/; HttpOnly; SameSite=Strict`;
  }

  /** Whether a `Cookie` header holds a session of ours. Another server on 127.0.0.1 can set cookies of the same name beside it. */
  knows(cookieHeader: string | undefined): boolean {
    const name = `${COOKIE}-${this.#port}=`;
    const cookies = (cookieHeader ?? "").split("; ").filter((part) => part.startsWith(name));
    return cookies.some((cookie) => findHash(this.#hashes.sessions, cookie.slice(name.length)) >= 0);
  }
}

/** The form tokens are remembered in. */
export function hashToken(token: string): string {
  return sha256Hex(utf8(token));
}

function findHash(hashes: readonly string[], token: string): number {
  if (!/^[0-9a-f]{64}$/.test(token)) return -1;
  const hash = fromHex(hashToken(token));
  return hashes.findIndex((known) => sameSecret(fromHex(known), hash));
}
