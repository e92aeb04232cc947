import { test } from "node:test";
import { canonical, type Json } from "#bytes";
import { CaseworkError, indexRecord, parseBody, parseRecord } from "#casework";
import { damagedJson } from "../../scripts/fuzz-json.ts";
import { fuzz } from "../../scripts/fuzz.ts";
import { vectorCases } from "../../vectors/vector-files.ts";

const isOurs = (error: unknown): boolean => error instanceof CaseworkError;
const bodies = vectorCases<{ readonly body: Json }>("record", "accept/bodies.json").map(({ body }) => (typeof body === "string" ? (JSON.parse(body) as Json) : body));
const records = bodies.flatMap((body) => (body as { records?: readonly Json[] }).records ?? []);
const valid = bodies.map((body) => canonical(body));

test("a body", (t) => fuzz(t, { name: "body", valid, from: (bytes) => bytes, isOurs, parse: parseBody }));

test("a body, well-formed", (t) =>
  fuzz(t, { name: "body, well-formed", valid, from: (_bytes, chance) => spelled(damagedJson(chance, bodies) as Json), isOurs, parse: parseBody }));

test("a record of every kind, and what is made of it for the index", (t) =>
  fuzz(t, {
    name: "record",
    valid,
    from: (_bytes, chance) => damagedJson(chance, records) as Json,
    isOurs,
    parse: (record) => indexRecord(parseRecord(record)),
  }));

function spelled(value: Json): Uint8Array {
  try {
    return canonical(value);
  } catch {
    return canonical(null);
  }
}
