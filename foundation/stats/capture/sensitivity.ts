/**
 * How much hangs on what no table can show: the interaction of all lists at once. Every model sets it to nothing. If it is something, with e^λ the ratio
 * by which being on one list changes the odds of all others together, those on no list are e^λ times (or 1 / e^λ times) as many, whatever the model.
 */
export const FACTORS = [0.25, 0.5, 2 / 3, 1, 1.5, 2, 4] as const;

export interface Sensitivity {
  readonly factor: number;
  readonly all: number;
  readonly lower: number;
  readonly upper: number | null;
}

export function sensitivityOf(n: number, answer: { readonly all: number; readonly lower: number; readonly upper: number | null }): Sensitivity[] {
  const times = (all: number, factor: number) => n + (all - n) * factor;
  return FACTORS.map((factor) => ({
    factor,
    all: times(answer.all, factor),
    lower: times(answer.lower, factor),
    upper: answer.upper === null ? null : times(answer.upper, factor),
  }));
}
