import { render } from "preact";
import { useEffect } from "preact/hooks";
import { ask, gate, get, ServerSays } from "./client.ts";
import { useSignal } from "./signal.ts";
import { House } from "./house.tsx";
import { BeginScreen, brokeOff, mayFound } from "./rooms/begin.tsx";
import { Gone, LockScreen, NoSession } from "./rooms/lock.tsx";
import { lang, speak } from "./i18n.ts";
import { wear } from "./theme.ts";
import type { LockState, SettingsView } from "../api.ts";

const ASK_EVERY_MS = 5000;
const ASK_SOON_MS = 300;
const GONE_AFTER_MS = 5000;

/** Whether this page has read of a record: then locking leaves nothing of it, not even the page. */
let hasRead = false;
gate.watch(() => (hasRead ||= gate.value === "open"));

/** Exchanges the launcher's one-time token, once, and takes it out of the address. */
async function enter(): Promise<void> {
  const launch = /^#launch=([0-9a-f]{64})$/.exec(location.hash)?.[1];
  if (launch === undefined) return;
  history.replaceState(null, "", "/");
  await ask("/api/session", { launch }).catch(() => undefined);
  await look();
}

/** Asks the desk how it stands, and follows. Whether it answered. */
async function look(): Promise<boolean> {
  try {
    const state = await get<LockState>("/api/lock", true);
    if (state.empty) {
      mayFound.value = state.mayFound;
      brokeOff.value = state.brokeOff;
    }
    // What this page has read must not outlive the lock: a fresh page has read nothing.
    if (state.locked && hasRead) location.replace("/");
    // Paper over an open desk stays until the desk is locked; the lock screen and a beginning go on by their own hand.
    else if (gate.value !== "locked" && gate.value !== "empty") gate.value = state.empty ? "empty" : state.locked ? "locked" : "open";
    return true;
  } catch (error) {
    return !(error instanceof ServerSays && error.code === "desk-gone");
  }
}

/**
 * Goes on asking, one question after the other, for as long as there is a desk. Its launcher answers or lets wait even while the desk locks; where nobody
 * takes connections the desk has ended, and whoever answers there later is somebody else: the page then shows nothing and asks no more.
 */
async function attend(): Promise<void> {
  let silentSince: number | null = null;
  while (gate.value !== "gone") {
    const answered = await look();
    const now = performance.now();
    // From the first question that failed: a single connection that breaks is no end.
    silentSince = answered ? null : (silentSince ?? now);
    if (silentSince !== null && now - silentSince > GONE_AFTER_MS) gate.value = "gone";
    await pause(answered && !(gate.value === "locked" && hasRead) ? ASK_EVERY_MS : ASK_SOON_MS);
  }
}

/** Waits so long, or until something changes at the gate. */
function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const stop = gate.watch(done);
    const timer = setTimeout(done, ms);
    function done(): void {
      stop();
      clearTimeout(timer);
      resolve();
    }
  });
}

function App() {
  const now = useSignal(gate);
  useSignal(lang);
  useEffect(() => {
    void enter().then(attend);
    // A fresh address given to a window that is open already changes only what stands after the #.
    const entered = (): void => (gate.value === "gone" ? location.reload() : void enter());
    addEventListener("hashchange", entered);
    return () => removeEventListener("hashchange", entered);
  }, []);
  useEffect(() => {
    if (now !== "open") return;
    void get<SettingsView>("/api/settings", true).then(
      (settings) => {
        if (settings.lang !== null) speak(settings.lang);
        wear(settings.theme);
      },
      () => undefined,
    );
  }, [now]);
  if (now === "open") return <House />;
  if (now === "no-session") return <NoSession />;
  if (now === "gone") return <Gone />;
  if (now === "locked") return <LockScreen />;
  if (now === "empty") return <BeginScreen />;
  return null;
}

render(<App />, document.getElementById("desk")!);
