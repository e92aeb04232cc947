import { useState } from "preact/hooks";
import { ask, codeOf, gate } from "../client.ts";
import { t, term } from "../i18n.ts";
import { Langs } from "../parts/langs.tsx";

/** Blank paper and one field: nothing here says whose desk it is or that there is a record. */
export function LockScreen() {
  const [passphrase, setPassphrase] = useState("");
  const [said, setSaid] = useState<string | null>(null);
  const [opening, setOpening] = useState(false);
  const [cutShort, setCutShort] = useState(false);

  const open = async (event: Event): Promise<void> => {
    event.preventDefault();
    setOpening(true);
    setSaid(null);
    try {
      await ask("/api/unlock", { passphrase });
      gate.value = "open";
    } catch (error) {
      if (codeOf(error) === CUT_SHORT) setCutShort(true);
      setSaid(term("error", codeOf(error)));
    } finally {
      setPassphrase("");
      setOpening(false);
    }
  };

  if (cutShort) return <CutShort back={() => (setCutShort(false), setSaid(null))} />;
  return (
    <main class="lock">
      <form onSubmit={(event) => void open(event)} autocomplete="off">
        <h1>
          <label for="passphrase">{t("lock.passphrase")}</label>
        </h1>
        <input
          id="passphrase"
          type="password"
          autocomplete="off"
          autofocus
          required
          value={passphrase}
          onInput={(e) => setPassphrase(e.currentTarget.value)}
        />
        <button class="do" disabled={opening || passphrase === ""}>
          {opening ? t("lock.opening") : t("lock.open")}
        </button>
        <p role="alert" class={said === null ? "" : "said"}>
          {said}
        </p>
      </form>
      <Langs />
    </main>
  );
}

/** The store's word for a log whose end was acknowledged and is missing. */
const CUT_SHORT = "cut-short";

/** What was written last is missing: the desk must not go on from before it, and its person has to begin again from a backup. */
function CutShort({ back }: { readonly back: () => void }) {
  return (
    <main class="lock">
      <div class="nothing cut-short">
        <div role="alert">
          <h1>{t("cutshort.title")}</h1>
          <p>{t("cutshort.what")}</p>
        </div>
        <p>{t("cutshort.safe")}</p>
        <h2>{t("cutshort.do")}</h2>
        <ol>
          <li>{t("cutshort.copy")}</li>
          <li>
            {t("cutshort.restore")} <code dir="ltr">npm run vouchsafe -- restore BACKUP --member-key FILE FOLDER</code>
          </li>
          <li>{t("cutshort.letIn")}</li>
          <li>{t("cutshort.again")}</li>
        </ol>
        <button onClick={back}>{t("cutshort.back")}</button>
      </div>
    </main>
  );
}

/** A browser the launcher did not open. */
export function NoSession() {
  return (
    <main class="lock">
      <div class="nothing">
        <h1>{t("session.title")}</h1>
        <p>{t("session.body")}</p>
      </div>
    </main>
  );
}

/** Where the record was, when its desk has ended. */
export function Gone() {
  return (
    <main class="lock">
      <div class="nothing" role="alert">
        <h1>{t("gone.title")}</h1>
        <p>{t("gone.body")}</p>
      </div>
    </main>
  );
}
