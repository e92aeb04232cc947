/** Serves a built page as the relay does, and takes envelopes; what it answers can be changed while it runs. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tellHeaders } from "../headers.ts";

const TYPES: { readonly [ending: string]: string } = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  txt: "text/plain; charset=utf-8",
};

export class PageServer {
  /** Every request as `GET /path`, in order. */
  readonly requests: string[] = [];
  /** The bodies of `POST /d` that were answered 204. */
  readonly envelopes: Uint8Array[] = [];
  /** What `POST /d` answers. `"drop"` cuts the connection after the body has been read and kept. */
  answer: number | "drop" = 204;
  keysFile: Uint8Array;
  readonly #files: ReadonlyMap<string, Uint8Array>;
  readonly #server: Server;

  private constructor(files: ReadonlyMap<string, Uint8Array>, keysFile: Uint8Array) {
    this.#files = files;
    this.keysFile = keysFile;
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  static async start(files: ReadonlyMap<string, Uint8Array>, keysFile: Uint8Array): Promise<PageServer> {
    const server = new PageServer(files, keysFile);
    await new Promise<void>((resolve) => server.#server.listen(0, "127.0.0.1", resolve));
    return server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? "/").slice(1) || "index.html";
    this.requests.push(`${request.method} /${path}`);
    if (request.method === "POST" && path === "d") return this.#take(request, response);
    const bytes = path === "keys.bin" ? this.keysFile : this.#files.get(path);
    if (request.method !== "GET" || bytes === undefined) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { ...tellHeaders(), "content-type": TYPES[path.slice(path.lastIndexOf(".") + 1)] ?? "application/octet-stream" });
    response.end(bytes);
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (this.answer === "drop" || this.answer === 204) this.envelopes.push(new Uint8Array(Buffer.concat(chunks)));
    if (this.answer === "drop") response.destroy();
    else response.writeHead(this.answer).end();
  }
}
