import { test } from "node:test";
import { utf8 } from "#bytes";
import { damagedJson } from "../../../scripts/fuzz-json.ts";
import { fuzz } from "../../../scripts/fuzz.ts";
import { LinkageError } from "./errors.ts";
import { personSettings } from "./person-settings.ts";
import { readSettings } from "./settings.ts";

const isOurs = (error: unknown): boolean => error instanceof LinkageError;
const settings = [new Set(["name", "sex", "born", "place"]), new Set(["given", "family", "day"])].map(
  (columns) => JSON.parse(JSON.stringify(personSettings(columns))) as Parameters<typeof damagedJson>[1][number],
);

test("settings of a linkage, well-formed", (t) =>
  fuzz(t, { name: "link settings", valid: [utf8("x")], from: (_bytes, chance) => damagedJson(chance, settings), isOurs, parse: readSettings }));
