import { useEffect, useState } from "preact/hooks";
import { get, post, revision } from "../client.ts";
import { day, t, term } from "../i18n.ts";
import { Mark, RoomHead } from "../parts/room.tsx";
import { attempt } from "../parts/undo.tsx";
import type { DeviceRequestView, GroupView, InviteView } from "../../api.ts";
import type { RoomProps } from "./room-props.ts";

/** Who is in the group, what waits for a second person, and how to stop somebody's keys at once. */
export function GroupRoom({ group }: RoomProps) {
  if (group === null) return null;
  return (
    <>
      <RoomHead title={t("room.group")} />
      {group.fork !== null && (
        <div class="said" role="alert">
          {t("group.fork")}
        </div>
      )}
      {group.warnings.map((code) => (
        <div class="waits" key={code}>
          {term("warning", code)}
        </div>
      ))}
      <h2>{t("group.persons")}</h2>
      <ul class="rows persons">
        {group.persons.map((person) => (
          <li key={person.person}>
            <div class="row">
              <b dir="auto">{person.name}</b>
              <span class="marks">
                {person.isMe && <Mark tone="teal">{t("group.you")}</Mark>}
                {person.status !== "active" && <Mark tone="red">{term("person", person.status)}</Mark>}
                <Mark>{t("group.devices", { n: person.devices.filter((d) => d.counts).length })}</Mark>
              </span>
              <span class="soft">{person.lastHeardDay === null ? t("group.never") : t("group.heard", { day: day(person.lastHeardDay) })}</span>
              {!person.isMe && person.status === "active" && (
                <Sure
                  ask={t("group.suspend")}
                  sure={t("group.suspendSure", { name: person.name })}
                  act={() => void attempt("group.suspended", () => post<object>("/api/group/suspend", { person: person.person }))}
                />
              )}
              {!person.isMe && person.status === "suspended" && (
                <Sure
                  ask={t("group.remove")}
                  sure={t("group.removeSure", { name: person.name })}
                  act={() => void attempt("group.asked", () => post<object>("/api/group/remove", { person: person.person }))}
                />
              )}
            </div>
          </li>
        ))}
      </ul>
      {group.suspensions.length > 0 && <h2>{t("group.suspensions")}</h2>}
      <ul class="rows waiting">
        {group.suspensions.map((s) => (
          <li key={s.act}>
            <div class="row">
              <span>{t("group.suspendedBy", { person: nameOf(group, s.person), by: nameOf(group, s.by) })}</span>
              <Mark tone="amber">{s.open ? t("group.unconfirmed") : t("group.confirmed")}</Mark>
              {s.open && s.by !== group.me.person && s.person !== group.me.person && (
                <button class="do" onClick={() => void attempt("group.confirmedIt", () => post<object>("/api/group/confirm", { act: s.act }))}>
                  {t("group.confirm")}
                </button>
              )}
              {s.mayReinstate && (
                <button onClick={() => void attempt("group.asked", () => post<object>("/api/group/reinstate", { suspension: s.act }))}>
                  {t("group.reinstate")}
                </button>
              )}
            </div>
          </li>
        ))}
      </ul>
      <h2>{t("group.pending")}</h2>
      {group.pending.length === 0 && <p class="soft">{t("group.nothingPending")}</p>}
      <ul class="rows waiting">
        {group.pending.map((p) => (
          <li key={p.act}>
            <div class="row">
              <span>{t("group.pendingAct", { kind: term("act", p.kind), by: nameOf(group, p.by), about: p.about ?? "" })}</span>
              {p.words !== null && (
                <span class="soft">
                  {t("device.pending")}{" "}
                  <bdi lang="en" dir="ltr">
                    {p.words.join(" ")}
                  </bdi>
                </span>
              )}
              {p.mayConfirm && (
                <button class="do" onClick={() => void attempt("group.confirmedIt", () => post<object>("/api/group/confirm", { act: p.act }))}>
                  {t("group.confirm")}
                </button>
              )}
            </div>
          </li>
        ))}
      </ul>
      <Invite />
      <LetInRestored />
      <h2>{t("group.headCode")}</h2>
      <p class="soft">{t("group.headCode.how")}</p>
      <p class="words" lang="en" dir="ltr">
        {group.headCode.join(" ")}
      </p>
    </>
  );
}

/** An act against a person takes two presses, the second with their name on it. */
function Sure({ ask, sure, act }: { readonly ask: string; readonly sure: string; readonly act: () => void }) {
  const [asked, setAsked] = useState(false);
  if (!asked) return <button onClick={() => setAsked(true)}>{ask}</button>;
  return (
    <span class="sure">
      <button class="danger" onClick={() => (setAsked(false), act())}>
        {sure}
      </button>
      <button onClick={() => setAsked(false)}>{t("leave")}</button>
    </span>
  );
}

function Invite() {
  const [invite, setInvite] = useState<InviteView | null>(null);
  useEffect(() => {
    const look = (): void => void get<InviteView>("/api/invite", true).then(setInvite, () => undefined);
    look();
    const timer = setInterval(look, 3000);
    const stop = revision.watch(look);
    return () => {
      clearInterval(timer);
      stop();
    };
  }, []);
  if (invite === null) return null;
  return (
    <>
      <h2>{t("invite.title")}</h2>
      {(invite.state === "none" || invite.state === "done" || invite.state === "ended") && (
        <>
          {invite.state === "ended" && <p class="waits">{t("invite.ended")}</p>}
          {invite.state === "done" && <p>{t("invite.done")}</p>}
          <button onClick={() => void attempt("invite.made", () => post<object>("/api/invite", {}))}>{t("invite.make")}</button>
        </>
      )}
      {invite.state === "waiting" && (
        <>
          <p>{t("invite.handOver")}</p>
          <textarea
            readOnly
            rows={4}
            dir="ltr"
            class="code"
            aria-label={t("invite.code")}
            value={invite.code ?? ""}
            onFocus={(e) => e.currentTarget.select()}
          />
        </>
      )}
      {invite.state === "compare" && (
        <>
          <p>{t("invite.compare", { name: invite.joinerName ?? "" })}</p>
          <p class="words" lang="en" dir="ltr">
            {invite.words?.join(" ")}
          </p>
          <button class="do" onClick={() => void attempt("invite.accepted", () => post<object>("/api/invite/accept", {}))}>
            {t("invite.same")}
          </button>{" "}
          <button onClick={() => void attempt("invite.refused", () => post<object>("/api/invite/refuse", {}))}>{t("invite.differ")}</button>
        </>
      )}
    </>
  );
}

/** A colleague's desk was restored from a backup: its request is put in here, the words are compared, and the answer goes back. */
function LetInRestored() {
  const [text, setText] = useState("");
  const [asked, setAsked] = useState<DeviceRequestView | null>(null);
  const [answer, setAnswer] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const during = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true);
    await work();
    setBusy(false);
  };
  const look = (): Promise<void> =>
    during(async () => {
      setAsked(await attempt("device.read", () => post<DeviceRequestView>("/api/group/device", { request: text })));
    });
  const letIn = (): Promise<void> =>
    during(async () => {
      const given = await attempt("group.asked", () => post<{ answer: string }>("/api/group/device/accept", { request: text }));
      if (given !== null) setAnswer(given.answer);
    });
  return (
    <>
      <h2>{t("device.title")}</h2>
      <p class="soft">{t("device.how")}</p>
      {asked === null && (
        <form onSubmit={(e) => (e.preventDefault(), void look())}>
          <textarea rows={4} dir="ltr" class="code" aria-label={t("device.request")} required value={text} onInput={(e) => setText(e.currentTarget.value)} />
          <button disabled={busy}>{t("device.look")}</button>
        </form>
      )}
      {asked !== null && answer === null && (
        <>
          <p>{t("device.compare", { name: asked.name })}</p>
          <p class="words" lang="en" dir="ltr">
            {asked.words.join(" ")}
          </p>
          <button class="do" disabled={busy} onClick={() => void letIn()}>
            {t("device.same")}
          </button>{" "}
          <button disabled={busy} onClick={() => setAsked(null)}>
            {t("device.differ")}
          </button>
        </>
      )}
      {answer !== null && (
        <>
          <p>{t("device.answer", { name: asked?.name ?? "" })}</p>
          <textarea readOnly rows={6} dir="ltr" class="code" aria-label={t("device.answerText")} value={answer} onFocus={(e) => e.currentTarget.select()} />
        </>
      )}
    </>
  );
}

function nameOf(group: GroupView, person: string): string {
  return group.persons.find((p) => p.person === person)?.name ?? "?";
}
