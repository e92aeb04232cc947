/** What an act of the roster says (docs/formats/roster.md, "Form" and "Acts and their rules"). Ids and keys are lower-case hexadecimal. */
import type { Json } from "#bytes";

/** A device certificate without its `person`, who stands beside it. */
export type DeviceCert = {
  /** public half of the device key */
  readonly device: string;
  /** the device's age hybrid recipient, `age1pq1…` */
  readonly recipient: string;
  /** by the member key, base64 */
  readonly signature: string;
};

/** A person as they join: also the join request of an invite. */
export type JoiningPerson = { readonly devices: readonly DeviceCert[]; readonly name: string; readonly person: string };

/** Heads per compartment, as the signer of the act held them. */
export type CutHeads = { readonly [compartment: string]: readonly string[] };

/** One new epoch of one compartment. */
export type EpochElement = {
  readonly compartment: string;
  readonly keyCommitment: string;
  /** for each recipient device an age file, base64; sorted by device */
  readonly lockboxes: readonly { readonly device: string; readonly box: string }[];
  readonly parent: string | null;
  readonly wrapped: string | null;
  /** SHA-256 of each write token, sorted */
  readonly writers: readonly string[];
};

/** The group's agreed settings: none in version 1. */
export type Policy = { readonly [key: string]: never };

export type Act =
  | {
      readonly kind: "genesis";
      readonly persons: readonly JoiningPerson[];
      readonly relay: string;
      readonly before: { readonly group: string; readonly head: string } | null;
      readonly policy: Policy;
    }
  | { readonly kind: "admit"; readonly person: JoiningPerson }
  | { readonly kind: "remove"; readonly person: string; readonly cut: CutHeads }
  | { readonly kind: "suspend"; readonly person: string; readonly cut: CutHeads }
  | { readonly kind: "reinstate"; readonly suspension: string }
  | { readonly kind: "add-device"; readonly person: string; readonly device: DeviceCert }
  | { readonly kind: "revoke-device"; readonly device: string; readonly cut: CutHeads }
  | { readonly kind: "confirm"; readonly act: string }
  | { readonly kind: "epoch"; readonly epochs: readonly EpochElement[] }
  | { readonly kind: "epoch-bad"; readonly epoch: string }
  | { readonly kind: "policy"; readonly policy: Policy }
  | { readonly kind: "move-relay"; readonly relay: string }
  | { readonly kind: "resolve"; readonly heads: readonly [kept: string, dropped: string] };

export type ActKind = Act["kind"];
export type ActOf<K extends ActKind> = Extract<Act, { readonly kind: K }>;

/** What every version keeps of a body, so that an act this desk cannot read can still be placed. */
export type BodyFrame = {
  readonly v: number;
  /** the devices that sign, sorted */
  readonly by: readonly string[];
  readonly group: string;
  readonly n: number;
  readonly prev: string | null;
  /** milliseconds since 1970; decides no rule */
  readonly clock: number;
};

export type ActBody = BodyFrame & { readonly act: Act };
export type NewerBody = BodyFrame & { readonly act: { readonly kind: string }; readonly [field: string]: Json };

/** A body before its signers are known. */
export type ActDraft = Omit<ActBody, "by" | "v">;

export type ActSignature = { readonly device: string; readonly signature: string };

type Signed = { readonly id: string; readonly signatures: readonly ActSignature[] };
/** An act with its form right and its signatures verified. */
export type SignedAct = Signed & { readonly newer: false; readonly body: ActBody };
/** An act of a version or kind that this program does not know, its signatures verified. */
export type NewerAct = Signed & { readonly newer: true; readonly body: NewerBody };

export const ACT_VERSION = 1;
export const NO_GROUP = "0".repeat(64);
