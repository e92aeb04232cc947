import { useState } from "preact/hooks";
import { ask, gate } from "../client.ts";
import { t } from "../i18n.ts";
import { Name, Passphrase, useWork } from "../parts/begin-fields.tsx";
import { GoOn, Join } from "../parts/joining.tsx";
import { Langs } from "../parts/langs.tsx";
import { MemberKey } from "../parts/member-key.tsx";
import { signal, useSignal } from "../signal.ts";

export const mayFound = signal(false);
/** Somebody was on their way into a group when this desk's process ended. */
export const brokeOff = signal(false);

/** An empty desk: found a group, or come into one by an invite. One step at a time. */
export function BeginScreen() {
  const founding = useSignal(mayFound);
  const stopped = useSignal(brokeOff);
  const [goesOn, setGoesOn] = useState(false);
  const [road, setRoad] = useState<"found" | "join">(founding ? "found" : "join");
  const [begun, setBegun] = useState(false);
  if (begun) return <Begun />;
  if (stopped || goesOn)
    return (
      <main class="lock begin">
        <GoOn open={() => setGoesOn(true)} forgotten={() => setGoesOn(false)} begun={() => setBegun(true)} stopped={stopped} />
        <Langs />
      </main>
    );
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
      <Langs />
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
