import { useState } from "preact/hooks";
import { post } from "../client.ts";
import { day, lang as screenLanguage, language, t, term } from "../i18n.ts";
import { goTo, href } from "../router.ts";
import { Mark, Nothing, RoomHead, Said, useView } from "../parts/room.tsx";
import { attempt, useWrite } from "../parts/undo.tsx";
import type { InboxRow, InboxView } from "../../api.ts";
import type { RoomProps } from "./room-props.ts";

/** New reports, one line each. Arrow keys or j and k move, Enter reads, u marks urgent, t takes. */
export function InboxRoom({ group }: RoomProps) {
  const { view, failed } = useView<InboxView>("/api/inbox");
  const [bringing, setBringing] = useState(false);
  const reports = view === null ? null : [...view.reports].sort(newFirst);

  return (
    <>
      <RoomHead title={t("room.inbox")}>
        <button class="opens" onClick={() => setBringing(!bringing)} aria-expanded={bringing}>
          {t("inbox.bring")}
        </button>
      </RoomHead>
      <Said code={failed} />
      {bringing && <BringText close={() => setBringing(false)} />}
      {reports?.length === 0 && <Nothing of="inbox" />}
      {reports !== null && reports.length > 0 && (
        <ul class="rows inbox" onKeyDown={onRowKeys}>
          {reports.map((row) => (
            <ReportLine row={row} key={row.report} me={group?.me.person ?? null} />
          ))}
        </ul>
      )}
    </>
  );
}

function ReportLine({ row, me }: { readonly row: InboxRow; readonly me: string | null }) {
  return (
    <li>
      <a href={href("report", row.report)} data-report={row.report} class={row.seen ? "seen" : "unseen"}>
        <span class="dot" aria-label={row.seen ? undefined : t("inbox.unseen")} role={row.seen ? undefined : "img"} />
        <span class="excerpt" dir="auto" lang={row.lang}>
          {row.excerpt}
        </span>
        <span class="marks">
          {row.urgent && <Mark tone="red">{t("inbox.urgent")}</Mark>}
          {row.takenBy !== null && (
            <Mark tone={row.takenBy === me ? "teal" : ""}>
              {row.takenBy === me ? t("inbox.mine") : t("inbox.taken", { name: row.takenByName ?? "" })}
            </Mark>
          )}
          {row.marks.map((code) => (
            <Mark tone="amber" key={code}>
              {term("mark", code)}
            </Mark>
          ))}
          {row.statements > 0 && <Mark>{t("statements", { n: row.statements })}</Mark>}
        </span>
        <span class="soft channel">{term("channel", row.channel)}</span>
        <span class="soft lang">{language(row.lang)}</span>
        <span class="soft day">{day(row.receivedDay)}</span>
      </a>
    </li>
  );
}

/** Languages a text can come in; a group that needs another has it in the next version. */
const LANGUAGES = [
  "ar",
  "az",
  "be",
  "ckb",
  "de",
  "en",
  "es",
  "fa",
  "fr",
  "he",
  "hy",
  "ka",
  "kk",
  "ku",
  "ky",
  "my",
  "ps",
  "pt",
  "ru",
  "sr",
  "tg",
  "tk",
  "tr",
  "ug",
  "uk",
  "ur",
  "uz",
  "vi",
  "zh",
] as const;

/** By which channel a text is brought in, and whether outsiders may read it: not, unless somebody says it is published. */
const CHANNELS = { closed: "document", published: "web" } as const;

/** A text that came another way: a press article, a letter, notes of a call. */
function BringText({ close }: { readonly close: () => void }) {
  const [title, setTitle] = useState("");
  const [text, setText] = useState("");
  const [lang, setLang] = useState<string>(screenLanguage.value);
  const [kind, setKind] = useState<"closed" | "published">("closed");
  const { busy, write } = useWrite();
  const bring = async (event: Event): Promise<void> => {
    event.preventDefault();
    const kept = await write<{ report: string; undo: string }>("inbox.brought", "/api/documents", { title, lang, text, channel: CHANNELS[kind] });
    if (kept === null) return;
    close();
    goTo("report", kept.report);
  };
  return (
    <form onSubmit={(event) => void bring(event)} class="bring" autocomplete="off">
      <label>
        <span>{t("document.title")}</span>
        <input required autofocus dir="auto" maxLength={200} value={title} onInput={(e) => setTitle(e.currentTarget.value)} />
      </label>
      <label>
        <span>{t("document.lang")}</span>
        <select value={lang} onChange={(e) => setLang(e.currentTarget.value)}>
          {LANGUAGES.map((code) => (
            <option value={code} key={code}>
              {language(code)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{t("document.text")}</span>
        <textarea required rows={8} dir="auto" value={text} onInput={(e) => setText(e.currentTarget.value)} />
      </label>
      <fieldset>
        <legend>{t("document.public")}</legend>
        {(["closed", "published"] as const).map((is) => (
          <label class="tick" key={is}>
            <input type="radio" name="kind" checked={kind === is} onChange={() => setKind(is)} />
            <span>{t(`document.${is}`)}</span>
          </label>
        ))}
      </fieldset>
      <button class="do" disabled={busy}>
        {t("document.keep")}
      </button>
    </form>
  );
}

function onRowKeys(event: KeyboardEvent & { currentTarget: HTMLUListElement }): void {
  const links = [...event.currentTarget.querySelectorAll<HTMLAnchorElement>("a[data-report]")];
  const at = links.indexOf(document.activeElement as HTMLAnchorElement);
  const report = links[at]?.dataset["report"];
  if (event.key === "j" || event.key === "ArrowDown") links[at + 1]?.focus();
  else if (event.key === "k" || event.key === "ArrowUp") links[at - 1]?.focus();
  else if (event.key === "u" && report !== undefined) void attempt("triage.marked", () => post<object>("/api/triage", { report, urgent: true }));
  else if (event.key === "t" && report !== undefined) void attempt("triage.taken", () => post<object>("/api/triage", { report, takenBy: "me" }));
  else return;
  event.preventDefault();
}

function newFirst(a: InboxRow, b: InboxRow): number {
  return (
    Number(b.urgent) - Number(a.urgent) ||
    Number(a.seen) - Number(b.seen) ||
    b.receivedDay.localeCompare(a.receivedDay) ||
    a.report.localeCompare(b.report)
  );
}
