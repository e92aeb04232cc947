/** What an operator may set. Sizes of the protocol itself are in #wire and not to be set. */
import { sha256Hex } from "#prim";
import { isHash } from "#wire";

const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;

export type RelaySettings = {
  /** SHA-256 of the account token. `null`: nobody makes logs, mailboxes or keys here. */
  readonly accountHash: string | null;
  /** Per write token and UTC day, counted in memory. */
  readonly quotaBytes: number;
  readonly quotaBlobs: number;
  /** Reports taken at once, and how many more come free in a day: a flood meets `busy` long before it meets the intake's cap. */
  readonly intakeBurst: number;
  readonly intakePerDay: number;
  readonly recordCapBytes: number;
  readonly intakeCapBytes: number;
  /** Bodies and answers held in memory at one moment. */
  readonly inFlightBytes: number;
  /** Requests held by `wait` at one moment; one more is answered at once. */
  readonly waitingLimit: number;
  /** Connections open at one moment; one more is closed at once. The system must let a process have so many files open. */
  readonly connections: number;
};

export const DEFAULT_SETTINGS: RelaySettings = {
  accountHash: null,
  quotaBytes: 64 * MIB,
  quotaBlobs: 20_000,
  intakeBurst: 500,
  intakePerDay: 5_000,
  recordCapBytes: 20 * 1024 * MIB,
  intakeCapBytes: 1024 * MIB,
  inFlightBytes: 256 * MIB,
  waitingLimit: 256,
  connections: 4_096,
};

/** The most each may be set to: far above what anybody needs, and below what a slip of a finger, or of a disk, makes of a number. */
const MOST: { readonly [Name in Exclude<keyof RelaySettings, "accountHash">]: number } = {
  quotaBytes: 1024 * GIB,
  quotaBlobs: 100_000_000,
  intakeBurst: 10_000_000,
  intakePerDay: 10_000_000,
  recordCapBytes: 16 * 1024 * GIB,
  intakeCapBytes: 16 * 1024 * GIB,
  inFlightBytes: 64 * GIB,
  waitingLimit: 100_000,
  connections: 100_000,
};

/**
 * Settings from the operator's `settings.json`: an object with any of the fields above; a number is a whole number above zero.
 * Throws an `Error` that names the field, for the operator's eyes at the start.
 */
export function parseSettings(text: string): RelaySettings {
  const value = parseJson(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Error("settings: not an object");
  const settings: { -readonly [Name in keyof RelaySettings]: RelaySettings[Name] } = { ...DEFAULT_SETTINGS };
  for (const [name, given] of Object.entries(value) as [string, unknown][]) {
    if (name === "accountHash") {
      if (given !== null && !isHash(given)) throw new Error("settings: accountHash is 64 lower-case hexadecimal characters");
      settings.accountHash = given;
    } else if (isLimitName(name)) {
      if (typeof given !== "number" || !Number.isSafeInteger(given) || given < 1) throw new Error(`settings: ${name} is a whole number above zero`);
      if (given > MOST[name]) throw new Error(`settings: ${name} is at most ${MOST[name]}`);
      settings[name] = given;
    } else throw new Error("settings: a field that is not known");
  }
  return settings;
}

/**
 * Whether the settings are what the operator sealed them as. `seal` is a file as `sha256sum settings.json` writes it; it is the operator's choice to have one. A number
 * with another digit in it reads as well as the right one, so nothing in the settings themselves would tell. Throws an `Error` for the operator's eyes.
 */
export function checkSettingsSeal(settings: Uint8Array, seal: string): void {
  if (/^([0-9a-f]{64}) [ *]settings\.json\n?$/.exec(seal)?.[1] === sha256Hex(settings)) return;
  throw new Error("settings: not what settings.sha256 says. If you changed them, look them over and run there: sha256sum settings.json > settings.sha256");
}

function isLimitName(name: string): name is Exclude<keyof RelaySettings, "accountHash"> {
  return name !== "accountHash" && Object.hasOwn(DEFAULT_SETTINGS, name);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error("settings: not JSON");
  }
}
