/** What stands beside an estimate, reckoned in a thread. */
import type { AloneAnswer, Group, LinkageAnswer, StrataAnswer } from "#confirm";
import type { Estimate, Table } from "#stats";
import { inThread, type Conduct } from "./thread.ts";

export interface BesideTask {
  readonly estimate: Pick<Estimate, "verdict" | "settings">;
  readonly groups: { readonly by: string; readonly of: readonly Group[] } | null;
  readonly ways: readonly Table[] | null;
  /** The table with links of one reader alone; `null` where there are none. */
  readonly alone: Table | null;
}

export interface Beside {
  readonly strata: StrataAnswer | null;
  readonly linkage: LinkageAnswer | null;
  readonly alone: AloneAnswer | null;
}

export type BesideSay = { readonly done: number; readonly of: number } | { readonly beside: Beside };

export async function runBeside(task: BesideTask, conduct: Conduct): Promise<Beside> {
  if (task.groups === null && task.ways === null && task.alone === null) return { strata: null, linkage: null, alone: null };
  const { verdict, settings } = task.estimate;
  return inThread(new URL("./beside-worker.ts", import.meta.url), { ...task, estimate: { verdict, settings } }, conduct, (said: BesideSay) => ("beside" in said ? said.beside : null));
}
