/** What an estimate says, in plain English: for the command and its report. The desk says the same from its catalogues. */
import { generatorsOf, modelName, R_HAT_LIMIT, type Answer, type Estimate, type Refusal, type Warning } from "#stats";
import type { EstimateReport } from "./report.ts";

export function people(count: number): string {
  return Math.round(count).toLocaleString("en-US");
}

export function methodName({ method, model }: Answer): string {
  switch (method) {
    case "bic-best":
      return `Log-linear, best by BIC ${nameOf(model)}`;
    case "aic-best":
      return `Log-linear, best by AIC ${nameOf(model)}`;
    case "bic-averaged":
      return "Log-linear, all averaged by BIC";
    case "stepwise":
      return `Log-linear, step by step ${nameOf(model)}`;
    case "independent":
      return "Log-linear, lists independent";
    case "graphs":
      return "All decomposable graphs averaged";
    case "latent":
      return "Latent classes";
    case "floor":
      return "Chao's lower bound";
  }
}

function nameOf(model: Answer["model"]): string {
  return model === null ? "" : modelName(model.model);
}

export function intervalName({ method }: Answer, { bootstrap }: Pick<Estimate, "bootstrap">): string {
  switch (method) {
    case "bic-best":
    case "aic-best":
    case "independent":
      return "profile likelihood";
    case "bic-averaged":
      return "mixture";
    case "stepwise":
      return bootstrap === null ? "profile likelihood" : "BCa bootstrap, model chosen anew";
    case "graphs":
    case "latent":
      return "posterior";
    case "floor":
      return "lognormal";
  }
}

export function standingWords({ standing, method }: Answer): string {
  switch (standing) {
    case "counts":
      return "";
    case "compare":
      return method === "floor" ? "a floor, where people differ" : "only to compare";
    case "set-aside":
      return "set aside: it does not fit the table";
    case "refused":
      return method === "latent" ? "refused: the chains disagree" : "no estimate exists";
  }
}

export function refusalWords({ code, lists }: Refusal, names: readonly string[]): string {
  const named = lists.map((list) => names[list]!);
  switch (code) {
    case "fewer-than-three-lists":
      return "There are fewer than three lists. Whether two lists depend on each other cannot be seen from two lists.";
    case "empty-list":
      return `Nobody is on the list ${named[0]}.`;
    case "no-overlap":
      return "Nobody is on two lists. Without people in common there is nothing to reckon from.";
    case "lists-apart":
      return `${named.join(" and ")} ${named.length > 1 ? "have" : "has"} nobody in common with the other lists, and nothing ties the one to the other.`;
    case "list-within-list":
      return `Everybody on ${named[0]} is on ${named[1]} too: it is a part of that list and no view of its own. Leave it out, or make the two one list.`;
    case "list-holds-all":
      return `${named[0]} holds everybody who is on any list: the others found nobody it had not found.`;
    case "no-estimate-exists":
      return "No estimate exists: the model for which the table speaks most leaves the number on no list open upward.";
  }
}

export function warningWords({ code, lists }: Warning, names: readonly string[]): string {
  const named = lists.map((list) => names[list]!);
  switch (code) {
    case "answers-exclude-each-other":
      return "Two answers that both fit the table exclude each other: their intervals have no number in common. The table cannot tell which is right.";
    case "several-humps":
      return "The averaged distribution has more than one hump: some models say one number, others another, and there is next to nothing between.";
    case "no-upper-limit":
      return "There is no useful upper limit: the limits for those on no list are more than tenfold apart, or there is none.";
    case "models-without-estimate":
      return "Models that the table speaks for have no estimate at all.";
    case "no-model-fits":
      return "No model that was looked at fits the table.";
    case "nothing-left-to-test":
      return "The best model has as many terms as there are patterns. Nothing is left over that could show it to be wrong.";
    case "all-lists-together":
      return "Every list goes together with the rest. Either people differ in how likely they are to be recorded, or the lists draw on each other. Then all these answers tend to be too low, and no table can show by how much.";
    case "people-differ":
      return "Whoever is on two lists is on another oftener than chance would have it, and for all lists alike: a sign that people differ in how likely they are to be recorded. The true number then lies above the range, and no table can show by how much.";
    case "below-floor":
      return "The range lies below the floor that would hold if people only differed in how likely they are to be recorded.";
    case "list-decides":
      return `Without the list ${named[0]} the answer is another: the result hangs on that list.`;
    case "known-list-missed":
      return `How many people ${named[0]} holds is known, and the other lists' estimate of it misses that number. What misses a known number may miss the unknown one.`;
    case "chains-disagree":
      return `The chains of the latent classes did not come together (R-hat above ${R_HAT_LIMIT}, or too few independent draws). That method is refused.`;
    case "little-overlap":
      return "Fewer than thirty people are on two lists or more. The intervals rest on little.";
    case "three-lists":
      return "With three lists the answer cannot be checked: taking a list away, or asking the others for a list that is known, needs four. If people differ in how likely they are to be recorded, three lists often do not show it, and the true number then lies above the range.";
    case "lists-never-meet":
      return `${named[0]} and ${named[1]} have nobody in common.`;
  }
}

/** A warning in a few words, for the sentence that goes with a range wherever it is quoted. */
function shortWarning({ code, lists }: Warning, names: readonly string[]): string {
  const named = lists.map((list) => names[list]!);
  switch (code) {
    case "answers-exclude-each-other":
      return "answers contradict each other";
    case "several-humps":
      return "some models say one number, others another";
    case "no-upper-limit":
      return "the table sets no useful upper limit";
    case "models-without-estimate":
      return "models that the table speaks for have no estimate at all";
    case "no-model-fits":
      return "no model fits";
    case "nothing-left-to-test":
      return "nothing could show the best model to be wrong";
    case "all-lists-together":
      return "all lists go together, so that the numbers tend to be too low";
    case "people-differ":
      return "people look to differ in how likely they are to be recorded, and the true number is then higher";
    case "below-floor":
      return "the range lies below the floor";
    case "list-decides":
      return `it hangs on the list ${named[0]}`;
    case "known-list-missed":
      return `the known size of ${named[0]} is missed`;
    case "chains-disagree":
      return "the method of latent classes gives no answer";
    case "little-overlap":
      return "few people are on two lists";
    case "three-lists":
      return "with three lists nothing can check it, and the true number is often higher";
    case "lists-never-meet":
      return `${named[0]} and ${named[1]} never meet`;
  }
}

/** What may and may not be said, as one would say it to a court or a newspaper. */
export function plainWords({ estimate, strata = null, linkage = null, isLinked = false }: Pick<EstimateReport, "estimate"> & Partial<Pick<EstimateReport, "strata" | "linkage" | "isLinked">>): string {
  const { n, range, verdict, lists, warnings } = estimate;
  const known = `${n === 1 ? "1 person is" : `${people(n)} people are`} on at least one of the ${lists.length} lists (${lists.join(", ")}). That number may be said: it is a count of those recorded, as right as the knowledge of who is who.`;
  if (verdict === "refused")
    return `${known} How many are on no list cannot be estimated from this table, for the reasons given with this. No number of all may be said, also none of a single group or of one method.`;
  const suppose =
    "All methods suppose that nobody is on a list twice, that who is who is right, that everybody had some chance to be on each list, and that nothing binds all lists at once; the last of these no table can show.";
  const beside = [...strataSentence(strata, range), ...linkageSentence(linkage, range), ...(isLinked ? [LINKED] : [])];
  const reasons = (from: readonly Warning[]): string => from.map((warning) => shortWarning(warning, lists)).join("; ");
  if (verdict === "not-estimable") {
    const grave = warnings.filter(({ code }) => MAKE_IT_NOT_ESTIMABLE.has(code));
    return [
      `${known} How many there are in all is not estimable from these lists: ${reasons(grave)}.${contradiction(estimate)}`,
      "It may be said that an estimate was tried, and why there is none. None of the numbers in it, and no middle of them, may be quoted as the number of victims.",
      ...beside,
      suppose,
    ].join(" ");
  }
  const level = `${Math.round(100 * estimate.settings.level)}`;
  const doubt =
    warnings.length === 0 ? "The table shows no sign against this; that is not proof." : `Whoever quotes the range must say with it what speaks against it: ${reasons(warnings)}.`;
  return [
    `${known} It may be said that these lists, taken together, are compatible with between ${people(range!.lower)} and ${people(range!.upper!)} people in all: the span of the ${level} % intervals of every family of models that stands. One number in that range may not be picked out.`,
    doubt,
    ...beside,
    suppose,
  ].join(" ");
}

const MAKE_IT_NOT_ESTIMABLE: ReadonlySet<Warning["code"]> = new Set(["answers-exclude-each-other", "several-humps", "no-upper-limit", "models-without-estimate"]);

/** How far apart answers that contradict each other are: said only where they do. */
function contradiction({ warnings, answers, graphs }: Estimate): string {
  const has = (code: Warning["code"]): boolean => warnings.some((warning) => warning.code === code);
  const standing = answers.filter(({ standing, all }) => standing === "counts" && all !== null).map(({ all }) => all!);
  const apart = has("answers-exclude-each-other")
    ? ` Answers that fit run from ${people(Math.min(...standing))} to ${people(Math.max(...standing))}, and the table does not say which is right.`
    : "";
  const humps = has("several-humps") && graphs !== null ? ` The humps are near ${graphs.humps.map(({ at }) => people(at)).join(" and ")}.` : "";
  return apart + humps;
}

const LINKED =
  "Who is who comes from a program's linking. Two records of one person whose pair nobody has read are counted as two people, and then the number comes out too high, often by more than the range is wide: read the pairs that wait, and link again with what was read, before any range is quoted.";

function meets(one: { readonly lower: number; readonly upper: number }, range: Estimate["range"]): boolean {
  return range === null || (one.lower <= (range.upper ?? Infinity) && one.upper >= range.lower);
}

function strataSentence(strata: EstimateReport["strata"], range: Estimate["range"]): string[] {
  if (strata === null) return [];
  const silent = strata.groups.filter(({ verdict }) => verdict !== "range").map(({ name }) => name);
  if (strata.sum === null)
    return [
      silent.length === 0
        ? `There are no groups by ${strata.by} to add up.`
        : `Groups by ${strata.by} do not add up to a number: of ${silent.join(", ")} none may be said, and a sum without ${silent.length === 1 ? "it" : "them"} would leave people out.`,
    ];
  const sum = `Groups by ${strata.by}, estimated apart and added up, give between ${people(strata.sum.lower)} and ${people(strata.sum.upper)}.`;
  return [
    meets(strata.sum, range)
      ? `${sum} That is one method's answer and does not take the place of the range.`
      : `${sum} That has no number in common with the range: the groups differ in how likely people are to be recorded, and neither may be quoted without the other.`,
  ];
}

function linkageSentence(linkage: EstimateReport["linkage"], range: Estimate["range"]): string[] {
  if (linkage === null) return [];
  const { partitions, refused, combined } = linkage;
  if (combined === null)
    return [`Of ${partitions} ways the records might be linked ${refused} cannot be estimated: how much not knowing who is who would move the range is not known.`];
  const said = `Over ${partitions} ways the records might be linked it is between ${people(combined.lower)} and ${people(combined.upper)}.`;
  return [
    meets(combined, range)
      ? `${said} Whoever quotes the range must say with it how sure the linking is.`
      : `${said} That has no number in common with the range: who is who decides the number, and neither may be quoted before the links have been read.`,
  ];
}

/** A model's terms by the lists' names: "EXH and ABA and OSCE; EXH and HRW". */
export function modelInNames(model: NonNullable<Answer["model"]>, names: readonly string[]): string {
  const bound = generatorsOf(model.model)
    .map((term) => names.filter((_, j) => (term >> j) & 1))
    .filter((group) => group.length > 1);
  return bound.length === 0 ? "no list depends on another" : bound.map((group) => group.join(" with ")).join("; ");
}
