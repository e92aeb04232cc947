/** Which rows of a long list are in the page, and where they stand. Pure: pixels in, rows out. */

/** Up to so many rows all stand in the page, so that the browser's own search finds them. */
export const WHOLE_UP_TO = 200;
/** Rows kept above and below what is seen, so that a turn of the wheel finds them drawn. */
const AROUND = 12;
/**
 * Browsers stop making elements taller at 17.8 to 33.5 million pixels. Lists of up to 250,000 rows of 32 px scroll pixel for pixel;
 * longer ones are drawn no taller than this, and the wheel then goes proportionally faster.
 */
export const TALLEST_PX = 8_000_000;

export interface Scrolled {
  readonly total: number;
  readonly rowPx: number;
  /** How much of the list is seen. */
  readonly viewPx: number;
  readonly scrollTop: number;
}

export interface Placement {
  /** Height of the whole list. */
  readonly heightPx: number;
  /** First row in the page, and the one after the last. */
  readonly first: number;
  readonly end: number;
  /** Where the first row stands from the top of the list. */
  readonly topPx: number;
  /** First row wholly seen, and the one after the last row wholly seen: what PageUp and PageDown go by. */
  readonly seenFirst: number;
  readonly seenEnd: number;
}

/** Places the rows. For a list within {@link TALLEST_PX} row `i` stands at `i × rowPx`, always. */
export function place({ total, rowPx, viewPx, scrollTop }: Scrolled): Placement {
  const fullPx = total * rowPx;
  const heightPx = Math.min(fullPx, TALLEST_PX);
  const at = Math.max(0, Math.min(scrollTop, heightPx - viewPx));
  // How far the rows are moved against where they would stand in a list of full height.
  const shiftPx = fullPx <= TALLEST_PX ? 0 : Math.round((at / (heightPx - viewPx)) * (fullPx - viewPx)) - at;
  const from = at + shiftPx;
  const seenFirst = Math.min(total, Math.ceil(from / rowPx));
  const seenEnd = Math.max(seenFirst, Math.min(total, Math.floor((from + viewPx) / rowPx)));
  const whole = total <= WHOLE_UP_TO;
  const first = whole ? 0 : Math.max(0, Math.floor(from / rowPx) - AROUND);
  const end = whole ? total : Math.min(total, Math.ceil((from + viewPx) / rowPx) + AROUND);
  return { heightPx, first, end, topPx: first * rowPx - shiftPx, seenFirst, seenEnd };
}

/** The scroll position at which row `index` is seen whole, moved as little as possible. */
export function scrolledTo(index: number, now: Scrolled): number {
  const { seenFirst, seenEnd } = place(now);
  if (index >= seenFirst && index < seenEnd) return now.scrollTop;
  const { total, rowPx, viewPx } = now;
  const fullPx = total * rowPx;
  const wanted = index < seenFirst ? index * rowPx : (index + 1) * rowPx - viewPx;
  if (fullPx <= TALLEST_PX) return Math.max(0, Math.min(wanted, fullPx - viewPx));
  // The proportional scroll is a step coarser than a row: go to where the row is surely seen, then the rounding cannot hide it.
  const share = Math.max(0, Math.min(1, (wanted + (index < seenFirst ? -rowPx : rowPx)) / (fullPx - viewPx)));
  return share * (TALLEST_PX - viewPx);
}
