/** What the averaged graphs, the best model's likelihood, the interaction nobody can see and the chains look like. */
import type { GraphsResult, LatentResult, ModelsResult, Sensitivity } from "#stats";
import { box, dot, line, path, picture, ticks, words } from "./svg.ts";

export interface CurveWords {
  readonly title: string;
  readonly description: string;
  readonly number: (count: number) => string;
  readonly axis: string;
}

const [WIDTH, HEIGHT, LEFT, BOTTOM] = [760, 260, 20, 40];

/** The distribution of the number of all over graphs: bars, the middle 95 of 100 filled darker, a mark over each hump. */
export function posteriorPlot(id: string, graphs: GraphsResult, say: CurveWords & { readonly hump: (at: string, share: string) => string }): string {
  const { bins, binWidth, lower, upper, humps } = graphs;
  const [from, to] = [bins[0]![0], bins.at(-1)![0] + binWidth];
  const most = Math.max(...bins.map(([, share]) => share));
  const x = (all: number) => LEFT + ((all - from) / (to - from)) * (WIDTH - 2 * LEFT);
  const y = (share: number) => HEIGHT - BOTTOM - (share / most) * (HEIGHT - BOTTOM - 44);
  let body = "";
  for (const [left, share] of bins) {
    const inside = left + binWidth > lower && left <= upper;
    body += box(
      x(left),
      y(share),
      x(left + binWidth) - x(left) - 0.5,
      HEIGHT - BOTTOM - y(share),
      inside ? 'fill-opacity=".75"' : 'fill-opacity=".25"',
    );
  }
  if (humps.length > 1)
    for (const { at, probability } of humps) {
      const share = Math.max(...bins.filter(([left]) => Math.abs(left - at) <= 3 * binWidth).map(([, each]) => each), 0);
      body += `<path d="M${x(at) - 6} ${y(share) - 14} h12 l-6 9 z"/>`;
      body += words(Math.min(Math.max(x(at), 90), WIDTH - 90), y(share) - 20, say.hump(say.number(at), `${Math.round(100 * probability)}`), "middle");
    }
  body += axis(from, to, x, say);
  return picture(id, WIDTH, HEIGHT, say.title, say.description, body);
}

/** The profile of the best model: how much worse each number of all explains the table; what is above the line is within the interval. */
export function profilePlot(id: string, curve: ModelsResult["curve"], say: CurveWords & { readonly cut: string }): string {
  const [from, to] = [curve[0]![0], curve.at(-1)![0]];
  const deepest = -5;
  const x = (all: number) => LEFT + ((all - from) / (to - from)) * (WIDTH - 2 * LEFT);
  const y = (below: number) => 14 + (Math.max(below, deepest) / deepest) * (HEIGHT - BOTTOM - 14);
  let body = path(
    curve.map(([all, below]) => [x(all), y(below)] as const),
    'stroke-width="2.5"',
  );
  body += line(LEFT, y(-1.9207), WIDTH - LEFT, y(-1.9207), 'stroke-dasharray="6 4"');
  // Below the line and inside the curve: there nothing is drawn.
  body += words(WIDTH / 2, y(-1.9207) + 18, say.cut, "middle", 'font-size="12"');
  body += axis(from, to, x, say);
  return picture(id, WIDTH, HEIGHT, say.title, say.description, body);
}

/** What the number and the range would be if the interaction of all lists were not nothing. */
export function sensitivityPlot(id: string, rows: readonly Sensitivity[], say: CurveWords & { readonly factor: (factor: number) => string }): string {
  const most = Math.max(...rows.map(({ all, upper }) => upper ?? all)) * 1.04;
  const [left, right, top] = [70, WIDTH - 20, 16];
  const y = (all: number) => HEIGHT - BOTTOM - (all / most) * (HEIGHT - BOTTOM - top);
  let body = "";
  for (const tick of ticks(0, most, 4)) {
    body += line(left, y(tick), right, y(tick), 'stroke-opacity=".2"');
    body += words(left - 6, y(tick) + 4, say.number(tick), "end", 'font-size="12"');
  }
  for (const [i, { factor, all, lower, upper }] of rows.entries()) {
    const x = left + ((i + 0.5) / rows.length) * (right - left);
    body += line(x, y(lower), x, y(upper ?? most), factor === 1 ? 'stroke-width="5"' : 'stroke-width="2"');
    body += dot(x, y(all), 6, factor === 1 ? "" : 'fill="Canvas" stroke="currentColor" stroke-width="2"');
    body += words(x, HEIGHT - BOTTOM + 17, say.factor(factor), "middle", factor === 1 ? 'font-weight="600"' : "");
  }
  body += words(right, HEIGHT - 5, say.axis, "end", 'font-size="12"');
  return picture(id, WIDTH, HEIGHT, say.title, say.description, body);
}

/** Where each chain of the latent classes went. Chains that have come together fill the same band; those that have not stay apart. */
export function convergencePlot(
  id: string,
  latent: LatentResult,
  n: number,
  say: CurveWords & { readonly chain: (number: number) => string },
): string {
  const { traces } = latent;
  const row = 40;
  const [left, right, top] = [90, WIDTH - 20, 10];
  const height = top + traces.length * row + 40;
  const sorted = traces.flat().sort((x, y) => x - y);
  const [low, high] = [
    Math.log(Math.max(0.5, sorted[Math.floor(0.001 * sorted.length)]! - n)),
    Math.log(Math.max(1, sorted[Math.ceil(0.999 * (sorted.length - 1))]! - n)),
  ];
  const rise = (all: number) => Math.min(1, Math.max(0, (Math.log(Math.max(0.5, all - n)) - low) / Math.max(1e-9, high - low)));
  let body = "";
  for (const [c, trace] of traces.entries()) {
    const bottom = top + (c + 1) * row - 4;
    if (c % 2 === 0) body += box(left, bottom - row + 6, right - left, row - 2, 'fill-opacity=".05"');
    body += words(left - 8, bottom - row / 2 + 6, say.chain(c + 1), "end", 'font-size="12"');
    body += path(
      trace.map((all, i) => [left + (i / (trace.length - 1)) * (right - left), bottom - rise(all) * (row - 8)] as const),
      'stroke-width="1"',
    );
    const middle = trace.toSorted((x, y) => x - y)[Math.floor(trace.length / 2)]!;
    body += line(left, bottom - rise(middle) * (row - 8), right, bottom - rise(middle) * (row - 8), 'stroke-dasharray="3 4" stroke-opacity=".7"');
  }
  body += words(left, height - 10, `${say.number(n + Math.exp(low))} – ${say.number(n + Math.exp(high))}`, "start", 'font-size="12"');
  body += words(right, height - 10, say.axis, "end", 'font-size="12"');
  return picture(id, WIDTH, height, say.title, say.description, body);
}

function axis(from: number, to: number, x: (all: number) => number, say: CurveWords): string {
  let body = line(LEFT, HEIGHT - BOTTOM, WIDTH - LEFT, HEIGHT - BOTTOM);
  for (const tick of ticks(from, to, 6)) {
    body += line(x(tick), HEIGHT - BOTTOM, x(tick), HEIGHT - BOTTOM + 5);
    body += words(Math.min(Math.max(x(tick), 28), WIDTH - 28), HEIGHT - BOTTOM + 19, say.number(tick), "middle", 'font-size="12"');
  }
  return body + words(WIDTH - LEFT, HEIGHT - 5, say.axis, "end", 'font-size="12"');
}
