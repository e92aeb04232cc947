import { day, t } from "../i18n.ts";
import { goTo, href } from "../router.ts";
import { useDraft } from "../parts/drafts.ts";
import { Mark, Nothing, RoomHead, Said, useView } from "../parts/room.tsx";
import { useWrite } from "../parts/undo.tsx";
import type { CasesView } from "../../api.ts";

export function CasesRoom() {
  const { view, failed } = useView<CasesView>("/api/cases");
  const title = useDraft("case", () => "");
  const { busy, write } = useWrite();
  const begin = async (event: Event): Promise<void> => {
    event.preventDefault();
    const made = await write<{ id: string; undo: string }>("cases.begun", "/api/cases", { title: title.value });
    if (made === null) return;
    title.drop();
    goTo("case", made.id);
  };
  return (
    <>
      <RoomHead title={t("room.cases")}>
        <form onSubmit={(event) => void begin(event)} class="inline" autocomplete="off">
          <input
            required
            maxLength={120}
            aria-label={t("cases.title")}
            placeholder={t("cases.title")}
            value={title.value}
            onInput={(e) => title.set(e.currentTarget.value)}
          />
          <button class="do" disabled={busy}>
            {t("cases.begin")}
          </button>
        </form>
      </RoomHead>
      <Said code={failed} />
      {view?.cases.length === 0 && <Nothing of="cases" />}
      <ul class="rows cases">
        {view?.cases.map((c) => (
          <li key={c.id}>
            <a href={href("case", c.id)}>
              <b dir="auto">{c.title}</b>
              <span class="marks">
                {c.denials > 0 && <Mark tone="amber">{t("denials", { n: c.denials })}</Mark>}
                {c.missing > 0 && <Mark>{t("missing.n", { n: c.missing })}</Mark>}
              </span>
              <span class="soft">{t("persons", { n: c.persons })}</span>
              <span class="soft">{t("statements", { n: c.statements })}</span>
              <span class="soft day">{day(c.lastChangedDay)}</span>
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}
