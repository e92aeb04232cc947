import { activePersons, deviceCounts, personStanding, writableEpoch } from "#entry";
import { parseKeys } from "#tell";
import { requestWords, unopenedEnvelopes, unsent, type OpenDesk } from "../../core/index.ts";
import { memberKeyIn } from "../../core/founding.ts";
import { plain, shownNames } from "../names.ts";
import { dayOf } from "./context.ts";
import type { GroupView, ReadinessView } from "../../api.ts";

const EXPIRY_WARNING_DAYS = 10;

/** Who is in the group, what waits, and what this desk cannot promise today. */
export function groupView(desk: OpenDesk): GroupView {
  const { line, keyring, store } = desk;
  const { state } = line;
  const names = shownNames(state.persons);
  const devices = [...state.devices];
  const isActive = activePersons(line).includes(keyring.person);
  const heard = new Map<string, number>();
  let entries = 0;
  for (const compartment of ["inbox", "work", "signing"]) {
    for (const [device] of devices) {
      const tip = store.tip(device, compartment);
      entries += tip?.seq ?? 0;
      const clock = tip === null ? undefined : store.entry(tip.id)?.header.clock;
      const person = state.devices.get(device)?.person;
      if (clock !== undefined && person !== undefined) heard.set(person, Math.max(heard.get(person) ?? 0, clock));
    }
  }
  return {
    me: { person: keyring.person, name: names.get(keyring.person) ?? "", device: keyring.device.publicKey },
    persons: [...names].map(([person, name]) => ({
      person,
      name,
      status: personStanding(line, person) ?? "removed",
      devices: devices.filter(([, device]) => device.person === person).map(([device]) => ({ device, counts: deviceCounts(line, device) })),
      lastHeardDay: heard.has(person) ? dayOf(heard.get(person)!) : null,
      isMe: person === keyring.person,
    })),
    headCode: line.headCode() ?? [],
    relay: { address: keyring.relay, online: desk.online, lastSyncMs: desk.lastSyncMs, unsent: unsent(desk), waiting: store.waiting().length, entries },
    pending: [...state.pending].map(([act, { body }]) => {
      const by = state.devices.get(body.by[0]!)?.person ?? "";
      const about = "person" in body.act ? (typeof body.act.person === "string" ? (names.get(body.act.person) ?? null) : plain(body.act.person.name)) : null;
      const words = body.act.kind === "add-device" ? requestWords(body.act) : null;
      return { act, kind: body.act.kind, by, about, mayConfirm: isActive && by !== keyring.person, words };
    }),
    suspensions: [...state.suspensions.values()].map((s) => ({ act: s.act, person: s.person, by: s.by, open: !s.confirmed, mayReinstate: isActive && s.person !== keyring.person })),
    warnings: warningsOf(desk),
    fork: line.fork === null ? null : { headCodes: [line.headCode() ?? []] },
  };
}

/** What would hold today if something were taken, each with its state. */
export function readinessView(desk: OpenDesk): ReadinessView {
  const { line } = desk;
  const warnings = warningsOf(desk);
  const expires = keysExpire(desk);
  const check = (code: string, good: boolean, value: string | null = null, otherwise: "wait" | "bad" = "wait"): ReadinessView["checks"][number] => ({ code, state: good ? "good" : otherwise, value });
  return {
    checks: [
      check("three-persons", activePersons(line).length >= 3, String(activePersons(line).length)),
      check("line-agrees", line.fork === null, null, "bad"),
      check("everything-sent", unsent(desk) === 0, String(unsent(desk))),
      check("nothing-missing", desk.store.waiting().length === 0, String(desk.store.waiting().length)),
      check("can-write", !warnings.includes("cannot-write"), null, "bad"),
      check("live-tell", expires !== null, expires),
      check("envelopes-open", unopenedEnvelopes(desk) === 0, String(unopenedEnvelopes(desk))),
      check("relay-honest", oddAnswers(desk) === 0, String(oddAnswers(desk))),
      check("equivocation", desk.store.equivocations().length === 0, String(desk.store.equivocations().length), "bad"),
      check("member-key-away", memberKeyIn(desk.dir) === null),
      check("half-abroad", false),
      check("trustee", false),
      check("forward-secrecy", false),
      check("witnesses", false),
    ],
  };
}

function warningsOf(desk: OpenDesk): string[] {
  const { line } = desk;
  const persons = activePersons(line).length;
  const expires = keysExpire(desk);
  const soon = dayOf(desk.now() + EXPIRY_WARNING_DAYS * 86_400_000);
  return [
    ...(persons === 1 ? ["alone"] : persons < 3 ? ["below-three"] : []),
    ...(line.fork === null ? [] : ["fork"]),
    ...(line.updateNeeded ? ["update-needed"] : []),
    ...(["inbox", "work", "signing"].some((compartment) => writableEpoch(line, compartment) === null) ? ["cannot-write"] : []),
    ...standingWarning(desk),
    "passphrase-only",
    ...(memberKeyIn(desk.dir) === null ? [] : ["member-key-here"]),
    ...(expires === null ? ["no-live-tell"] : expires <= soon ? ["intake-expires"] : []),
  ];
}

/** Where this desk's person stands, if they are not simply in. */
function standingWarning({ line, keyring: { person }, lastSyncMs }: OpenDesk): string[] {
  const standing = personStanding(line, person);
  if (standing !== null) return standing === "active" ? [] : [`you-are-${standing}`];
  const isAsked = [...line.state.pending.values()].some(({ body }) => body.act.kind === "admit" && body.act.person.person === person);
  // Before the relay was heard, a joining that broke off may still be going on.
  return isAsked ? ["not-let-in-yet"] : lastSyncMs === null ? [] : ["in-no-group"];
}

function keysExpire(desk: OpenDesk): string | null {
  const file = desk.store.get("intake/published");
  if (file === null) return null;
  return parseKeys(file).keys.expires;
}

function oddAnswers(desk: OpenDesk): number {
  return desk.store.names("count/").reduce((sum, name) => sum + Number(new TextDecoder().decode(desk.store.get(name)!)), 0);
}

