/** Pictures of an estimate with the words of a language in them. Words are the screens' own catalogue. */
import { answerPlot, convergencePlot, overlapPlot, posteriorPlot, profilePlot, sensitivityPlot } from "#confirm";
import { modelName, type Answer, type Estimate, type Table } from "#stats";
import type { EstimateView } from "../../api-estimates.ts";
import { CATALOGUES, type Lang } from "../../ui/catalogue/index.ts";

export class Words {
  readonly #lang: Lang;

  constructor(lang: Lang) {
    this.#lang = lang;
  }

  say(key: string, values: Readonly<Record<string, string>> = {}): string {
    return (CATALOGUES[this.#lang][key] ?? key).replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
  }

  number = (count: number): string => new Intl.NumberFormat(this.#lang).format(Math.round(count));
}

export function overlapPicture(table: Table, words: Words): string {
  return overlapPlot("est-overlaps", table, {
    title: words.say("est.plot.overlaps"),
    description: words.say("est.plot.overlaps.how"),
    number: words.number,
    others: (patterns, people) => words.say("est.plot.others", { patterns: words.number(patterns), people: words.number(people) }),
  });
}

export function picturesOf(estimate: Estimate, words: Words): EstimateView["pictures"] {
  const { n, answers, range, models, graphs, latent, sensitivity } = estimate;
  const curve = (of: string) => ({ title: words.say(`est.plot.${of}`), description: words.say(`est.plot.${of}.how`), number: words.number, axis: words.say("est.plot.all") });
  const pictures: { of: EstimateView["pictures"][number]["of"]; svg: string }[] = [];
  if (answers.length > 0)
    pictures.push({
      of: "answers",
      svg: answerPlot("est-answers", n, answers, range, {
        ...curve("answers"),
        name: (answer) => `${words.say(`est.method.${answer.method}`)} ${modelOf(answer)}`.trim(),
        standing: ({ standing }) => (standing === "counts" ? "" : words.say(`est.standing.${standing}`)),
        listed: words.say("est.plot.listed", { listed: words.number(n) }),
      }),
    });
  if (graphs !== null)
    pictures.push({ of: "posterior", svg: posteriorPlot("est-posterior", graphs, { ...curve("posterior"), hump: (at, share) => `${at} (${share} %)` }) });
  if (models !== null && models.curve.length > 0)
    pictures.push({ of: "profile", svg: profilePlot("est-profile", models.curve, { ...curve("profile"), cut: words.say("est.plot.cut") }) });
  if (sensitivity.length > 0)
    pictures.push({
      of: "sensitivity",
      svg: sensitivityPlot("est-sensitivity", sensitivity, { ...curve("sensitivity"), axis: words.say("est.plot.times"), factor: (factor) => `× ${factor.toFixed(2)}` }),
    });
  if (latent !== null)
    pictures.push({
      of: "chains",
      svg: convergencePlot("est-chains", latent, n, { ...curve("chains"), axis: words.say("est.plot.steps"), chain: (number) => words.say("est.plot.chain", { number: words.number(number) }) }),
    });
  return pictures;
}

export function modelOf({ model }: Answer): string {
  return model === null ? "" : modelName(model.model);
}
