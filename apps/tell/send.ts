/** From a report to a word about what became of it. Knows no document; network, clock and pinned list are passed in. */
import { sealEnvelope, verifyKeys, type KeysRefusal, type Keys, type Pinned, type Report } from "#tell";

/** What the reporter is told. Only `received` means that it arrived. */
export type Outcome = "received" | "no-network" | "not-taken" | "busy" | "odd-answer" | "keys-expired" | "keys-refused" | "page-old" | "cannot-seal";

export type Step = "asking" | "sealing" | "sending" | "waiting";

export interface Sent {
  readonly outcome: Outcome;
  /** The device's date is before the page was built: it went on, and the reporter should know. */
  readonly clockBehind: boolean;
}

export interface Surroundings {
  readonly fetch: (path: string, request: RequestInit) => Promise<Response>;
  /** Where the relay is on this host: `""`, or a path such as `/group`. */
  readonly relay: string;
  readonly pinned: Pinned;
  /** The device's day in UTC. */
  readonly today: () => string;
  /** Called before each step; the next one waits for it, so that a slow device can first draw what it is about to do. */
  readonly onStep: (step: Step) => Promise<void>;
  /** Waits before the next try, about so long, and not in step with others who wait. `false`: there is to be no next try. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<boolean>;
}

/** What may be otherwise a moment later. Where thousands write at once the server has no room for some, and cuts or refuses them. */
const PASSING: ReadonlySet<Outcome> = new Set(["busy", "no-network"]);
/** Waits between tries. Together with the tries they stay within the page's patience. */
const WAITS_MS = [1_500, 5_000, 15_000] as const;

/** A report sealed and not yet received. */
interface Held {
  readonly report: string;
  readonly envelope: Uint8Array<ArrayBuffer>;
  readonly clockBehind: boolean;
}

const REFUSED: { readonly [code in KeysRefusal]: Outcome } = {
  "bad-keys": "keys-refused",
  "newer-keys": "page-old",
  "other-group": "keys-refused",
  older: "keys-refused",
  forked: "keys-refused",
  "bad-signature": "keys-refused",
  "too-few-persons": "keys-refused",
  expired: "keys-expired",
};
const REQUEST = { cache: "no-store", credentials: "omit", mode: "same-origin", redirect: "error", referrerPolicy: "no-referrer" } as const;

/**
 * Sends reports. Keeps the last sealed envelope until it is received or forgotten: when the answer to the first try was lost on the
 * way, the second try carries the same bytes, and the desks file one report.
 */
export class Sender {
  readonly #around: Surroundings;
  #held: Held | null = null;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** Tries again by itself, with the same bytes, while the server has no room or does not answer; then it is for the reporter to send again. */
  async send(report: Report, signal: AbortSignal): Promise<Sent> {
    let sent = await this.#try(report, signal);
    for (const ms of WAITS_MS) {
      if (!PASSING.has(sent.outcome) || signal.aborted) break;
      await this.#around.onStep("waiting");
      if (!(await this.#around.pause(ms, signal))) break;
      sent = await this.#try(report, signal);
    }
    return sent;
  }

  async #try(report: Report, signal: AbortSignal): Promise<Sent> {
    const sealed = await this.#seal(report, signal);
    if (typeof sealed === "string") return { outcome: sealed, clockBehind: false };
    const outcome = await this.#post(sealed.envelope, signal);
    if (outcome === "received") this.forget();
    return { outcome, clockBehind: sealed.clockBehind };
  }

  /** Lets go of what was sealed. */
  forget(): void {
    this.#held = null;
  }

  async #seal(report: Report, signal: AbortSignal): Promise<Held | Outcome> {
    const spelled = JSON.stringify(report);
    if (this.#held?.report === spelled) return this.#held;
    const found = await this.#keys(signal);
    if (typeof found === "string") return found;
    await this.#around.onStep("sealing");
    try {
      this.#held = { report: spelled, envelope: await sealEnvelope(found.keys, report), clockBehind: found.clockBehind };
      return this.#held;
    } catch {
      return "cannot-seal";
    }
  }

  async #keys(signal: AbortSignal): Promise<{ keys: Keys; clockBehind: boolean } | Outcome> {
    const { fetch, relay, pinned, today, onStep } = this.#around;
    await onStep("asking");
    let bytes: Uint8Array;
    try {
      const answer = await fetch(`${relay}/keys.bin`, { ...REQUEST, signal });
      if (answer.status !== 200) return answer.status >= 500 ? "busy" : "odd-answer";
      bytes = new Uint8Array(await answer.arrayBuffer());
    } catch {
      return "no-network";
    }
    const verdict = verifyKeys(bytes, pinned, today(), "served");
    if (verdict.outcome === "refused") return REFUSED[verdict.code];
    return { keys: verdict.keys, clockBehind: verdict.outcome === "warn" && verdict.codes.includes("clock-behind") };
  }

  async #post(envelope: Uint8Array<ArrayBuffer>, signal: AbortSignal): Promise<Outcome> {
    const { fetch, relay, onStep } = this.#around;
    await onStep("sending");
    try {
      const { status } = await fetch(`${relay}/d`, {
        ...REQUEST,
        method: "POST",
        headers: { "content-type": "application/octet-stream" },
        body: envelope,
        signal,
      });
      if (status === 204) return "received";
      if (status === 400) return "not-taken";
      return status >= 500 ? "busy" : "odd-answer";
    } catch {
      return "no-network";
    }
  }
}
