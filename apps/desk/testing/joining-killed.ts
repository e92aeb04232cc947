/** A colleague's new machine that fetches everything until it is killed: says before each question to the relay whether its store is in its quick way. */
import { writeSync } from "node:fs";
import { Redacted } from "#bytes";
import { closeDesk, syncDesk, unlockDesk, type OpenDesk } from "../core/index.ts";

const [dir = "", passphrase = "", relay = ""] = process.argv.slice(2);
let desk: OpenDesk | null = null;
const fetchThere = ((input: string | URL | Request, init?: RequestInit) => {
  writeSync(1, desk?.store.isBulk === true ? "quick\n" : "usual\n");
  const asked = input instanceof Request ? input.url : String(input);
  return fetch(asked.replace("http://relay.invalid", relay), init);
}) as typeof fetch;
desk = await unlockDesk(dir, new Redacted(passphrase), { fetch: fetchThere });
writeSync(1, "open\n");
await syncDesk(desk);
writeSync(1, "done\n");
closeDesk(desk);
