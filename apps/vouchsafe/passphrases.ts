/** Passphrases: typed on the terminal without being shown, or read one a line from the standard input. Never from the command line, which other users can see. */
import { Redacted } from "#bytes";
import { Plain, EXIT } from "./plain.ts";

/** As on the desk's own screen. */
const LEAST_LETTERS = 12;
const STOPPED = 130;

/** Asks for one passphrase after the other. */
export class Passphrases {
  #lines: string[] | null = null;

  /** One that exists already. */
  async known(what: string): Promise<Redacted<string>> {
    return new Redacted(await this.#next(what));
  }

  /** A new one: long enough and, on a terminal, typed twice. */
  async chosen(what: string): Promise<Redacted<string>> {
    const first = await this.#next(what);
    if (Array.from(first).length < LEAST_LETTERS) throw new Plain(`A passphrase has at least ${LEAST_LETTERS} letters.`);
    if (process.stdin.isTTY && (await this.#next("the same again")) !== first) throw new Plain("The two are not the same. Nothing was changed.");
    return new Redacted(first);
  }

  async #next(what: string): Promise<string> {
    if (process.stdin.isTTY) return typed(`Passphrase (${what}): `);
    this.#lines ??= (await wholeInput()).split(/\r?\n/);
    const line = this.#lines.shift();
    if (line === undefined || line === "") throw new Plain(`A passphrase is missing on the standard input: ${what}.`, EXIT.usage);
    return line;
  }
}

async function wholeInput(): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of process.stdin) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}

/** One line from the terminal, of which nothing is shown. */
function typed(prompt: string): Promise<string> {
  const { stdin } = process;
  process.stderr.write(prompt);
  stdin.setEncoding("utf8");
  stdin.setRawMode(true);
  stdin.resume();
  return new Promise((resolve, reject) => {
    let letters: string[] = [];
    const end = (): void => {
      stdin.off("data", take);
      stdin.setRawMode(false);
      stdin.pause();
      process.stderr.write("\n");
    };
    const take = (text: string): void => {
      for (const letter of text) {
        if (letter === "\r" || letter === "\n") return (end(), resolve(letters.join("")));
        if (letter === "\u0003" || letter === "\u0004") return (end(), reject(new Plain("Stopped. Nothing was changed.", STOPPED)));
        if (letter === "\u0015") letters = [];
        else if (letter === "\u007f" || letter === "\b") letters.pop();
        else letters.push(letter);
      }
    };
    stdin.on("data", take);
  });
}
