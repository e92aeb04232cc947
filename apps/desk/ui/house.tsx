import { useEffect, useState } from "preact/hooks";
import { get, lockNow, revision } from "./client.ts";
import { number, t, term } from "./i18n.ts";
import { isQuestion, isSlash, letterOf } from "./keys.ts";
import { href, goTo, place, returnToPlace } from "./router.ts";
import { useSignal } from "./signal.ts";
import { IdleWarning } from "./parts/idle.tsx";
import { KeyHelp } from "./parts/keys.tsx";
import { Search } from "./parts/search.tsx";
import { UndoToast } from "./parts/undo.tsx";
import { ROOMS } from "./rooms/index.ts";
import type { GroupView } from "../api.ts";

/** What the window is called while it shows nothing of the record. */
const BLANK_TITLE = "Desk";
/** A relay that has not answered for so long is not on its way. */
const CONNECTS_WITHIN_MS = 15_000;

/** Which room of the rail a room without a letter belongs to. */
const IN_RAIL: Readonly<Record<string, string>> = { case: "cases", report: "inbox", links: "review", graph: "people" };

/** Whoever is not in the group sees empty rooms, and must be told why in each of them. */
const OUTSIDE: readonly string[] = ["in-no-group", "not-let-in-yet", "you-are-removed"];

/** Rail on the left, one room on the right, and the keys that lead everywhere. */
export function House() {
  const at = useSignal(place);
  const changed = useSignal(revision);
  const [group, setGroup] = useState<GroupView | null>(null);
  const [floats, setFloats] = useState<"search" | "keys" | null>(null);

  useEffect(returnToPlace, []);
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

  useEffect(() => onKeys(setFloats), []);

  const waits = group === null ? 0 : group.pending.filter((p) => p.mayConfirm).length;
  const room = ROOMS.find((r) => r.name === at.room) ?? ROOMS[0]!;
  const inRail = IN_RAIL[room.name] ?? room.name;
  const me = group?.me.name ?? "";
  useTitle(`${t(`room.${inRail}`)} · ${BLANK_TITLE}`);
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
        <div class="group">
          {t("rail.record")}
          {me !== "" && (
            <span class="soft">
              <bdi>{me}</bdi>
            </span>
          )}
        </div>
        {ROOMS.filter((r) => r.letter !== null).map((r) => (
          <a href={href(r.name)} aria-current={r.name === inRail ? "page" : undefined} key={r.name}>
            <span>{t(`room.${r.name}`)}</span>
            {r.name === "group" && waits > 0 && (
              <b class="count" aria-label={t("group.waits", { n: waits })}>
                {number(waits)}
              </b>
            )}
            <kbd aria-hidden="true">g {r.letter}</kbd>
          </a>
        ))}
        <button class="plain" onClick={() => setFloats("search")}>
          {t("rail.search")} <kbd aria-hidden="true">/</kbd>
        </button>
        <button class="plain keys" onClick={() => setFloats("keys")}>
          {t("keys.title")} <kbd aria-hidden="true">?</kbd>
        </button>
        <div class="foot">
          <RelayLine group={group} />
          <button class="lock-now" onClick={lockNow}>
            {t("lock.now")} <kbd>Ctrl L</kbd>
          </button>
        </div>
      </nav>
      <main class="room" id="room" tabIndex={-1}>
        {room.name !== "group" &&
          group?.warnings
            .filter((code) => OUTSIDE.includes(code))
            .map((code) => (
              <div class="waits" role="status" key={code}>
                {term("warning", code)}
              </div>
            ))}
        <room.Room group={group} id={at.id} tab={at.tab} key={`${at.room}/${at.id}`} />
      </main>
      {floats === "search" && <Search close={() => setFloats(null)} />}
      {floats === "keys" && <KeyHelp close={() => setFloats(null)} />}
      <UndoToast />
      <IdleWarning />
    </div>
  );
}

/** The room, and nobody's name: a browser keeps titles in its history. Whose desk it is stands in the rail. */
function useTitle(title: string): void {
  useEffect(() => {
    document.title = title;
    return () => {
      document.title = BLANK_TITLE;
    };
  }, [title]);
}

/** A desk that was just opened has asked the relay and is not yet answered: that is not being offline. */
function RelayLine({ group }: { readonly group: GroupView | null }) {
  const [waited, setWaited] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setWaited(true), CONNECTS_WITHIN_MS);
    return () => clearTimeout(timer);
  }, []);
  if (group === null) return null;
  const { online, unsent } = group.relay;
  return (
    <div role="status">
      {online ? t("relay.online") : waited ? t("relay.offline") : t("relay.connecting")}
      {unsent > 0 && <div>{t("relay.unsent", { n: unsent })}</div>}
    </div>
  );
}

/** `g` then a letter goes to a room; `/` and Ctrl K search; `?` shows the keys; Ctrl L locks. Never while somebody is writing. */
function onKeys(float: (what: "search" | "keys") => void): () => void {
  let going = false;
  const listen = (event: KeyboardEvent): void => {
    if (event.ctrlKey && letterOf(event) === "l") {
      event.preventDefault();
      lockNow();
      return;
    }
    if (event.ctrlKey && letterOf(event) === "k") {
      event.preventDefault();
      float("search");
      return;
    }
    const writing = event.target instanceof HTMLElement && event.target.closest("input, textarea, select, dialog") !== null;
    if (writing || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) {
      going = false;
      return;
    }
    if (going) {
      going = false;
      const room = ROOMS.find((r) => r.letter === letterOf(event));
      if (room !== undefined) goTo(room.name);
    } else if (letterOf(event) === "g") going = true;
    else if (isQuestion(event) || isSlash(event)) {
      event.preventDefault();
      float(isQuestion(event) ? "keys" : "search");
    }
  };
  addEventListener("keydown", listen);
  return () => removeEventListener("keydown", listen);
}
