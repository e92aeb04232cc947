/**
 * Made the vectors of docs/formats/envelope.md once; they are frozen now. Sealing is random, so a second run makes other bytes:
 * it refuses to overwrite anything.
 */
import { writeFileSync } from "node:fs";
import { canonical, concat, toHex, u32, utf8, type Bytes, type Json } from "#bytes";
import { hashOf, randomBytes, sha256 } from "#prim";
import { newRecipientIdentity, recipientOf, sealAge } from "#seal";
import { sealEnvelope, type Report } from "#tell";

const here = new URL(".", import.meta.url);
const write = (name: string, data: Uint8Array | string): void => writeFileSync(new URL(name, here), data, { flag: "wx" });
const writeJson = (name: string, value: unknown): void => write(name, `${JSON.stringify(value, null, 1)}\n`);

const identity = await newRecipientIdentity();
write("identity.txt", `${identity.reveal()}\n`);
const mine = await recipientOf(identity);
const strangers = await Promise.all(Array.from({ length: 8 }, async () => recipientOf(await newRecipientIdentity())));

const letter: Report = {
  language: "en",
  page: "2026-11-22",
  text: 'They came at night, in two white vans.\nMy neighbour "Tomas" has not come back.',
  when: "Tuesday, about three",
  where: "Upper Market Street, Orlava",
  urgent: false,
};
const arabic: Report = { language: "ar", page: "2026-11-22", text: "أخذوه من أمام البيت ولم يعد.", when: null, where: null, urgent: true };

/** A plaintext with anything in it, right or not. */
function plaintext(given: {
  version?: number;
  kind?: number;
  flags?: number;
  threadId?: Uint8Array;
  mac?: Uint8Array;
  body: Uint8Array;
  length?: number;
  sizeBytes?: number;
}): Bytes {
  const {
    version = 1,
    kind = 0,
    flags = 0,
    threadId = new Uint8Array(16),
    mac = new Uint8Array(32),
    body,
    length = body.length,
    sizeBytes = 32_768,
  } = given;
  const out = new Uint8Array(sizeBytes);
  out.set(concat(Uint8Array.of(version, kind, flags >> 8, flags & 255), threadId, randomBytes(16), mac, u32(length), body));
  return out;
}

const addressees = [strangers[0]!, mine, ...strangers.slice(1, 7)];
const seal = (plain: Uint8Array, recipients: readonly string[] = addressees): Promise<Bytes> => sealAge(recipients, plain);

const reportId = (envelope: Uint8Array): string => toHex(sha256(envelope).subarray(0, 16));
const jsonOf = (value: Json): Bytes => canonical(value);
const body = jsonOf({ ...letter, v: 1 });

async function accept(name: string, plain: Bytes, content: unknown): Promise<void> {
  const envelope = await seal(plain);
  write(`accept/${name}.age`, envelope);
  writeJson(`accept/${name}.json`, { reportId: reportId(envelope), plaintextHash: hashOf("report-plaintext", plain), content });
}

async function reject(name: string, code: string, why: string, envelope: Bytes): Promise<void> {
  write(`reject/${name}.age`, envelope);
  writeJson(`reject/${name}.json`, { code, why, sizeBytes: envelope.length });
}

const zeros = (lengthBytes: number): string => "00".repeat(lengthBytes);
const known = { language: null, page: null, text: null, when: null, where: null, urgent: null };

// The two that a page makes: few recipients filled up, and the most there can be.
for (const [name, to, report] of [
  ["two-desks", { intake: [mine, strangers[0]!], trustee: null }, letter],
  ["seven-desks-and-trustee", { intake: strangers.slice(0, 7), trustee: mine }, arabic],
] as const) {
  const envelope = await sealEnvelope(to, report);
  write(`accept/${name}.age`, envelope);
  writeJson(`accept/${name}.json`, { reportId: reportId(envelope), content: { form: "report", report } });
}

const room = 32_696 - jsonOf({ language: "ru", page: "2026-11-22", text: "", urgent: false, v: 1 }).length;
const full = { language: "ru", page: "2026-11-22", text: "ж".repeat(Math.floor(room / 2)) + "!".repeat(room % 2), urgent: false };
const fullBody = jsonOf({ ...full, v: 1 });
if (fullBody.length !== 32_696) throw new Error("not full");
await accept("full-to-the-last-byte", plaintext({ body: fullBody }), { form: "report", report: { ...full, when: null, where: null } });

const thread = plaintext({ kind: 1, threadId: new Uint8Array(16).fill(7), mac: new Uint8Array(32).fill(9), body });
await accept("newer-kind", thread, {
  form: "newer",
  version: 1,
  kind: 1,
  flags: 0,
  threadId: "07".repeat(16),
  mac: "09".repeat(32),
  known: letter,
  unknown: {},
});
await accept("newer-field", plaintext({ body: jsonOf({ ...arabic, v: 1, when: "أمس", where: "السوق", witnesses: [{ count: 3 }] }) }), {
  form: "newer",
  version: 1,
  kind: 0,
  flags: 0,
  threadId: zeros(16),
  mac: zeros(32),
  known: { ...known, ...arabic, when: "أمس", where: "السوق" },
  unknown: { witnesses: [{ count: 3 }] },
});

const dirty = plaintext({ body });
dirty[dirty.length - 1] = 1;
await reject("padding-not-zero", "bad-plaintext", "the last byte after the body is 1", await seal(dirty));
await reject(
  "one-way-with-thread-id",
  "bad-plaintext",
  "kind 0 with a threadId",
  await seal(plaintext({ threadId: new Uint8Array(16).fill(1), body })),
);
await reject("body-past-the-end", "bad-plaintext", "length says 32,697", await seal(plaintext({ body, length: 32_697 })));
await reject(
  "body-not-canonical",
  "bad-body",
  "a space after a colon",
  await seal(plaintext({ body: utf8('{"language": "en","page":"1","text":"x","urgent":false,"v":1}') })),
);

// Both exactly of an envelope's size: seven stanzas over a longer plaintext, and the same with a classic stanza put in the eighth place. The latter
// need not open: a reader refuses it by its header alone.
const sevenHybrid = addressees.slice(0, 7);
await reject(
  "seven-stanzas",
  "bad-header",
  "seven stanzas over a longer plaintext",
  await seal(plaintext({ body, sizeBytes: 32_768 + 1_557 }), sevenHybrid),
);
const classic = utf8("-> X25519 TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc\nEmECAEcKN+n/Vs9SbWiV+Hu0r+E8R77DdWYyd83nw7U\n");
const hybrids = await seal(plaintext({ body, sizeBytes: 32_768 + 1_557 - classic.length }), sevenHybrid);
const headerEnd = "age-encryption.org/v1\n".length + 7 * 1_557;
const mixed = concat(hybrids.subarray(0, headerEnd), classic, hybrids.subarray(headerEnd));
await reject("mixed-recipients", "bad-header", "one stanza is X25519", mixed);
await reject("not-for-us", "does-not-open", "sealed to eight strangers", await seal(plaintext({ body }), strangers));
