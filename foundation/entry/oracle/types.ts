/**
 * The roster as the oracle sees it: acts without their bytes. Nothing here is shared with `roster/`: two readings of one page
 * (docs/formats/roster.md) are compared, so they may share no code.
 */

export type Certificate = { readonly device: string; readonly recipient: string; readonly signature: string };
export type Joining = { readonly devices: readonly Certificate[]; readonly name: string; readonly person: string };
export type Cut = { readonly [compartment: string]: readonly string[] };

/** One element of an epoch act. What is in the boxes decides no rule. */
export type EpochPart = {
  readonly compartment: string;
  readonly keyCommitment: string;
  readonly lockboxes: readonly { readonly device: string; readonly box: string }[];
  readonly parent: string | null;
  readonly wrapped: string | null;
  readonly writers: readonly string[];
};

export type Act =
  | {
      readonly kind: "genesis";
      readonly persons: readonly Joining[];
      readonly relay: string;
      readonly before: { readonly group: string; readonly head: string } | null;
      readonly policy: { readonly [key: string]: never };
    }
  | { readonly kind: "admit"; readonly person: Joining }
  | { readonly kind: "remove"; readonly person: string; readonly cut: Cut }
  | { readonly kind: "suspend"; readonly person: string; readonly cut: Cut }
  | { readonly kind: "reinstate"; readonly suspension: string }
  | { readonly kind: "add-device"; readonly person: string; readonly device: Certificate }
  | { readonly kind: "revoke-device"; readonly device: string; readonly cut: Cut }
  | { readonly kind: "confirm"; readonly act: string }
  | { readonly kind: "epoch"; readonly epochs: readonly EpochPart[] }
  | { readonly kind: "epoch-bad"; readonly epoch: string }
  | { readonly kind: "policy"; readonly policy: { readonly [key: string]: never } }
  | { readonly kind: "move-relay"; readonly relay: string }
  | { readonly kind: "resolve"; readonly heads: readonly [string, string] };

export type Kind = Act["kind"];

/** An act of this kind, as in `Of<"suspend">`. */
export type Of<K extends Kind> = Extract<Act, { kind: K }>;

export type Body = {
  readonly v: number;
  /** The devices that sign, sorted. */
  readonly by: readonly string[];
  readonly group: string;
  readonly n: number;
  readonly prev: string | null;
  readonly clock: number;
  readonly act: Act;
};

/** An act somebody wrote; `signaturesHold`: it bears a good signature of every device in `by`. */
export type Written = { readonly id: string; readonly body: Body; readonly signaturesHold: boolean };

/** How an act reached a desk: from the relay's log, or as a file. */
export type Road = "line" | "file";

export type Summary = {
  readonly devices: { readonly [device: string]: { readonly counts: boolean; readonly person: string } };
  readonly epochs: { readonly [compartment: string]: { readonly bad: boolean; readonly id: string; readonly recipients: readonly string[] } };
  readonly fork: null | { readonly heads: readonly string[] };
  readonly group: string | null;
  readonly head: string | null;
  readonly pending: readonly string[];
  readonly persons: { readonly [person: string]: "active" | "suspended" | "removed" };
  readonly suspensions: readonly { readonly act: string; readonly by: string; readonly open: boolean; readonly person: string }[];
  readonly updateNeeded: boolean;
  readonly void: { readonly [act: string]: string };
};

const KINDS: readonly string[] = [
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
] satisfies readonly Kind[];

/** Whether this version of the page knows the act. */
export function isKnown(body: Body): boolean {
  return body.v === 1 && KINDS.includes(body.act.kind);
}

export const NO_GROUP = "0".repeat(64);
