import assert from "node:assert/strict";
import { suite, test } from "node:test";
import fc from "fast-check";
import { canonicalText, utf8, type Json } from "#bytes";
import { composeBody, jsonOf, parseBody, parseRecord } from "./body.ts";
import { CaseworkError } from "./errors.ts";
import { LIMITS } from "./fields.ts";
import { indexRecord } from "./indexing.ts";
import { seeded } from "./testing/cast.ts";
import { beginning, history } from "./testing/histories.ts";
import { penOf } from "./write.ts";

const pen = penOf(seeded("body"));

suite("bodies", () => {
  test("what is composed is what is parsed, and the bytes come back the same", () => {
    fc.assert(
      fc.property(history, (written) => {
        const records = [...new Map(written.map(({ record }) => [record.id, record])).values()];
        const bytes = composeBody("import", records);
        const body = parseBody(bytes);
        assert.deepEqual([body.act, body.records, body.newer], ["import", records, false]);
        assert.deepEqual(composeBody(body.act!, body.records), bytes);
      }),
      { numRuns: 100 },
    );
  });

  test("a record that was damaged is refused with a code, kept as a newer form, or still what it says", () => {
    const damage = fc.tuple(fc.constantFrom(...beginning.map(({ record }) => record)), fc.string({ maxLength: 8 }), fc.jsonValue({ maxDepth: 2 }));
    fc.assert(
      fc.property(
        fc.oneof(
          history.map(([one]) => one!.record),
          damage.map(([record]) => record),
        ),
        damage,
        (record, [, key, value]) => {
          const fields = Object.keys(jsonOf(record));
          const hit = fields[key.length % fields.length]!;
          const damaged = { ...jsonOf(record), [hit]: value as Json };
          try {
            const parsed = parseRecord(damaged);
            assert.equal(canonicalOrNull(jsonOf(parsed)), canonicalOrNull(damaged));
            indexRecord(parsed);
          } catch (error) {
            assert.ok(error instanceof CaseworkError, String(error));
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test("random bytes never throw anything but our error", () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.json().map(utf8)), (bytes) => {
        assert.throws(() => parseBody(bytes), CaseworkError);
      }),
      { numRuns: 300 },
    );
  });

  test("a body over one mebibyte is refused before anything in it is read", () => {
    assert.throws(() => parseBody(new Uint8Array(LIMITS.bodyBytes + 1)), new CaseworkError("too-large"));
    const reports = Array.from({ length: 4 }, () =>
      pen("report", { channel: "document", received: { kind: "within", asGiven: "lately" }, text: "ش".repeat(LIMITS.documentCharacters) }),
    );
    assert.ok(composeBody("import", reports).length < LIMITS.bodyBytes);
    assert.throws(() => composeBody("import", [...reports, { ...reports[0]!, id: pen("subject", { type: "act" }).id }, ...reports]), CaseworkError);
  });

  test("nothing is composed that could not be parsed", () => {
    const record = pen("subject", { type: "act" });
    assert.throws(() => composeBody("Not an act", [record]), new CaseworkError("bad-act"));
    assert.throws(() => composeBody("two", [record, record]), new CaseworkError("same-id"));
    assert.throws(() => composeBody("none", []), new CaseworkError("record-count"));
  });

  test("names of our own objects are no fields and no kinds", () => {
    assert.equal(parseRecord({ id: record().id, kind: "constructor" }).kind, "newer form");
    assert.equal(parseRecord({ ...record(), toString: 1 }).kind, "newer form");
    assert.throws(() => parseRecord({ ...record(), kind: "__proto__" }), new CaseworkError("bad-header"));
  });

  test("an error's message is its code and nothing of the record", () => {
    const secret = "a name nobody may read";
    try {
      parseRecord({ ...record(), type: secret });
      assert.fail("accepted");
    } catch (error) {
      assert.equal((error as Error).message, "bad-field");
      assert.ok(!String((error as Error).stack).includes(secret));
    }
  });
});

suite("index of a record", () => {
  test("a statement is found by its subject, its source, what it cites and the words it holds", () => {
    const [act, source, report, other, of] = ["aa", "bb", "cc", "dd", "ee"].map((byte) => byte.repeat(16)) as [
      string,
      string,
      string,
      string,
      string,
    ];
    const statement = pen("statement", {
      case: of,
      subject: act,
      property: "place",
      stance: "denies",
      value: { place: { asGiven: "кирпичный завод", adminPath: ["Verania", "Selm"] } },
      saidBy: source,
      against: [other],
      citations: [{ of: report, quote: "не было никакого завода" }],
      reasoning: "she lives beside it",
    });
    assert.deepEqual(indexRecord(statement), {
      caseId: of,
      subjectIds: [act, source, report, other],
      kind: "statement",
      searchTexts: ["кирпичный завод", "Verania", "Selm", "не было никакого завода", "she lives beside it"],
    });
  });

  test("what is searched are strings of the record, as they are", () => {
    const stringsIn = (json: Json): string[] =>
      typeof json === "string" ? [json] : typeof json === "object" && json !== null ? Object.values(json).flatMap((one) => stringsIn(one)) : [];
    let searched = 0;
    fc.assert(
      fc.property(history, (written) => {
        for (const { record } of written) {
          const strings = new Set(stringsIn(jsonOf(record)));
          for (const text of indexRecord(record).searchTexts) {
            searched++;
            assert.ok(strings.has(text), text);
          }
        }
      }),
      { numRuns: 100 },
    );
    assert.ok(searched > 100, String(searched));
  });

  test("a newer form gives its case, its kind as written and its words, and no ids as words", () => {
    const raw = {
      id: "11".repeat(16),
      kind: "smokeSignal",
      v: 3,
      case: "22".repeat(16),
      seen: ["from the hill", { by: "33".repeat(32), note: "белый дым" }],
    };
    assert.deepEqual(indexRecord(parseRecord(raw)), {
      caseId: "22".repeat(16),
      subjectIds: [],
      kind: "smokeSignal",
      searchTexts: ["from the hill", "белый дым"],
    });
  });

  test("a withdrawal and a decision are found by what they are on", () => {
    const target = "44".repeat(16);
    assert.deepEqual(indexRecord(pen("withdraw", { target })).subjectIds, [target]);
    assert.deepEqual(indexRecord(pen("decision", { on: target, outcome: "agrees" })).subjectIds, [target]);
  });
});

function record(): { id: string; kind: string; type: string } {
  return { id: "55".repeat(16), kind: "subject", type: "act" };
}

function canonicalOrNull(json: Json): string | null {
  try {
    return canonicalText(json);
  } catch {
    return null;
  }
}
