/** What an operator may set. Sizes of the protocol itself are in #wire and not to be set. */
import { isHash } from "#wire";

const KIB = 1024;
const MIB = 1024 * KIB;

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
      settings[name] = given;
    } else throw new Error("settings: a field that is not known");
  }
  return settings;
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
