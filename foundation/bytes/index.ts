export { BytesError, type BytesErrorCode } from "./errors.ts";
export { concat, concatAll, fromUtf8, readU32, sameBytes, take, u32, utf8, type Bytes } from "./bytes.ts";
export { fromBase64, fromHex, hexInto, toBase64, toHex } from "./text.ts";
export { canonical, canonicalText, parseCanonical, parseCanonicalList, type Json } from "./canonical.ts";
export { MAX_DEPTH, type Members } from "./spelling.ts";
export { padme, padToPadme, requireZeros } from "./padding.ts";
export { Redacted } from "./redacted.ts";
