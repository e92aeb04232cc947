/** Invented populations whose size is known, and what lists of them come to. Each breaks one supposition, or none. */
import { binomial, multinomial } from "../../numbers/draws.ts";
import type { Random } from "../../random.ts";
import { tableOfCounts, type Table } from "../table.ts";
import { names } from "./tables.ts";

export interface World {
  readonly name: string;
  /** Whether what the methods suppose holds in it. */
  readonly holds: boolean;
  readonly all: number;
  readonly table: (random: Random) => Table;
}

/** People who each are on lists with chances of their own: classes of people, and pairs of lists of which one draws on the other. */
interface Making {
  readonly all: number;
  readonly classes: readonly { readonly share: number; readonly chances: readonly number[] }[];
  /** Who is on the first is on the second too with this chance more. */
  readonly drawsOn?: readonly { readonly from: number; readonly to: number; readonly more: number }[];
}

function lists({ all, classes, drawsOn = [] }: Making): (random: Random) => Table {
  const count = classes[0]!.chances.length;
  const chances = new Float64Array(2 ** count);
  for (const { share, chances: own } of classes)
    for (let cell = 0; cell < chances.length; cell++) {
      let chance = share;
      for (let j = 0; j < count; j++) {
        let on = own[j]!;
        for (const { from, to, more } of drawsOn) if (to === j && (cell >> from) & 1) on += (1 - on) * more;
        chance *= (cell >> j) & 1 ? on : 1 - on;
      }
      chances[cell]! += chance;
    }
  return (random) => {
    const counts = new Float64Array(chances.length);
    multinomial(random, all, chances, counts);
    counts[0] = 0;
    return tableOfCounts(names(count), counts);
  };
}

const even = (...chances: number[]) => [{ share: 1, chances }];

/** Suppositions hold: lists independent, or some pairs depend on each other. */
export const SOUND: readonly World[] = [
  { name: "three independent lists", holds: true, all: 2000, table: lists({ all: 2000, classes: even(0.3, 0.25, 0.2) }) },
  {
    name: "three lists, one draws on another",
    holds: true,
    all: 2000,
    table: lists({ all: 2000, classes: even(0.3, 0.25, 0.2), drawsOn: [{ from: 0, to: 1, more: 0.3 }] }),
  },
  { name: "four independent lists", holds: true, all: 3000, table: lists({ all: 3000, classes: even(0.25, 0.2, 0.2, 0.15) }) },
  {
    name: "four lists, one draws on another",
    holds: true,
    all: 3000,
    table: lists({ all: 3000, classes: even(0.3, 0.25, 0.2, 0.2), drawsOn: [{ from: 0, to: 1, more: 0.4 }] }),
  },
  {
    name: "four lists, two pairs",
    holds: true,
    all: 4000,
    table: lists({
      all: 4000,
      classes: even(0.3, 0.25, 0.2, 0.2),
      drawsOn: [
        { from: 0, to: 1, more: 0.3 },
        { from: 2, to: 3, more: 0.3 },
      ],
    }),
  },
];

/** Suppositions do not hold. */
export const BROKEN: readonly World[] = [
  {
    name: "four lists, most people hardly ever recorded",
    holds: false,
    all: 4000,
    table: lists({
      all: 4000,
      classes: [
        { share: 0.3, chances: [0.5, 0.45, 0.4, 0.4] },
        { share: 0.7, chances: [0.05, 0.05, 0.04, 0.04] },
      ],
    }),
  },
  {
    name: "three lists, most people hardly ever recorded",
    holds: false,
    all: 4000,
    table: lists({
      all: 4000,
      classes: [
        { share: 0.3, chances: [0.5, 0.45, 0.4] },
        { share: 0.7, chances: [0.05, 0.05, 0.04] },
      ],
    }),
  },
  {
    name: "four lists that all draw on the first",
    holds: false,
    all: 4000,
    table: lists({
      all: 4000,
      classes: even(0.3, 0.12, 0.12, 0.12),
      drawsOn: [
        { from: 0, to: 1, more: 0.35 },
        { from: 0, to: 2, more: 0.35 },
        { from: 0, to: 3, more: 0.35 },
      ],
    }),
  },
];

/**
 * Twelve ways the records of three lists might be linked. Of people on two lists or more, some links are unsure: true with a known chance, and each way of
 * linking makes them with that chance. A link that is not made leaves two people who are one.
 */
export function linkages(all: number, unsure: number, trueChance: number, random: Random): { readonly ways: readonly Table[]; readonly one: Table } {
  const truth = lists({ all, classes: even(0.3, 0.25, 0.25) })(random);
  // Pairs on exactly two lists whose link is unsure, and pairs of different people who look the same: together they are true with `trueChance`.
  const couples = [0b011, 0b101, 0b110].map((cell) => {
    const sure = truth.counts[cell]! - binomial(random, truth.counts[cell]!, unsure);
    const open = truth.counts[cell]! - sure;
    const alike = Math.round((open * (1 - trueChance)) / trueChance);
    return { cell, sure, open: open + alike, alike };
  });
  const table = (linked: (open: number) => number): Table => {
    const counts = Float64Array.from(truth.counts);
    for (const { cell, sure, open, alike } of couples) {
      const made = linked(open);
      counts[cell] = sure + made;
      const [first, second] = [cell & -cell, cell & (cell - 1)];
      // Whoever is not linked stands on each list alone; those who are alike and different stood there before.
      for (const single of [first, second]) counts[single] = Math.max(0, counts[single]! - alike + open - made);
    }
    return tableOfCounts(truth.lists, counts);
  };
  return { ways: Array.from({ length: 12 }, () => table((open) => binomial(random, open, trueChance))), one: table(() => 0) };
}
