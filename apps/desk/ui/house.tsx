import { useEffect, useState } from "preact/hooks";
import { get, lockNow, revision } from "./client.ts";
import { number, t } from "./i18n.ts";
import { href, goTo, place } from "./router.ts";
import { useSignal } from "./signal.ts";
import { Search } from "./parts/search.tsx";
import { UndoToast } from "./parts/undo.tsx";
import { ROOMS } from "./rooms/index.ts";
import type { GroupView } from "../api.ts";

/** Rail on the left, one room on the right, and the keys that lead everywhere. */
export function House() {
  const at = useSignal(place);
  const changed = useSignal(revision);
  const [group, setGroup] = useState<GroupView | null>(null);
  const [searching, setSearching] = useState(false);

  useEffect(() => {
    let last = "";
    const look = (): void =>
      void get<GroupView>("/api/group", true).then(
        (view) => {
          const text = JSON.stringify({ ...view, relay: { ...view.relay, lastSyncMs: 0 } });
          if (last !== "" && text !== last) revision.value += 1;
          last = text;
          setGroup(view);
        },
        () => undefined,
      );
    look();
    const timer = setInterval(look, 5000);
    return () => clearInterval(timer);
  }, [changed]);

  useEffect(() => onKeys(() => setSearching(true)), []);

  const waits = group === null ? 0 : group.pending.filter((p) => p.mayConfirm).length;
  const room = ROOMS.find((r) => r.name === at.room) ?? ROOMS[0]!;
  return (
    <div class="house">
      <a
        class="skip"
        href="#room"
        onClick={(e) => {
          e.preventDefault();
          document.getElementById("room")?.focus();
        }}
      >
        {t("skip")}
      </a>
      <nav class="rail" aria-label={t("rail")}>
        <div class="group">{t("rail.record")}</div>
        {ROOMS.filter((r) => r.letter !== null).map((r) => (
          <a href={href(r.name)} aria-current={r === room || (r.name === "cases" && room.name === "case") ? "page" : undefined} key={r.name}>
            <span>{t(`room.${r.name}`)}</span>
            {r.name === "group" && waits > 0 && (
              <b class="count" aria-label={t("group.waits", { n: waits })}>
                {number(waits)}
              </b>
            )}
            <kbd aria-hidden="true">{r.letter}</kbd>
          </a>
        ))}
        <div class="foot">
          <RelayLine group={group} />
          <button class="lock-now" onClick={lockNow}>
            {t("lock.now")} <kbd>Ctrl L</kbd>
          </button>
        </div>
      </nav>
      <main class="room" id="room" tabIndex={-1}>
        <room.Room group={group} id={at.id} tab={at.tab} key={`${at.room}/${at.id}`} />
      </main>
      {searching && <Search close={() => setSearching(false)} />}
      <UndoToast />
    </div>
  );
}

function RelayLine({ group }: { readonly group: GroupView | null }) {
  if (group === null) return null;
  const { online, unsent } = group.relay;
  return (
    <div role="status">
      {online ? t("relay.online") : t("relay.offline")}
      {unsent > 0 && <div>{t("relay.unsent", { n: unsent })}</div>}
    </div>
  );
}

/** `g` then a letter goes to a room; `/` and Ctrl K search; Ctrl L locks. Never while somebody is writing. */
function onKeys(search: () => void): () => void {
  let going = false;
  const listen = (event: KeyboardEvent): void => {
    if (event.ctrlKey && event.key.toLowerCase() === "l") {
      event.preventDefault();
      lockNow();
      return;
    }
    if (event.ctrlKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      search();
      return;
    }
    const writing = event.target instanceof HTMLElement && event.target.closest("input, textarea, select, dialog") !== null;
    if (writing || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) {
      going = false;
      return;
    }
    if (going) {
      going = false;
      const room = ROOMS.find((r) => r.letter === event.key);
      if (room !== undefined) goTo(room.name);
    } else if (event.key === "g") going = true;
    else if (event.key === "/") {
      event.preventDefault();
      search();
    }
  };
  addEventListener("keydown", listen);
  return () => removeEventListener("keydown", listen);
}
