/** The report as one HTML file that needs nothing else: no script, no picture from elsewhere. Beside each plot stand its numbers. */
import { answerPlot } from "./plots/answers.ts";
import { convergencePlot, posteriorPlot, profilePlot, sensitivityPlot } from "./plots/curves.ts";
import { overlapPlot } from "./plots/overlaps.ts";
import { escaped } from "./plots/svg.ts";
import { linkageWords } from "./report-text.ts";
import type { EstimateReport } from "./report.ts";
import { intervalName, methodName, modelInNames, people, plainWords, refusalWords, standingWords, warningWords } from "./words-english.ts";

const STYLE = `
:root { color-scheme: light; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 62rem; margin: 0 auto; padding: 1rem; color: #111; background: #fff; }
h1 { line-height: 1.2; } h2 { margin-top: 2.2rem; border-top: 1px solid #777; padding-top: .6rem; }
.said { font-size: 1.1rem; border-inline-start: .4rem solid #111; padding: .2rem 1rem; }
.plot { width: 100%; min-width: 36rem; height: auto; display: block; margin: .5rem 0; }
figure { margin: 1rem 0; } figcaption { max-width: 46rem; }
.wide { overflow-x: auto; } li { overflow-wrap: anywhere; } table { border-collapse: collapse; width: 100%; min-width: 34rem; font-size: .92rem; }
th, td { text-align: start; padding: .25rem .6rem; border-bottom: 1px solid #aaa; vertical-align: top; } td.n, th.n { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
code { overflow-wrap: anywhere; } @media print {
  h2 { break-after: avoid; } .plot, tr { break-inside: avoid; }
  /* On paper nothing can be opened or scrolled. */
  details::details-content { content-visibility: visible; block-size: auto; } .wide { overflow: visible; } .plot, table { min-width: 0; }
}`;

export function reportHtml(report: EstimateReport): string {
  const { estimate, table, provenance, strata } = report;
  const { lists, n, answers, refusals, warnings, range, models, graphs, latent, settings } = estimate;
  const level = `${Math.round(100 * settings.level)} %`;
  const limits = (lower: number | null, upper: number | null) =>
    lower === null ? "" : `${people(lower)} – ${upper === null ? "no limit" : people(upper)}`;
  const out: string[] = [];
  const heading = (title: string) => out.push(`<h2>${escaped(title)}</h2>`);
  // What a picture says of itself to those who do not see it helps those who do.
  const plot = (svg: string) => {
    const [, title, description] = /<title[^>]*>([^<]*)<\/title><desc[^>]*>([^<]*)/.exec(svg)!;
    out.push(`<figure><figcaption><b>${title}.</b> ${description}</figcaption><div class="wide" tabindex="0" role="region" aria-label="${title}">${svg}</div></figure>`);
  };
  const say = (text: string) => out.push(`<p>${escaped(text)}</p>`);

  out.push(`<h1>How many are on no list?</h1><p class="said">${escaped(plainWords(report))}</p>`);
  if (refusals.length > 0) {
    heading("Refused");
    out.push(list(refusals.map((refusal) => refusalWords(refusal, lists))));
  }
  if (warnings.length > 0) {
    heading("What speaks against these numbers");
    out.push(list(warnings.map((warning) => warningWords(warning, lists))));
  }
  heading("Who is on which lists");
  plot(
    overlapPlot("overlaps", table, {
      title: "Overlap of the lists",
      description: "Bars show how many people are on exactly the lists with a black dot below. The same numbers stand in the table that follows.",
      number: people,
      others: (patterns, many) => `and ${patterns} more patterns with ${people(many)} people`,
    }),
  );
  out.push(
    folded(
      "The table itself",
      tableOf(
        [...lists, "people"],
        Array.from(table.counts.keys())
          .filter((cell) => table.counts[cell]! > 0)
          .map((cell) => [...lists.map((_, j) => ((cell >> j) & 1 ? "yes" : "no")), people(table.counts[cell]!)]),
        [lists.length],
      ),
    ),
  );
  if (answers.length > 0) {
    heading("All answers, side by side");
    plot(
      answerPlot("answers", n, answers, range, {
        title: "Every method's answer with its interval",
        description:
          "Dots are the answers, lines their intervals, the grey band the range that all families of models leave open. The numbers are in the table that follows.",
        number: people,
        name: methodName,
        standing: standingWords,
        listed: `on the lists: ${people(n)}`,
        axis: "people in all",
      }),
    );
    out.push(
      tableOf(
        ["method", "all", level, "kind of interval", "fit", "what it counts for"],
        answers.map((answer) => [
          methodName(answer) + (answer.model === null ? "" : ` (${modelInNames(answer.model, lists)})`),
          answer.all === null ? "–" : people(answer.all),
          limits(answer.lower, answer.upper),
          answer.all === null ? "" : intervalName(answer, estimate),
          answer.model === null
            ? ""
            : `deviance ${answer.model.deviance.toFixed(2)} on ${answer.model.df}, BIC ${answer.model.bic.toFixed(2)}, AIC ${answer.model.aic.toFixed(2)}`,
          standingWords(answer) === "" ? "counts" : standingWords(answer),
        ]),
        [1, 2],
      ),
    );
  }
  if (models !== null) {
    const best = models.best[0]!;
    if (models.curve.length > 0)
      plot(
        profilePlot("profile", models.curve, {
          title: `How well each number explains the table, under ${methodName(answers[0]!)}`,
          description: `The best number is at the top. Numbers above the dashed line are within the interval: ${limits(best.profile!.lower, best.profile!.upper)}.`,
          number: people,
          axis: "people in all, best log-linear model",
          cut: `within the ${level} interval above this line`,
        }),
      );
    out.push(
      folded(
        `The ${models.best.length} best of ${people(models.looked)} log-linear models (${models.withoutEstimate} have no estimate)`,
        tableOf(
          ["depends on each other", "all", level, "BIC", "AIC", "deviance", "df"],
          models.best.map((model) => [
            modelInNames(model, lists),
            model.onNone === null ? "no estimate" : people(n + model.onNone),
            limits(model.profile?.lower ?? null, model.profile?.upper ?? null),
            model.bic.toFixed(4),
            model.aic.toFixed(4),
            model.deviance.toFixed(4),
            String(model.df),
          ]),
          [1, 2, 3, 4, 5, 6],
        ),
      ),
    );
  }
  if (graphs !== null) {
    heading("Averaged over graphs");
    plot(
      posteriorPlot("posterior", graphs, {
        title: "Probability of each number of people, averaged over all decomposable graphs",
        description: `Middle ${people(graphs.median)}, 95 % between ${people(graphs.lower)} and ${people(graphs.upper)}. ${graphs.humps.length > 1 ? `It has ${graphs.humps.length} humps, near ${graphs.humps.map(({ at }) => people(at)).join(" and ")}.` : "It has one hump."}`,
        number: people,
        axis: "people in all",
        hump: (at, share) => `${at} (${share} %)`,
      }),
    );
    say(`Mean ${people(graphs.mean)}, middle ${people(graphs.median)}, 95 % between ${people(graphs.lower)} and ${people(graphs.upper)}.`);
    out.push(
      folded(
        "The heaviest graphs",
        tableOf(
          ["lists that depend on each other", "weight", "mean"],
          graphs.heaviest.map(({ cliques, weight, mean }) => [
            cliques.map((clique) => lists.filter((_, j) => (clique >> j) & 1).join(" with ")).join("; "),
            `${(100 * weight).toFixed(2)} %`,
            people(mean),
          ]),
          [1, 2],
        ),
      ),
    );
  }
  if (latent !== null) {
    heading("Latent classes: have the chains come together?");
    const { rHat, effective } = latent.agreement;
    say(
      `R-hat ${rHat.toFixed(4)}, worth ${people(effective)} independent draws. ${latent.converged ? `They agree: mean ${people(latent.mean)}, ${limits(latent.lower, latent.upper)}.` : "They do not agree well enough, and this method gives no answer."}`,
    );
    plot(
      convergencePlot("chains", latent, n, {
        title: "Where each chain went",
        description: `Eight or more chains that began far apart, from left to right as they walked; dashed, the middle of each. R-hat ${rHat.toFixed(3)}.`,
        number: people,
        axis: "steps after the first, from left to right; height: people in all, on a logarithmic scale",
        chain: (number) => `chain ${number}`,
      }),
    );
  }
  if (estimate.without.length > 0) {
    heading("Lists taken away, lists that are known");
    out.push(
      tableOf(
        ["list", "without it, in all", level, "people it holds", "the others' estimate of it"],
        estimate.without.map((without, place) => {
          const within = estimate.within[place]!;
          return [
            lists[without.list]!,
            without.refused ? "refused" : people(without.all!),
            without.refused ? "" : limits(without.lower, without.upper),
            people(within.known!),
            within.refused ? "refused" : limits(within.lower, within.upper),
          ];
        }),
        [1, 2, 3, 4],
      ),
    );
  }
  if (estimate.sensitivity.length > 0) {
    heading("What no table can show");
    say(
      "Every model supposes that nothing binds all lists at once. If something does, those on no list are more or fewer by a factor. This is what each factor would mean:",
    );
    plot(
      sensitivityPlot("sensitivity", estimate.sensitivity, {
        title: "The number of all if the interaction of all lists is not nothing",
        description: estimate.sensitivity
          .map(({ factor, all, lower, upper }) => `Times ${factor.toFixed(2)}: ${people(all)}, ${limits(lower, upper)}.`)
          .join(" "),
        number: people,
        axis: "those on no list, times",
        factor: (factor) => `× ${factor.toFixed(2)}`,
      }),
    );
  }
  if (strata !== null) {
    heading(`Groups by ${strata.by} apart`);
    out.push(
      tableOf(
        ["group", "listed", "all", level, "may it be said?"],
        [
          ...strata.groups.map(({ name, n, verdict, all, lower, upper }) => [
            name,
            people(n),
            all === null ? "–" : people(all),
            limits(lower, upper),
            { range: "yes, as a range", "not-estimable": "not estimable", refused: "refused" }[verdict],
          ]),
          [
            "sum",
            people(strata.groups.reduce((sum, group) => sum + group.n, 0)),
            strata.sum === null ? "–" : people(strata.sum.all),
            strata.sum === null ? "" : limits(strata.sum.lower, strata.sum.upper),
            strata.sum === null ? "none: a group is refused or not estimable" : "beside the range, not in its place",
          ],
        ],
        [1, 2, 3],
      ),
    );
  }
  heading("Linkage");
  say(linkageWords(report.linkage));
  heading("What this was made of");
  out.push(
    list([
      ...provenance.inputs.map(({ what, sha256 }) => `${what}: SHA-256 ${sha256}`),
      ...provenance.changes,
      `settings: ${JSON.stringify(settings)}`,
      `reckoning ${estimate.version}, program ${provenance.program}${provenance.day === null ? "" : `, made ${provenance.day}`}`,
    ]),
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>How many are on no list?</title><style>${STYLE}</style></head><body><main>${out.join("\n")}</main></body></html>\n`;
}

function list(rows: readonly string[]): string {
  return `<ul>${rows.map((row) => `<li>${escaped(row)}</li>`).join("")}</ul>`;
}

function folded(summary: string, inside: string): string {
  return `<details><summary>${escaped(summary)}</summary>${inside}</details>`;
}

/** @param numbers which columns hold numbers */
function tableOf(head: readonly string[], rows: readonly (readonly string[])[], numbers: readonly number[]): string {
  const kind = (column: number) => (numbers.includes(column) ? ' class="n"' : "");
  const top = head.map((cell, column) => `<th scope="col"${kind(column)}>${escaped(cell)}</th>`).join("");
  const body = rows.map(
    (row) =>
      `<tr>${row.map((cell, column) => (column === 0 ? `<th scope="row">${escaped(cell)}</th>` : `<td${kind(column)}>${escaped(cell)}</td>`)).join("")}</tr>`,
  );
  return `<div class="wide" tabindex="0" role="region" aria-label="${escaped(head.join(", "))}"><table><thead><tr>${top}</tr></thead><tbody>${body.join("")}</tbody></table></div>`;
}
