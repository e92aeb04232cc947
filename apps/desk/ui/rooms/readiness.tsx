import { useState } from "preact/hooks";
import { post } from "../client.ts";
import { day, t, term } from "../i18n.ts";
import { Mark, RoomHead, Said, useView } from "../parts/room.tsx";
import { MemberKey } from "../parts/member-key.tsx";
import { attempt } from "../parts/undo.tsx";
import type { ReadinessView } from "../../api.ts";

const TONES = { good: "teal", wait: "amber", bad: "red" } as const;

/** What would hold today if the server, this laptop or a colleague were taken, and what would not. */
export function ReadinessRoom() {
  const { view, failed } = useView<ReadinessView>("/api/readiness");
  return (
    <>
      <RoomHead title={t("room.readiness")} />
      <Said code={failed} />
      <ul class="rows readiness">
        {view?.checks.map((check) => (
          <li key={check.code}>
            <div class="row">
              <Mark tone={TONES[check.state]}>{t(`readiness.${check.state}`)}</Mark>
              <span>
                {term("ready", check.code)} {check.value !== null && <b dir="auto">{check.code === "live-tell" ? t("ready.until", { day: day(check.value) }) : check.value}</b>}
              </span>
            </div>
          </li>
        ))}
      </ul>
      {view?.checks.some((check) => check.code === "member-key-away" && check.state !== "good") && <MemberKey done={() => undefined} />}
      <Backup />
    </>
  );
}

function Backup() {
  const [passphrase, setPassphrase] = useState("");
  const [path, setPath] = useState<string | null>(null);
  const [working, setWorking] = useState(false);
  const keep = async (event: Event): Promise<void> => {
    event.preventDefault();
    setWorking(true);
    const made = await attempt("backup.made", () => post<{ path: string }>("/api/backup", { passphrase }));
    setWorking(false);
    setPassphrase("");
    setPath(made?.path ?? null);
  };
  return (
    <>
      <h2>{t("backup.title")}</h2>
      <p class="soft">{t("backup.how")}</p>
      <form onSubmit={(event) => void keep(event)} class="inline" autocomplete="off">
        <input
          type="password"
          required
          minLength={12}
          autocomplete="off"
          aria-label={t("backup.passphrase")}
          placeholder={t("backup.passphrase")}
          value={passphrase}
          onInput={(e) => setPassphrase(e.currentTarget.value)}
        />
        <button class="do" disabled={working}>
          {working ? t("backup.working") : t("backup.make")}
        </button>
      </form>
      {path !== null && (
        <p role="status" dir="ltr">
          {path}
        </p>
      )}
    </>
  );
}
