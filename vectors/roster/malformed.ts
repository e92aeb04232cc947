/** Acts that no reader may take, each wrong in one thing and otherwise signed as it should be. */
import { canonical, canonicalText, concat, fromUtf8, toBase64, toHex, utf8, type Json } from "#bytes";
import { type Act } from "#entry";
import type { Signer } from "#prim";
import { amina, bako, chidi, Device, epochFor, FIRST_CLOCK, id, say } from "./cast.ts";

export type Malformed = { readonly name: string; readonly code: string; readonly text: string };
type Loose = { readonly [key: string]: Json };

const GROUP = id("group");
const PREV = id("prev");
const CURVE_ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;

const bodyOf = (act: Act | Loose, over: Loose = {}, by: readonly Device[] = [amina.laptop]): Loose => ({
  act: act as Loose,
  by: by.map((device) => device.key).sort(),
  clock: FIRST_CLOCK,
  group: GROUP,
  n: 7,
  prev: PREV,
  v: 1,
  ...over,
});
const genesisBody = (over: Loose = {}): Loose =>
  bodyOf(say.genesis([amina.joining(), bako.joining()]), { group: "0".repeat(64), n: 0, prev: null, ...over }, [amina.laptop, bako.laptop]);

/** Signed as the page says, whatever the body is. */
function signed(body: Loose, devices: readonly Device[] = [amina.laptop]): Loose {
  const signatures = devices
    .map(({ key, signer }) => ({ device: key, signature: signatureOf(signer, body) }))
    .sort((a, b) => (a.device < b.device ? -1 : 1));
  return { body, signatures };
}

function signatureOf(signer: Signer, body: Loose): string {
  return toBase64(signer.sign(concat(utf8("vouchsafe/1/act-signature\0"), canonical(body))));
}

/** The plainest act there is, for what is wrong around it. */
export const plain = (): Loose => signed(bodyOf(say.policy()));
const text = (value: Json): string => canonicalText(value);
const founders = [amina.laptop, bako.laptop];

function wrongBody(name: string, body: Loose, code = "bad-act", devices: readonly Device[] = [amina.laptop]): Malformed {
  return { name, code, text: text(signed(body, devices)) };
}

function wrongAct(name: string, act: Loose): Malformed {
  return wrongBody(name, bodyOf(act));
}

function spelled(name: string, change: (plainText: string) => string): Malformed {
  return { name, code: "not-canonical", text: change(text(plain())) };
}

function wrongSignatures(
  name: string,
  code: string,
  change: (act: { body: Loose; signatures: Loose[] }) => Json,
  whole: Loose = signed(genesisBody(), founders),
): Malformed {
  return { name, code, text: text(change(structuredClone(whole) as { body: Loose; signatures: Loose[] })) };
}

/** The same signature with S + L: it verifies where S is not compared with the group's order. */
function withLargeS(signature: string): string {
  const bytes = Uint8Array.from(atob(signature), (c) => c.charCodeAt(0));
  const s = BigInt(`0x${toHex(bytes.slice(32).reverse())}`) + CURVE_ORDER;
  const hex = s.toString(16).padStart(64, "0");
  const large = Uint8Array.from(hex.match(/../g)!.reverse(), (pair) => Number.parseInt(pair, 16));
  return toBase64(concat(bytes.slice(0, 32), large));
}

const IDENTITY_KEY = `01${"0".repeat(62)}`;
const heads = (count: number): string[] => Array.from({ length: count }, (_, n) => id(`head ${n}`)).sort();
const person = (over: Loose): Loose => ({ ...(chidi.joining() as unknown as Loose), ...over });
const epoch = (over: Loose): Loose => ({
  kind: "epoch",
  epochs: [{ ...(epochFor([amina.laptop, bako.laptop], PREV) as unknown as Loose), ...over }],
});
const suspend = (cut: Loose): Loose => ({ kind: "suspend", person: bako.key, cut });
const lockboxes = epochFor([amina.laptop, bako.laptop]).lockboxes as unknown as Json[];

export const MALFORMED: readonly Malformed[] = [
  spelled("a space", (plainText) => plainText.replace(":", ": ")),
  spelled("a line break at the end", (plainText) => `${plainText}\n`),
  spelled("keys out of order", (plainText) => plainText.replace(/^\{"body":(.*),"signatures":(.*)\}$/s, '{"signatures":$2,"body":$1}')),
  spelled("a key twice", (plainText) => plainText.replace('"v":1', '"v":1,"v":1')),
  spelled("a number with a fraction of nothing", (plainText) => plainText.replace('"v":1', '"v":1.0')),
  spelled("a number as a power", (plainText) => plainText.replace('"n":7', '"n":7e0')),
  spelled("a letter escaped for nothing", (plainText) => plainText.replace("policy", "\\u0070olicy")),
  spelled("a byte order mark", (plainText) => `\uFEFF${plainText}`),
  spelled("cut short", (plainText) => plainText.slice(0, -1)),
  { name: "nothing", code: "not-canonical", text: "" },
  { name: "no object", code: "bad-act", text: "[]" },
  { name: "too deep", code: "not-canonical", text: `${'{"act":'.repeat(40)}1${"}".repeat(40)}` },

  wrongSignatures("a signature of something else", "bad-signature", ({ body, signatures }) => ({
    body: { ...body, clock: FIRST_CLOCK + 1 },
    signatures,
  })),
  wrongSignatures("each other's signatures", "bad-signature", ({ body, signatures: [a, b] }) => ({
    body,
    signatures: [
      { ...a!, signature: b!.signature! },
      { ...b!, signature: a!.signature! },
    ],
  })),
  wrongSignatures("signatures out of order", "bad-signers", ({ body, signatures }) => ({ body, signatures: signatures.toReversed() })),
  wrongSignatures("a signature missing", "bad-signers", ({ body, signatures }) => ({ body, signatures: signatures.slice(1) })),
  wrongSignatures("no signatures", "bad-signers", ({ body }) => ({ body, signatures: [] })),
  wrongSignatures("a signature too many", "bad-signers", ({ body, signatures }) => ({
    body,
    signatures: [...signatures, { device: chidi.laptop.key, signature: signatureOf(chidi.laptop.signer, body) }],
  })),
  wrongSignatures("one signature twice", "bad-signers", ({ body, signatures: [a] }) => ({ body, signatures: [a!, a!] })),
  wrongSignatures("a word more beside a signature", "bad-signers", ({ body, signatures: [a, b] }) => ({
    body,
    signatures: [{ ...a!, note: "" }, b!],
  })),
  wrongSignatures("S not less than the group's order", "bad-signature", ({ body, signatures: [a, b] }) => ({
    body,
    signatures: [{ ...a!, signature: withLargeS(a!.signature as string) }, b!],
  })),
  wrongSignatures("63 bytes of signature", "bad-signature", ({ body, signatures: [a, b] }) => ({
    body,
    signatures: [{ ...a!, signature: toBase64(new Uint8Array(63)) }, b!],
  })),
  wrongSignatures("a signature in another spelling of base64", "bad-signature", ({ body, signatures: [a, b] }) => ({
    body,
    signatures: [
      { ...a!, signature: (a!.signature as string).replace(/(.)==$/, (_, last: string) => `${String.fromCharCode(last.charCodeAt(0) + 1)}==`) },
      b!,
    ],
  })),
  {
    name: "a key of small order, whose signature anybody can make",
    code: "bad-signature",
    text: text({
      body: bodyOf(say.policy(), { by: [IDENTITY_KEY] }),
      signatures: [{ device: IDENTITY_KEY, signature: toBase64(concat(Uint8Array.of(1), new Uint8Array(63))) }],
    }),
  },
  wrongBody(
    "`by` out of order",
    genesisBody({
      by: founders
        .map((device) => device.key)
        .sort()
        .reverse(),
    }),
    "bad-act",
    founders,
  ),
  wrongBody("an ordinary act by two", bodyOf(say.policy(), {}, founders), "bad-signers", founders),
  wrongBody("a RESOLVE by one", bodyOf(say.resolve(id("kept"), id("dropped"))), "bad-signers"),
  { name: "a word more beside body and signatures", code: "bad-act", text: text({ ...plain(), note: "" }) },

  wrongBody("a word more in the body", bodyOf(say.policy(), { note: "" })),
  wrongBody("a word more in the body of an unknown kind", bodyOf({ kind: "dissolve" }, { note: "" })),
  wrongBody("version 0", bodyOf(say.policy(), { v: 0 })),
  wrongBody("a version in letters", bodyOf(say.policy(), { v: "1" })),
  wrongBody("n below 0", bodyOf(say.policy(), { n: -1 })),
  wrongBody("n 0 with a predecessor", bodyOf(say.policy(), { n: 0 })),
  wrongBody("n 7 without a predecessor", bodyOf(say.policy(), { prev: null })),
  wrongBody("a clock below 0", bodyOf(say.policy(), { clock: -1 })),
  wrongBody("a group in upper case", bodyOf(say.policy(), { group: GROUP.toUpperCase() })),
  wrongBody("a predecessor of 31 bytes", bodyOf(say.policy(), { prev: PREV.slice(2) })),
  wrongAct("no kind", { policy: {} }),
  wrongAct("a kind with a capital", { kind: "Policy", policy: {} }),
  wrongAct("a word more in the act", { kind: "policy", policy: {}, note: "" }),
  wrongAct("a word missing in the act", { kind: "policy" }),
  wrongAct("a policy that says something", { kind: "policy", policy: { quorum: 3 } }),
  wrongAct("a relay of 513 characters", { kind: "move-relay", relay: "x".repeat(513) }),
  wrongAct("no name", { kind: "admit", person: person({ name: "" }) }),
  wrongAct("a name of 61 characters", { kind: "admit", person: person({ name: "ع".repeat(61) }) }),
  wrongAct("no device", { kind: "admit", person: person({ devices: [] }) }),
  wrongAct("nine devices", {
    kind: "admit",
    person: person({ devices: Array.from({ length: 9 }, (_, n) => new Device(chidi, `device ${n}`).cert as unknown as Json) }),
  }),
  wrongAct("a classic age recipient", {
    kind: "admit",
    person: person({ devices: [{ ...(chidi.laptop.cert as unknown as Loose), recipient: "age1qqqq" }] }),
  }),
  wrongAct("a recipient with a letter bech32 has not", {
    kind: "admit",
    person: person({ devices: [{ ...(chidi.laptop.cert as unknown as Loose), recipient: "age1pq1bbbb" }] }),
  }),
  wrongAct("a device certificate that says whose it is", {
    kind: "add-device",
    person: amina.key,
    device: { ...(amina.phone.cert as unknown as Loose), person: amina.key },
  }),
  wrongAct("a cut out of order", suspend({ work: heads(3).reverse() })),
  wrongAct("a cut that names a head twice", suspend({ work: [heads(1)[0]!, heads(1)[0]!] })),
  wrongAct("a cut of 65 heads", suspend({ work: heads(65) })),
  wrongAct("a cut of 17 compartments", suspend(Object.fromEntries(Array.from({ length: 17 }, (_, n) => [`c${n}`, []])))),
  wrongAct("a cut of a compartment with a capital", suspend({ Work: [] })),
  wrongAct("no cut", { kind: "suspend", person: bako.key }),
  wrongAct("no epoch", { kind: "epoch", epochs: [] }),
  wrongAct("nine epochs", { kind: "epoch", epochs: Array.from({ length: 9 }, (_, n) => epochFor([amina.laptop], null, `c${n}`) as unknown as Json) }),
  wrongAct("two epochs of one compartment", {
    kind: "epoch",
    epochs: [epochFor([amina.laptop]), epochFor([amina.laptop], PREV)] as unknown as Json[],
  }),
  wrongAct("lockboxes out of order", epoch({ lockboxes: lockboxes.toReversed() })),
  wrongAct("two lockboxes of one device", epoch({ lockboxes: [lockboxes[0]!, lockboxes[0]!] })),
  wrongAct("no lockbox", epoch({ lockboxes: [] })),
  wrongAct("writers out of order", epoch({ writers: heads(2).reverse() })),
  wrongAct("no writer", epoch({ writers: [] })),
  wrongAct("a box without padding", epoch({ lockboxes: [{ device: amina.laptop.key, box: "Ym94MQ" }] })),
  wrongAct("a first epoch that wraps a key", epoch({ parent: null })),
  wrongAct("three heads", { kind: "resolve", heads: heads(3) }),
  wrongBody(
    "31 founders",
    genesisBody({ act: say.genesis(Array.from({ length: 31 }, () => amina.joining())) as unknown as Json }),
    "bad-act",
    founders,
  ),
];

/** An act of one byte more than may be: given by what it repeats. */
export function oversize(limitBytes: number): { readonly before: string; readonly repeated: string; readonly count: number; readonly after: string } {
  const whole = text(signed(bodyOf({ kind: "dissolve", note: "x" })));
  const [before, after] = whole.split('"note":"x"') as [string, string];
  const count = limitBytes + 1 - (whole.length - 1);
  return { before: `${before}"note":"`, repeated: "x", count, after: `"${after}` };
}

export const textOf = (bytes: Uint8Array): string => fromUtf8(bytes);
