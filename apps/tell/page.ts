/**
 * The reporter's page. It writes no words of its own: every sentence stands in the document, in the reporter's language, and is shown or
 * hidden. It stores nothing; what was typed lives in the fields and goes with them.
 */
import { canSeal } from "./older-browsers.ts";
import { dayOf, type Pinned, type Report } from "#tell";
import { roomFor } from "./room.ts";
import { Sender, type Step } from "./send.ts";

/** Set when the page is built. */
declare const PINNED: Pinned;

const GIVE_UP_MS = 120_000;
const NEARLY_FULL_LETTERS = 500;
const root = document.documentElement;

function part(id: string): HTMLElement {
  return document.getElementById(id)!;
}

const form = part("form") as HTMLFormElement;
const text = part("text") as HTMLTextAreaElement;
const when = part("when") as HTMLInputElement;
const where = part("where") as HTMLInputElement;
const urgent = part("urgent") as HTMLInputElement;
const send = part("send");
const said = part("said");
const warned = part("warned");

const sender = new Sender({
  fetch: (path, request) => fetch(path, request),
  relay: root.dataset["relay"] ?? "",
  pinned: PINNED,
  today: () => dayOf(Date.now()),
  onStep: showStep,
  pause,
});
let underway: AbortController | null = null;
let room: "plenty" | "little" | "none" = "plenty";

/** What stands in the fields now. A lone half of a character, which no text can carry, becomes the sign for an unreadable one. */
function written(): Report {
  const clean = (field: HTMLInputElement | HTMLTextAreaElement): string => field.value.replace(/[\ud800-\udfff]/gu, "\ufffd");
  return {
    language: root.lang,
    page: root.dataset["page"] ?? "",
    text: clean(text),
    when: clean(when).trim() || null,
    where: clean(where).trim() || null,
    urgent: urgent.checked,
  };
}

/** Shows one of the prepared messages, its numbers filled in. */
function say(message: string | null, numbers: { readonly [name: string]: string } = {}): void {
  const prepared = message === null ? null : part(`say-${message}`);
  said.className = prepared?.className ?? "";
  said.replaceChildren(...(prepared === null ? [] : Array.from(prepared.childNodes, (node) => node.cloneNode(true))));
  fill(said, { today: new Date().toLocaleDateString(root.lang), ...numbers });
}

function fill(within: HTMLElement, numbers: { readonly [name: string]: string }): void {
  for (const [name, value] of Object.entries(numbers)) {
    for (const slot of within.querySelectorAll(`[data-slot="${name}"]`)) slot.textContent = value;
  }
}

async function showStep(step: Step): Promise<void> {
  say(step);
  // Two turns: one for the browser to take note, one for it to have drawn. Sealing keeps a slow phone busy for a while.
  for (let turn = 0; turn < 2; turn++) await new Promise((next) => setTimeout(next, 20));
}

/** Between half and one and a half of `ms`, so that those who were refused together do not come back together. */
function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(true), ms * (0.5 + Math.random()));
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve(false);
    });
  });
}

function count(): void {
  const { letters, left } = roomFor(written(), Number(root.dataset["letterBytes"]));
  fill(part("count"), { count: inDigits(letters), left: inDigits(Math.max(0, left)) });
  part("count").classList.toggle("over", left < 0);
  // One wrong touch on a link would empty a long letter.
  for (const links of document.querySelectorAll("nav, footer")) links.toggleAttribute("inert", text.value !== "");
  const before = room;
  room = left < 0 ? "none" : left <= NEARLY_FULL_LETTERS ? "little" : "plenty";
  if (room === "none") say("too-long", { over: inDigits(-left) });
  else if (room !== before) say(room === "little" ? "nearly-full" : null, { left: inDigits(left) });
}

function inDigits(value: number): string {
  return value.toLocaleString(root.lang);
}

async function submit(): Promise<void> {
  if (underway !== null) return;
  const report = written();
  if (report.text.trim() === "") {
    say("empty");
    text.focus();
    return;
  }
  if (roomFor(report, 1).left < 0) {
    count();
    text.focus();
    return;
  }
  underway = new AbortController();
  const giveUp = setTimeout(() => underway?.abort(), GIVE_UP_MS);
  setBusy(true);
  const { outcome, clockBehind } = await sender.send(report, underway.signal);
  clearTimeout(giveUp);
  underway = null;
  setBusy(false);
  warned.hidden = !clockBehind;
  fill(warned, { today: new Date().toLocaleDateString(root.lang) });
  if (outcome === "received") finish();
  else say(outcome);
}

/** While it is under way the text cannot change, so that what was received is what stands there. */
function setBusy(busy: boolean): void {
  send.setAttribute("aria-disabled", String(busy));
  for (const field of [text, when, where]) field.readOnly = busy;
  urgent.disabled = busy;
}

function wipe(): void {
  underway?.abort();
  sender.forget();
  form.reset();
  for (const field of [text, when, where]) field.value = "";
}

function finish(): void {
  wipe();
  part("writing").remove();
  part("done").hidden = false;
  part("done-heading").focus();
}

/** Wipes, and puts an empty page in this one's place: "Back" does not lead here. */
function leave(): void {
  wipe();
  document.body.remove();
  location.replace("about:blank");
}

function start(): void {
  part("starting").remove();
  if (!canSeal()) {
    part("too-old").hidden = false;
    return;
  }
  // A field may hold what the browser kept from before.
  wipe();
  part("writing").hidden = false;
  count();
  form.addEventListener("input", count);
  form.addEventListener("submit", (event) => event.preventDefault());
  send.addEventListener("click", () => void submit());
  addEventListener("pagehide", () => {
    wipe();
    if (form.isConnected) count();
  });
}

for (const button of document.querySelectorAll("[data-leave]")) button.addEventListener("click", leave);
start();
