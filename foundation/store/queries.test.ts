import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { KEY, placeFor } from "./testing/cast.ts";
import { connect, type Db } from "./connection.ts";
import { RecordTexts, selectRecords, type RecordQuery } from "./queries.ts";
import { makeIndexes, prepareSchema } from "./schema.ts";

const AFTER = `${"0".repeat(16)}-${"00".repeat(32)}-000`;

describe("a question to a large file", () => {
  it("goes by the index of its narrowest condition, and sorts no more than what shares a clock", (t) => {
    const db = connect(placeFor(t).path, KEY);
    prepareSchema(db);
    makeIndexes(db);
    const planOf = (query: RecordQuery): string => {
      let plan = "";
      const asked = {
        prepare: (sql: string) => ({
          all: (...values: unknown[]) => {
            plan = (db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values) as { detail: string }[]).map((step) => step.detail).join(" | ");
            return [];
          },
        }),
      };
      selectRecords(asked as unknown as Db, new RecordTexts(db), query);
      return plan;
    };
    for (const [query, index] of [
      [{}, "entries_clock"],
      [{ compartment: "work" }, "entries_clock"],
      [{ entryId: "00".repeat(32) }, "sqlite_autoindex_entries_1"],
      [{ kind: "act" }, "records_kind"],
      [{ kind: "act", caseId: "c" }, "records_case"],
      [{ kind: "act", caseId: "c", subject: "s" }, "SEARCH records USING COVERING INDEX records_subject (subject=?) | UNION ALL | SEARCH more_subjects USING COVERING INDEX more_subjects_subject"],
      [{ kind: "act", caseId: "c", subject: "s", ids: ["r"] }, "records_id"],
    ] as const) {
      for (const after of [{}, { after: AFTER }, { newestFirst: true }, { newestFirst: true, after: AFTER }]) {
        const plan = planOf({ ...query, ...after });
        assert.ok(plan.includes(index), plan);
        const small = "subject" in query || "entryId" in query;
        assert.ok(small || !plan.includes("USE TEMP B-TREE FOR ORDER BY"), plan);
      }
    }
    db.close();
  });
});
