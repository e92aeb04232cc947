/** A relay's storage in memory, gone with the process: for tests of whole systems, and so that the acceptance suite has two to hold against each other. */
import { sameBytes, toHex, type Bytes } from "#bytes";
import { sha256 } from "#prim";
import { CHAIN_START, chainAfter, encodeLogForm, ID_BYTES, PLACED_OVERHEAD_BYTES, type LogForm, type Placed } from "#wire";
import { ENVELOPE_DAYS, MAILBOX_DAYS, StoreError, type Day, type Hashed, type RelayStore } from "./store.ts";

export type MemoryStoreOptions = {
  readonly today: () => Day;
  readonly random: (lengthBytes: number) => Bytes;
  readonly recordCapBytes: number;
  readonly intakeCapBytes: number;
};

type Log = {
  readonly form: LogForm;
  readonly entries: (Hashed & { readonly chain: string })[];
  readonly cursors: Map<string, number>;
  readonly chunks: Map<string, Uint8Array>;
};
type Mailbox = { readonly accessHash: string; readonly day: Day; ended: boolean; readonly slots: Map<number, Uint8Array> };

export function memoryStore({ today, random, recordCapBytes, intakeCapBytes }: MemoryStoreOptions): RelayStore {
  const logs = new Map<string, Log>();
  const closedIntakes = new Set<string>();
  const mailboxes = new Map<string, Mailbox>();
  const envelopes = new Map<string, { readonly day: Day; readonly envelope: Uint8Array }>();
  let keysFile: Uint8Array | null = null;
  let recordBytes = 0;

  const logOf = (logId: string): Log => {
    const log = logs.get(logId);
    if (log === undefined) throw new Error("no such log: the caller looks first");
    return log;
  };
  const take = (sizeBytes: number) => {
    if (recordBytes + sizeBytes > recordCapBytes) throw new StoreError("full");
    recordBytes += sizeBytes;
  };
  const add = (log: Log, { hash, blob }: Hashed): number => {
    const there = log.cursors.get(hash);
    if (there !== undefined) return there;
    log.entries.push({ hash, blob: blob.slice(), chain: chainAfter(log.entries.at(-1)?.chain ?? CHAIN_START, hash) });
    log.cursors.set(hash, log.entries.length);
    return log.entries.length;
  };
  const isThere = (mailbox: Mailbox | undefined): mailbox is Mailbox => mailbox !== undefined && mailbox.day >= today() - MAILBOX_DAYS;

  return {
    incarnation: toHex(random(ID_BYTES)),
    async makeLog(logId, form) {
      const there = logs.get(logId);
      if (there !== undefined) return sameBytes(encodeLogForm(there.form), encodeLogForm(form)) ? "same" : "differs";
      take(encodeLogForm(form).length);
      logs.set(logId, { form, entries: [], cursors: new Map(), chunks: new Map() });
      for (const closed of form.closesIntake) closedIntakes.add(closed);
      return "made";
    },
    log: (logId) => logs.get(logId)?.form ?? null,
    intakeReaders: async () => [...logs].flatMap(([id, { form }]) => (form.intake && !closedIntakes.has(id) ? [form.read] : [])),
    async append(logId, blobs) {
      const log = logOf(logId);
      const fresh = new Map(blobs.filter(({ hash }) => !log.cursors.has(hash)).map(({ hash, blob }) => [hash, blob.length]));
      take([...fresh.values()].reduce((sum, sizeBytes) => sum + sizeBytes, 0));
      return blobs.map((blob) => add(log, blob));
    },
    async appendToLine(logId, after, blob) {
      const log = logOf(logId);
      const head = log.entries.at(-1)?.hash ?? null;
      if (!log.cursors.has(blob.hash)) {
        if (head !== after) return { head };
        take(blob.blob.length);
      }
      return { cursor: add(log, blob) };
    },
    async read(logId, after, limitBytes, limitBlobs) {
      const log = logOf(logId);
      const entries: Placed[] = [];
      let leftBytes = limitBytes;
      for (let cursor = after + 1; cursor <= log.entries.length; cursor++) {
        const { blob } = log.entries[cursor - 1]!;
        leftBytes -= blob.length + PLACED_OVERHEAD_BYTES;
        if (leftBytes < 0 || entries.length === limitBlobs) break;
        entries.push({ cursor, blob: blob.slice() });
      }
      return { at: after === 0 ? CHAIN_START : (log.entries[after - 1]?.chain ?? null), newest: log.entries.length, entries };
    },
    async putChunk(logId, { hash, blob }) {
      const { chunks } = logOf(logId);
      if (chunks.has(hash)) return false;
      take(blob.length);
      chunks.set(hash, blob.slice());
      return true;
    },
    chunk: async (logId, hash) => logOf(logId).chunks.get(hash) ?? null,
    async putKeys(bytes) {
      keysFile = bytes.slice();
    },
    keys: async () => keysFile,
    async makeMailbox(mailboxId, accessHash) {
      if (mailboxes.has(mailboxId)) return false;
      mailboxes.set(mailboxId, { accessHash, day: today(), ended: false, slots: new Map() });
      return true;
    },
    async mailbox(mailboxId) {
      const mailbox = mailboxes.get(mailboxId);
      return isThere(mailbox) ? { accessHash: mailbox.accessHash, ended: mailbox.ended } : null;
    },
    async putSlot(mailboxId, slot, body) {
      const mailbox = mailboxes.get(mailboxId);
      if (mailbox === undefined || mailbox.ended) return "ended";
      const there = mailbox.slots.get(slot);
      if (there === undefined) {
        mailbox.slots.set(slot, body.slice());
        return "kept";
      }
      if (sameBytes(there, body)) return "had";
      if (slot !== 1) return "taken";
      mailbox.ended = true;
      mailbox.slots.clear();
      return "ended";
    },
    slot: async (mailboxId, slot) => mailboxes.get(mailboxId)?.slots.get(slot) ?? null,
    async keepEnvelope(envelope) {
      const key = toHex(sha256(envelope).subarray(0, ID_BYTES));
      if (envelopes.has(key)) return;
      if ((envelopes.size + 1) * envelope.length > intakeCapBytes) throw new StoreError("full");
      envelopes.set(key, { day: today(), envelope: envelope.slice() });
    },
    // Sorted by hash: an order that tells nothing.
    envelopeKeys: async () => [...envelopes.keys()].sort(),
    envelope: async (key) => envelopes.get(key)?.envelope ?? null,
    async settle() {
      for (const [id, mailbox] of mailboxes) if (!isThere(mailbox)) mailboxes.delete(id);
      for (const [key, { day }] of envelopes) if (day <= today() - ENVELOPE_DAYS) envelopes.delete(key);
    },
    async close() {},
  };
}
