import { post } from "../client.ts";
import { lang, LANGS, speak, t } from "../i18n.ts";
import { useSignal } from "../signal.ts";
import { RoomHead } from "../parts/room.tsx";
import { theme, wear } from "../theme.ts";

export function SettingsRoom() {
  const now = useSignal(lang);
  const worn = useSignal(theme);
  return (
    <>
      <RoomHead title={t("room.settings")} />
      <fieldset class="choices">
        <legend>{t("settings.lang")}</legend>
        {LANGS.map((l) => (
          <label class="tick" key={l.lang}>
            <input
              type="radio"
              name="lang"
              checked={now === l.lang}
              onChange={() => {
                speak(l.lang);
                void post("/api/settings", { lang: l.lang });
              }}
            />
            <span lang={l.lang} dir={l.dir}>
              {l.name}
            </span>
          </label>
        ))}
      </fieldset>
      <fieldset class="choices">
        <legend>{t("settings.theme")}</legend>
        {(["system", "light", "dark"] as const).map((choice) => (
          <label class="tick" key={choice}>
            <input
              type="radio"
              name="theme"
              checked={(worn ?? "system") === choice}
              onChange={() => {
                wear(choice === "system" ? null : choice);
                void post("/api/settings", { theme: choice === "system" ? null : choice });
              }}
            />
            <span>{t(`settings.theme.${choice}`)}</span>
          </label>
        ))}
      </fieldset>
    </>
  );
}
