/**
 * A linkage told to somebody who must answer for it: one HTML page that needs nothing else, readable in black and white, with every number's origin.
 * It holds no value of any record.
 */
import type { BlockingRecall } from "./linking.ts";
import type { CandidatePairs } from "./blocking.ts";
import type { Clusters } from "./clusters.ts";
import type { LinkModel } from "./model.ts";
import { bestF1, wilson, type CalibrationBin, type CurvePoint } from "./quality.ts";
import type { PairTold, Scores } from "./score.ts";
import type { LinkSettings } from "./settings.ts";

export interface ReportInput {
  readonly inputs: readonly { readonly name: string; readonly sha256: string; readonly rows: number }[];
  readonly settings: LinkSettings;
  readonly settingsSha256: string;
  readonly version: string;
  readonly records: number;
  readonly fields: readonly { readonly name: string; readonly levels: readonly string[] }[];
  readonly pairs: CandidatePairs;
  readonly scores: Scores;
  readonly clusters: Clusters;
  readonly model: LinkModel;
  readonly blockingRecall: BlockingRecall;
  /** Pairs that people read, by band: how many, and how many of them are one person. */
  readonly clerical: readonly ClericalBand[] | null;
  /** Two records by name that somebody asked about, and why they stand where they stand. */
  readonly explained: { readonly names: readonly [string, string]; readonly told: PairTold } | null;
  /** Only where the truth is known. */
  readonly known: {
    readonly curve: readonly CurvePoint[];
    readonly calibration: readonly CalibrationBin[];
    readonly calibrationError: number;
  } | null;
}

export interface ClericalBand {
  readonly band: "automatic" | "review" | "apart";
  readonly pairs: number;
  readonly read: number;
  readonly same: number;
  readonly cannotTell: number;
}

/** The page. The same input is the same bytes. */
export function reportHtml(input: ReportInput): string {
  const { settings, scores, clusters } = input;
  const inBand = [0, 0, 0];
  for (const band of scores.band) inBand[band]!++;
  const several = clusters.members.filter(({ length }) => length > 1).length;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Record linkage</title>
<style>body{font:16px/1.5 system-ui,sans-serif;color:#111;background:#fff;margin:0}main{max-width:62rem;margin:0 auto;padding:1rem}.wide{overflow-x:auto;margin:1rem 0}.wide svg{display:block;max-width:none}
table{border-collapse:collapse}th,td{border:1px solid #777;padding:.2rem .6rem;text-align:left;vertical-align:top}td.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}td code{white-space:nowrap}code.hash{white-space:normal;overflow-wrap:anywhere;display:inline-block;min-width:16ch}h2{margin-top:2.5rem}pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f4f4f4;padding:1rem}summary{cursor:pointer}
@media(max-width:30rem){.wide svg{width:24rem;height:auto}}
@media print{main{max-width:none;padding:0}.wide{overflow:visible}.wide svg{max-width:100%;height:auto}td code{white-space:normal}tr,svg{break-inside:avoid}h2,h3{break-after:avoid}details::details-content{content-visibility:visible;block-size:auto}pre{background:none;border:1px solid #777}}</style></head><body><main>
<h1>Record linkage</h1>
<p>${input.records} records are ${clusters.members.length} people when only what was linked by itself${input.clerical === null ? "" : " and what people said of the pairs they read"} is counted: ${several} of them are named by more than one record.
${inBand[2]} pairs were linked by themselves (probability at least ${settings.automatic} and nothing against it), ${inBand[1]} wait for somebody to read them, ${inBand[0]} were compared and stand apart.
Groups of links that were split because two of their records cannot be one person or because the average spoke against it: ${clusters.splits}. Links that alone hold two halves of a group together, and should be read: ${clusters.bridges.length}.</p>
<p><strong>What these numbers are not:</strong> a probability here says how often such a pair is one person if the model holds. Only the clerical sample below says whether it does.</p>
<h2>Where the numbers come from</h2>
${table(
  ["Input", "rows", "SHA-256"],
  input.inputs.map(({ name, rows, sha256 }) => [code(name), rows, hash(sha256)]),
)}
${table(
  ["", ""],
  [
    ["Settings, SHA-256", hash(input.settingsSha256)],
    ["Seed", code(settings.seed)],
    ["Version", code(input.version)],
  ],
  "Settings, seed, version",
)}
<h2>Did blocking bring the true pairs together?</h2>
${blockingSection(input)}
<h2>What agreement weighs</h2>
<p>Bits: how much a level of agreement speaks for one person (right) or for two (left). One bit doubles the odds. Where the frequency of a value counts, the bar shows the average value; a rare one weighs more.</p>
${weightsChart(input)}
${modelSection(input)}
<h2>Thresholds, and how often they are right</h2>
${clericalSection(input.clerical)}
<h2>Bits of all compared pairs</h2>
${histogram(input)}
${input.explained === null ? "" : explainedSection(input.explained)}
${input.known === null ? "" : knownSection(input.known)}
<h2>Settings</h2>
<details><summary>All of them, as they were read</summary><pre>${escape(JSON.stringify(settings, null, 1))}</pre></details>
</main></body></html>
`;
}

function blockingSection({ pairs, blockingRecall: told }: ReportInput): string {
  const capped = pairs.perRule.reduce((sum, { cappedPairs }) => sum + cappedPairs, 0);
  return `<p>About <strong>${percent(told.recallAtMost)}</strong> of the true pairs, and no more: of ${told.found.toFixed(1)} expected matches, ${told.byOneRule.toFixed(1)} were found by one rule alone and ${told.byTwoRules.toFixed(1)} by exactly two, so at least
${told.missedAtLeast.toFixed(1)} were found by none (Chao's lower bound). Rules that miss the same pairs for the same reason make this too high.${capped > 0 ? ` ${capped} pairs lie in blocks that were left out for their size.` : ""}</p>
${table(
  ["Rule", "blocks", "pairs", "blocks left out", "records in them"],
  pairs.perRule.map(({ rule, blocks, pairs, cappedBlocks, cappedRecords }) => [code(rule), blocks, pairs, cappedBlocks, cappedRecords]),
)}`;
}

function modelSection({ model, fields, settings }: ReportInput): string {
  const { told } = model;
  const rows = fields.flatMap(({ name, levels }, f) =>
    levels.map((level, i) => [
      escape(name),
      escape(level),
      model.m[f]![i + 1]!.toFixed(5),
      model.u[f]![i + 1]!.toFixed(6),
      signed(Math.log2(model.m[f]![i + 1]! / model.u[f]![i + 1]!), 2),
    ]),
  );
  return `<p>λ = ${model.lambda.toExponential(3)}: ${told.deterministicPairs} pairs satisfy the deterministic rules, which are expected to find ${percent(settings.deterministic.recall)} of the true ones among ${told.allPairs} pairs. u: from ${told.randomPairs} random pairs.
m: by expectation and maximisation in the blocks of ${told.trainedIn.length} rules${told.trainedIn.length < 2 ? " <strong>(fewer than two: some fields keep the numbers they began with)</strong>" : ""}, u fixed.</p>
${table(
  ["Learned in", "pairs", "rounds", "share of matches"],
  told.trainedIn.map(({ rule, pairs, rounds, matchShare }) => [code(rule), pairs, rounds, matchShare.toFixed(4)]),
)}
<details><summary>m and u of every level</summary>${table(["Field", "level", "m", "u", "bits"], rows)}</details>
${
  settings.rivals.length === 0
    ? ""
    : `<p>People who are easily taken for another. What they share earns nothing against them.</p>${table(
        ["Rival", "shares", "such pairs beside one match"],
        settings.rivals.map(({ name, shares, perMatch }) => [escape(name), escape(shares.join(", ")), perMatch]),
      )}`
}`;
}

function clericalSection(clerical: readonly ClericalBand[] | null): string {
  if (clerical === null)
    return `<p><strong>Nobody has read a sample yet.</strong> Precision and recall are unknown. Draw one with <code>--sample FILE</code>, let two people read it, and give it back with <code>--labels FILE</code>.</p>`;
  const rows = clerical.map(({ band, pairs, read, same, cannotTell }) => {
    const { low, high } = wilson(same, read);
    return [
      band,
      pairs,
      read,
      cannotTell,
      same,
      read === 0 ? "unknown" : percent(same / read),
      read === 0 ? "unknown" : `${percent(low)} – ${percent(high)}`,
    ];
  });
  const expected = clerical.map(({ pairs, read, same }) => (read === 0 ? 0 : (pairs * same) / read));
  const all = expected.reduce((sum, one) => sum + one, 0);
  const automatic = clerical.findIndex(({ band }) => band === "automatic");
  return `${table(["Band", "pairs", "read", "could not tell", "one person", "share", "95 % (Wilson)"], rows)}
<p>Precision of what is linked by itself is the first row's share. ${all === 0 ? "" : `Recall, among the pairs that were compared: automatic ${percent(expected[automatic]! / all)}, automatic and review ${percent((expected[automatic]! + expected[clerical.findIndex(({ band }) => band === "review")]!) / all)}.`} Pairs nobody could tell are left out of the shares.</p>`;
}

function knownSection({ curve, calibration, calibrationError }: NonNullable<ReportInput["known"]>): string {
  const best = bestF1(curve);
  const [size, pad] = [360, 40];
  const x = (value: number): string => (pad + value * size).toFixed(1);
  const y = (value: number): string => (pad / 2 + (1 - value) * size).toFixed(1);
  const axes = (across: string, up: string): string =>
    `<path d="M${x(0)} ${y(1)}V${y(0)}H${x(1)}" fill="none" stroke="#111"/>${[0, 0.5, 1].map((at) => `<text x="${x(at)}" y="${pad / 2 + size + 16}" font-size="12" text-anchor="middle">${at}</text><text x="${pad - 6}" y="${y(at)}" font-size="12" text-anchor="end" dominant-baseline="middle">${at}</text>`).join("")}<text x="${x(0.5)}" y="${pad / 2 + size + 34}" font-size="13" text-anchor="middle">${across}</text><text x="12" y="${y(0.5)}" font-size="13" text-anchor="middle" transform="rotate(-90 12 ${y(0.5)})">${up}</text>`;
  const step = Math.max(1, Math.floor(curve.length / 400));
  const points = curve.filter((_, i) => i % step === 0 || i === curve.length - 1);
  return `<h2>Against the known truth</h2>
<p>Best F1 ${best.f1.toFixed(5)} at ${best.bits.toFixed(2)} bits: precision ${best.precision.toFixed(5)}, recall ${best.recall.toFixed(5)} (${best.right} of ${best.truePairs} true pairs, ${best.linked - best.right} wrong).</p>
<div class="wide" role="region" tabindex="0" aria-label="Precision and recall"><svg viewBox="0 0 ${size + pad + 20} ${size + pad + 20}" width="${size + pad + 20}" role="img" aria-label="Precision and recall over all thresholds">${axes("recall", "precision")}<polyline points="${points.map(({ recall, precision }) => `${x(recall)},${y(precision)}`).join(" ")}" fill="none" stroke="#111" stroke-width="2"/><circle cx="${x(best.recall)}" cy="${y(best.precision)}" r="4" fill="#fff" stroke="#111" stroke-width="2"/></svg></div>
<h3>Calibration</h3>
<p>Whether what is called 80 % comes true in 80 of 100 pairs. Mean error ${calibrationError.toFixed(4)}, over pairs of at least 1 %. The size of a circle grows with the pairs in it.</p>
<div class="wide" role="region" tabindex="0" aria-label="Calibration"><svg viewBox="0 0 ${size + pad + 20} ${size + pad + 20}" width="${size + pad + 20}" role="img" aria-label="Calibration; the numbers stand in the table below">${axes("probability told", "share that is true")}<path d="M${x(0)} ${y(0)}L${x(1)} ${y(1)}" stroke="#999" stroke-dasharray="4 4"/>${calibration
    .filter(({ pairs }) => pairs > 0)
    .map(
      ({ meanProbability, shareTrue, pairs }) =>
        `<circle cx="${x(meanProbability)}" cy="${y(shareTrue)}" r="${Math.min(14, 2 + Math.log2(pairs)).toFixed(1)}" fill="#111" fill-opacity=".35" stroke="#111"/>`,
    )
    .join("")}</svg></div>
${table(
  ["told", "pairs", "mean told", "share true"],
  calibration.map(({ from, to, pairs, meanProbability, shareTrue }) => [
    `${from.toFixed(1)}–${to.toFixed(1)}`,
    pairs,
    meanProbability.toFixed(3),
    pairs === 0 ? "" : shareTrue.toFixed(3),
  ]),
)}`;
}

function weightsChart({ fields, model }: ReportInput): string {
  const bars = fields.flatMap(({ name, levels }, f) =>
    levels.map((level, i) => ({ name: i === 0 ? name : "", level, bits: Math.log2(model.m[f]![i + 1]! / model.u[f]![i + 1]!) })),
  );
  const most = Math.max(1, ...bars.map(({ bits }) => Math.abs(bits)));
  const [left, width, height] = [140, 330, 18];
  const middle = left + width / 2;
  const rows = bars.map(({ name, level, bits }, i) => {
    const size = (Math.abs(bits) / most) * (width / 2 - 45);
    const from = bits >= 0 ? middle : middle - size;
    return `<text x="0" y="${i * height + 13}" font-size="13" font-weight="bold">${escape(name)}</text><text x="${left - 10}" y="${i * height + 13}" font-size="12" text-anchor="end">${escape(level)}</text><rect x="${from.toFixed(1)}" y="${i * height + 3}" width="${size.toFixed(1)}" height="${height - 6}" fill="${bits >= 0 ? "#444" : "#fff"}" stroke="#111"/><text x="${(bits >= 0 ? from + size + 4 : from - 4).toFixed(1)}" y="${i * height + 13}" font-size="11" text-anchor="${bits >= 0 ? "start" : "end"}">${signed(bits, 1)}</text>`;
  });
  return wide(
    "Bits of each level of agreement",
    `<svg viewBox="0 0 ${left + width} ${bars.length * height + 4}" width="${left + width}" role="img" aria-label="Bits of each level of agreement; the numbers stand in the table m and u below"><path d="M${middle} 0V${bars.length * height}" stroke="#111"/>${rows.join("")}</svg>`,
  );
}

function histogram({ scores, settings }: ReportInput): string {
  const [low, high] = [-40, 40];
  const bins = new Float64Array(80);
  for (const bits of scores.bits) bins[Math.min(79, Math.max(0, Math.floor(bits - low)))]!++;
  const most = Math.log10(1 + Math.max(...bins));
  const threshold = Math.log2(settings.automatic / (1 - settings.automatic));
  const [width, height] = [720, 200];
  const x = (bits: number): number => ((bits - low) / (high - low)) * width;
  const review = Math.log2(settings.review / (1 - settings.review));
  const bars = Array.from(bins, (count, i) => {
    const size = most === 0 ? 0 : (Math.log10(1 + count) / most) * (height - 30);
    return count === 0
      ? ""
      : `<rect x="${x(low + i).toFixed(1)}" y="${(height - size).toFixed(1)}" width="8" height="${size.toFixed(1)}" fill="#777" stroke="#fff" stroke-width=".5"/>`;
  });
  const mark = (bits: number, words: string, y: number): string =>
    Number.isFinite(bits)
      ? `<path d="M${x(bits).toFixed(1)} ${y - 8}V${height}" stroke="#111" stroke-dasharray="${y > 20 ? "3 3" : "none"}"/><text x="${(x(bits) + 4).toFixed(1)}" y="${y}" font-size="12">${words}</text>`
      : "";
  const ticks = [-40, -20, 0, 20, 40].map((at) => `<text x="${x(at)}" y="${height + 16}" font-size="12" text-anchor="middle">${signed(at, 0)}</text>`);
  return wide(
    "How many pairs have how many bits",
    `<svg viewBox="-10 0 ${width + 20} ${height + 40}" width="${width + 20}" role="img" aria-label="How many pairs have how many bits, with the thresholds of review and of linking by itself">${bars.join("")}<path d="M0 ${height}H${width}" stroke="#111"/>${mark(threshold, "automatic from here, where nothing speaks against it", 12)}${mark(review, "review from here", 26)}${ticks.join("")}<text x="${width / 2}" y="${height + 34}" font-size="12" text-anchor="middle">bits (log2 of the odds of one person); heights are logarithms of counts</text></svg>`,
  );
}

/** One pair: where it begins, what each field adds or takes, where it ends. */
function explainedSection({ names: [a, b], told }: NonNullable<ReportInput["explained"]>): string {
  let sum = told.priorBits;
  const steps = [
    { name: "before any field", level: "", from: 0, to: sum },
    ...told.fields.map(({ field, level, bits, isShared }) => {
      const from = sum;
      sum += bits;
      return { name: field, level: isShared ? `${level!}: the rival would share it` : (level ?? "not said: no evidence"), from, to: sum };
    }),
    { name: "together", level: "", from: 0, to: sum },
  ];
  const [left, width, height] = [110, 370, 24];
  const ends = steps.flatMap(({ from, to }) => [from, to]);
  const [least, most] = [Math.min(0, ...ends), Math.max(1, ...ends)];
  const x = (bits: number): number => left + ((bits - least) / (most - least)) * (width - 60);
  const bars = steps.map(({ name, from, to }, i) => {
    const [begin, end] = [Math.min(x(from), x(to)), Math.max(x(from), x(to))];
    return `<text x="0" y="${i * height + 16}" font-size="13">${escape(name)}</text><rect x="${begin.toFixed(1)}" y="${i * height + 4}" width="${Math.max(1, end - begin).toFixed(1)}" height="${height - 8}" fill="${to >= from ? "#444" : "#fff"}" stroke="#111"/><text x="${(end + 5).toFixed(1)}" y="${i * height + 16}" font-size="12">${signed(to - from, 1)}</text>`;
  });
  const barred = told.barredBy.length === 0 ? "" : ` It is kept from being linked by itself by: ${escape(told.barredBy.join(", "))}.`;
  return `<h2>Why two records stand where they stand</h2>
<p>${code(a)} and ${code(b)}, weighed against the likeliest mistake, “${escape(told.against)}”. Black bars speak for one person, white ones for two. Against all mistakes together the probability that they are one is <strong>${told.probability.toFixed(6)}</strong>: ${told.band}.${barred}</p>
${wide("Bits of each field of this pair", `<svg viewBox="0 0 ${left + width} ${steps.length * height + 4}" width="${left + width}" role="img" aria-label="Bits of each field of this pair; the numbers stand in the table below"><path d="M${x(0).toFixed(1)} 0V${steps.length * height}" stroke="#111"/>${bars.join("")}</svg>`)}
${table(
  ["Field", "level", "bits", "sum"],
  steps.map(({ name, level, from, to }) => [escape(name), escape(level), signed(to - from, 2), signed(to, 2)]),
)}`;
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[], label = head.join(", ")): string {
  const cell = (value: string | number): string => (typeof value === "number" ? `<td class="n">${value}</td>` : `<td>${value}</td>`);
  const content = `<table>${head.some((name) => name !== "") ? `<thead><tr>${head.map((name) => `<th scope="col">${name}</th>`).join("")}</tr></thead>` : ""}<tbody>${rows.map((row) => `<tr>${row.map(cell).join("")}</tr>`).join("")}</tbody></table>`;
  return wide(label, content);
}

function hash(text: string): string {
  return `<code class="hash">${escape(text)}</code>`;
}

/** What may be wider than the screen, and can then be moved by keys too. */
function wide(label: string, content: string): string {
  return `<div class="wide" role="region" tabindex="0" aria-label="${escape(label)}">${content}</div>`;
}

function signed(bits: number, digits: number): string {
  return bits.toFixed(digits).replace("-", "−");
}

function code(text: string): string {
  return `<code>${escape(text)}</code>`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
