/**
 * What reading the pairs that wait is worth: three invented lists of 300 people, each of whom is on a list by a chance of four in ten, with spelling mistakes,
 * swapped names and half dates; linked by the program alone, and again after every waiting pair was read rightly; estimated both times. The truth is 300.
 *
 *   npm run bench -- read-pairs [seed] …        default: seeds 1 to 5
 */
import { estimate, link, overlapTable, personSettings, Random, recordTable, tableOf, type Decision } from "#stats";

const GIVEN = "Ruslan Zaur Timur Khava Leila Akhmed Salman Madina Ibragim Zarema Murad Aslan Beslan Malika Rustam Elina".split(" ");
const FAMILY = "Aslanov Bekov Dudarov Isaev Karimov Magomadov Saidov Tagirov Umarov Vakhaev Yunusov Zakaev Batyrov Gadzhiev Khasanov Sultanov Abaev Tsoroev".split(" ");
const LISTS = ["committee", "hospital", "press"];
const PEOPLE = 300;
const given = process.argv.slice(2);

for (const seed of given.length > 0 ? given : ["1", "2", "3", "4", "5"]) run(seed);

function run(seed: string): void {
  const random = new Random(`read-pairs ${seed}`);
  const below = (n: number): number => Math.floor(random.unit() * n);
  const one = (of: readonly string[]): string => of[below(of.length)]!;
  const day = (): string => String(1 + below(28)).padStart(2, "0");
  const people = Array.from({ length: PEOPLE }, () => ({
    name: `${one(GIVEN)} ${one(FAMILY)}`,
    birth: `${1950 + below(63)}-${String(1 + below(12)).padStart(2, "0")}-${day()}`,
    place: one(["North", "South", "East"]),
    date: `2031-03-${day()}`,
  }));
  const profiles = LISTS.flatMap((source) =>
    people.flatMap((person, n) => {
      if (random.unit() >= 0.4) return [];
      let { name, birth } = person;
      if (random.unit() < 0.1) name = name.split(" ").toReversed().join(" ");
      if (random.unit() < 0.1) {
        const at = below(name.length);
        name = name.slice(0, at) + name.slice(at + 1);
      }
      if (random.unit() < 0.1) birth = birth.slice(0, 4);
      return [{ id: String(n), source, values: { ...person, name, birth } }];
    }),
  );
  const settings = personSettings(new Set(["name", "birth", "place", "date"]));
  const first = link(recordTable(profiles), settings)!;
  const { table, pairs } = first.linking;
  const waiting = first.reviewQueue();
  const read: Decision[] = waiting.map((pair) => {
    const [a, b] = [pairs.a[pair]!, pairs.b[pair]!];
    return { a, b, verdict: table.ids[a] === table.ids[b] ? "same" : "not the same" };
  });
  const second = link(recordTable(profiles), settings, read)!;
  const told = ({ clusters }: typeof first): string => {
    const { lists, rows } = overlapTable(clusters, (row) => table.sources[row]!, LISTS);
    const { n, range, verdict } = estimate(tableOf(lists, rows), { chains: 0, resamples: 0 });
    return range === null ? `${n} listed, ${verdict}` : `${n} listed, ${Math.round(range.lower)}–${range.upper === null ? "no limit" : Math.round(range.upper)} (${verdict})`;
  };
  console.log(`seed ${seed}: ${profiles.length} records of ${new Set(profiles.map(({ id }) => id)).size}; ${waiting.length} pairs wait; unread ${told(first)}; read ${told(second)}; the truth is ${PEOPLE}`);
}
