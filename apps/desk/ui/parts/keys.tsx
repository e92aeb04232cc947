import { useEffect, useRef } from "preact/hooks";
import { t } from "../i18n.ts";
import { ROOMS } from "../rooms/index.ts";
import { FORMS } from "./keep/draft.ts";

/** `?`: every key of the desk, by what it does. */
export function KeyHelp({ close }: { readonly close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const rows: readonly (readonly [keys: string, does: string])[] = [
    ["/", t("keys.search")],
    ["Ctrl K", t("keys.search")],
    ["z", t("keys.undo")],
    ["Ctrl L", t("lock.now")],
    ...ROOMS.flatMap((r) => (r.letter === null ? [] : [[`g ${r.letter}`, t(`room.${r.name}`)] as const])),
  ];
  const reading: readonly (readonly [keys: string, does: string])[] = [
    ["← →", t("keys.word")],
    ["↑ ↓", t("keys.sentence")],
    ["v", t("keys.choose")],
    ...FORMS.map((f) => [f.letter, t(`form.${f.name}`)] as const),
    ["?", t("statement.who")],
    ["Esc", t("leave")],
  ];
  const lists: readonly (readonly [keys: string, does: string])[] = [
    ["↑ ↓", t("keys.row")],
    ["Home End", t("keys.ends")],
    ["PgUp PgDn", t("keys.page")],
    ["Enter", t("keys.open")],
    ["x", t("keys.chooseRow")],
    ["Shift ↑ ↓", t("keys.range")],
  ];
  return (
    <dialog ref={dialog} onClose={close} aria-labelledby="keys-title">
      <h1 id="keys-title">{t("keys.title")}</h1>
      <Keys rows={rows} />
      <h2>{t("reading.text")}</h2>
      <Keys rows={reading} />
      <h2>{t("keys.lists")}</h2>
      <Keys rows={lists} />
      <form method="dialog">
        <button>{t("close")}</button>
      </form>
    </dialog>
  );
}

function Keys({ rows }: { readonly rows: readonly (readonly [keys: string, does: string])[] }) {
  return (
    <dl class="key-list">
      {rows.map(([keys, does]) => (
        <div key={keys}>
          <dt>
            <kbd dir="ltr">{keys}</kbd>
          </dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
  );
}
