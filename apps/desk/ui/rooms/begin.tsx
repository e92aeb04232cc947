import { useEffect, useState } from "preact/hooks";
import { ask, codeOf, gate, get } from "../client.ts";
import { LANGS, speak, t, term } from "../i18n.ts";
import { MemberKey } from "../parts/member-key.tsx";
import { signal, useSignal } from "../signal.ts";

export const mayFound = signal(false);

/** An empty desk: found a group, or come into one by an invite. One step at a time. */
export function BeginScreen() {
  const founding = useSignal(mayFound);
  const [road, setRoad] = useState<"found" | "join">(founding ? "found" : "join");
  const [begun, setBegun] = useState(false);
  if (begun) return <Begun />;
  return (
    <main class="lock begin">
      <h1>{t("begin.title")}</h1>
      <p class="soft">{t("begin.what")}</p>
      {founding && (
        <div class="do-row" role="group">
          <button aria-pressed={road === "found"} onClick={() => setRoad("found")}>
            {t("begin.found")}
          </button>
          <button aria-pressed={road === "join"} onClick={() => setRoad("join")}>
            {t("begin.join")}
          </button>
        </div>
      )}
      {road === "found" && founding ? <Found begun={() => setBegun(true)} /> : <Join begun={() => setBegun(true)} />}
      <div class="langs">
        {LANGS.map((l) => (
          <button class="plain" lang={l.lang} onClick={() => speak(l.lang)} key={l.lang}>
            {l.name}
          </button>
        ))}
      </div>
    </main>
  );
}

/** There is a desk now. Before its rooms open: the one file that must not stay on it. */
function Begun() {
  const open = (): void => void (gate.value = "open");
  return (
    <main class="lock begin">
      <h1>{t("begin.begun")}</h1>
      <MemberKey done={open} />
      <button class="plain" onClick={open}>
        {t("member.later")}
      </button>
    </main>
  );
}

interface Beginning {
  /** The desk is there, and open. */
  readonly begun: () => void;
}

function Found({ begun }: Beginning) {
  const [name, setName] = useState("");
  const [passphrase, setPassphrase] = useState("");
  const [memberPassphrase, setMemberPassphrase] = useState("");
  const { working, said, doIt } = useWork();
  return (
    <form
      autocomplete="off"
      onSubmit={(e) =>
        doIt(e, async () => {
          await ask("/api/found", { name, passphrase, memberPassphrase });
          begun();
        })
      }
    >
      <Name value={name} set={setName} />
      <Passphrase label={t("begin.passphrase")} value={passphrase} set={setPassphrase} />
      <Passphrase label={t("begin.memberPassphrase")} value={memberPassphrase} set={setMemberPassphrase} />
      <button class="do" disabled={working}>
        {working ? t("begin.working") : t("begin.foundIt")}
      </button>
      <p role="alert" class={said === null ? "" : "said"}>
        {said}
      </p>
    </form>
  );
}

function Join({ begun }: Beginning) {
  const [code, setCode] = useState("");
  const [name, setName] = useState("");
  const [passphrase, setPassphrase] = useState("");
  const [memberPassphrase, setMemberPassphrase] = useState("");
  const [step, setStep] = useState<"code" | "wait" | "words">("code");
  const [words, setWords] = useState<readonly string[]>([]);
  const [waiting, setWaiting] = useState(false);
  const { working, said, doIt } = useWork();

  useEffect(() => {
    if (step !== "wait") return undefined;
    const timer = setInterval(() => {
      void get<{ words: readonly string[] | null }>("/api/join", true).then(
        (answer) => {
          if (answer.words === null) return;
          setWords(answer.words);
          setStep("words");
        },
        () => undefined,
      );
    }, 1500);
    return () => clearInterval(timer);
  }, [step]);

  const finish = async (): Promise<void> => {
    const { done } = await ask<{ done: boolean }>("/api/join/finish", { passphrase, memberPassphrase });
    setWaiting(!done);
    if (done) begun();
  };

  if (step === "code")
    return (
      <form
        autocomplete="off"
        onSubmit={(e) =>
          doIt(e, async () => {
            await ask("/api/join", { code, name });
            setStep("wait");
          })
        }
      >
        <label>
          <span>{t("begin.code")}</span>
          <textarea required rows={4} dir="ltr" class="code" value={code} onInput={(e) => setCode(e.currentTarget.value)} />
        </label>
        <Name value={name} set={setName} />
        <button class="do" disabled={working}>
          {t("begin.answer")}
        </button>
        <p role="alert" class={said === null ? "" : "said"}>
          {said}
        </p>
      </form>
    );
  if (step === "wait") return <p role="status">{t("begin.waiting")}</p>;
  return (
    <form autocomplete="off" onSubmit={(e) => doIt(e, finish)}>
      <p>{t("begin.compare")}</p>
      <p class="words" lang="en" dir="ltr">
        {words.join(" ")}
      </p>
      <Passphrase label={t("begin.passphrase")} value={passphrase} set={setPassphrase} />
      <Passphrase label={t("begin.memberPassphrase")} value={memberPassphrase} set={setMemberPassphrase} />
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

function Name({ value, set }: { readonly value: string; readonly set: (v: string) => void }) {
  return (
    <label>
      <span>{t("begin.name")}</span>
      <input required maxLength={60} dir="auto" autocomplete="off" value={value} onInput={(e) => set(e.currentTarget.value)} />
    </label>
  );
}

function Passphrase({ label, value, set }: { readonly label: string; readonly value: string; readonly set: (v: string) => void }) {
  return (
    <label>
      <span>{label}</span>
      <input type="password" required minLength={12} autocomplete="off" value={value} onInput={(e) => set(e.currentTarget.value)} />
    </label>
  );
}

/** Runs one step: says that it works, and in words what went wrong. */
function useWork(): { working: boolean; said: string | null; doIt: (event: Event, work: () => Promise<void>) => void } {
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
