export { SealError, type SealErrorCode } from "./errors.ts";
export { openBody, openBodyWithSiv, sealBody, sealBodyWithSiv, SEALED_OVERHEAD_BYTES } from "./body.ts";
export { newRecipientIdentity, openAge, recipientOf, sealAge } from "./age.ts";
export { isHybridRecipient } from "./recipient.ts";
export { openKeyFile, sealKeyFile } from "./passphrase.ts";
