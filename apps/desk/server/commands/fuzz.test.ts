/** What a screen sends, and what may stand in for it: each schema takes a body or refuses it, and never breaks. */
import { test } from "node:test";
import { z } from "zod";
import { utf8 } from "#bytes";
import { damagedJson } from "../../../../scripts/fuzz-json.ts";
import { fuzz } from "../../../../scripts/fuzz.ts";
import * as archive from "./archive-schemas.ts";
import * as commands from "./schemas.ts";

const [ID, ENTRY] = ["5a".repeat(16), "5a".repeat(32)];
const schemas = [...Object.values(commands), ...Object.values(archive)].filter((one) => one instanceof z.ZodType);
const bodies = [
  { undo: ENTRY },
  { title: "Saltmarket", lang: "en", text: "They took four men." },
  { report: ID, seen: true, takenBy: "me" },
  { alias: "S-1", kind: "witness", case: ID },
  { source: ID, basis: "saw", reliability: 2, derivesFrom: [ID] },
  { case: ID, proposition: "Four men were taken.", standard: 3, for: [ID], against: [] },
  { lang: "ar", theme: "dark" },
  { id: ID, name: "Selm", ask: { type: "person", filter: { words: "dolin", kinds: ["killing"], from: "2031-01-01" }, sort: "newest" } },
  { about: ID, open: [ID], limit: 50 },
  { subject: ID, text: "a note", over: [ID] },
  {},
];

test("a command's body, at every schema", (t) =>
  fuzz(t, {
    name: "commands",
    valid: [utf8("x")],
    from: (_bytes, chance) => ({ schema: chance.of(schemas), body: damagedJson(chance, bodies) }),
    isOurs: () => false,
    parse: ({ schema, body }) => schema.safeParse(body).success,
  }));
