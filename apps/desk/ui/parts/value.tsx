import { useEffect, useRef, useState } from "preact/hooks";
import { post } from "../client.ts";
import { day, t, term } from "../i18n.ts";
import { href } from "../router.ts";
import { labelOf, Official, Statement } from "./statement.tsx";
import { useView } from "./room.tsx";
import { attempt } from "./undo.tsx";
import type { StatementView, ValueView } from "../../api.ts";

/** Who says what of one value: every statement for and against, newest first, each with its words; and the way to change it. */
export function WhoSaysWhat({ of, close }: { readonly of: StatementView; readonly close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const { view } = useView<ValueView>(`/api/values/${of.subject.id}/${of.property}`);
  const [changing, setChanging] = useState<string | null>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} onClose={close} aria-labelledby="who-title">
      <h1 id="who-title" dir="auto">
        {term("property", of.property)} · {labelOf(of.subject)}
      </h1>
      <ul class="rows who">
        {view?.statements.map((s) => (
          <li key={s.id}>
            <Statement statement={s} compact />
            {s.citations.map((c) => (
              <p key={`${c.document}${c.start}`}>
                <a href={href("report", c.document)} onClick={() => dialog.current?.close()}>
                  <q dir="auto">{c.quote}</q>
                </a>
              </p>
            ))}
            <p class="soft">{t("statement.recorded", { name: s.recordedBy, day: day(s.recordedDay) })}</p>
            {s.status === "current" || s.status === "conflict" ? (
              changing === s.id ? (
                <ChangeForm statement={s} close={() => setChanging(null)} />
              ) : (
                <button onClick={() => setChanging(s.id)}>{t("statement.change")}</button>
              )
            ) : null}
          </li>
        ))}
        {view?.officials.map((o) => (
          <li key={o.id}>
            <Official official={o} />
          </li>
        ))}
      </ul>
      <form method="dialog">
        <button>{t("close")}</button>
      </form>
    </dialog>
  );
}

/** A change is a new statement that takes the old one's place; the old one stays to be read. */
function ChangeForm({ statement, close }: { readonly statement: StatementView; readonly close: () => void }) {
  const [value, setValue] = useState(statement.value);
  const [reason, setReason] = useState("");
  const keep = async (event: Event): Promise<void> => {
    event.preventDefault();
    if ((await attempt("statement.changed", () => post<object>("/api/change", { statement: statement.id, value, reason }))) !== null) close();
  };
  return (
    <form onSubmit={(event) => void keep(event)} autocomplete="off">
      <label>
        <span>{t("statement.newValue")}</span>
        <input required maxLength={2000} dir="auto" value={value} onInput={(e) => setValue(e.currentTarget.value)} />
      </label>
      <label>
        <span>{t("statement.reason")}</span>
        <input required maxLength={500} dir="auto" value={reason} onInput={(e) => setReason(e.currentTarget.value)} />
      </label>
      <button class="do">{t("keep")}</button>
    </form>
  );
}
