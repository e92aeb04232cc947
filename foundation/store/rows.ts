import { entryOf, type VerifiedEntry } from "#entry";

/** The parts of an entry as they stand in its row. */
export type EntryRow = { readonly header: Buffer; readonly signature: Buffer; readonly salt: Buffer; readonly body: Buffer };

/** The entry of a row. The file is authenticated page by page and took verified entries only, so what comes out is verified. */
export function asEntry({ header, signature, salt, body }: EntryRow): VerifiedEntry {
  return entryOf(Uint8Array.from(header), Uint8Array.from(signature), Uint8Array.from(salt), Uint8Array.from(body)) as VerifiedEntry;
}
