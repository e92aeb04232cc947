/** The people whom linking must never merge, in a made-up corpus with the truth beside it; and real records split into damaged lists. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { makeCorpus, TRAPS } from "../../../bench/linkage/corpus.ts";
import { measure } from "../../../bench/linkage/measure.ts";
import { rettigLists } from "../../../bench/linkage/rettig.ts";
import { runs } from "../../../scripts/long.ts";
import { clusterQuality, overlapTable, personSettings } from "../index.ts";

const RETTIG = join(import.meta.dirname, "../../../../shared/data/rettig");

test("brothers taken in one raid, twins, father and son, cousins of one name: none merged by itself; the rest is found", () => {
  // Three corpora in a long run are enough for Wilson's lower limit to pass .999.
  for (let draw = 0; draw < runs(1, 3); draw++) {
    const corpus = makeCorpus(`test ${draw}`, runs(900, 4000));
    const counts = new Map<number, number>();
    for (let row = 0; row < corpus.table.count; row++) counts.set(corpus.personOf(row), (counts.get(corpus.personOf(row)) ?? 0) + 1);
    const truePairs = [...counts.values()].reduce((sum, count) => sum + (count * (count - 1)) / 2, 0);
    const measured = measure(corpus.table, personSettings(new Set(corpus.table.columns.keys())), corpus.personOf, truePairs);
    const { a, b, count } = measured.linked.linking.pairs;
    const { of } = measured.linked.clusters;
    for (const kind of TRAPS) {
      let met = 0;
      for (let pair = 0; pair < count; pair++) {
        const [x, y] = [corpus.persons[corpus.personOf(a[pair]!)]!, corpus.persons[corpus.personOf(b[pair]!)]!];
        if (x === y || x.trap === null || x.trap.kind !== kind || x.trap.group !== y.trap?.group) continue;
        met++;
        assert.notEqual(measured.linked.scores.band[pair], 2, `${kind}: ${x.number} ${y.number}`);
        assert.notEqual(of[a[pair]!], of[b[pair]!], `${kind} in one cluster`);
      }
      assert.ok(met >= 10, `${kind} were compared: ${met}`);
    }
    assert.deepEqual(measured.wrong, []);
    assert.ok(measured.automatic.pairs > 200);
    assert.ok(measured.reviewedRecall >= 0.9, `${measured.reviewedRecall}`);
    assert.ok(measured.clusters.overMerged <= 0.001 * measured.clusters.count);
    assert.ok(measured.calibration.error <= 0.06, `${measured.calibration.error}`);
    assert.ok(Math.abs(measured.blockingRecall - measured.blockingRecallTold) < 0.06);
    // Ways of linking hold about as many pairs as are true, and few that are not: a sampler that links too little makes an estimate too high.
    const { linked, right } = clusterQuality(measured.linked.partition(0).members, corpus.personOf, truePairs);
    assert.ok(right > 0.9 * truePairs && linked < 1.05 * truePairs, `${linked} drawn, ${right} right, ${truePairs} true`);
  }
});

test(
  "real records in three damaged lists: nothing merged by itself, what a reader is given, and overlaps near the true ones",
  { skip: existsSync(RETTIG) ? false : "the records are not beside this tree" },
  () => {
    const lists = rettigLists(RETTIG, "1");
    const measured = measure(lists.table, personSettings(new Set(lists.table.columns.keys())), lists.personOf, lists.truePairs);
    // They say neither a father's name apart nor a whole day of birth: nothing tells namesakes apart, so nothing is linked by itself.
    assert.equal(measured.automatic.pairs, 0);
    assert.ok(measured.clustersAtEven.f1 > 0.93, `${measured.clustersAtEven.f1}`);
    assert.ok(measured.reviewedRecall > 0.95);

    const { linked } = measured;
    const listOf = (row: number): string => linked.linking.table.sources[row]!;
    const truth = new Map<string, number[]>();
    for (let row = 0; row < lists.table.count; row++) truth.set(lists.personOf(row), [...(truth.get(lists.personOf(row)) ?? []), row]);
    const wanted = overlapTable({ members: [...truth.values()] }, listOf).rows;
    // Ten draws from what the probabilities leave open: each overlap of the truth lies near what they say.
    const draws = Array.from({ length: 10 }, (_, draw) => overlapTable(linked.partition(draw), listOf));
    for (const { pattern, count } of wanted) {
      const drawn = draws.map(({ rows }) => rows.find((row) => row.pattern === pattern)?.count ?? 0);
      const mean = drawn.reduce((sum, one) => sum + one, 0) / drawn.length;
      assert.ok(Math.abs(mean - count) < 12 + 0.05 * count, `${pattern}: ${mean} drawn, ${count} true`);
    }
    assert.deepEqual(linked.partition(3).of, linked.partition(3).of);
    assert.notDeepEqual(linked.partition(3).of, linked.partition(4).of);
  },
);
