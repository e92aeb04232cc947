/** What the desk writes: entries of its own, and which entries count (docs/formats/entry.md, record.md). */
import { composeBody, parseRecord, type CaseRecord } from "#casework";
import { clockAfter, composeEntry, cutsFor, seenOf, uncountedEntries, type Adoption, type CutTarget, type Line, type RosterView } from "#entry";
import { randomBytes } from "#prim";
import type { Store } from "#store";
import { DeskError } from "./errors.ts";
import type { Compartment, OpenDesk } from "./open-desk.ts";

/** Signs one act of this desk's user and makes it durable. Returns the entry's id. It is sent at the next exchange with the relay. */
export function write(desk: OpenDesk, compartment: Compartment, act: string, records: readonly CaseRecord[]): string {
  const { store, keyring, line } = desk;
  if (line.head === null || line.group === null) throw new DeskError("cannot-write");
  const body = composeBody(act, records);
  const device = keyring.device.publicKey;
  const tip = store.tip(device, compartment);
  const heads = store.heads(compartment);
  const prev = tip?.id ?? null;
  const entry = composeEntry(
    {
      clock: clockAfter(desk.now(), [...heads.map((head) => head.clock), ...(tip === null ? [] : [tip.clock])]),
      compartment,
      group: line.group,
      prev,
      rosterSeen: line.head,
      seen: seenOf(heads, prev),
      seq: (tip?.seq ?? 0) + 1,
    },
    body,
    randomBytes(32),
    keyring.device,
  );
  const added = store.addEntries([entry], rosterView(line));
  if (!added.applied.includes(entry.id)) throw new DeskError("cannot-write");
  recount(desk);
  desk.records.changed();
  return entry.id;
}

/** What judging entries asks of the line. */
export function rosterView(line: Line): RosterView {
  return {
    knowsAct: (act) => line.acts.has(act) || line.placeOf(act) !== null,
    deviceKnownAt: (act, device) => line.placeOf(act)?.state.devices.has(device) ?? false,
    groupAt: (act) => line.placeOf(act)?.state.group ?? "",
  };
}

/** Finds again which entries count in nothing: those a suspension or removal left out and nobody has adopted. */
export function recount(desk: OpenDesk): void {
  const { line, store } = desk;
  const targets = cutTargets(line);
  const before = new Set(store.uncounted());
  if (targets.length === 0 && before.size === 0) return;
  const { uncounted } = uncountedEntries({
    graph: store.graph(),
    lineIndexOf: (act) => line.acts.get(act)?.act.body.n ?? null,
    targets,
    adoptions: adoptionsIn(store),
  });
  const now = new Set(uncounted);
  store.setCounted([...now].filter((id) => !before.has(id)), false);
  store.setCounted([...before].filter((id) => !now.has(id)), true);
  desk.records.changed();
}

function cutTargets(line: Line): CutTarget[] {
  const { state } = line;
  const cut = [...new Set(state.cuts.map(({ target }) => target))].map((target) => ({
    devices: state.devices.has(target) ? [target] : [...state.devices].filter(([, known]) => known.person === target).map(([device]) => device),
    cuts: cutsFor(line, target),
  }));
  return [...cut, ...strangers(line)];
}

/**
 * Devices that only a branch beside the own line names. What they write is kept, and counts in nothing unless the branch becomes the line: whoever is
 * suspended could else go on writing with a device they bring in a branch of their own making.
 */
function strangers(line: Line): CutTarget[] {
  const named = new Set([...line.parts.beside.values()].flatMap(({ place }) => [...place.state.devices.keys()]));
  const unknown = [...named].filter((device) => !line.judged.devices.has(device));
  return unknown.map((device) => ({ devices: [device], cuts: [{ heads: {}, lifted: false, lineIndex: Number.NEGATIVE_INFINITY, signerDevice: device }] }));
}

function adoptionsIn(store: Store): Adoption[] {
  return store.records({ kind: "adopt", limit: Number.MAX_SAFE_INTEGER }).flatMap((row) => {
    const record = parseRecord(row.record);
    if (record.kind !== "adopt") return [];
    return [
      ...(record.entries ?? []).map((entry) => ({ by: row.entryId, entry, chain: false })),
      ...(record.chains ?? []).map(({ upTo }) => ({ by: row.entryId, entry: upTo, chain: true })),
    ];
  });
}

/** The heads of every compartment, as a SUSPEND or REMOVE names them. */
export function headsNow(desk: OpenDesk): { [compartment: string]: string[] } {
  const cut: { [compartment: string]: string[] } = {};
  for (const compartment of ["inbox", "signing", "work"]) {
    const heads = desk.store.heads(compartment).map((head) => head.id).toSorted();
    if (heads.length > 0) cut[compartment] = heads.slice(-64);
  }
  return cut;
}

