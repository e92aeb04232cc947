export { WireError, type WireErrorCode } from "./errors.ts";
export * from "./limits.ts";
export { bearer, HEADERS, isHash, isId, NONE, parseEntriesQuery, paths, slotNumber, tokenHash, tokenOf } from "./names.ts";
export { CHAIN_START, chainAfter, chainAfterBytes } from "./chain.ts";
export { logKeys, mailboxKeys, type LogKeys } from "./keys.ts";
export { APPEND_OVERHEAD_BYTES, decodeBlobs, decodePlaced, encodeBlobs, encodePlaced, PLACED_OVERHEAD_BYTES, type Placed } from "./framing.ts";
export {
  encodeLogForm,
  encodeMailboxForm,
  encodeRefusal,
  parseCursors,
  parseLogForm,
  parseMailboxForm,
  parseRefusal,
  parseRelayHello,
  type LogForm,
  type RefusalAnswer,
  type RelayHello,
} from "./forms.ts";
export { isRefusalCode, REFUSALS, refusalFits, type RefusalCode } from "./refusals.ts";
