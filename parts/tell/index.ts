export { TellError, type TellErrorCode } from "./errors.ts";
export { addDays, dayOf, isDay } from "./day.ts";
export { bodySizeBytes, MAX_BODY_BYTES, type PartOfReport, type Report } from "./report.ts";
export { KIND_ONE_WAY, PLAINTEXT_BYTES } from "./plaintext.ts";
export {
  ENVELOPE_BYTES,
  openEnvelope,
  parseEnvelopeHeader,
  sealEnvelope,
  type Content,
  type EnvelopeHeader,
  type OpenedEnvelope,
} from "./envelope.ts";
export {
  composeKeys,
  KEYS_LIFETIME_DAYS,
  keysMessage,
  MAX_KEYS_FILE_BYTES,
  parseKeys,
  signKeys,
  SIGNING_PERSONS,
  writeKeys,
  type Keys,
  type KeysFile,
  type KeysSignature,
  type KeysSigner,
} from "./keys.ts";
export { OFFLINE_GRACE_DAYS, pinnedOf, verifyKeys, type KeysRefusal, type KeysVerdict, type KeysWarning, type Pinned } from "./verify.ts";
