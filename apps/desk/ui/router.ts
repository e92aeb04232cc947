import { signal } from "./signal.ts";

/** Where the screen is: `#/room/id/tab`. Ids only, never a name: addresses end up in the browser's history. */
export interface Place {
  readonly room: string;
  readonly id: string | null;
  readonly tab: string | null;
}

export const place = signal<Place>(read());
addEventListener("hashchange", () => {
  place.value = read();
});

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
