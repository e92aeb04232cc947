/** A desk that brings a file in until it is killed: says each entry on its standard output once it is written, and the report's sums at the end. */
import { readFileSync, writeSync } from "node:fs";
import { Redacted } from "#bytes";
import { runImport } from "../core/import/index.ts";
import { redoImport, undoImport } from "../core/import/undo.ts";
import { importPlace } from "../core/import/context.ts";
import { closeDesk, unlockDesk } from "../core/unlock.ts";
import { wishFor } from "./import-cast.ts";

const [dir = "", passphrase = "", file = "", work = "run"] = process.argv.slice(2);
const desk = await unlockDesk(dir, new Redacted(passphrase), { fetch: () => Promise.reject(new Error("offline")) });
const wish = wishFor(readFileSync(file, "utf8"));
const onProgress = (): void => void writeSync(1, "step\n");
const { importId } = importPlace(desk, wish.mapping, null);
if (work === "run") {
  const { records, tables } = await runImport(desk, wish, { onProgress });
  writeSync(1, `done ${JSON.stringify({ records, rowFates: tables[0]!.rowFates })}\n`);
} else writeSync(1, `done ${await (work === "undo" ? undoImport : redoImport)(desk, importId, { onProgress })}\n`);
closeDesk(desk);
