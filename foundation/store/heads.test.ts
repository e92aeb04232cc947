import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { History, type VerifiedEntry } from "#entry";
import { runs } from "../../scripts/long.ts";
import { Writer } from "../../vectors/entry/writer.ts";
import { placeFor, roster } from "./testing/cast.ts";

class ChangedMind extends Error {}

function* upTo(entries: readonly VerifiedEntry[], many: number): Generator<VerifiedEntry> {
  yield* entries.slice(0, many);
  throw new ChangedMind();
}

describe("heads, written when a batch ends", () => {
  it("are those of the record in memory after every batch, also after one that was given up in its middle", (t) => {
    const step = fc.record({ who: fc.nat(2), inbox: fc.boolean(), sees: fc.boolean() });
    const batch = fc.record({ size: fc.integer({ min: 1, max: 6 }), givenUp: fc.boolean(), within: fc.boolean(), backwards: fc.boolean() });
    let compared = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 4, maxLength: 20 }), fc.array(batch, { minLength: 1, maxLength: 6 }), (steps, batches) => {
        const writers = [new Writer("Amina"), new Writer("Bako"), new Writer("Chidi")];
        const written: VerifiedEntry[] = [];
        for (const { who, inbox, sees } of steps) {
          if (sees) writers[who]!.receive(written);
          written.push(writers[who]!.write(undefined, inbox ? "inbox" : "work"));
        }
        const store = placeFor(t).open();
        const history = new History();
        const agree = (): void => {
          for (const compartment of ["work", "inbox"]) {
            const ids = store.heads(compartment).map((head) => head.id);
            assert.deepEqual(ids, history.heads(compartment));
            compared += ids.length;
          }
        };
        for (let at = 0, n = 0; at < written.length; n++) {
          const { size, givenUp, within, backwards } = batches[n % batches.length]!;
          const coming = written.slice(at, at + size);
          if (backwards) coming.reverse();
          if (givenUp) assert.throws(() => store.addEntries(upTo(coming, size - 1), roster), ChangedMind);
          agree();
          if (within) {
            store.atomically(() => {
              store.addEntries(coming.slice(0, 2), roster);
              assert.throws(() => store.addEntries(upTo(coming.slice(2), 2), roster), ChangedMind);
              store.addEntries(coming.slice(2), roster);
            });
          } else store.addEntries(coming, roster);
          history.add(coming, roster);
          agree();
          at += size;
        }
        store.close();
      }),
      { numRuns: runs(12, 300) },
    );
    assert.ok(compared > 100, "nothing was compared");
  });
});
