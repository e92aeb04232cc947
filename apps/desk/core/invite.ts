/**
 * Letting somebody in (docs/formats/invite.md). Two people who can talk; the relay carries four sealed messages and can neither read nor swap them unnoticed.
 * The joiner commits first, both read six words aloud, and only then are the roster's keys handed over.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { BytesError, canonical, concat, fromBase64, fromHex, parseCanonical, readU32, Redacted, requireZeros, take, toBase64, toHex, u32, utf8, type Bytes, type Json } from "#bytes";
import { writeFileDurably } from "#durable";
import { assembleAct, deviceCertHolds, emptyLine, encodeAct, parseAct, signBody, wordsOf, type ActBody, type ActSignature, type JoiningPerson, type SignedAct } from "#entry";
import { hashOf, hkdf, randomBytes, randomHex, sameSecret, sha256 } from "#prim";
import { isHybridRecipient, openAge, openBody, sealAge, sealBody, SealError, SEALED_OVERHEAD_BYTES } from "#seal";
import { isRelayAddress, RelayClient } from "#sync";
import { MAILBOX_SLOT_BYTES, mailboxKeys } from "#wire";
import { DeskError } from "./errors.ts";
import { freshKeys, keepKeys, type FreshKeys, type NewPerson } from "./founding.ts";
import { ANSWER_FILE, clearTry, emptyAgain, emptyJoining, endBeginning, endJoining, isJoining, JOINING_FILE, takeFolder } from "./folder.ts";
import { isSettled } from "./epochs.ts";
import { readJoining, writeJoining } from "./joining-file.ts";
import { writeMemberKey, type Keyring } from "./keyring.ts";
import { appendSigned, commitAct, lendWriteToken, pullLine, readWholeLine, rebuildLine } from "./line.ts";
import type { OpenDesk } from "./open-desk.ts";
import { syncDesk } from "./sync.ts";
import { closeDesk, openWith, relayClient, type Surroundings } from "./unlock.ts";

const NO_SALT = new Uint8Array(0);
/** 66 bits: more than anybody can search while two people wait. */
const WORDS_READ = 6;
/** The genesis this desk signed to join, until it is known to be on the line. */
const GENESIS_SENT = "joining/genesis";
/** `handover/MAILBOX`: what is yet to be put there, from before somebody is admitted. */
const HANDOVER = "handover/";
/** After so long no mailbox is there any more. */
const MAILBOX_MS = 3 * 86_400_000;
const CODE = /^vouchsafe-invite:1:(https?:\/\/[^\s]{1,200}):([0-9a-f]{64}):([0-9a-f]{64}):([0-9a-f]{64})$/;
const hex32 = z.string().regex(/^[0-9a-f]{64}$/);
const certificate = z.strictObject({ device: hex32, recipient: z.string().refine(isHybridRecipient), signature: z.string().max(128) });
const joining: z.ZodType<JoiningPerson> = z
  .strictObject({ devices: z.tuple([certificate]), name: z.string().min(1).max(60), person: hex32 })
  .refine(({ devices, person }) => deviceCertHolds(person, devices[0]));

const Slot1 = z.strictObject({ commitment: hex32 });
const Slot2 = z.strictObject({ device: hex32, nonceI: hex32 });
const Slot3 = z.strictObject({ joinRequest: joining, nonceJ: hex32 });
const Slot4 = z.strictObject({ box: z.string() });
const Handover = z.strictObject({
  genesis: z.strictObject({ body: z.custom<ActBody>((v) => typeof v === "object" && v !== null), signature: z.strictObject({ device: hex32, signature: z.string() }) }).nullable(),
  head: hex32,
  lineKeys: z.array(hex32).min(1).max(64),
  lineWriteToken: hex32.nullable(),
});

const KeptHandover = z.strictObject({ at: z.number(), box: z.string(), person: hex32, token: hex32, v: z.literal(1) });

type Handover = z.infer<typeof Handover>;

interface Mailbox {
  readonly relay: RelayClient;
  readonly id: string;
  readonly token: string;
  readonly key: Bytes;
  readonly group: string;
}

/** What slot 4 is to hold, made upon this head. */
type SealedHandover = { readonly box: Bytes; readonly head: string; readonly isGenesis: boolean };

/** An invite as its maker follows it. */
export interface Invite {
  readonly code: string;
  readonly mailbox: Mailbox;
  readonly head: string;
  readonly nonceI: string;
  commitment: string | null;
  /** Slot 2 as it is sent, once and the same again until it is there. */
  answer: Bytes | null;
  isAnswered: boolean;
  joining: JoiningPerson | null;
  words: readonly string[] | null;
  /** Slot 4 as it is sent, once and the same again. */
  handover: SealedHandover | null;
  state: "waiting" | "compare" | "done" | "ended";
}

/** Makes an invite. Throws `DeskError`: `offline`, `relay-refused` (this desk holds no account token, or the relay is full). */
export async function invite(desk: OpenDesk): Promise<Invite> {
  if (desk.keyring.accountToken === null || desk.line.group === null || desk.line.head === null) throw new DeskError("relay-refused");
  const secret = randomBytes(32);
  const mailbox = mailboxOf(desk.relay, secret, desk.line.group);
  const made = await desk.relay.makeMailbox(mailbox.id, mailbox.token, desk.keyring.accountToken.reveal());
  if (made.kind !== "ok") throw new DeskError(made.kind === "offline" ? "offline" : "relay-refused");
  const code = `vouchsafe-invite:1:${desk.keyring.relay}:${desk.line.group}:${desk.line.head}:${toHex(secret)}`;
  return { code, mailbox, head: desk.line.head, nonceI: randomHex(32), commitment: null, answer: null, isAnswered: false, joining: null, words: null, handover: null, state: "waiting" };
}

/** Looks whether the joiner has moved, and answers. Sets `words` and `compare` when both sides have everything to compare. */
export async function followInvite(desk: OpenDesk, it: Invite): Promise<void> {
  if (it.state !== "waiting") return;
  if (it.commitment === null) {
    const first = await readSlot(it.mailbox, 1, Slot1);
    if (first === null) return;
    it.commitment = first.commitment;
  }
  if (!it.isAnswered) {
    // Sealed once: where it broke off nobody knows whether it is there already, and other bytes would be refused.
    it.answer ??= sealedSlot(it.mailbox, 2, { device: desk.keyring.device.publicKey, nonceI: it.nonceI });
    await putSealed(it.mailbox, 2, it.answer);
    it.isAnswered = true;
  }
  const third = await readSlot(it.mailbox, 3, Slot3);
  if (third === null) return;
  if (commitmentOf(third.joinRequest, third.nonceJ) !== it.commitment) {
    it.state = "ended";
    throw new DeskError("bad-invite");
  }
  it.joining = third.joinRequest;
  it.words = inviteWords(it.mailbox.group, it.head, desk.keyring.device.publicKey, third.joinRequest, it.nonceI, third.nonceJ);
  it.state = "compare";
}

/**
 * The words were the same: admits the joiner and hands over the roster's keys. In a group of one both sign a new genesis; else a second person
 * confirms the admission, and the keys of the record follow then. Throws `DeskError("not-settled")` while somebody else is being let in or new keys are
 * due: the keys handed over now would not be those the joiner needs by then.
 */
export async function acceptInvite(desk: OpenDesk, it: Invite): Promise<void> {
  if (it.state !== "compare" || it.joining === null) throw new DeskError("bad-invite");
  const { reached } = await pullLine(desk);
  if (!reached) throw new DeskError("offline");
  // Asked again after the relay broke off: they may be on the line by now, and what was sealed for them is what they get.
  const isThere = isOnLine(desk, it.joining.person);
  if (!isThere && !isSettled(desk)) throw new DeskError("not-settled");
  if (it.handover === null || (!isThere && it.handover.head !== desk.line.head)) it.handover = await sealedHandover(desk, it, it.joining);
  const { box, isGenesis } = it.handover;
  if (!isGenesis && !isThere) {
    await commitAct(desk, { kind: "admit", person: it.joining });
  }
  await putSealed(it.mailbox, 4, box);
  desk.store.set(handoverName(it.mailbox), null);
  it.state = "done";
}

/** What slot 4 says to this joiner. In a group of two or more it is kept before they are admitted: a desk that stops in between would leave a member who has no way in. */
async function sealedHandover(desk: OpenDesk, { mailbox }: Invite, request: JoiningPerson): Promise<SealedHandover> {
  const lineKeys = desk.lineLogs.map((log) => toHex(log.key.reveal()));
  const persons = [...desk.line.judged.persons].filter(([, person]) => !person.removed);
  const isGenesis = persons.length === 1;
  let genesis: { body: ActBody; signature: ActSignature } | null = null;
  if (isGenesis) {
    const me = joiningPersonOf(desk);
    const both = [me, request].toSorted((a, b) => (a.person < b.person ? -1 : 1));
    const act = { before: { group: desk.line.group!, head: desk.line.head! }, kind: "genesis", persons: both, policy: {}, relay: desk.keyring.relay } as const;
    const by = [desk.keyring.device.publicKey, request.devices[0]!.device].toSorted();
    const body: ActBody = { ...desk.line.draft(act, desk.now()), by, v: 1 };
    genesis = { body, signature: signBody(body, desk.keyring.device) };
  }
  const lineWriteToken = isGenesis ? (desk.lineLogs.at(-1)!.writeToken?.reveal() ?? null) : null;
  // The code may have been read by others on its way; the words, compared aloud, cover the recipient that this is sealed to.
  const handover = canonical({ genesis: genesis as unknown as Json, head: desk.line.head!, lineKeys, lineWriteToken });
  const box = sealedSlot(mailbox, 4, { box: toBase64(await sealAge([request.devices[0]!.recipient], handover)) });
  if (!isGenesis) desk.store.set(handoverName(mailbox), canonical({ at: desk.now(), box: toBase64(box), person: request.person, token: mailbox.token, v: 1 }));
  return { box, head: desk.line.head!, isGenesis };
}

/** Gives those who are on the line what lets them read it, where this desk was stopped, or the relay broke off, after they were admitted. Throws `DeskError("offline")`. */
export async function sendHandovers(desk: OpenDesk): Promise<void> {
  for (const name of desk.store.names(HANDOVER)) {
    const { at, box, person, token } = KeptHandover.parse(parseCanonical(desk.store.get(name)!));
    if (isOnLine(desk, person)) {
      const answer = await desk.relay.putSlot(name.slice(HANDOVER.length), token, 4, fromBase64(box));
      if (answer.kind === "offline") throw new DeskError("offline");
    } else if (desk.now() - at < MAILBOX_MS) continue;
    desk.store.set(name, null);
  }
}

function handoverName({ id }: Mailbox): string {
  return `${HANDOVER}${id}`;
}

/** Whether the line names this person, or waits for a second signature that lets them in. */
function isOnLine({ line }: OpenDesk, person: string): boolean {
  const known = line.judged.persons.get(person);
  return (known !== undefined && !known.removed) || isProposed(line.judged, person);
}

function isProposed({ pending }: OpenDesk["line"]["judged"], person: string): boolean {
  return [...pending.values()].some(({ body }) => body.act.kind === "admit" && body.act.person.person === person);
}

/** What the joiner holds between reading an invite and being let in. */
export interface Joining {
  readonly mailbox: Mailbox;
  readonly code: string;
  readonly relay: string;
  readonly inviteHead: string;
  /** `member: null` once it is in a file of its own and nowhere else. */
  readonly fresh: Omit<FreshKeys, "member"> & { readonly member: FreshKeys["member"] | null };
  readonly nonceJ: string;
  /** The inviter's answer as it was first read, by its hash. No other is taken: who has seen `nonceJ` could search for one whose words are those of somebody else. */
  answer: string | null;
  words: readonly string[] | null;
  /** Keys that lie in the desk's folder already, of a try whose end nobody knows: the line may name this device by now, and no other keys may take their place. */
  kept: Keyring | null;
  /** The folder in which its keys are, sealed: it goes on after the process ended (`resumeJoining`). */
  keptIn: string | null;
  isFinishing: boolean;
}

/** Reads an invite's code and makes this person's keys. Throws `DeskError("bad-invite")`. */
export async function beginJoining(code: string, name: string, surroundings: Surroundings = {}): Promise<Joining> {
  const place = placeIn(code, surroundings);
  const joinee: Joining = { ...place, fresh: await freshKeys(name), nonceJ: randomHex(32), answer: null, words: null, kept: null, keptIn: null, isFinishing: false };
  await putSlot(joinee.mailbox, 1, { commitment: commitmentOf(joinee.fresh.joining, joinee.nonceJ) });
  return joinee;
}

function placeIn(code: string, surroundings: Surroundings): Pick<Joining, "code" | "inviteHead" | "mailbox" | "relay"> {
  const match = CODE.exec(code.trim());
  if (match === null || !isRelayAddress(match[1] ?? "")) throw new DeskError("bad-invite");
  const [whole, relay = "", group = "", inviteHead = "", secret = ""] = match;
  return { code: whole, mailbox: mailboxOf(relayClient(relay, surroundings), fromHex(secret), group), relay, inviteHead };
}

/**
 * Puts a joining into its folder, sealed, before the inviter is told who joins: from then on they may be let in at any moment, and who was let in must have their keys.
 * The member key goes into its own file at once, under its own passphrase. Throws `DeskError("already-a-desk")` where something is in the folder, and `DurableError`.
 */
export async function keepJoining(it: Joining, dir: string, who: NewPerson, { workFactor }: Surroundings = {}): Promise<void> {
  const { device, joining, member, recipientIdentity } = it.fresh;
  takeFolder(dir);
  try {
    if (member !== null) await writeMemberKey(who.memberKeyPath, member, who.memberPassphrase ?? who.passphrase, workFactor);
    await writeJoining(join(dir, JOINING_FILE), { code: it.code, device, joining, nonceJ: it.nonceJ, recipientIdentity }, who.passphrase, workFactor);
  } catch (error) {
    emptyAgain(dir);
    throw error;
  }
  endBeginning(dir);
  it.keptIn = dir;
}

/** Goes on with a joining that `keepJoining` put into the folder. Throws `DeskError`: `wrong-passphrase`, `bad-key-file`, `bad-invite`. */
export async function resumeJoining(dir: string, passphrase: Redacted<string>, surroundings: Surroundings = {}): Promise<Joining> {
  if (!isJoining(dir)) throw new DeskError("bad-invite");
  const { code, device, joining: request, nonceJ, recipientIdentity } = await readJoining(join(dir, JOINING_FILE), passphrase, joining);
  // What is in the folder is no beginning any more, which another would take away: somebody may be told of these keys now.
  endBeginning(dir);
  const fresh = { member: null, device, joining: request, recipientIdentity };
  return { ...placeIn(code, surroundings), fresh, nonceJ, answer: answerIn(dir), words: null, kept: null, keptIn: dir, isFinishing: false };
}

/** Gives a joining up: the folder is empty again, and the keys that were made are gone. */
export function forgetJoining(dir: string): void {
  if (isJoining(dir)) emptyJoining(dir);
}

/** Looks whether the inviter has answered; then reveals, and gives the words to compare. `null`: not yet. */
export async function followJoining(it: Joining): Promise<readonly string[] | null> {
  if (it.words !== null) return it.words;
  const second = await readSlot(it.mailbox, 2, Slot2);
  if (second === null) return null;
  pinAnswer(it, hashOf("invite-answer", canonical(second)));
  // Asked first: one who goes on has perhaps revealed already, and the same sealed anew would be another message, which ends the invite.
  const revealed = await readSlot(it.mailbox, 3, Slot3);
  if (revealed === null) await putSlot(it.mailbox, 3, { joinRequest: it.fresh.joining as unknown as Json, nonceJ: it.nonceJ });
  else if (revealed.nonceJ !== it.nonceJ) throw new DeskError("invite-ended");
  it.words = inviteWords(it.mailbox.group, it.inviteHead, second.device, it.fresh.joining, second.nonceI, it.nonceJ);
  return it.words;
}

/** Before anything is revealed to whoever gave this answer. Throws `DeskError("invite-ended")` where another was given before. */
function pinAnswer(it: Joining, hash: string): void {
  if (it.answer === null && it.keptIn !== null) writeFileDurably(join(it.keptIn, ANSWER_FILE), utf8(hash));
  it.answer ??= hash;
  if (it.answer !== hash) throw new DeskError("invite-ended");
}

/** A hash, or something no answer has. */
function answerIn(dir: string): string | null {
  const path = join(dir, ANSWER_FILE);
  return existsSync(path) ? readFileSync(path, "latin1") : null;
}

/**
 * The words were the same and the inviter has accepted: makes the desk. `null`: not yet. Where it throws after this device may have been named in the line, the keys
 * stay in the folder: asked again it goes on with them, and so does the desk itself once it is unlocked (`goOnJoining`), so that one person is one member.
 * Throws `DeskError("foreign-roster")` where the line does not hold the head the invite named, or does not name this person as agreed, and `DeskError("already-a-desk")`
 * while it is under way: two at once would put two databases in one folder, and one key.
 */
export async function finishJoining(it: Joining, dir: string, who: NewPerson, surroundings: Surroundings = {}): Promise<OpenDesk | null> {
  if (it.isFinishing) throw new DeskError("already-a-desk");
  it.isFinishing = true;
  try {
    return await finish(it, dir, who, surroundings);
  } finally {
    it.isFinishing = false;
  }
}

async function finish(it: Joining, dir: string, who: NewPerson, surroundings: Surroundings): Promise<OpenDesk | null> {
  const isAgain = it.kept !== null;
  // The passphrases may be others than at the first try: those typed last are the ones somebody remembers, however this try ends.
  if (it.kept !== null) await keepKeys(dir, it.kept, it.fresh, who, surroundings);
  const slot = await readSlot(it.mailbox, 4, Slot4);
  if (slot === null) return null;
  const fourth = await openHandover(it.fresh, slot.box);
  // What an earlier try of a kept joining has made there, nobody has been told of.
  if (!isAgain && it.keptIn !== null) clearTry(dir, who.memberKeyPath);
  else if (!isAgain) takeFolder(dir);
  const keyring: Keyring = it.kept ?? {
    accountToken: null,
    databaseKey: new Redacted(randomBytes(32)),
    device: it.fresh.device,
    group: it.mailbox.group,
    line0Key: new Redacted(fromHex(fourth.lineKeys[0]!)),
    person: it.fresh.joining.person,
    recipientIdentity: it.fresh.recipientIdentity,
    relay: it.relay,
  };
  let desk: OpenDesk | null = null;
  try {
    desk = openWith(dir, keyring, emptyLine(), surroundings);
    if (isAgain) await rebuildLine(desk);
    await readWholeLine(desk, fourth.lineKeys.map((key) => fromHex(key)));
    if (!desk.line.acts.has(it.inviteHead) || !desk.line.acts.has(fourth.head)) throw new DeskError("foreign-roster");
    let genesis: SignedAct | null = null;
    if (!isNamed(desk)) {
      if (fourth.genesis === null) throw new DeskError("foreign-roster");
      if (fourth.lineWriteToken !== null) lendWriteToken(desk, fourth.lineWriteToken);
      genesis = checkedGenesis(desk, it.fresh.joining, fourth.genesis);
      // Before the folder is a desk: one that is opened again finds what it has to send, however early this process ends.
      desk.store.set(GENESIS_SENT, encodeAct(genesis));
    }
    // Before the line names this device: keys that only memory held, in a group of two, would leave it with somebody who can never decide.
    if (!isAgain) await keepKeys(dir, keyring, it.fresh, who, surroundings);
    it.kept = keyring;
    if (it.keptIn !== null) endJoining(dir);
    if (genesis !== null) await sendGenesis(desk, genesis);
    if (!isNamed(desk)) throw new DeskError("foreign-roster");
    await syncDesk(desk);
    return desk;
  } catch (error) {
    if (desk !== null) closeDesk(desk);
    // Also where the relay has said no: it may have kept the act all the same.
    if (it.kept === null && it.keptIn === null) emptyAgain(dir);
    throw error;
  }
}

/**
 * Goes on with a joining that broke off after its last act was sent: where the line has it, nothing is left to do, and where it lacks it, it is sent again. Where the line
 * has gone on otherwise meanwhile it can no longer be said; this desk is then in no group. Throws `DeskError` as `appendSigned` does.
 */
export async function goOnJoining(desk: OpenDesk): Promise<void> {
  const sent = desk.store.get(GENESIS_SENT);
  if (sent === null) return;
  if (!(await pullLine(desk)).reached) return;
  const genesis = parseAct(sent);
  if (!isNamed(desk) && !genesis.newer && genesis.body.prev === desk.line.head) await appendSigned(desk, genesis);
  desk.store.set(GENESIS_SENT, null);
}

async function sendGenesis(desk: OpenDesk, genesis: SignedAct): Promise<void> {
  await appendSigned(desk, genesis);
  desk.store.set(GENESIS_SENT, null);
}

/** What the inviter hands over, sealed to this joiner alone. Throws `DeskError("bad-invite")`. */
async function openHandover(fresh: Pick<FreshKeys, "recipientIdentity">, box: string): Promise<Handover> {
  return believed(Handover, async () => openAge(fresh.recipientIdentity, fromBase64(box)));
}

/** The six words both screens show: 66 bits of everything either side has said. */
export function inviteWords(group: string, head: string, device: string, request: JoiningPerson, nonceI: string, nonceJ: string): readonly string[] {
  const hash = hashOf("invite-words", fromHex(group), fromHex(head), fromHex(device), canonical(request as unknown as Json), fromHex(nonceI), fromHex(nonceJ));
  return wordsOf(hash, WORDS_READ);
}

/** Checks that the genesis is what was agreed, two persons and nobody else on top of the line read, and signs it too. */
function checkedGenesis(desk: OpenDesk, me: JoiningPerson, offered: { readonly body: ActBody; readonly signature: ActSignature }): SignedAct {
  const { body } = offered;
  const act = body.act;
  const names = act.kind === "genesis" ? act.persons.map((person) => person.person) : [];
  const before = [...desk.line.judged.persons].filter(([, person]) => !person.removed).map(([id]) => id);
  if (body.prev !== desk.line.head || names.length !== 2 || before.length !== 1 || !names.includes(before[0]!) || !names.includes(me.person)) throw new DeskError("foreign-roster");
  const mine = act.kind === "genesis" ? act.persons.find(({ person }) => person === me.person) : undefined;
  if (!sameJson(mine as unknown as Json, me as unknown as Json)) throw new DeskError("foreign-roster");
  const signatures = [offered.signature, signBody(body, desk.keyring.device)].toSorted((a, b) => (a.device < b.device ? -1 : 1));
  return assembleAct(body, signatures);
}

function isNamed({ line, keyring: { device, person } }: OpenDesk): boolean {
  if (line.judged.devices.get(device.publicKey)?.person === person) return true;
  return isProposed(line.judged, person);
}

/** This desk's person as a genesis names them, from the act that brought them in. */
function joiningPersonOf(desk: OpenDesk): JoiningPerson {
  const me = desk.keyring.person;
  for (const { act } of [...desk.line.acts.values()].toReversed()) {
    if (act.newer) continue;
    const said = act.body.act;
    const found = said.kind === "genesis" ? said.persons.find((p) => p.person === me) : said.kind === "admit" && said.person.person === me ? said.person : undefined;
    if (found !== undefined) return found;
  }
  throw new DeskError("foreign-roster");
}

function commitmentOf(request: JoiningPerson, nonceJ: string): string {
  return hashOf("invite-commitment", canonical(request as unknown as Json), fromHex(nonceJ));
}

function mailboxOf(relay: RelayClient, secret: Bytes, group: string): Mailbox {
  const { mailboxId, accessToken } = mailboxKeys(secret);
  return { relay, id: mailboxId, token: accessToken, key: hkdf(secret, NO_SALT, "vouchsafe/1/mailbox-key", 32), group };
}

async function putSlot(box: Mailbox, slot: number, content: Json): Promise<void> {
  await putSealed(box, slot, sealedSlot(box, slot, content));
}

function sealedSlot(box: Mailbox, slot: number, content: Json): Bytes {
  const bytes = canonical(content);
  const room = MAILBOX_SLOT_BYTES - SEALED_OVERHEAD_BYTES;
  if (bytes.length + 4 > room) throw new DeskError("bad-invite");
  const plain = concat(u32(bytes.length), bytes, new Uint8Array(room - 4 - bytes.length));
  return sealBody(box.key, "mailbox", slotContext(box, slot), plain);
}

async function putSealed(box: Mailbox, slot: number, sealed: Bytes): Promise<void> {
  const answer = await box.relay.putSlot(box.id, box.token, slot, sealed);
  if (answer.kind === "offline") throw new DeskError("offline");
  if (answer.kind === "refused") throw new DeskError("invite-ended");
}

/** What a slot says, or `null` while it is empty. Throws `DeskError`: `offline`, `invite-ended`, `bad-invite`. */
async function readSlot<T>(box: Mailbox, slot: number, schema: z.ZodType<T>): Promise<T | null> {
  const answer = await box.relay.slot(box.id, box.token, slot);
  if (answer.kind === "offline") throw new DeskError("offline");
  if (answer.kind === "refused") {
    if (answer.code === "empty") return null;
    throw new DeskError("invite-ended");
  }
  return believed(schema, async () => {
    const plain = openBody(box.key, "mailbox", slotContext(box, slot), answer.body);
    const length = readU32(plain, 0);
    requireZeros(plain, 4 + length);
    return take(plain, 4, length);
  });
}

/** What the other side said, if it opens and has the right form. Throws `DeskError("bad-invite")`. */
async function believed<T>(schema: z.ZodType<T>, open: () => Promise<Uint8Array>): Promise<T> {
  try {
    const parsed = schema.safeParse(parseCanonical(await open()));
    if (!parsed.success) throw new DeskError("bad-invite");
    return parsed.data;
  } catch (error) {
    if (error instanceof SealError || error instanceof BytesError) throw new DeskError("bad-invite");
    throw error;
  }
}

function slotContext(box: Mailbox, slot: number): Bytes {
  return concat(utf8("slot"), Uint8Array.of(slot), fromHex(box.group));
}

function sameJson(a: Json | undefined, b: Json): boolean {
  return a !== undefined && sameSecret(sha256(canonical(a)), sha256(canonical(b)));
}

