/** The strict form of an act's body (docs/formats/roster.md, "Form"). What is not so is noise in every line. */
import { z } from "zod";
import { BytesError, fromBase64, type Json } from "#bytes";
import { EntryError } from "../errors.ts";
import { ACT_VERSION, type Act, type ActBody, type CutHeads, type DeviceCert, type EpochElement, type JoiningPerson, type NewerBody } from "./act.ts";

const COMPARTMENT = /^[a-z][a-z0-9-]{0,31}$/;
const HASH = /^[0-9a-f]{64}$/;
const MAX_SIGNERS = 30;
const MAX_PERSONS = 30;
const MAX_CUT_HEADS = 64;
const MAX_CUT_COMPARTMENTS = 16;
const MAX_LOCKBOXES = 240;
/** Devices that a person may have at one time, and may join with. */
export const MAX_DEVICES = 8;

const characters = (text: string): number => Array.from(text).length;
const rising = (ids: readonly string[]): boolean => ids.every((id, i) => i === 0 || ids[i - 1]! < id);

const hash = z.string().regex(HASH);
const hashes = z.array(hash).refine(rising);
const compartment = z.string().regex(COMPARTMENT);
const base64 = z.string().min(1).refine(isBase64);
const relay = z.string().refine((text) => characters(text) <= 512);
const policy = z.strictObject({});
const cut: z.ZodType<CutHeads> = z
  .record(compartment, hashes.max(MAX_CUT_HEADS))
  .refine((heads) => Object.keys(heads).length <= MAX_CUT_COMPARTMENTS);

const deviceCert: z.ZodType<DeviceCert> = z.strictObject({
  device: hash,
  recipient: z.string().regex(/^age1pq1[02-9ac-hj-np-z]{1,4096}$/),
  signature: base64,
});

const joiningPerson: z.ZodType<JoiningPerson> = z.strictObject({
  devices: z.array(deviceCert).min(1).max(MAX_DEVICES),
  name: z.string().refine((text) => characters(text) >= 1 && characters(text) <= 60),
  person: hash,
});

const epochElement: z.ZodType<EpochElement> = z
  .strictObject({
    compartment,
    keyCommitment: hash,
    lockboxes: z
      .array(z.strictObject({ device: hash, box: base64 }))
      .min(1)
      .max(MAX_LOCKBOXES)
      .refine((boxes) => rising(boxes.map((box) => box.device))),
    parent: hash.nullable(),
    wrapped: base64.nullable(),
    writers: hashes.min(1).max(MAX_LOCKBOXES),
  })
  .refine(({ parent, wrapped }) => parent !== null || wrapped === null);

const act: z.ZodType<Act> = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("genesis"),
    persons: z.array(joiningPerson).min(1).max(MAX_PERSONS),
    relay,
    before: z.strictObject({ group: hash, head: hash }).nullable(),
    policy,
  }),
  z.strictObject({ kind: z.literal("admit"), person: joiningPerson }),
  z.strictObject({ kind: z.literal("remove"), person: hash, cut }),
  z.strictObject({ kind: z.literal("suspend"), person: hash, cut }),
  z.strictObject({ kind: z.literal("reinstate"), suspension: hash }),
  z.strictObject({ kind: z.literal("add-device"), person: hash, device: deviceCert }),
  z.strictObject({ kind: z.literal("revoke-device"), device: hash, cut }),
  z.strictObject({ kind: z.literal("confirm"), act: hash }),
  z.strictObject({
    kind: z.literal("epoch"),
    epochs: z
      .array(epochElement)
      .min(1)
      .max(8)
      .refine((epochs) => new Set(epochs.map((epoch) => epoch.compartment)).size === epochs.length),
  }),
  z.strictObject({ kind: z.literal("epoch-bad"), epoch: hash }),
  z.strictObject({ kind: z.literal("policy"), policy }),
  z.strictObject({ kind: z.literal("move-relay"), relay }),
  z.strictObject({ kind: z.literal("resolve"), heads: z.tuple([hash, hash]) }),
]);

const KINDS: ReadonlySet<string> = new Set([
  "genesis",
  "admit",
  "remove",
  "suspend",
  "reinstate",
  "add-device",
  "revoke-device",
  "confirm",
  "epoch",
  "epoch-bad",
  "policy",
  "move-relay",
  "resolve",
]);

const frame = {
  v: z.int().min(ACT_VERSION),
  by: hashes.min(1).max(MAX_SIGNERS),
  group: hash,
  n: z.int().min(0),
  prev: hash.nullable(),
  clock: z.int().min(0),
};
const placed = z.looseObject({ ...frame, act: z.looseObject({ kind: z.string().regex(COMPARTMENT) }) });
const strict = z.strictObject({ ...frame, act });
const strictAroundAct = z.strictObject({ ...frame, act: z.looseObject({}) });

/** How many devices sign an act of this kind: a genesis as many as it names in `by`. */
function signersOf(kind: Act["kind"], count: number): boolean {
  return kind === "genesis" || count === (kind === "resolve" ? 2 : 1);
}

/**
 * The body that this JSON is. `newer` where the version or the kind is not known here: then only the frame is checked.
 * Throws `EntryError`: `bad-act` (form), `bad-signers` (not as many as its kind needs).
 */
export function parseBody(json: Json): { newer: false; body: ActBody } | { newer: true; body: NewerBody } {
  const outline = placed.safeParse(json);
  if (!outline.success || (outline.data.n === 0) !== (outline.data.prev === null)) throw new EntryError("bad-act");
  if (outline.data.v > ACT_VERSION) return { newer: true, body: json as unknown as NewerBody };
  if (!KINDS.has(outline.data.act.kind)) {
    if (!strictAroundAct.safeParse(json).success) throw new EntryError("bad-act");
    return { newer: true, body: json as unknown as NewerBody };
  }
  const whole = strict.safeParse(json);
  if (!whole.success) throw new EntryError("bad-act");
  if (!signersOf(whole.data.act.kind, whole.data.by.length)) throw new EntryError("bad-signers");
  return { newer: false, body: whole.data };
}

function isBase64(text: string): boolean {
  try {
    fromBase64(text);
    return true;
  } catch (error) {
    if (error instanceof BytesError) return false;
    throw error;
  }
}
