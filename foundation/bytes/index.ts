export { BytesError, type BytesErrorCode } from "./errors.ts";
export { concat, concatAll, fromUtf8, readU32, sameBytes, take, u32, utf8, type Bytes } from "./bytes.ts";
export { fromBase64, fromHex, hexInto, toBase64, toHex } from "./text.ts";
export { canonical, canonicalText, MAX_DEPTH, parseCanonical, parseCanonicalList, type Json, type SpelledList } from "./canonical.ts";
export { padme, padToPadme, requireZeros } from "./padding.ts";
export { Redacted } from "./redacted.ts";
