/** A desk that makes its record searchable until it is killed, a few records to a slice. */
import { writeSync } from "node:fs";
import { Redacted } from "#bytes";
import { sha256 } from "#prim";
import { projector } from "./cast.ts";
import { openStore } from "../store.ts";

const [path = "", whole = ""] = process.argv.slice(2);
const store = openStore({ path, key: new Redacted(sha256(Uint8Array.of(1))), projector });
writeSync(1, "open\n");
if (whole === "whole") store.indexWholeSearch();
else while (store.indexSearch(25)) writeSync(1, "slice\n");
writeSync(1, "done\n");
setInterval(() => {}, 1000);
