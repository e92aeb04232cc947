import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { fromBase64, fromHex, toBase64 } from "#bytes";
import { SealError } from "#seal";
import {
  acceptCases,
  rejectCases,
  type AcceptCase,
  type LineAct,
  type RejectCase,
  type Sealed,
  type VectorFile,
} from "../../../vectors/entry/cases.ts";
import { EntryError } from "../errors.ts";
import { History } from "./history.ts";
import type { RosterView } from "./judge.ts";
import { openEntry, sealEntry } from "./sealed.ts";
import { encodeStored, parseStored, type SignedEntry } from "./stored.ts";
import { verifyEntry, type VerifiedEntry } from "./verify.ts";

function frozen<Case>(name: string): VectorFile<Case> {
  return JSON.parse(readFileSync(new URL(`../../../vectors/entry/${name}`, import.meta.url), "utf8")) as VectorFile<Case>;
}

function rosterOf(line: readonly LineAct[]): RosterView {
  const placeOf = (act: string): number => line.findIndex((one) => one.act === act);
  return {
    knowsAct: (act) => placeOf(act) >= 0,
    deviceKnownAt: (act, device) => line.slice(0, placeOf(act) + 1).some((one) => one.devices.includes(device)),
    groupAt: (act) => line[placeOf(act)]!.group,
  };
}

const entryOf = (stored: string): VerifiedEntry => verifyEntry(parseStored(fromBase64(stored)));
const open = ({ key, epoch, compartment, blob }: Sealed): SignedEntry => openEntry(fromHex(key), compartment, epoch, fromBase64(blob));

function withHistory(after: readonly string[], roster: RosterView): History {
  const history = new History();
  assert.equal(history.add(after.map(entryOf), roster).applied.length, after.length);
  return history;
}

describe("entries every reader takes", () => {
  const { line, cases } = frozen<AcceptCase>("accept.json");
  const roster = rosterOf(line);
  it("are as they were frozen", () => {
    assert.deepEqual({ line, cases }, acceptCases());
    assert.ok(cases.length >= 12);
  });
  for (const { name, stored, id, after, applies, sealed } of cases) {
    it(name, () => {
      const entry = entryOf(stored);
      assert.equal(entry.id, id);
      assert.equal(toBase64(encodeStored(entry)), stored);
      assert.equal(withHistory(after, roster).add([entry], roster).applied.includes(id), applies);
      if (sealed !== null) {
        assert.equal(open(sealed).id, id);
        assert.equal(toBase64(sealEntry(fromHex(sealed.key), sealed.epoch, entry)), sealed.blob);
      }
    });
  }
});

describe("entries every reader refuses", () => {
  const { line, cases } = frozen<RejectCase>("reject.json");
  const roster = rosterOf(line);
  it("are as they were frozen", () => {
    assert.deepEqual({ line, cases }, rejectCases());
    assert.ok(cases.length >= 30);
  });
  for (const { name, step, code, stored, after, sealed } of cases) {
    it(`${step}: ${name}`, () => {
      const withCode = (error: unknown): boolean => (error instanceof EntryError || error instanceof SealError) && error.code === code;
      if (step === "open") assert.throws(() => open(sealed!), withCode);
      else if (step === "form") assert.throws(() => parseStored(fromBase64(stored!)), withCode);
      else if (step === "claims") {
        const entry = parseStored(fromBase64(stored!));
        assert.throws(() => verifyEntry(entry), withCode);
      } else {
        const entry = entryOf(stored!);
        assert.deepEqual(withHistory(after, roster).add([entry], roster).refused, [{ id: entry.id, code }]);
      }
    });
  }
});
