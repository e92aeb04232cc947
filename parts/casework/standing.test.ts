/** Where records stand, when somebody writes many that name one another: nothing is compared more often than there are records. */
import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { AuthoredRecord } from "./authored.ts";
import type { CaseRecord } from "./records.ts";
import { standings } from "./standing.ts";
import { personOf } from "./testing/cast.ts";
import { idOf } from "./testing/histories.ts";

type Write = (count: number) => CaseRecord[];

const CLAIMED = idOf(1);
const claim = (id: string, property: string, more: object = {}): CaseRecord =>
  ({ id, kind: "statement", subject: idOf(2), property, stance: "asserts", value: { flag: true }, ...more }) as CaseRecord;

/** Many records under one id, and as many that name it. */
const HOSTILE: { readonly [name: string]: Write } = {
  "one id superseded by many that are about something else": (count) => [
    ...numbered(count, (n) => claim(CLAIMED, `a${n}`)),
    ...numbered(count, (n) => claim(idOf(100 + n), "other", { supersedes: [CLAIMED] })),
  ],
  "one id superseded by many that are about the same": (count) => [
    ...numbered(count, () => claim(CLAIMED, "same")),
    ...numbered(count, (n) => claim(idOf(100 + n), "same", { supersedes: [CLAIMED] })),
  ],
  "one decision withdrawn by many": (count) => [
    ...numbered(count, (n) => ({ id: CLAIMED, kind: "decision", on: idOf(n), stands: true }) as unknown as CaseRecord),
    ...numbered(count, (n) => ({ id: idOf(100 + n), kind: "withdraw", target: CLAIMED }) as unknown as CaseRecord),
  ],
};

suite("standing", () => {
  for (const [name, write] of Object.entries(HOSTILE)) {
    test(`${name}: ten times as many cost ten times as much`, () => {
      const [few, many] = [looksAt(write(50)), looksAt(write(500))];
      assert.ok(many < 15 * few, `${few} looks at few records, ${many} at ten times as many`);
    });
  }
});

function numbered<T>(count: number, make: (n: number) => T): T[] {
  return Array.from({ length: count }, (_, n) => make(n));
}

/** How often something of a record is read while its standing is found. */
function looksAt(records: readonly CaseRecord[]): number {
  let looks = 0;
  const watched = records.map((record, n): AuthoredRecord => ({
    record: new Proxy(record, {
      get(target, field): unknown {
        looks++;
        return Reflect.get(target, field);
      },
    }),
    entryId: idOf(n),
    author: idOf(3),
    person: personOf("amina"),
    clock: n,
    counted: true,
  }));
  standings(watched.map((one) => [one]));
  return looks;
}
