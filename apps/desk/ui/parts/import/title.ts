import { known, term } from "../../i18n.ts";

/**
 * What a mapping is called on the screen. One that ships has a title in each language; in the record and in reports it has one for all, since what a file makes
 * must be the same on every desk.
 */
export function titleOf({ id, title, ships }: { readonly id: string; readonly title: string; readonly ships: boolean }): string {
  return ships && known(`mapping.${id}`) ? term("mapping", id) : title;
}
