/** Epochs: making new keys when who may read has changed, and telling the relay of their logs (docs/formats/roster.md, "Epochs"). */
import {
  activePersons,
  countingDevices,
  epochRecipientsWanted,
  deviceCounts,
  makeEpoch,
  personOf,
  wrappedEpoch,
  writableEpoch,
  type EpochMade,
  type SignedAct,
} from "#entry";
import { randomBytes } from "#prim";
import { isHybridRecipient } from "#seal";
import { logKeys, tokenHash } from "#wire";
import { epochsOf, recipients } from "./epoch-keys.ts";
import { commitAct } from "./line.ts";
import { COMPARTMENTS, type EpochKey, type OpenDesk } from "./open-desk.ts";

const ALL = ["roster", ...COMPARTMENTS] as const;

/** Makes new epochs for every compartment whose readers are not exactly the devices that count, and puts them on the line. */
export async function tendEpochs(desk: OpenDesk): Promise<void> {
  const { line, keyring } = desk;
  if (line.updateNeeded || line.fork !== null || !deviceCounts(line, keyring.device.publicKey)) return;
  if (desk.lineLogs.at(-1)?.writeToken === null) return; // a newcomer waits for keys from those who let them in
  await signBadEpochs(desk);
  await secondWhatWeAdmitted(desk);
  const wanted = possibleReaders(desk);
  // A suspension that came as a file is in this desk's view and not yet in the line, which judges epochs: until it is, this desk writes and does not send.
  if (countingDevices(desk.line).join() !== epochRecipientsWanted(desk.line).map(({ device }) => device).join()) return;
  const stale = dueFor(desk, wanted);
  if (stale.length === 0 || isProposed(desk, wanted, stale)) return;
  await makeEpochs(desk, stale, wanted);
}

/** Tells the relay of the logs of every epoch in force. Only a desk that holds the account token can. */
export async function makeLogs(desk: OpenDesk): Promise<void> {
  const account = desk.keyring.accountToken?.reveal();
  if (account === undefined) return;
  const first = logKeys(desk.keyring.line0Key.reveal());
  await desk.relay.makeLog(first.logId, { closesIntake: [], intake: false, mode: "line", read: tokenHash(first.readToken), writers: [tokenHash(first.line0WriteToken)] }, account);
  for (const compartment of ALL) {
    const chain = epochsOf(desk.line, compartment);
    const earlier: string[] = [];
    for (const id of chain) {
      const known = desk.epochKeys.get(id);
      if (known === undefined) continue;
      const keys = logKeys(known.key.reveal());
      const isNewest = id === chain.at(-1);
      const made = `made/${keys.logId}/${desk.incarnation ?? ""}`;
      if (desk.store.get(made) === null) {
        const intake = compartment === "inbox";
        const answer = await desk.relay.makeLog(
          keys.logId,
          {
            closesIntake: intake && isNewest ? earlier.toSorted() : [],
            intake: intake && isNewest,
            mode: compartment === "roster" ? "line" : "log",
            read: tokenHash(keys.readToken),
            writers: desk.line.judged.epochs.get(id)!.element.writers,
          },
          account,
        );
        // The first answer stands: a log made earlier, while it was the newest, has a form of its own, and the relay keeps that one.
        if (answer.kind === "ok" || answer.kind === "refused") desk.store.set(made, new Uint8Array(1));
      }
      earlier.push(keys.logId);
    }
  }
}

/** The key this desk writes a compartment under, or `null` where it has to wait. */
export function writingKey(desk: OpenDesk, compartment: string): EpochKey | null {
  const epoch = writableEpoch(desk.line, compartment);
  if (epoch === null) return null;
  const known = desk.epochKeys.get(epoch.id);
  return known === undefined || known.writeToken === null ? null : known;
}

async function makeEpochs(desk: OpenDesk, compartments: readonly string[], devices: readonly string[]): Promise<SignedAct | null> {
  const people = devices.map((device) => ({ device, recipient: desk.line.state.devices.get(device)!.recipient }));
  const made: EpochMade[] = [];
  for (const compartment of compartments) {
    const parent = desk.line.judged.inForce.get(compartment) ?? null;
    const inside = wrappedEpoch(desk.line, { parent });
    const known = inside === null ? null : desk.epochKeys.get(inside.id);
    if (known === undefined) return null; // we cannot hand on what we cannot read
    const wraps = inside === null || known === null ? null : { id: inside.id, key: known.key };
    made.push(await makeEpoch({ compartment, recipients: people, parent, wraps, random: randomBytes }));
  }
  return commitAct(desk, { kind: "epoch", epochs: made.map((epoch) => epoch.element).toSorted((a, b) => (a.compartment < b.compartment ? -1 : 1)) });
}

/**
 * The devices that count and that keys can be sealed to. A member may bring a device with a recipient that is none: it reads nothing, and must not keep
 * everybody else from new keys.
 */
function possibleReaders(desk: OpenDesk): string[] {
  return epochRecipientsWanted(desk.line)
    .filter(({ recipient }) => isHybridRecipient(recipient))
    .map(({ device }) => device);
}

/** Whether nobody is on the way in, and every compartment's keys are those of just the devices that can read. */
export function isSettled(desk: OpenDesk): boolean {
  const isComing = [...desk.line.state.pending.values()].some(({ body }) => body.act.kind === "admit" || body.act.kind === "epoch");
  return !isComing && dueFor(desk, possibleReaders(desk)).length === 0;
}

/** Compartments whose keys are not those of just these devices, or that nobody may write under. */
function dueFor(desk: OpenDesk, devices: readonly string[]): readonly string[] {
  return ALL.filter((compartment) => {
    const writable = writableEpoch(desk.line, compartment);
    return writable === null || recipients(writable).join() !== devices.join();
  });
}

/** Whether somebody has already proposed just these readers for these compartments on the epochs in force. */
function isProposed(desk: OpenDesk, devices: readonly string[], compartments: readonly string[]): boolean {
  return [...desk.line.state.pending.values()].some(({ body }) => {
    if (body.act.kind !== "epoch") return false;
    const { epochs } = body.act;
    return compartments.every((compartment) =>
      epochs.some((e) => e.compartment === compartment && e.parent === (desk.line.judged.inForce.get(compartment) ?? null) && e.lockboxes.map((b) => b.device).join() === devices.join()),
    );
  });
}

/**
 * The second signature under keys for somebody this person has already let in by a signature of their own (proposing, confirming, or founding
 * together): the decision was taken there, this only carries it out. Every other widening waits for a person.
 */
async function secondWhatWeAdmitted(desk: OpenDesk): Promise<void> {
  const me = desk.keyring.person;
  const wanted = possibleReaders(desk).join();
  for (const [id, act] of desk.line.state.pending) {
    if (act.body.act.kind !== "epoch" || personOf(desk.line, act.body.by[0]!) === me) continue;
    const isOurs = act.body.act.epochs.every((epoch) => {
      const before = desk.line.judged.epochs.get(epoch.parent ?? "");
      const old = before === undefined ? [] : recipients(before);
      const all = epoch.lockboxes.map((box) => box.device);
      const inForce = desk.line.judged.inForce.get(epoch.compartment) ?? null;
      return epoch.parent === inForce && all.join() === wanted && all.filter((device) => !old.includes(device)).every((device) => weLetIn(desk, device));
    });
    if (isOurs && activePersons(desk.line).includes(me)) await commitAct(desk, { kind: "confirm", act: id });
  }
}

/** Whether an act this person signed, or a confirmation of theirs, brought this device. */
function weLetIn(desk: OpenDesk, device: string): boolean {
  const me = desk.keyring.person;
  if (desk.line.state.devices.get(device)?.person === me) return true;
  const signed = new Set<string>();
  for (const [id, { act, outcome }] of desk.line.acts) {
    if (act.newer || outcome.kind === "void" || !act.body.by.some((by) => personOf(desk.line, by) === me)) continue;
    signed.add(act.body.act.kind === "confirm" ? act.body.act.act : id);
  }
  return [...signed].some((id) => {
    const act = desk.line.acts.get(id)?.act;
    if (act === undefined || act.newer) return false;
    const said = act.body.act;
    if (said.kind === "genesis") return said.persons.some((p) => p.devices.some((d) => d.device === device));
    if (said.kind === "admit") return said.person.devices.some((d) => d.device === device);
    return said.kind === "add-device" && said.device.device === device;
  });
}

/** The roster's first: until that is said, colleagues read another log of the line than this desk can write to. */
async function signBadEpochs(desk: OpenDesk): Promise<void> {
  const noted = desk.store.names("bad-epoch/").map((name) => ({ name, epoch: desk.line.judged.epochs.get(name.slice("bad-epoch/".length)) }));
  const isRoster = ({ epoch }: (typeof noted)[number]): boolean => epoch?.element.compartment === "roster";
  for (const { name, epoch } of [...noted.filter(isRoster), ...noted.filter((each) => !isRoster(each))]) {
    if (epoch !== undefined && !epoch.bad) await commitAct(desk, { kind: "epoch-bad", epoch: epoch.id });
    desk.store.set(name, null);
  }
}

