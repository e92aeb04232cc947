import { useEffect, useState } from "preact/hooks";
import { ask, codeOf, get } from "../client.ts";
import { t, term } from "../i18n.ts";
import { Name, Passphrase, useWork } from "./begin-fields.tsx";

const ASK_EVERY_MS = 1500;

/** Into a group by an invite: first everything that is typed, so that the keys are kept before anybody hears of them; then the words. */
export function Join({ begun }: { readonly begun: () => void }) {
  const [code, setCode] = useState("");
  const [name, setName] = useState("");
  const [passphrase, setPassphrase] = useState("");
  const [memberPassphrase, setMemberPassphrase] = useState("");
  const [answered, setAnswered] = useState(false);
  const { working, said, doIt } = useWork();

  if (answered) return <Words begun={begun} again={false} />;
  return (
    <form
      autocomplete="off"
      onSubmit={(e) =>
        doIt(e, async () => {
          await ask("/api/join", { code, name, passphrase, memberPassphrase });
          setAnswered(true);
        })
      }
    >
      <label>
        <span>{t("begin.code")}</span>
        <textarea required rows={4} dir="ltr" class="code" value={code} onInput={(e) => setCode(e.currentTarget.value)} />
      </label>
      <Name value={name} set={setName} />
      <Passphrase label={t("begin.passphrase")} value={passphrase} set={setPassphrase} />
      <Passphrase label={t("begin.memberPassphrase")} value={memberPassphrase} set={setMemberPassphrase} />
      <button class="do" disabled={working}>
        {working ? t("begin.working") : t("begin.answer")}
      </button>
      <p role="alert" class={said === null ? "" : "said"}>
        {said}
      </p>
    </form>
  );
}

interface GoingOn {
  /** It is open, and goes on. */
  readonly open: () => void;
  readonly forgotten: () => void;
  readonly begun: () => void;
  /** The desk's process holds nothing of it now: its passphrase is asked for. */
  readonly stopped: boolean;
}

/** The desk stopped while somebody was on their way into a group: it goes on with the same keys, or they give it up. */
export function GoOn({ open, forgotten, begun, stopped }: GoingOn) {
  const [passphrase, setPassphrase] = useState("");
  const [opened, setOpened] = useState(false);
  const { working, said, doIt } = useWork();
  // A process that ended meanwhile holds it no more.
  useEffect(() => {
    if (stopped && !working) setOpened(false);
  }, [stopped]);
  return (
    <>
      <h1>{t("joining.title")}</h1>
      {opened ? (
        <Words begun={begun} again />
      ) : (
        <form
          autocomplete="off"
          onSubmit={(e) =>
            doIt(e, async () => {
              await ask("/api/join/resume", { passphrase });
              setPassphrase("");
              setOpened(true);
              open();
            })
          }
        >
          <p>{t("joining.what")}</p>
          <label>
            <span>{t("joining.passphrase")}</span>
            <input type="password" required autocomplete="off" value={passphrase} onInput={(e) => setPassphrase(e.currentTarget.value)} />
          </label>
          <button class="do" disabled={working}>
            {working ? t("lock.opening") : t("joining.goOn")}
          </button>
          <p role="alert" class={said === null ? "" : "said"}>
            {said}
          </p>
        </form>
      )}
      <details class="joining-ended">
        <summary>{t("joining.ended")}</summary>
        <p>{t("joining.ended.what")}</p>
        <p>{t("joining.ended.do")}</p>
        <button
          disabled={working}
          onClick={(e) =>
            doIt(e, async () => {
              await ask("/api/join/forget", {});
              forgotten();
            })
          }
        >
          {t("joining.forget")}
        </button>
      </details>
    </>
  );
}

/** Waits for the inviter, shows the words, and makes the desk once both say that they are the same. */
function Words({ begun, again }: { readonly begun: () => void; readonly again: boolean }) {
  const [words, setWords] = useState<readonly string[] | null>(null);
  const [met, setMet] = useState<string | null>(null);
  const [waiting, setWaiting] = useState(false);
  const { working, said, doIt } = useWork();

  useEffect(() => {
    if (words !== null) return undefined;
    const timer = setInterval(() => {
      void get<{ words: readonly string[] | null }>("/api/join", true).then(
        (answer) => {
          setMet(null);
          setWords(answer.words);
        },
        (error: unknown) => setMet(codeOf(error)),
      );
    }, ASK_EVERY_MS);
    return () => clearInterval(timer);
  }, [words]);

  const finish = async (): Promise<void> => {
    const { done } = await ask<{ done: boolean }>("/api/join/finish", {});
    setWaiting(!done);
    if (done) begun();
  };

  if (words === null)
    return (
      <>
        <p role="status">{t("begin.waiting")}</p>
        <p role="alert" class={met === null ? "" : "said"}>
          {met === null ? null : term("error", met)}
        </p>
      </>
    );
  return (
    <form autocomplete="off" onSubmit={(e) => doIt(e, finish)}>
      <p>{t("begin.compare")}</p>
      <p class="words" lang="en" dir="ltr">
        {words.join(" ")}
      </p>
      {again && <p>{t("joining.compared")}</p>}
      <button class="do" disabled={working}>
        {working ? t("begin.working") : t("begin.same")}
      </button>
      <p role="status">{waiting ? t("begin.notYet") : ""}</p>
      <p role="alert" class={said === null ? "" : "said"}>
        {said}
      </p>
    </form>
  );
}
