/** The record's short lists a form offers, in the order it offers them; the catalogue has the words (`list.act.killing`). */
export const CODES = {
  act: [
    "killing",
    "disappearance",
    "detention",
    "torture",
    "ill-treatment",
    "planted evidence",
    "forced statement",
    "reprisal",
    "threat",
    "search",
    "other",
  ],
  degree: ["did", "ordered", "planned", "present", "knew and did not prevent"],
  sex: ["female", "male", "other"],
  status: ["free", "held", "missing", "released", "fled", "dead confirmed", "dead presumed"],
} as const;

/** The terms of a list, where a form can offer them. */
export function termsOf(list: string): readonly string[] | null {
  return Object.hasOwn(CODES, list) ? CODES[list as keyof typeof CODES] : null;
}
