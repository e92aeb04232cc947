import { useState } from "preact/hooks";
import { post } from "../client.ts";
import { day, lang as screenLanguage, language, t, term } from "../i18n.ts";
import { goTo, href } from "../router.ts";
import { ArchiveList } from "../parts/archive/archive-list.tsx";
import type { Column } from "../parts/list/list.tsx";
import { Mark, Nothing, RoomHead } from "../parts/room.tsx";
import { attempt, useWrite } from "../parts/undo.tsx";
import type { ListRow } from "../../api-archive.ts";
import type { InboxRow } from "../../api.ts";
import type { RoomProps } from "./room-props.ts";

/** New reports, one line each. Arrow keys or j and k move, Enter reads, u marks urgent, t takes. */
export function InboxRoom({ group }: RoomProps) {
  const [bringing, setBringing] = useState(false);
  const me = group?.me.person ?? null;
  return (
    <>
      <RoomHead title={t("room.inbox")}>
        <button class="opens" onClick={() => setBringing(!bringing)} aria-expanded={bringing}>
          {t("inbox.bring")}
        </button>
      </RoomHead>
      {bringing && <BringText close={() => setBringing(false)} />}
      <ArchiveList
        name="inbox"
        of="report"
        label={t("room.inbox")}
        columns={INBOX(me)}
        sorts={["changed", "first", "statements"]}
        open={(row) => goTo("report", row.id)}
        onRowKey={onRowKey}
        empty={<Nothing of="inbox" />}
        without={["sources", "places", "marks"]}
      />
    </>
  );
}

/** The columns of the inbox: one line for each report. */
function INBOX(me: string | null): Column<ListRow>[] {
  return [
    {
      key: "text",
      label: t("document.text"),
      track: "minmax(0, 6fr)",
      weight: "name",
      cell: ({ id, label, inbox }) => (
        <>
          <span class="dot" aria-label={inbox?.seen === false ? t("inbox.unseen") : undefined} role={inbox?.seen === false ? "img" : undefined} />
          <a href={href("report", id)} tabIndex={-1} dir="auto" lang={inbox?.lang} class={inbox?.seen === false ? "unseen" : "seen"}>
            {inbox?.excerpt ?? label}
          </a>
        </>
      ),
    },
    { key: "marks", label: t("inbox.marks"), track: "minmax(0, 4fr)", cell: ({ inbox }) => (inbox === undefined ? null : <Marks of={inbox} me={me} />) },
    { key: "channel", label: t("inbox.channel"), track: "88px", weight: "last", cell: ({ inbox }) => <span class="soft">{inbox === undefined ? "" : term("channel", inbox.channel)}</span> },
    { key: "lang", label: t("document.lang"), track: "88px", weight: "rest", cell: ({ inbox }) => <span class="soft">{inbox === undefined ? "" : language(inbox.lang)}</span> },
    { key: "day", label: t("inbox.received"), track: "112px", cell: ({ inbox }) => <span class="soft day">{inbox === undefined ? "" : day(inbox.receivedDay)}</span> },
  ];
}

function Marks({ of: row, me }: { readonly of: InboxRow; readonly me: string | null }) {
  return (
    <span class="marks">
      {row.urgent && <Mark tone="red">{t("inbox.urgent")}</Mark>}
      {row.takenBy !== null && (
        <Mark tone={row.takenBy === me ? "teal" : ""}>{row.takenBy === me ? t("inbox.mine") : t("inbox.taken", { name: row.takenByName ?? "" })}</Mark>
      )}
      {row.marks.map((code) => (
        <Mark tone="amber" key={code}>
          {term("mark", code)}
        </Mark>
      ))}
      {row.statements > 0 && <Mark>{t("statements", { n: row.statements })}</Mark>}
    </span>
  );
}

/** u marks urgent, t takes. */
function onRowKey(letter: string, { id: report }: ListRow): boolean {
  if (letter === "u") void attempt("triage.marked", () => post<object>("/api/triage", { report, urgent: true }));
  else if (letter === "t") void attempt("triage.taken", () => post<object>("/api/triage", { report, takenBy: "me" }));
  else return false;
  return true;
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
