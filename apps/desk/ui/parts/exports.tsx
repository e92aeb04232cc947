import { useState } from "preact/hooks";
import { get } from "../client.ts";
import { day, t, term } from "../i18n.ts";
import { AskExport } from "./export-ask.tsx";
import { FileTells, UnderWay } from "./export-file.tsx";
import { Mark, Said, useView } from "./room.tsx";
import { useWrite } from "./undo.tsx";
import type { ExportLook, ExportPiece, ExportsView, ExportView } from "../../api-exports.ts";

const TONES = { waits: "amber", declined: "red", approved: "teal", expired: "", "two-versions": "red" } as const;

/** What was asked for, those first that wait for this person; and asking. */
export function Exports() {
  const { view, failed } = useView<ExportsView>("/api/exports");
  if (view === null || failed !== null) return <Said code={failed} />;
  const rank = (one: ExportView): number => (one.mayDecide && one.standing === "waits" ? 0 : one.mayMake ? 1 : one.standing === "waits" ? 2 : 3);
  const sorted = [...view.exports].sort((a, b) => rank(a) - rank(b));
  return (
    <section class="exports">
      <h2 id="exports">{t("export.title")}</h2>
      <p class="soft">{t("export.how")}</p>
      {sorted.length === 0 && <p>{t("export.empty")}</p>}
      {sorted.map((one) => (
        <ExportCard of={one} key={one.id} />
      ))}
      <AskExport view={view} />
    </section>
  );
}

function ExportCard({ of: one }: { readonly of: ExportView }) {
  const [looking, setLooking] = useState(false);
  const taking = useWrite();
  const what = one.case !== null ? t("export.case", { title: one.case }) : one.subjects !== null ? t("export.subjects", { n: one.subjects }) : t("export.everything");
  return (
    <article class="finding">
      <h3>
        <bdi>{one.to}</bdi>
      </h3>
      <p>
        <Mark tone={TONES[one.standing]}>{term("export.standing", one.standing)}</Mark> <span dir="auto">{one.why}</span>
      </p>
      <ul>
        <li dir="auto">{what}</li>
        <li>{term("export.format", one.format)}</li>
        <li>
          {term("export.ceiling", String(one.ceiling))}
          {one.earlier && <>. {t("export.earlier")}</>}
        </li>
        <li>
          {one.seal === "plain" ? <Mark tone="red">{term("export.seal", one.seal)}</Mark> : term("export.seal", one.seal)}
          {one.recipientEnd !== null && (
            <>
              , {t("export.recipientEnds")} <code dir="ltr">{one.recipientEnd}</code>
            </>
          )}
        </li>
        <li class="soft">{t("export.askedBy", { name: one.askedBy, day: day(one.askedDay), until: day(one.expires) })}</li>
        {one.agreedBy.length > 0 && <li>{t("export.agreedBy", { names: one.agreedBy.join(", ") })}</li>}
        {one.made.map((made, n) => (
          <li key={n}>{t("export.made", { day: day(made.day), n: made.records })}</li>
        ))}
      </ul>
      {one.objections.map((no) => (
        <div class="waits" key={no.entry}>
          <b>{t("export.declinedBy", { name: no.by })}</b> <span dir="auto">{no.reason}</span>{" "}
          {no.mine && (
            <button class="plain" disabled={taking.busy} onClick={() => void taking.write("undo.done", "/api/undo", { undo: no.entry })}>
              {t("export.takeBack")}
            </button>
          )}
        </div>
      ))}
      <div class="do-row">
        <button class={one.mayDecide && one.standing === "waits" ? "do" : "opens-file"} aria-expanded={looking} onClick={() => setLooking(!looking)}>
          {looking ? t("export.hide") : t("export.look")}
        </button>
        {one.mine && one.standing !== "expired" && (
          <button disabled={taking.busy} onClick={() => void taking.write("undo.done", "/api/undo", { undo: one.entry })}>
            {t("export.takeBack")}
          </button>
        )}
      </div>
      {looking && <Looking of={one} />}
      {one.mayMake && <MakeExport of={one} />}
    </article>
  );
}

/** The file as this desk makes it now. Only who has it before them may agree to it. */
function Looking({ of: one }: { readonly of: ExportView }) {
  const { view, failed } = useView<ExportLook>(`/api/exports/${one.id}`);
  const agreeing = useWrite();
  const [declining, setDeclining] = useState(false);
  if (failed !== null) return <Said code={failed} />;
  if (view === null) return <UnderWay />;
  return (
    <>
      <FileTells look={view} isTable={one.format === "csv"} more={(from) => get<ExportPiece>(`/api/exports/${one.id}/text?from=${from}`)} />
      {!view.asApproved && <p class="waits">{t("export.notAsApproved")}</p>}
      {one.mayDecide && (
        <div class="do-row">
          {!(one.iAgreed && view.asApproved) && (
          <button class="do" disabled={agreeing.busy} onClick={() => void agreeing.write("export.youAgreed", "/api/exports/approve", { id: one.id, file: view.file })}>
            {t("export.agree")}
          </button>
          )}
          {!declining && <button onClick={() => setDeclining(true)}>{t("export.no")}</button>}
        </div>
      )}
      {declining && one.mayDecide && <Decline id={one.id} close={() => setDeclining(false)} />}
    </>
  );
}

function Decline({ id, close }: { readonly id: string; readonly close: () => void }) {
  const [reason, setReason] = useState("");
  const { busy, write } = useWrite();
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    if ((await write("export.youDeclined", "/api/exports/decline", { id, reason })) !== null) close();
  };
  return (
    <form class="propose" autocomplete="off" onSubmit={(event) => void send(event)} onKeyDown={(e) => e.key === "Escape" && close()}>
      <label>
        <span>{t("export.because")}</span>
        <textarea required autofocus rows={2} maxLength={2000} dir="auto" value={reason} onInput={(e) => setReason(e.currentTarget.value)} />
      </label>
      <div class="do-row">
        <button class="do" disabled={busy}>
          {t("export.sayNo")}
        </button>
        <button type="button" onClick={close}>
          {t("leave")}
        </button>
      </div>
    </form>
  );
}

function MakeExport({ of: one }: { readonly of: ExportView }) {
  const [passphrase, setPassphrase] = useState("");
  const [path, setPath] = useState<string | null>(null);
  const { busy, write } = useWrite();
  const make = async (event: Event): Promise<void> => {
    event.preventDefault();
    const made = await write<{ path: string }>("export.done", "/api/exports/make", { id: one.id, ...(one.seal === "passphrase" ? { passphrase } : {}) });
    if (made === null) return;
    setPassphrase("");
    setPath(made.path);
  };
  return (
    <>
      <form class="inline" autocomplete="off" onSubmit={(event) => void make(event)}>
        {one.seal === "passphrase" && (
          <input type="password" required minLength={12} autocomplete="off" aria-label={t("export.passphrase")} placeholder={t("export.passphrase")} value={passphrase} onInput={(e) => setPassphrase(e.currentTarget.value)} />
        )}
        <button class="do" disabled={busy}>
          {busy ? t("export.making") : t("export.make")}
        </button>
      </form>
      {path !== null && (
        <p role="status">
          {t("export.where")} <code dir="ltr">{path}</code>
          {one.seal === "plain" && <span class="waits">{t("export.openFile")}</span>}
        </p>
      )}
    </>
  );
}
