/** Writing acts: canonical bytes with real signatures, beside the form the oracle judges. */
import { canonicalText, concat, toBase64, utf8, type Bytes, type Json } from "#bytes";
import { hashOf } from "#prim";
import { signerOfDevice } from "./cast.ts";
import type { Act, Body, Written } from "./types.ts";

/** An act as it travels. `serial` tells two things apart that only look alike. */
export type Letter = Written & { readonly bytes: Bytes; readonly serial: number };

let serials = 0;

/** Signs a body with every device it names. `spoil` breaks the last signature. */
export function write(body: Body, spoil = false): Letter {
  const text = canonicalText(body as unknown as Json);
  const bytes = utf8(text);
  const message = concat(utf8("vouchsafe/1/act-signature\0"), bytes);
  const signatures = body.by.map((device, at) => {
    const signature = signerOfDevice(device)!.sign(message);
    if (spoil && at === body.by.length - 1) signature[7]! ^= 1;
    return { device, signature: toBase64(signature) };
  });
  return {
    id: hashOf("act", bytes),
    body,
    signaturesHold: !spoil,
    bytes: utf8(`{"body":${text},"signatures":${canonicalText(signatures)}}`),
    serial: serials++,
  };
}

/** An act of a kind or version this page does not know. */
export function unknownAct(kind: string): Act {
  return { kind, more: "fields" } as unknown as Act;
}
