/**
 * A whole desk against a relay that lies, seeded. During it nothing false is believed and nothing of the desk's own is lost; when the relay is honest again both
 * desks hold the same. Which attack is noticed as what is shown closer to the wire, in apps/relay/hostile.test.ts. The runs are shared out to four test files, so that each
 * is done in time on a busy machine.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { penOf, stateHash } from "#casework";
import { randomBytes } from "#prim";
import { endPlay, founder, letIn, settle, stage } from "../../apps/desk/testing/cast.ts";
import { syncDesk, write, type OpenDesk } from "../../apps/desk/core/index.ts";
import { ATTACKS, hostileFetch, type Attack } from "../../apps/relay/hostile.ts";
import { runs as runsOf } from "../../scripts/long.ts";

const RUNS = runsOf(34, 10_000);
const QUARTER = Math.ceil(RUNS / 4);
const RUNS_OF_A_TEST = 500;
/** A new group after so many runs: a desk reads its whole record again after each change. */
const RUNS_OF_A_GROUP = 25;

type Counts = Map<Attack, { runs: number; noticed: number; unheard: number }>;

/** The tests of one of four quarters (0 to 3). The number of a run is its seed. */
export function hostileRuns(quarter: number): void {
  const end = Math.min((quarter + 1) * QUARTER, RUNS);
  for (let from = quarter * QUARTER; from < end; from += RUNS_OF_A_TEST) {
    const to = Math.min(from + RUNS_OF_A_TEST, end);
    test(`a relay that lies, ${ATTACKS.length} attacks: seeds ${from} to ${to - 1}`, async (t) => {
      const counts: Counts = new Map();
      for (let first = from; first < to; first += RUNS_OF_A_GROUP) await oneGroup(first, Math.min(first + RUNS_OF_A_GROUP, to), counts);
      for (const [attack, { runs, noticed, unheard }] of counts) t.diagnostic(`${attack}: ${runs} runs, something odd counted in ${noticed}, something unheard during it in ${unheard}`);
    });
  }
}

async function oneGroup(from: number, to: number, counts: Counts): Promise<void> {
  const on = stage();
  Object.assign(on.surroundings, { patience: { attempts: 1, bytesPerMs: 1e6, timeoutMs: 200 } });
  const honest = on.network;
  const amina = await founder(on, "Amina");
  const tomas = await letIn(on, amina, "Tomas", null);
  await settle(amina, tomas);

  for (let run = from; run < to; run++) {
    const attack = ATTACKS[run % ATTACKS.length]!;
    const lying = hostileFetch(honest, { seed: run, attack });
    const before = odd(tomas);
    const truth = new Set(ids(amina));
    // Amina speaks to the relay honestly; everything Tomas hears passes through the liar.
    for (let n = 0; n < 3; n++) {
      truth.add(add(amina));
      on.network = honest;
      await syncDesk(amina);
      on.network = lying;
      truth.add(add(tomas));
      await syncDesk(tomas);
    }
    for (const id of ids(tomas)) assert.ok(truth.has(id), `${attack}: a record nobody wrote`);
    const tally = counts.get(attack) ?? { runs: 0, noticed: 0, unheard: 0 };
    tally.runs += 1;
    if (odd(tomas) > before || tomas.store.waiting().length > 0 || !tomas.online) tally.noticed += 1;
    if (ids(tomas).length < truth.size) tally.unheard += 1;
    counts.set(attack, tally);

    lying.calm();
    on.network = honest;
    await settle(amina, tomas);
    assert.equal(ids(amina).length, truth.size, `${attack} ${run}: something written was lost at Amina's`);
    assert.equal(stateHash(amina.records.authored(amina.line)), stateHash(tomas.records.authored(tomas.line)), `${attack} ${run}: the desks differ`);
    assert.equal(amina.line.fork, null);
  }
  endPlay(on, amina, tomas);
}

function add(desk: OpenDesk): string {
  const record = penOf(randomBytes)("subject", { type: "case" });
  write(desk, "work", "begin-case", [record]);
  return record.id;
}

function ids(desk: OpenDesk): string[] {
  return desk.records.book(desk.line).current("subject").map(({ record }) => record.id);
}

/** How many odd answers the desk has counted. */
function odd(desk: OpenDesk): number {
  return desk.store.names("count/").reduce((sum, name) => sum + Number(new TextDecoder().decode(desk.store.get(name)!)), 0);
}
