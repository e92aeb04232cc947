/** A desk that writes until it is killed: one entry to a transaction, and the id on its standard output once the store has returned. */
import { writeSync } from "node:fs";
import { Redacted } from "#bytes";
import { sha256 } from "#prim";
import { Writer } from "../../../vectors/entry/writer.ts";
import { bodyWith, projector, roster } from "./cast.ts";
import { openStore } from "../store.ts";

const [path = "", name = ""] = process.argv.slice(2);
const store = openStore({ path, key: new Redacted(sha256(Uint8Array.of(1))), projector });
// Every other life is one of a desk that takes in much.
if (/[13579]$/.test(name)) store.startBulk();
const writer = new Writer(name);
let draft = writer.draft("work", 1);
writeSync(1, "open\n");
for (let n = 0; ; n++) {
  const entry = writer.sign(draft, bodyWith({ id: `${name} ${n}`, kind: "statement", text: `said ${n} ${"и ещё ".repeat(n % 60)}` }));
  draft = { ...draft, clock: n + 2, prev: entry.id, seen: [entry.id], seq: n + 2 };
  store.addEntries([entry], roster, { log: "log", cursor: n + 1 });
  store.set("draft", new Uint8Array(n % 5000));
  writeSync(1, `${entry.id}\n`);
}
