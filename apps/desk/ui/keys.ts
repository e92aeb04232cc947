/** Keys as people have them: a letter is found by where it stands when the keyboard writes another script. */

/** The Latin letter a key stands for: the one it writes, or, where the layout is Russian or Arabic, the one printed beside it. */
export function letterOf(event: KeyboardEvent): string {
  if (/^[a-z]$/i.test(event.key)) return event.key.toLowerCase();
  return /^Key([A-Z])$/.exec(event.code)?.[1]?.toLowerCase() ?? event.key;
}

/** `?`, on any layout. */
export function isQuestion(event: KeyboardEvent): boolean {
  return event.key === "?" || event.key === "؟" || (event.code === "Slash" && event.shiftKey);
}

/** `/`, on any layout. */
export function isSlash(event: KeyboardEvent): boolean {
  return event.key === "/" || (event.code === "Slash" && !event.shiftKey);
}
