/**
 * The three routes asked most (append, read, report) on Node's own request and response. Making web requests and responses of them cost more than all
 * the relay does for an append. What the routes do stands elsewhere, once (entries.ts, intake-routes.ts); a request that is not spelled exactly as
 * desks and pages spell it is left to hono, which answers it by the same routes.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { RefusalCode } from "#wire";
import type { Answer } from "./answer.ts";
import type { Asking } from "./asking.ts";
import type { Entries } from "./entries.ts";
import type { TakeReport } from "./intake-routes.ts";
import { answerTo, Refusal } from "./refusal.ts";
import type { RelayParts } from "./parts.ts";

const ENTRIES = /^\/v1\/log\/([0-9a-f]{32})\/entries$/;
const ENTRIES_AFTER = /^\/v1\/log\/([0-9a-f]{32})\/entries\?([a-z0-9=&]*)$/;
/** Who was refused before all of their body came may go on sending it for so long: closing at once would take the answer from them. */
const UNREAD_PATIENCE_MS = 500;

/** Takes a request and answers it, or says `false`: then it is nobody's yet. */
export type Direct = (incoming: IncomingMessage, outgoing: ServerResponse) => boolean;

export function directRoutes({ append, read }: Entries, takeReport: TakeReport, say: RelayParts["say"]): Direct {
  return (incoming, outgoing) => {
    const answering = route(incoming, outgoing);
    if (answering === null) return false;
    answering.then(
      (answer) => send(answer, incoming, outgoing),
      (error: unknown) => send(answerTo(error, say), incoming, outgoing),
    );
    return true;
  };

  function route(incoming: IncomingMessage, outgoing: ServerResponse): Promise<Answer> | null {
    const { method, url = "" } = incoming;
    if (method === "POST") {
      if (url === "/d") return takeReport(new NodeAsking(incoming, outgoing));
      const logId = ENTRIES.exec(url)?.[1];
      return logId === undefined ? null : append(new NodeAsking(incoming, outgoing), logId);
    }
    const [, logId, query] = (method === "GET" ? ENTRIES_AFTER.exec(url) : null) ?? [];
    return logId === undefined ? null : read(new NodeAsking(incoming, outgoing), logId, new URLSearchParams(query));
  }
}

class NodeAsking implements Asking {
  readonly #incoming: IncomingMessage;
  readonly #outgoing: ServerResponse;

  constructor(incoming: IncomingMessage, outgoing: ServerResponse) {
    this.#incoming = incoming;
    this.#outgoing = outgoing;
  }

  /** Looked for in the headers as they came: Node's table of all of them is made only when it is asked for. One that comes twice is joined, as in a web `Request`. */
  header(name: string): string | null {
    const { rawHeaders } = this.#incoming;
    let found: string | null = null;
    for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
      const there = rawHeaders[at]!;
      if (there.length !== name.length || there.toLowerCase() !== name) continue;
      found = found === null ? rawHeaders[at + 1]! : `${found}, ${rawHeaders[at + 1]!}`;
    }
    return found;
  }

  body(limitBytes: number, tooLarge: RefusalCode): Promise<Uint8Array<ArrayBuffer>> {
    return readBody(this.#incoming, limitBytes, tooLarge);
  }

  whenGone(hear: () => void): void {
    if (this.#outgoing.destroyed) hear();
    else this.#outgoing.once("close", hear);
  }

  whenSent(hear: () => void): void {
    this.whenGone(hear);
  }
}

/** @param limitBytes for a declared length HTTP itself ends the body there */
function readBody(incoming: IncomingMessage, limitBytes: number, tooLarge: RefusalCode): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    // It is gone: no event will come.
    if (incoming.destroyed) return reject(new Refusal("bad-request"));
    const pieces: Buffer<ArrayBuffer>[] = [];
    let sizeBytes = 0;
    const take = (piece: Buffer<ArrayBuffer>): void => {
      sizeBytes += piece.length;
      if (sizeBytes > limitBytes) {
        incoming.off("data", take).pause();
        reject(new Refusal(tooLarge));
      } else pieces.push(piece);
    };
    incoming.on("data", take);
    incoming.on("end", () => resolve(pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces, sizeBytes)));
    incoming.on("close", () => {
      // The other side broke off: nobody hears the answer.
      if (!incoming.readableEnded) reject(new Refusal("bad-request"));
    });
  });
}

function send({ status, headers, body }: Answer, incoming: IncomingMessage, outgoing: ServerResponse): void {
  if (outgoing.destroyed) return;
  if (!incoming.complete) endUnread(incoming, outgoing);
  if (body === null) outgoing.writeHead(status, [...headers]).end();
  else outgoing.writeHead(status, [...headers, "content-length", String(body.length)]).end(body, "latin1");
}

/** Node drops the rest of a body once the answer is out; who does not come to an end is cut off. */
function endUnread(incoming: IncomingMessage, outgoing: ServerResponse): void {
  outgoing.once("finish", () => {
    const timer = setTimeout(() => incoming.socket.destroySoon(), UNREAD_PATIENCE_MS);
    incoming.on("end", () => clearTimeout(timer));
    incoming.once("close", () => clearTimeout(timer));
  });
}
