/** Which rows are chosen, by id: they stay chosen while the list is scrolled, sorted or searched anew. */

export interface Selection {
  readonly ids: ReadonlySet<string>;
  /** Where a range extends from. */
  readonly anchor: number | null;
}

export const NOTHING_CHOSEN: Selection = { ids: new Set(), anchor: null };

/** Chooses the row, or leaves it out again; a range then begins there. */
export function toggle(selection: Selection, id: string, index: number): Selection {
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { ids, anchor: index };
}

/** Chooses all rows from the anchor to `index`. Rows whose id is not here yet are left out: nothing is chosen that nobody has seen. */
export function extend(selection: Selection, from: number, index: number, idAt: (index: number) => string | undefined): Selection {
  const anchor = selection.anchor ?? from;
  const ids = new Set(selection.ids);
  for (let i = Math.min(anchor, index); i <= Math.max(anchor, index); i++) {
    const id = idAt(i);
    if (id !== undefined) ids.add(id);
  }
  return { ids, anchor };
}
