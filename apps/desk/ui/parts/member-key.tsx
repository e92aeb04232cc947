import { useState } from "preact/hooks";
import { post } from "../client.ts";
import { t } from "../i18n.ts";
import { attempt } from "./undo.tsx";

/** The member key is carried away from the desk: first it is saved, and when its person says that they have it elsewhere it is deleted here. */
export function MemberKey({ done }: { readonly done: () => void }) {
  const [saved, setSaved] = useState(false);
  const away = async (): Promise<void> => {
    if ((await attempt("member.away", () => post<object>("/api/member-key/away"))) !== null) done();
  };
  return (
    <section>
      <h2>{t("member.title")}</h2>
      <p>{t("member.how")}</p>
      <p class="do-row">
        <a class="button" href="/api/member-key" download="member-key.age" onClick={() => setSaved(true)}>
          {t("member.save")}
        </a>
        {saved && (
          <button class="do" onClick={() => void away()}>
            {t("member.haveIt")}
          </button>
        )}
      </p>
    </section>
  );
}
