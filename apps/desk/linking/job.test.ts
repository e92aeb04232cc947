/** Linking in threads: the same bytes whatever the order and the number of workers, an end at any time, and what comes later compared as the whole would be. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { LinkageError, Linking, personSettings, Random, recordTable, type LinkSettings, type Profile, type RecordTable } from "#stats";
import { startLinking, startProposing, type Proposals } from "./index.ts";

const SETTINGS = personSettings(new Set(["name", "birth", "place", "date"]));
const GIVEN = ["Ruslan", "Zaur", "Timur", "Leila", "Khava", "Ахмед", "Руслан", "Akhmed"];
const FAMILY = ["Aslanov", "Bekov", "Dudarova", "Исаев", "Isaev", "Karimova", "Каримов", "Umarov"];

/** Mentions of invented people, drawn from a seed; some say the same of somebody twice. */
function mentions(count: number): Profile[] {
  const random = new Random("threads");
  return Array.from({ length: count }, (_, i): Profile => ({
    id: `r${String(i).padStart(4, "0")}`,
    source: "record",
    values: {
      name: `${random.pick(GIVEN)} ${random.pick(FAMILY)}`,
      birth: random.chance(0.3) ? "" : `19${60 + random.below(20)}-0${1 + random.below(4)}-1${random.below(4)}`,
      place: `Village ${random.below(6)}`,
      date: `2031-0${1 + random.below(3)}-1${random.below(9)}`,
    },
  }));
}

async function linked(table: RecordTable, workers: number, settings: LinkSettings = SETTINGS): Promise<string> {
  const job = startLinking(table, settings, { workers });
  try {
    const result = (await job.result)!;
    const explained = await Promise.all([job.explain(0, 1), job.explain(7, 3)]);
    return JSON.stringify({ ...result, explained }, (_, value: unknown) =>
      ArrayBuffer.isView(value) ? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("hex") : value,
    );
  } finally {
    await job.end();
  }
}

/** A table whose rows stand in the order given, unsorted. */
function tableOf(profiles: readonly Profile[]): RecordTable {
  const names = ["name", "birth", "place", "date"];
  return {
    count: profiles.length,
    ids: profiles.map(({ id }) => id),
    sources: profiles.map(({ source }) => source),
    columns: new Map(names.map((name) => [name, profiles.map(({ values }) => values[name] ?? "")])),
  };
}

test("the same records in any order, with one worker, two or three: the same bytes", async () => {
  // More pairs than are handed out at once, so that two workers both get some.
  const wide = { ...SETTINGS, blocking: [...SETTINGS.blocking, ["place:whole"]], mostInBlock: 5000 };
  const profiles = mentions(900);
  const pairs = new Linking(recordTable(profiles), wide).pairs.count;
  assert.ok(pairs > 50_000, `${pairs} pairs`);
  const expected = await linked(tableOf(profiles), 1, wide);
  assert.equal(await linked(tableOf(new Random("order").shuffle([...profiles])), 2, wide), expected);
  assert.equal(await linked(tableOf(profiles.toReversed()), 3, wide), expected);
});

test("ended before it is done its result is null, and afterwards nothing is explained or compared; nothing of it goes on", async () => {
  const table = tableOf(mentions(900));
  for (const workers of [1, 3]) {
    const steps: string[] = [];
    const job = startLinking(table, SETTINGS, { workers, onStep: (phase) => steps.push(phase) });
    await job.end();
    assert.equal(await job.result, null);
    await assert.rejects(job.explain(0, 1), /ended/);
    const heard = steps.length;
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(steps.length, heard);
    await job.end();
  }
  const under = startLinking(table, SETTINGS, { onStep: (phase) => phase === "learning" && void under.end() });
  assert.equal(await under.result, null, "ended while it learned");
  const done = startLinking(table, SETTINGS);
  assert.notEqual(await done.result, null);
  const asked = done.explain(0, 1);
  const ending = done.end();
  // A thread that is quicker than its end has answered by then, and is not heard.
  await assert.rejects(Promise.race([asked, new Promise<void>((resolve) => setImmediate(resolve))]), /ended/);
  await ending;
  const proposing = startProposing(table, SETTINGS, { most: 10 });
  await proposing.result;
  const comparing = proposing.compare([mentions(1)[0]!], []);
  await proposing.end();
  assert.equal(await comparing, null);
  assert.equal(await proposing.compare([], []), null);
});

test("what cannot be linked is refused with its code, out of a thread too", async () => {
  const twice = tableOf([...mentions(3), mentions(1)[0]!]);
  for (const start of [() => startLinking(twice, SETTINGS), () => startProposing(twice, SETTINGS, { most: 10 })]) {
    const job = start();
    await assert.rejects(job.result, (error) => error instanceof LinkageError && error.code === "duplicate-id");
    await job.end();
  }
});

/** All that is not out of the question is proposed. */
const DOUBTFUL = { ...SETTINGS, review: 1e-9 };

test("what comes later is compared with everything, and weighed as the whole would weigh it by the same numbers", async () => {
  const all = mentions(400);
  const [first, later] = [all.filter((_, i) => i % 8 !== 3), all.filter((_, i) => i % 8 === 3)];
  // One is said otherwise later, one is none any more.
  const changed = [...later, { ...first[0]!, values: { ...first[0]!.values, name: "Zaur Umarov" } }];
  const gone = [first[1]!.id];
  const now = [...first.slice(2), ...changed];

  const phases = new Set<string>();
  const job = startProposing(tableOf(first), DOUBTFUL, { most: 1e6, onStep: (phase) => phases.add(phase) });
  await job.result;
  phases.clear();
  const compared = (await job.compare(changed, gone))!;
  assert.ok(!phases.has("learning"), "nothing is learned again");
  await job.end();

  const begun = new Linking(recordTable(first), DOUBTFUL);
  const { model } = begun.conclude(begun.compare(0, begun.pairs.count));
  const whole = new Linking(recordTable(now), DOUBTFUL);
  const { scores } = whole.conclude(whole.compare(0, whole.pairs.count), [], model);
  const isNew = new Set(changed.map(({ id }) => id));
  const expected = Array.from({ length: whole.pairs.count }, (_, pair) => ({
    a: whole.table.ids[whole.pairs.a[pair]!]!,
    b: whole.table.ids[whole.pairs.b[pair]!]!,
    bits: scores.bits[pair]!,
    band: scores.band[pair]!,
  })).filter(({ a, b, band }) => band > 0 && (isNew.has(a) || isNew.has(b)));
  assert.ok(expected.length > 20);
  assert.deepEqual(inOrder(compared), expected.map(({ a, b, bits }) => ({ a, b, bits })).toSorted(byName));
});

const byName = (x: { a: string; b: string }, y: { a: string; b: string }): number => (x.a + x.b < y.a + y.b ? -1 : 1);

function inOrder({ pairs }: Proposals): { a: string; b: string; bits: number }[] {
  return pairs.map(({ a, b, bits }) => ({ a, b, bits })).toSorted(byName);
}
