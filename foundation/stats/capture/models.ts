/**
 * Log-linear models of the table. A model is a set of terms; a term is a set of lists, as bits; term 0 is the constant. Only hierarchical models are
 * looked at: with a term come all terms within it. The term of all lists together is in none: nothing in a table can tell it.
 */
import { listsOn } from "./table.ts";

export interface Model {
  /** Sorted by how many lists, then by number; the constant first. */
  readonly terms: readonly number[];
}

/** Every model with all main effects and interactions of at most `order` lists. Grows fast: 8 for three lists, 113 for four; 1,024 for five with `order` 2. */
export function hierarchicalModels(lists: number, order: number = lists - 1): Model[] {
  const everybody = 2 ** lists - 1;
  const main = [0, ...Array.from({ length: lists }, (_, j) => 1 << j)];
  const wider = Array.from({ length: everybody }, (_, bits) => bits)
    .filter((bits) => listsOn(bits) >= 2 && listsOn(bits) <= order)
    .sort(byWidth);
  const models: Model[] = [];
  const grow = (terms: readonly number[], from: number): void => {
    models.push({ terms });
    const has = new Set(terms);
    for (let i = from; i < wider.length; i++) {
      const term = wider[i]!;
      if (withinTerms(term).every((inner) => has.has(inner))) grow([...terms, term], i + 1);
    }
  };
  grow(main, 0);
  return models;
}

/** A model of these terms and all within them, with all main effects. */
export function modelOf(lists: number, generators: readonly number[]): Model {
  const terms = new Set([0, ...Array.from({ length: lists }, (_, j) => 1 << j)]);
  const add = (term: number): void => {
    if (terms.has(term)) return;
    terms.add(term);
    for (const inner of withinTerms(term)) add(inner);
  };
  for (const generator of generators) add(generator);
  return { terms: [...terms].sort(byWidth) };
}

/** The terms that are within no other: what gives a model its name. */
export function generatorsOf(model: Model): number[] {
  return model.terms.filter((term) => term !== 0 && !model.terms.some((other) => other !== term && (other & term) === term));
}

/**
 * The name in brackets, widest terms first: `[123,14,34]`. Lists are counted from 1; from the tenth on they are parted by dots.
 * @param placeOf where each list stands for whoever reads the name
 */
export function modelName(model: Model, placeOf: (list: number) => number = (list) => list): string {
  const generators = generatorsOf(model).map((term) => {
    const places: number[] = [];
    for (let j = 0; 1 << j <= term; j++) if ((term >> j) & 1) places.push(placeOf(j) + 1);
    return places.sort((x, y) => x - y);
  });
  const dotted = generators.some((places) => places.some((place) => place > 9));
  generators.sort((x, y) => y.length - x.length || compareNumbers(x, y));
  return `[${generators.map((places) => places.join(dotted ? "." : "")).join(",")}]`;
}

function compareNumbers(x: readonly number[], y: readonly number[]): number {
  for (let i = 0; i < x.length; i++) if (x[i] !== y[i]) return x[i]! - y[i]!;
  return 0;
}

function byWidth(x: number, y: number): number {
  return listsOn(x) - listsOn(y) || x - y;
}

/** The terms one list narrower. */
function withinTerms(term: number): number[] {
  const inner: number[] = [];
  for (let j = 0; 1 << j <= term; j++) if ((term >> j) & 1) inner.push(term & ~(1 << j));
  return inner;
}
