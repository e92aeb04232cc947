/** Ids and tokens that follow from keys (docs/formats/relay.md, "Tokens"; invite.md). */
import { toHex } from "#bytes";
import { hkdf } from "#prim";
import { WireError } from "./errors.ts";
import { ID_BYTES, TOKEN_BYTES } from "./limits.ts";

const NO_SALT = new Uint8Array(0);
const KEY_BYTES = 32;

/** Where the log of an epoch (or line) key stands and what opens it. Hexadecimal; the tokens are secrets. */
export type LogKeys = {
  readonly logId: string;
  readonly readToken: string;
  /** The write token everybody shares in line 0. In every later log each device has its own, random (roster.md). */
  readonly line0WriteToken: string;
};

/** @param key the 32-byte epoch or line key. Throws `WireError("bad-token")` for another length. */
export function logKeys(key: Uint8Array): LogKeys {
  return {
    logId: derive(key, "vouchsafe/1/log-id", ID_BYTES),
    readToken: derive(key, "vouchsafe/1/log-read", TOKEN_BYTES),
    line0WriteToken: derive(key, "vouchsafe/1/log-write", TOKEN_BYTES),
  };
}

/** Where an invite's mailbox stands and what opens it. @param secret the invite's 32 bytes */
export function mailboxKeys(secret: Uint8Array): { readonly mailboxId: string; readonly accessToken: string } {
  return {
    mailboxId: derive(secret, "vouchsafe/1/mailbox-id", ID_BYTES),
    accessToken: derive(secret, "vouchsafe/1/mailbox-token", TOKEN_BYTES),
  };
}

function derive(key: Uint8Array, info: string, lengthBytes: number): string {
  if (key.length !== KEY_BYTES) throw new WireError("bad-token");
  return toHex(hkdf(key, NO_SALT, info, lengthBytes));
}
