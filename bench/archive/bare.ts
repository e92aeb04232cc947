/**
 * What the platform itself takes for the work of a replay, with nothing of ours around it: one signature checked, one body opened and its salt made again, its text parsed, and its
 * rows put into a plain file in the same transactions, with the indexes of the views made at the end. It judges nothing and checks no form: a floor, not an alternative.
 */
import { createDecipheriv, createHash, createHmac, createPublicKey, createSecretKey, hash, hkdfSync, verify, type KeyObject } from "node:crypto";
import { statSync } from "node:fs";
import type Database from "better-sqlite3-multiple-ciphers";
import { concat, fromHex, readU32, utf8 } from "#bytes";
import { Clock, peakMiB } from "./clock.ts";
import { answers, EPOCH, EPOCH_KEY, type MadeRecord } from "./made.ts";

const SPKI_PREFIX = fromHex("302a300506032b6570032100");
const SIGNATURE_DOMAIN = utf8("vouchsafe/1/entry-signature\0");
const NONCE = new Uint8Array(12);
type Header = { readonly device: string; readonly compartment: string; readonly seq: number; readonly clock: number };
type Entry = { readonly header: Header; readonly headerBytes: Buffer; readonly signature: Buffer; readonly salt: Buffer; readonly body: Buffer };

/** @param db a plain file, new */
export function bareReplay(blobs: string, db: Database.Database): object {
  db.pragma("journal_mode = TRUNCATE");
  db.pragma("synchronous = FULL");
  db.exec(`
    CREATE TABLE entries (key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, device BLOB, compartment TEXT, seq INTEGER, clock INTEGER,
      header BLOB, signature BLOB, salt BLOB, body BLOB);
    CREATE INDEX entries_chain ON entries (device, compartment, seq);
    CREATE INDEX entries_clock ON entries (clock);
    CREATE TABLE records (key INTEGER PRIMARY KEY, id TEXT, kind TEXT, in_case TEXT, clock INTEGER, at INTEGER, bytes INTEGER, subject TEXT);`);
  const entryRow = db.prepare("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  const recordRow = db.prepare("INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  const clock = new Clock();
  const opening = openerOf();
  const keys = new Map<string, KeyObject>();
  let key = 0;
  for (const batch of answers(blobs)) {
    const entries = clock.time("open", () => batch.map((blob) => partsOf(opening(blob))));
    clock.time("verify", () => entries.forEach((entry) => checkSignature(entry, keys)));
    const ids = clock.time("hash", () => entries.map(({ headerBytes, salt, body }) => (hash("sha256", concat(salt, body), "hex"), hash("sha256", headerBytes, "hex"))));
    const records = clock.time("parse", () => entries.map(({ body }) => (JSON.parse(body.toString("utf8")) as { records: MadeRecord[] }).records));
    clock.time("rows", () =>
      db.transaction(() => {
        entries.forEach(({ header, headerBytes, signature, salt, body }, n) => {
          key++;
          entryRow.run(key, fromHex(ids[n]!), fromHex(header.device), header.compartment, header.seq, header.clock, headerBytes, signature, salt, body);
          records[n]!.forEach((one, place) => void recordRow.run(key * 512 + place, one.id, one.kind, one.inCase, header.clock, place, 400, one.subject));
        });
      })(),
    );
  }
  clock.time("indexes", () => {
    db.exec(`CREATE INDEX records_id ON records (id); CREATE INDEX records_case ON records (in_case, clock);
      CREATE INDEX records_kind ON records (kind, clock); CREATE INDEX records_subject ON records (subject)`);
    db.close();
  });
  return { ...clock.seconds, peakMiB: peakMiB(), fileMiB: statSync(db.name).size / 2 ** 20 };
}

/** Opens a blob as docs/formats/sealing.md says, by the platform's own functions. */
function openerOf(): (blob: Uint8Array) => Buffer {
  const aad = concat(utf8("work"), fromHex(EPOCH, 32));
  const context = createHash("sha256").update(aad).digest();
  const info = concat(utf8("vouchsafe/1/seal/entry\0"), context);
  const key = createSecretKey(EPOCH_KEY);
  const sivKey = createSecretKey(new Uint8Array(hkdfSync("sha256", key, new Uint8Array(0), "vouchsafe/1/siv", 32)));
  return (blob) => {
    const derived = new Uint8Array(hkdfSync("sha256", key, blob.subarray(1, 33), info, 64));
    const decipher = createDecipheriv("aes-256-gcm", createSecretKey(derived.subarray(0, 32)), NONCE, { authTagLength: 16 });
    decipher.setAAD(aad);
    decipher.setAuthTag(blob.subarray(-16));
    const plaintext = decipher.update(blob.subarray(65, -16));
    decipher.final();
    const siv = createHmac("sha256", sivKey).update(context).update(plaintext).digest();
    if (!siv.equals(blob.subarray(1, 33))) throw new RangeError("another salt");
    return plaintext;
  };
}

function partsOf(stored: Buffer): Entry {
  const end = 4 + readU32(stored, 0);
  const headerBytes = stored.subarray(4, end);
  const bodyAt = end + 100;
  return {
    header: JSON.parse(headerBytes.toString("latin1")) as Header,
    headerBytes,
    signature: stored.subarray(end, end + 64),
    salt: stored.subarray(end + 64, end + 96),
    body: stored.subarray(bodyAt, bodyAt + readU32(stored, bodyAt - 4)),
  };
}

function checkSignature({ header, headerBytes, signature }: Entry, keys: Map<string, KeyObject>): void {
  let key = keys.get(header.device);
  if (key === undefined) keys.set(header.device, (key = createPublicKey({ key: Buffer.from(concat(SPKI_PREFIX, fromHex(header.device))), format: "der", type: "spki" })));
  if (!verify(null, concat(SIGNATURE_DOMAIN, headerBytes), key, signature)) throw new RangeError("a bad signature");
}
