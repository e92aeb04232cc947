import { test } from "node:test";
import { utf8 } from "#bytes";
import { fuzz } from "../../scripts/fuzz.ts";
import { parseSettings } from "./settings.ts";

// An operator's own file: what is wrong with it is said in words, and not in a code.
const isOurs = (error: unknown): boolean => error instanceof Error && error.constructor === Error && error.message.startsWith("settings: ") && error.message.length < 200;

test("an operator's settings", (t) =>
  fuzz(t, {
    name: "settings",
    valid: [utf8('{"accountHash":null,"quotaBytes":1000}'), utf8(`{"accountHash":"${"a".repeat(64)}","intakeBurst":5,"waitingLimit":1}`)],
    from: (bytes) => Buffer.from(bytes).toString("utf8"),
    isOurs,
    parse: parseSettings,
  }));
