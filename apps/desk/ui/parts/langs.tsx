import { LANGS, speak } from "../i18n.ts";

/** The languages, for whoever has no settings yet. */
export function Langs() {
  return (
    <div class="langs">
      {LANGS.map((l) => (
        <button class="plain" lang={l.lang} onClick={() => speak(l.lang)} key={l.lang}>
          {l.name}
        </button>
      ))}
    </div>
  );
}
