import type { Bytes, Redacted } from "#bytes";
import type { Line } from "#entry";
import type { Store } from "#store";
import type { RelayClient } from "#sync";
import type { Keyring } from "./keyring.ts";
import type { Archive } from "./archive.ts";
import type { Records } from "./book-keeper.ts";

/** A key this desk can open of one compartment's epoch. */
export interface EpochKey {
  readonly compartment: string;
  readonly epochId: string;
  readonly key: Redacted<Bytes>;
  /** Hexadecimal. `null` for epochs before this device's time: it may read their logs and not write to them. */
  readonly writeToken: Redacted<string> | null;
}

/** One log of the roster's line: the first has the founders' key, each later one the key of a roster epoch. */
export interface LineLog {
  readonly key: Redacted<Bytes>;
  readonly writeToken: Redacted<string> | null;
}

/** An unlocked desk: what every operation of this folder works on. Its fields change only where a function's name says so. */
export interface OpenDesk {
  readonly dir: string;
  readonly keyring: Keyring;
  readonly store: Store;
  readonly relay: RelayClient;
  readonly records: Records;
  readonly archive: Archive;
  /** Milliseconds since 1970, the machine's own. */
  readonly now: () => number;
  line: Line;
  /** Oldest first; the last is the one acts are appended to. */
  lineLogs: LineLog[];
  readonly epochKeys: Map<string, EpochKey>;
  /** The relay's storage this desk last spoke to. */
  incarnation: string | null;
  /** When the relay last answered a whole exchange; `null` before. */
  lastSyncMs: number | null;
  online: boolean;
}

export const COMPARTMENTS = ["inbox", "work", "signing"] as const;
export type Compartment = (typeof COMPARTMENTS)[number];
