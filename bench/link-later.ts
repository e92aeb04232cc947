/**
 * `npm run bench -- link-later [PERSONS]`: what it costs a desk to compare who comes later with all others, beside comparing all with all, in CPU seconds of
 * this process and its threads. Profiles of the made-up corpus (bench/linkage/corpus.ts), by the settings of the desk.
 */
import { COLUMNS, PEOPLE, RECORD } from "#confirm";
import { parseName, type NameWord, type Profile } from "#stats";
import { startProposing, type Proposals } from "../apps/desk/linking/index.ts";
import { makeCorpus } from "./linkage/corpus.ts";

const PERSONS = Number(process.argv[2] ?? 3000);
const LATER = 5;

const textOf = (words: readonly NameWord[]): string => words.map(({ folded }) => folded).join(" ");
const profiles = makeCorpus("later", PERSONS).mentions.map(({ values }, i): Profile => {
  const { given, father, family, nickname, nisba } = parseName(values["name"] ?? "");
  const names = { given: textOf([...given, ...nickname]), father: textOf(father), family: textOf([...family, ...nisba]) };
  return { id: String(i).padStart(8, "0"), source: RECORD, values: { ...values, ...names } };
});
const [first, later] = [profiles.slice(0, -LATER), profiles.slice(-LATER)];
const columns = new Map(COLUMNS.map((name) => [name as string, first.map(({ values }) => values[name] ?? "")]));
const ids = first.map(({ id }) => id);

async function timed(what: string, work: () => Promise<Proposals | null>): Promise<number> {
  const started = process.cpuUsage();
  const { compared, pairs } = (await work())!;
  const { user, system } = process.cpuUsage(started);
  const seconds = (user + system) / 1e6;
  console.log(`${what}: ${seconds.toFixed(2)} CPU-s, ${compared} pairs compared, ${pairs.length} proposed`);
  return seconds;
}

const job = startProposing({ count: ids.length, ids, sources: ids.map(() => RECORD), columns }, PEOPLE, { most: 20_000 });
const all = await timed(`${ids.length} profiles, all with all`, () => job.result);
const some = await timed(`${LATER} that came later, with all`, () => job.compare(later, []));
console.log(`${(some / all).toFixed(3)} of the whole`);
await job.end();
