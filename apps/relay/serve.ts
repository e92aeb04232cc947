/** Gives a relay a port: limits of HTTP itself, and a clean stop. */
import { createServer, ServerResponse, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { Relay } from "./relay.ts";
import { DEFAULT_SETTINGS } from "./settings.ts";
import type { RelayStore } from "./store.ts";

/** A request's line and headers together. */
const MAX_HEADER_BYTES = 8 * 1024;
const MAX_HEADERS = 64;
/** A client has so long to send its headers, and so long for the whole request: 2 MiB at 7 kB/s. */
const HEADERS_TIMEOUT_MS = 15_000;
const REQUEST_TIMEOUT_MS = 300_000;
/** Longer than any `wait`. */
const IDLE_TIMEOUT_MS = 60_000;
const KEEP_ALIVE_MS = 30_000;
/** Connections the system holds until they are taken; it may hold fewer. With Node's 511, of thousands that come within a second many would wait a second or three for their next try. */
const BACKLOG = 4_096;
/** How often storage lets go what is past its days and blurs its files' times. */
const SETTLE_EVERY_MS = 60_000;
/** A stop waits so long for requests under way. */
const STOP_PATIENCE_MS = 10_000;

export type Serving = {
  readonly port: number;
  /** Takes no more, finishes what is under way, commits, closes the store. */
  readonly stop: () => Promise<void>;
};

export type HttpLimits = {
  readonly headersTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly idleTimeoutMs: number;
};

const LIMITS: HttpLimits = {
  headersTimeoutMs: HEADERS_TIMEOUT_MS,
  requestTimeoutMs: REQUEST_TIMEOUT_MS,
  idleTimeoutMs: IDLE_TIMEOUT_MS,
};

/** Listens on `host`:`port` (0: any free one). Fails with Node's error where it cannot. */
export async function serve(
  {
    relay,
    store,
    host,
    port,
    connections: maxConnections = DEFAULT_SETTINGS.connections,
    onSettleFailure,
  }: {
    readonly relay: Relay;
    readonly store: RelayStore;
    readonly host: string;
    readonly port: number;
    readonly connections?: number;
    readonly onSettleFailure: (error: unknown) => void;
  },
  limits: HttpLimits = LIMITS,
): Promise<Serving> {
  const listener = getRequestListener(relay.app.fetch, { overrideGlobalObjects: false });
  const server = createServer(
    {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: limits.headersTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: Math.min(5_000, limits.headersTimeoutMs),
      ServerResponse: WithoutDate,
    },
    (incoming, outgoing) => {
      connections.serve(incoming.socket, outgoing);
      if (!relay.direct(incoming, outgoing)) void listener(incoming, outgoing);
    },
  );
  server.maxConnections = maxConnections;
  server.maxHeadersCount = MAX_HEADERS;
  server.setTimeout(limits.idleTimeoutMs);

  const connections = new Connections(server);

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host, backlog: BACKLOG }, () => {
      server.off("error", reject);
      resolve();
    });
  });

  const settling = setInterval(() => void store.settle().catch(onSettleFailure), SETTLE_EVERY_MS);
  await store.settle().catch(onSettleFailure);

  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      clearInterval(settling);
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      relay.stop();
      connections.endWhenIdle();
      const impatient = setTimeout(() => server.closeAllConnections(), STOP_PATIENCE_MS);
      await closed;
      clearTimeout(impatient);
      await store.close();
    },
  };
}

/** The machine's clock in an answer would tell an onion service from another by its error. Node answers some requests by itself, before they come to us. */
class WithoutDate extends ServerResponse {
  override sendDate = false;
}

/** Which connections serve a request. (Node's `closeIdleConnections` passes over those that never sent one.) */
class Connections {
  /** Each with the latest answer on it. */
  readonly #latest = new Map<Socket, ServerResponse | null>();
  #isEnding = false;

  constructor(server: Server) {
    server.on("connection", (socket) => {
      this.#latest.set(socket, null);
      socket.once("close", () => this.#latest.delete(socket));
    });
  }

  /** A request has come. */
  serve(socket: Socket, response: ServerResponse): void {
    this.#latest.set(socket, response);
    if (this.#isEnding) response.once("close", () => socket.destroySoon());
  }

  /** Closes each connection as soon as it serves no request. */
  endWhenIdle(): void {
    this.#isEnding = true;
    for (const [socket, response] of this.#latest) {
      if (response === null || response.closed) socket.destroySoon();
      else response.once("close", () => socket.destroySoon());
    }
  }
}
