/** The report for a terminal: every answer side by side, what speaks against them, what may be said, and what it was made of. */
import type { EstimateReport } from "./report.ts";
import { intervalName, methodName, people, plainWords, refusalWords, standingWords, warningWords } from "./words-english.ts";

export function reportText(report: EstimateReport): string {
  const { estimate, table, provenance, strata, linkage } = report;
  const { lists, n, answers, refusals, warnings, range, models, graphs, latent, bootstrap, settings } = estimate;
  const out: string[] = [];
  const section = (title: string) => out.push("", title.toUpperCase());
  out.push(`${people(n)} people on ${lists.length} lists: ${lists.map((name, j) => `${j + 1} ${name}`).join(" · ")}`);

  if (refusals.length > 0) {
    section("Refused");
    for (const refusal of refusals) out.push(`  ${refusalWords(refusal, lists)}`);
  } else {
    section("Answers, side by side");
    const rows = answers.map((answer) => [
      methodName(answer),
      answer.all === null ? "–" : people(answer.all),
      answer.lower === null ? "" : `${people(answer.lower)} – ${answer.upper === null ? "no limit" : people(answer.upper)}`,
      answer.all === null ? "" : intervalName(answer, estimate),
      standingWords(answer),
    ]);
    out.push(...columns([["method", "all", `${Math.round(100 * settings.level)} %`, "interval", ""], ...rows]).map((row) => `  ${row}`));
    if (models !== null) {
      section(`Models looked at: ${people(models.looked)}, ${models.withoutEstimate} without an estimate; best by BIC`);
      const best = models.best
        .slice(0, 8)
        .map(({ model, onNone, profile, bic, aic, deviance, df, existence }) => [
          methodName({ method: "bic-best", standing: "counts", all: null, lower: null, upper: null, model: { model } as never }).replace(
            "Log-linear, best by BIC ",
            "",
          ),
          onNone === null ? "no estimate" : people(n + onNone),
          profile === null ? "" : `${people(profile.lower)} – ${profile.upper === null ? "no limit" : people(profile.upper)}`,
          bic.toFixed(4),
          aic.toFixed(4),
          `${deviance.toFixed(2)} on ${df}`,
          existence === "extended" ? "lists that never meet" : existence === "partly" ? "some parameters open" : "",
        ]);
      out.push(...columns([["model", "all", "profile", "BIC", "AIC", "deviance", ""], ...best]).map((row) => `  ${row}`));
    }
    section("Disagreement");
    if (graphs !== null && graphs.humps.length > 1)
      out.push(
        `  Humps of the graphs' distribution: ${graphs.humps.map(({ at, probability }) => `${people(at)} (${Math.round(100 * probability)} % of it)`).join(", ")}`,
      );
    if (latent !== null)
      out.push(
        `  Chains of the latent classes: R-hat ${latent.agreement.rHat.toFixed(4)}, worth ${people(latent.agreement.effective)} independent draws: ${latent.converged ? "they agree" : "they disagree, refused"}`,
      );
    if (bootstrap !== null) out.push(`  Bootstrap: ${people(bootstrap.resamples)} resamples, ${bootstrap.without} without an estimate`);
    for (const { list, refused, all, lower, upper } of estimate.without)
      out.push(`  Without ${lists[list]}: ${refused ? "refused" : `${people(all!)} (${people(lower)} – ${people(upper)})`}`);
    for (const { list, refused, known, lower, upper } of estimate.within)
      out.push(`  ${lists[list]} holds ${people(known!)}; the others say ${refused ? "nothing: refused" : `${people(lower)} – ${people(upper)}`}`);
    if (range !== null)
      out.push(`  Range that all families leave open: ${people(range.lower)} – ${range.upper === null ? "no limit" : people(range.upper)}`);
    section(warnings.length === 0 ? "Warnings: none" : "Warnings");
    for (const warning of warnings) out.push(`  ${warning.code}: ${warningWords(warning, lists)}`);
    if (estimate.sensitivity.length > 0) {
      section("If the interaction of all lists is not nothing");
      for (const { factor, all, lower, upper } of estimate.sensitivity)
        out.push(`  × ${factor.toFixed(2)}: ${people(all)} (${people(lower)} – ${upper === null ? "no limit" : people(upper)})`);
    }
  }
  if (strata !== null) {
    section(`Groups by ${strata.by} apart, graphs averaged`);
    out.push(
      ...columns(
        strata.groups.map(({ name, n, verdict, all, lower, upper }) => [
          name,
          people(n),
          all === null ? "refused" : people(all),
          all === null ? "" : `${people(lower!)} – ${people(upper!)}`,
          verdict === "not-estimable" ? "not estimable" : "",
        ]),
      ).map((row) => `  ${row}`),
    );
    out.push(
      strata.sum === null
        ? "  Sum: none, since a group is refused or not estimable"
        : `  Sum: ${people(strata.sum.all)} (${people(strata.sum.lower)} – ${people(strata.sum.upper)})`,
    );
  }
  section("Linkage");
  out.push(`  ${linkageWords(linkage)}`);
  section("What may be said");
  out.push(...wrapped(plainWords(report), 110).map((row) => `  ${row}`));
  section("Made of");
  for (const { what, sha256 } of provenance.inputs) out.push(`  ${what}: SHA-256 ${sha256}`);
  for (const change of provenance.changes) out.push(`  ${change}`);
  out.push(`  settings ${JSON.stringify(settings)}`);
  out.push(
    `  reckoning ${estimate.version}, program ${provenance.program}${provenance.day === null ? "" : `, ${provenance.day}`}; patterns ${table.counts.filter((count) => count > 0).length} of ${table.counts.length - 1} with people`,
  );
  return `${out.join("\n")}\n`;
}

export function linkageWords(linkage: EstimateReport["linkage"]): string {
  if (linkage === null)
    return "Who is who is taken to be known. If it is not, links missed make these numbers too high and wrong links make them too low; give ten or more sampled tables to carry that through.";
  if (linkage.combined === null)
    return `${linkage.partitions} tables of how the records might be linked were given, and ${linkage.refused} of them ${linkage.refused === 1 ? "is" : "are"} refused: nothing is combined.`;
  const { all, lower, upper, fromLinkage } = linkage.combined;
  return `People listed: ${people(linkage.listed.least)} to ${people(linkage.listed.most)}. Over ${linkage.partitions} ways the records might be linked: ${people(all)} (${people(lower)} – ${people(upper)}); ${Math.round(100 * fromLinkage)} % of the variance comes from not knowing who is who.`;
}

function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => [...row[column]!].length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join("  ")
      .trimEnd(),
  );
}

function wrapped(text: string, width: number): string[] {
  const rows: string[] = [];
  let row = "";
  for (const word of text.split(" ")) {
    if (row.length + word.length + 1 > width && row !== "") {
      rows.push(row);
      row = word;
    } else row = row === "" ? word : `${row} ${word}`;
  }
  return [...rows, row];
}
