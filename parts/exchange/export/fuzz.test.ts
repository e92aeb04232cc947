/** Exports that come back: what the readers of our own two formats make of nonsense. */
import { test } from "node:test";
import { utf8 } from "#bytes";
import { fuzz } from "../../../scripts/fuzz.ts";
import { ExchangeError } from "../errors.ts";
import { exportStage } from "../testing/export-book.ts";
import { jsonLinesOf, readJsonLines } from "./json-lines.ts";
import { leavingOf, type Leaving } from "./leaving.ts";
import { readRelatos, relatosOf } from "./relatos.ts";

const isOurs = (error: unknown): boolean => error instanceof ExchangeError;
const asText = (bytes: Uint8Array): string => Buffer.from(bytes).toString("utf8");
const whole = leavingOf(exportStage().book, { id: "5a".repeat(16), of: { all: true }, ceiling: 3, earlier: true });
/** A few records of it at a time. */
const some: readonly Leaving[] = [0, 2, 4, 6].map((from) => ({ ...whole, records: whole.records.slice(from, from + 2) }));

test("JSON Lines", (t) => fuzz(t, { name: "JSON Lines", valid: some.map((left) => utf8(jsonLinesOf(left))), from: asText, isOurs, parse: readJsonLines }));
test("relatos", (t) => fuzz(t, { name: "relatos", valid: some.map((left) => utf8(relatosOf(left))), from: asText, isOurs, parse: (text) => readRelatos([text]) }));
