import { render } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { ask, gate, get, ServerSays } from "./client.ts";
import { useSignal } from "./signal.ts";
import { House } from "./house.tsx";
import { BeginScreen, mayFound } from "./rooms/begin.tsx";
import { LockScreen, NoSession } from "./rooms/lock.tsx";
import { lang, speak } from "./i18n.ts";
import { wear } from "./theme.ts";
import type { LockState, SettingsView } from "../api.ts";

/** Exchanges the launcher's one-time token, once, and takes it out of the address. */
async function enter(): Promise<void> {
  const launch = /^#launch=([0-9a-f]{64})$/.exec(location.hash)?.[1];
  if (launch !== undefined) {
    history.replaceState(null, "", "/");
    await ask("/api/session", { launch }).catch(() => undefined);
  }
  await look();
}

/** Asks whether the desk is locked; the desk's process is away for a moment whenever it locks. */
async function look(): Promise<void> {
  try {
    const state = await get<LockState>("/api/lock", true);
    if (state.empty) mayFound.value = state.mayFound;
    // Paper that was laid over an open desk stays until the desk itself says that it is locked.
    if (gate.value === "locked" && !state.locked) return again();
    gate.value = state.empty ? "empty" : state.locked ? "locked" : "open";
  } catch (error) {
    if (error instanceof ServerSays && error.code === "desk-gone") again();
  }
}

function again(): void {
  setTimeout(() => void look(), 300);
}

/** What this page has read must not outlive the lock: a fresh page has read nothing. */
async function forget(): Promise<void> {
  const state = await get<LockState>("/api/lock", true).catch(() => null);
  if (state?.locked === true) location.replace("/");
  else setTimeout(() => void forget(), 200);
}

function App() {
  const now = useSignal(gate);
  const wasOpen = useRef(false);
  useSignal(lang);
  useEffect(() => {
    void enter();
    // A fresh address given to a window that is open already changes only what stands after the #.
    const entered = (): void => {
      if (location.hash.startsWith("#launch=")) void enter();
    };
    addEventListener("hashchange", entered);
    return () => removeEventListener("hashchange", entered);
  }, []);
  useEffect(() => {
    if (now === "locked" && wasOpen.current) void forget();
    if (now !== "open") return undefined;
    wasOpen.current = true;
    void get<SettingsView>("/api/settings", true).then(
      (settings) => {
        if (settings.lang !== null) speak(settings.lang);
        wear(settings.theme);
      },
      () => undefined,
    );
    const timer = setInterval(() => void look(), 5000);
    return () => clearInterval(timer);
  }, [now]);
  if (now === "open") return <House />;
  if (now === "no-session") return <NoSession />;
  if (now === "locked") return <LockScreen />;
  if (now === "empty") return <BeginScreen />;
  return null;
}

render(<App />, document.getElementById("desk")!);
