/**
 * Names of persons stand in the sentences by which people are admitted, suspended and removed. So a name must be one plain line, nobody is let in under a name that
 * looks like a colleague's, and names that are in the roster all the same are shown so that they cannot be mistaken.
 */

interface Named {
  readonly name: string;
  readonly removed: boolean;
}

/** What cannot be seen, turns the writing, breaks the line, or is a space of another kind. */
const ODD = /[\p{C}\p{Zl}\p{Zp}\u034f\u115f\u1160\u2800\u3164\uffa0]|(?! )\p{Zs}/gu;
const KEY_LETTERS = 6;

/** One line of letters that can be seen, without a space at its ends or two in a row. */
export function isPlainName(name: string): boolean {
  return name !== "" && name.search(ODD) < 0 && !/^ | $| {2}/.test(name);
}

/** Whether the name looks like that of somebody who is in: the same but for spaces, case, width, points above or below, and what cannot be seen. */
export function isTaken(name: string, persons: Iterable<Named>): boolean {
  return [...persons].some((person) => !person.removed && likeness(person.name) === likeness(name));
}

/** What each person is shown as. Odd signs become `�`; of several who look alike each has the beginning of their key beside the name. */
export function shownNames(persons: ReadonlyMap<string, Named>): Map<string, string> {
  const alike = new Map<string, number>();
  for (const { name } of persons.values()) alike.set(likeness(name), (alike.get(likeness(name)) ?? 0) + 1);
  return new Map([...persons].map(([id, { name }]) => [id, alike.get(likeness(name)) === 1 ? plain(name) : `${plain(name)} (${id.slice(0, KEY_LETTERS)})`]));
}

/** A name with its odd signs made visible. */
export function plain(name: string): string {
  return name.replace(ODD, "\ufffd");
}

function likeness(name: string): string {
  return name.normalize("NFKD").replace(ODD, "").replace(/[\p{Mn}\s]/gu, "").toUpperCase().toLowerCase();
}
