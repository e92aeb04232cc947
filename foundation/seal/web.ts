/** The part of sealing that runs in a browser as well: age files to hybrid recipients. Nothing here reaches node:crypto or `crypto.subtle`. */
export { SealError, type SealErrorCode } from "./errors.ts";
export { newRecipientIdentity, openAge, recipientOf, sealAge } from "./age.ts";
export { isHybridRecipient } from "./recipient.ts";
