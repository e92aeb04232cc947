import { useState } from "preact/hooks";
import { codeOf } from "../client.ts";
import { t, term } from "../i18n.ts";

/** What colleagues call somebody. */
export function Name({ value, set }: { readonly value: string; readonly set: (v: string) => void }) {
  return (
    <label>
      <span>{t("begin.name")}</span>
      <input required maxLength={60} dir="auto" autocomplete="off" value={value} onInput={(e) => set(e.currentTarget.value)} />
    </label>
  );
}

/** A passphrase that is being chosen. */
export function Passphrase({ label, value, set }: { readonly label: string; readonly value: string; readonly set: (v: string) => void }) {
  return (
    <label>
      <span>{label}</span>
      <input type="password" required minLength={12} autocomplete="off" value={value} onInput={(e) => set(e.currentTarget.value)} />
    </label>
  );
}

/** Runs one step: says that it works, and in words what went wrong. */
export function useWork(): { working: boolean; said: string | null; doIt: (event: Event, work: () => Promise<void>) => void } {
  const [working, setWorking] = useState(false);
  const [said, setSaid] = useState<string | null>(null);
  const doIt = (event: Event, work: () => Promise<void>): void => {
    event.preventDefault();
    setWorking(true);
    setSaid(null);
    work()
      .catch((error: unknown) => setSaid(codeOf(error)))
      .finally(() => setWorking(false));
  };
  // Kept as a code: whoever changes the language then reads it in theirs.
  return { working, said: said === null ? null : term("error", said), doIt };
}
