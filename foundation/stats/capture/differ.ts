/**
 * Whether people differ in how likely they are to be recorded, as far as a table can show it. If they do, all pairs of lists go together by a like amount.
 * So one term for all of them is added to independent lists: with s lists on a pattern it stands s (s − 1) / 2 times (Darroch, Fienberg, Glonek and
 * Junker 1993). One term for one sign sees in three lists what three terms, each with a penalty of its own, do not.
 *
 * A sign and no estimate: how many hardly recorded people there are no table can tell (Link 2003), and a table without the sign proves nothing.
 */
import { columnSpace } from "../numbers/dense.ts";
import { normalQuantile } from "../numbers/special.ts";
import { closedRows } from "./existence.ts";
import type { Fitted, LogLinear } from "./loglinear.ts";
import { fitPoisson } from "./poisson-fit.ts";
import { listsOn, type Table } from "./table.ts";

/** How often lists that are independent of each other, and people who are alike, are taken for people who differ. */
const FALSE_ALARM = 0.05;
/** A model of pairs better by so much BIC explains the table by lists that depend on each other ("positive" evidence: Kass and Raftery 1995). */
const EXPLAINED_BIC = 4;

/** The one term that ties all pairs alike, beside independent lists. */
export interface Alike {
  readonly term: number;
  readonly deviance: number;
  readonly bic: number;
}

/** @param independent the fit of independent lists. @returns `null` where the term cannot be estimated */
export function alikeTerm(table: Table, independent: Pick<LogLinear, "deviance" | "bic">): Alike | null {
  const lists = table.lists.length;
  const columns = lists + 2;
  const cells = Array.from({ length: table.counts.length - 1 }, (_, i) => i + 1);
  const rows = cells.map((cell) => {
    const row = [0];
    for (let j = 0; j < lists; j++) if ((cell >> j) & 1) row.push(1 + j);
    for (let times = (listsOn(cell) * (listsOn(cell) - 1)) / 2; times > 0; times--) row.push(columns - 1);
    return Int32Array.from(row);
  });
  const design = new Float64Array(rows.length * columns);
  for (const [at, row] of rows.entries()) for (const column of row) design[at * columns + column]!++;
  const { closed } = closedRows(
    design,
    columns,
    cells.map((cell) => table.counts[cell]! > 0),
  );
  if (closed.size > 0 || columnSpace(design, rows.length, columns).leading.length < columns) return null;
  const { beta, deviance } = fitPoisson(
    rows,
    Float64Array.from(cells, (cell) => table.counts[cell]!),
    columns,
  );
  return { term: beta[columns - 1]!, deviance, bic: independent.bic - (independent.deviance - deviance) + Math.log(table.n) };
}

/** @param models as fittedModels gives them */
export function showsThatPeopleDiffer(
  table: Table,
  models: readonly (Pick<Fitted, "deviance" | "bic"> & { readonly model: Fitted["model"] })[],
): boolean {
  const isIndependent = ({ model }: { readonly model: Fitted["model"] }): boolean => model.terms.length === table.lists.length + 1;
  const independent = models.find(isIndependent);
  if (independent === undefined) return false;
  const alike = alikeTerm(table, independent);
  // One-sided: that lists avoid each other is another thing.
  if (alike === null || alike.term <= 0 || independent.deviance - alike.deviance < normalQuantile(1 - FALSE_ALARM) ** 2) return false;
  const others = models.filter((one) => !isIndependent(one)).map(({ bic }) => bic);
  return alike.bic <= Math.min(...others) + EXPLAINED_BIC;
}
