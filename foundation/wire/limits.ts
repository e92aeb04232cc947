/** Sizes and counts of docs/formats/relay.md. Both sides check them before any other work. */

const KIB = 1024;
const MIB = 1024 * KIB;

/** Ids of logs and mailboxes, incarnations, and keys in the intake listing. */
export const ID_BYTES = 16;
export const TOKEN_BYTES = 32;
export const HASH_BYTES = 32;

export const MAX_BLOB_BYTES = 2 * MIB;
/** One `POST …/entries`, framing counted. */
export const MAX_APPEND_BYTES = 4 * MIB;
export const MAX_APPEND_BLOBS = 256;
/** One answer to `GET …/entries`, framing counted. */
export const MAX_ANSWER_BYTES = 4 * MIB;
export const MAX_ANSWER_BLOBS = 4096;
export const MAX_WAIT_SECONDS = 25;
/** A log holds fewer blobs than this, so that a cursor fits in four bytes. */
export const MAX_CURSOR = 2 ** 32 - 1;

export const MAX_CHUNK_BYTES = MIB;
export const MAX_KEYS_BYTES = 64 * KIB;
/** The JSON of a log or mailbox being made. */
export const MAX_FORM_BYTES = 32 * KIB;
/** An answer in JSON: a refusal, or the cursors of one append. */
export const MAX_JSON_ANSWER_BYTES = 16 * KIB;
export const MAX_WRITERS = 240;
export const MAX_CLOSED_INTAKES = 64;

/** A reporter's envelope: always exactly this (docs/formats/envelope.md). */
export const ENVELOPE_BYTES = 45_326;
export const MAILBOX_SLOT_BYTES = 16 * KIB;
export const MAILBOX_SLOTS = 4;
