/** Profiles that may be of one person, as screens show them (api-links.ts). */
import { assertedValues, isKind, type Book } from "#casework";
import { linkStanding, profileOf, type LinkStanding } from "#confirm";
import type { LinkRow, LinkShow, LinksView, LinkWorkView, LikelyView, PairSide, PairTold, PairView } from "../../api-links.ts";
import type { LinkWork, ProposedPair } from "../../core/link-work.ts";
import { caseRef, dayOf, subjectRef, type ViewContext } from "./context.ts";
import { statementView } from "./statements.ts";

const MOST_STATEMENTS = 60;
const MOST_LIKELY = 5;

/** What a list of links is made of: which two, what was found of them, how they stand. */
interface Known {
  readonly a: string;
  readonly b: string;
  readonly proposed: ProposedPair | null;
  readonly standing: LinkStanding;
}

export function workView(work: LinkWork): LinkWorkView {
  const { state, phase, done, of, persons, compared, recallAtMost } = work;
  return { state, phase, done, of, persons, compared, recallAtMost, uncompared: work.uncompared() };
}

/** `decided`: pairs about which somebody signed something, whether proposed or not. */
export function linksView(context: ViewContext, work: LinkWork, decided: readonly (readonly [string, string])[], window: { readonly show: LinkShow; readonly from: number; readonly limit: number }): LinksView {
  const { book } = context;
  const known = new Map<string, Known>();
  const add = (a: string, b: string): void => {
    const [x, y] = a < b ? [a, b] : [b, a];
    if (!known.has(`${x} ${y}`)) known.set(`${x} ${y}`, { a: x, b: y, proposed: work.pair(x, y), standing: linkStanding(book, x, y) });
  };
  for (const [a, b] of decided) add(a, b);
  for (const { a, b } of work.pairs) add(a, b);
  const lists = Map.groupBy(known.values(), showOf);
  const of = (show: LinkShow): readonly Known[] => lists.get(show) ?? [];
  const shown = [...of(window.show)].toSorted((x, y) => telling(x) - telling(y) || (x.a + x.b < y.a + y.b ? -1 : 1));
  return {
    work: workView(work),
    rows: shown.slice(window.from, window.from + window.limit).map((one) => rowOf(context, one)),
    from: window.from,
    total: shown.length,
    counts: { open: of("open").length, sure: of("sure").length, second: of("second").length, asked: of("asked").length, decided: of("decided").length },
  };
}

/** Two profiles side by side, with what was found of them. */
export function pairView(context: ViewContext, work: LinkWork, a: string, b: string): PairView {
  const { book, nameOf, me } = context;
  const standing = linkStanding(book, a, b);
  const proposed = work.pair(a, b);
  return {
    row: rowOf(context, { a, b, proposed, standing }),
    sides: [sideOf(context, a), sideOf(context, b)],
    told: proposed === null ? null : toldOf(book, proposed, a, b),
    decisions: standing.decisions.toReversed().map((shown) => ({
      id: shown.record.id,
      decision: shown.record.decision,
      by: nameOf(shown.person),
      day: dayOf(shown.clock),
      reasoning: shown.record.reasoning ?? "",
      mayUndo: shown.person === me,
      entry: shown.entryId,
    })),
    movesNumber: standing.movesNumber,
  };
}

/** For persons in sight, others who may be the same and whom nobody has told apart. */
export function likelyView({ book }: ViewContext, work: LinkWork, ids: readonly string[]): LikelyView {
  const wanted = new Set(ids);
  const found = new Map<string, { readonly person: string; readonly probability: number }[]>();
  for (const { a, b, probability } of work.pairs)
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const) {
      if (!wanted.has(one) || linkStanding(book, one, other).verdict !== null) continue;
      found.set(one, [...(found.get(one) ?? []), { person: other, probability }]);
    }
  return {
    work: workView(work),
    of: Object.fromEntries(
      [...found].map(([id, likely]) => [
        id,
        likely
          .toSorted((x, y) => y.probability - x.probability)
          .slice(0, MOST_LIKELY)
          .map(({ person, probability }) => ({ person: subjectRef(book, person), probability })),
      ]),
    ),
  };
}

function showOf({ proposed, standing: { state } }: Known): LinkShow {
  if (state === "contested") return "open";
  if (state === "open") return proposed?.band === "automatic" ? "sure" : "open";
  return state === "cannot tell" ? "asked" : state;
}

/** The less one can tell, the more an answer says: even odds first. What people contest comes before all. */
function telling({ proposed, standing }: Known): number {
  return standing.state === "contested" ? -1 : Math.abs(proposed?.bits ?? 0);
}

function rowOf({ book, me, nameOf }: ViewContext, { a, b, proposed, standing }: Known): LinkRow {
  return {
    a: subjectRef(book, a),
    b: subjectRef(book, b),
    probability: proposed?.probability ?? null,
    state: standing.state,
    verdict: standing.verdict,
    by: standing.by.map((person) => nameOf(person)),
    mine: standing.by.includes(me),
  };
}

function sideOf(context: ViewContext, person: string): PairSide {
  const { book } = context;
  const acts = book
    .naming(person, "statement", "value")
    .filter(({ record, standing }) => standing === "current" && record.property === "victim" && record.value?.ref === person)
    .map(({ record }) => record.subject);
  const statements = [person, ...new Set(acts)].flatMap((subject) => book.naming(subject, "statement", "subject").filter(({ standing }) => standing === "current"));
  const cases = new Set(statements.flatMap(({ record }) => record.case ?? []));
  return {
    person: subjectRef(book, person),
    cases: [...cases].map((id) => caseRef(book, id)),
    statements: statements.filter(isKind("statement")).slice(0, MOST_STATEMENTS).map((shown) => statementView(context, shown)),
  };
}

function toldOf(book: Book, proposed: ProposedPair, a: string, b: string): PairTold {
  const [left, right] = [profileOf(book, a).values, profileOf(book, b).values];
  const values = (field: string): readonly [string, string] => [left[field] ?? "", right[field] ?? ""];
  const { against, priorBits, bits, probability, band, barredBy } = proposed;
  return {
    against,
    priorBits,
    bits,
    probability,
    band,
    barredBy,
    fields: proposed.fields.map(({ field, level, bits: fieldBits, isShared }) => ({
      field,
      level,
      bits: fieldBits,
      shared: isShared,
      values: values(field),
      code: field === "sex" ? [sexOf(book, a), sexOf(book, b)] : [null, null],
    })),
  };
}

function sexOf(book: Book, person: string): PairTold["fields"][number]["code"][0] {
  const [code] = assertedValues(book, person, "sex").flatMap(({ code: said }) => said ?? []);
  return code === undefined ? null : { list: code.list, term: code.term };
}
