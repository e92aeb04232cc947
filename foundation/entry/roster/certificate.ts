/** A member key's word that a device is theirs (docs/formats/roster.md, "Form"). */
import { BytesError, canonical, concat, fromBase64, toBase64, utf8, type Bytes } from "#bytes";
import { verifyStrict, type Signer } from "#prim";
import type { DeviceCert } from "./act.ts";

const DOMAIN = utf8("vouchsafe/1/device-cert\0");

/** Certifies a device. `member` signs as the person; `recipient` is the device's age recipient. */
export function makeDeviceCert(member: Signer, device: string, recipient: string): DeviceCert {
  return { device, recipient, signature: toBase64(member.sign(certifiedBytes(member.publicKey, device, recipient))) };
}

/** Whether `person` signed this certificate. Never throws on hostile input. */
export function deviceCertHolds(person: string, cert: DeviceCert): boolean {
  try {
    return verifyStrict(person, certifiedBytes(person, cert.device, cert.recipient), fromBase64(cert.signature));
  } catch (error) {
    if (error instanceof BytesError) return false;
    throw error;
  }
}

function certifiedBytes(person: string, device: string, recipient: string): Bytes {
  return concat(DOMAIN, canonical({ device, person, recipient }));
}
