/** Every method's answer with its interval, one under the other; the range that all of them leave open is a grey band behind. */
import type { Answer, Range } from "#stats";
import { box, dot, fitted, line, picture, ticks, words } from "./svg.ts";

export interface AnswerWords {
  readonly title: string;
  readonly description: string;
  readonly number: (count: number) => string;
  readonly name: (answer: Answer) => string;
  /** Under the name: that it is only compared, does not fit, or is refused. */
  readonly standing: (answer: Answer) => string;
  readonly listed: string;
  readonly axis: string;
}

const [WIDTH, LEFT, TOP, ROW] = [860, 320, 14, 40];

export function answerPlot(id: string, n: number, answers: readonly Answer[], range: Range | null, say: AnswerWords): string {
  const ends = answers.flatMap(({ all, upper }) => [all ?? n, upper ?? all ?? n]).sort((x, y) => x - y);
  // One runaway limit must not press all others together: what is beyond four times the median end is cut, with an arrow.
  const most = Math.max(n * 1.05, Math.min(ends.at(-1)! * 1.04, 4 * ends[Math.floor(ends.length / 2)]!, Infinity));
  const from = Math.max(0, n - (most - n) * 0.03);
  const at = (all: number) => LEFT + ((Math.min(all, most) - from) / (most - from)) * (WIDTH - LEFT - 24);
  const height = TOP + answers.length * ROW + 46;
  const bottom = TOP + answers.length * ROW;

  let body = "";
  if (range !== null) body += box(at(range.lower), TOP, at(range.upper ?? most) - at(range.lower), bottom - TOP, 'fill-opacity=".12"');
  for (const tick of ticks(from, most, 5)) {
    body += line(at(tick), TOP, at(tick), bottom, 'stroke-opacity=".2"');
    body += words(at(tick), bottom + 16, say.number(tick), "middle", 'font-size="12"');
  }
  body += line(at(n), TOP, at(n), bottom, 'stroke-width="2" stroke-dasharray="2 3"');
  body += words(at(n), bottom + 34, say.listed, "start", 'font-size="12"');
  body += words(WIDTH - 24, bottom + 34, say.axis, "end", 'font-size="12"');
  for (const [row, answer] of answers.entries()) {
    const y = TOP + row * ROW + ROW / 2;
    const counts = answer.standing === "counts";
    body += words(4, y - 1, fitted(say.name(answer), 42), "start", counts ? 'font-weight="600"' : "");
    const under = say.standing(answer);
    if (under !== "") body += words(4, y + 14, fitted(under, 52), "start", 'font-size="11"');
    if (answer.all === null) continue;
    if (answer.lower !== null) {
      const [left, right] = [at(answer.lower), at(answer.upper ?? most)];
      body += line(left, y, right, y, counts ? 'stroke-width="3"' : 'stroke-width="2" stroke-dasharray="5 4"');
      body += line(left, y - 6, left, y + 6, 'stroke-width="2"');
      if (answer.upper !== null && answer.upper <= most) body += line(right, y - 6, right, y + 6, 'stroke-width="2"');
      else body += `<path d="M${right - 8} ${y - 6} L${right} ${y} L${right - 8} ${y + 6}" fill="none" stroke="currentColor" stroke-width="2"/>`;
    }
    if (answer.all <= most) body += dot(at(answer.all), y, 6, counts ? "" : 'fill="Canvas" stroke="currentColor" stroke-width="2"');
  }
  return picture(id, WIDTH, height, say.title, say.description, body);
}
