import { signal } from "./signal.ts";

/** Where the screen is: `#/room/id/tab`. Ids only, never a name: addresses end up in the browser's history. */
export interface Place {
  readonly room: string;
  readonly id: string | null;
  readonly tab: string | null;
}

/** Where this tab was last, in the browser's memory of the tab: the page itself begins anew whenever the desk locks. */
const LAST = "place";

export const place = signal<Place>(read());
addEventListener("hashchange", () => {
  place.value = read();
  if (location.hash.startsWith("#/")) sessionStorage.setItem(LAST, location.hash);
});

/** Goes back to where this tab was when the desk locked by itself. */
export function returnToPlace(): void {
  const last = sessionStorage.getItem(LAST);
  if (last !== null && location.hash === "") location.hash = last;
}

/** Whoever locks by hand leaves no way back. */
export function forgetPlace(): void {
  sessionStorage.removeItem(LAST);
}

export function goTo(room: string, id?: string, tab?: string): void {
  location.hash = href(room, id, tab);
}

export function href(room: string, id?: string, tab?: string): string {
  return `#/${[room, id, tab].filter((part) => part !== undefined).join("/")}`;
}

function read(): Place {
  const [, room = "inbox", id = null, tab = null] = /^#\/([a-z]+)(?:\/([0-9a-f]+))?(?:\/([a-z]+))?$/.exec(location.hash) ?? [];
  return { room, id, tab };
}
