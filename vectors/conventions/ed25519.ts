/** Signatures on the edge of strict Ed25519, made point by point: what an honest signer never makes and readers disagree on. */
import { createHash } from "node:crypto";
import { ed25519 } from "@noble/curves/ed25519.js";
import { concat, fromHex, sameBytes, toHex, utf8, type Bytes } from "#bytes";
import { Signer } from "#prim";
import { seededBytes } from "../vector-files.ts";

const { Point } = ed25519;
type Point = InstanceType<typeof Point>;
const L = Point.Fn.ORDER;

export type SignatureCase = { readonly [field in "name" | "publicKey" | "message" | "signature"]: string };

/** RFC 8032 section 7.1, all but the one with a message of a page: seed, public key, message, signature. */
export const RFC_8032: readonly (readonly [string, string, string, string])[] = [
  [
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
    "",
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
  ],
  [
    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
    "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
    "72",
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
  ],
  [
    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
    "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
    "af82",
    "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
  ],
  [
    "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
    "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
    "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
    "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704",
  ],
];

const MESSAGE = utf8("Ana Bellver was seen alive at the Verania barracks on 4 March.");

/** Encodings of the eight points of small order. */
export const SMALL_ORDER = [
  "0100000000000000000000000000000000000000000000000000000000000000",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0000000000000000000000000000000000000000000000000000000000000080",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
];

/** Other spellings of points, which lax decoders take: y not below p, or a sign for x = 0. */
export const NON_CANONICAL = [
  "0100000000000000000000000000000000000000000000000000000000000080",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
  "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
];

const scalarBytes = (n: bigint): Bytes => fromHex(n.toString(16).padStart(64, "0")).reverse();
const scalarOf = (bytes: Uint8Array): bigint => BigInt(`0x${toHex(Uint8Array.from(bytes).reverse())}`);
const mod = (n: bigint): bigint => ((n % L) + L) % L;
const challenge = (r: Uint8Array, key: Uint8Array, message: Uint8Array): bigint =>
  mod(
    scalarOf(
      createHash("sha512")
        .update(concat(r, key, message))
        .digest(),
    ),
  );
const secretOf = (seed: Uint8Array): bigint => mod(scalarOf(ed25519.utils.getExtendedPublicKey(seed).head.slice(0, 32)));
const torsion = Point.fromHex(SMALL_ORDER[6]!, true);

/**
 * Section 5.1.7 of RFC 8032 as this project reads it, written out: slow, and nothing to misread. Bound to the fast one by
 * foundation/prim/ed25519.test.ts.
 */
export function referenceVerify(publicKey: string, message: Uint8Array, signature: Uint8Array): boolean {
  if (!/^[0-9a-f]{64}$/.test(publicKey) || signature.length !== 64) return false;
  const key = decoded(fromHex(publicKey));
  const [r, s] = [signature.subarray(0, 32), scalarOf(signature.subarray(32))];
  if (key === null || key.is0() || !times(key, L).is0() || s >= L) return false;
  const expected = times(Point.BASE, s).add(times(key, challenge(r, fromHex(publicKey), message)).negate());
  return !expected.is0() && sameBytes(expected.toBytes(), r);
}

/** The point of an encoding, if that is the encoding the point has. */
function decoded(bytes: Uint8Array): Point | null {
  try {
    const point = Point.fromBytes(Uint8Array.from(bytes), true);
    return sameBytes(point.toBytes(), bytes) ? point : null;
  } catch {
    return null;
  }
}

/** `n` times a point by doubling and adding. */
function times(point: Point, n: bigint): Point {
  let sum = Point.ZERO;
  for (const bit of n.toString(2)) sum = bit === "1" ? sum.double().add(point) : sum.double();
  return sum;
}

function caseOf(name: string, key: Uint8Array | string, signature: Uint8Array, message: Uint8Array = MESSAGE): SignatureCase {
  return { name, publicKey: typeof key === "string" ? key : toHex(key), message: toHex(message), signature: toHex(signature) };
}

/** R, then S such that the equation holds for this key encoding and secret, before anything is bent. */
function signed(
  secret: bigint,
  key: Uint8Array,
  nonce: bigint,
  r: Uint8Array = Point.BASE.multiplyUnsafe(nonce).toBytes(),
  message = MESSAGE,
): Bytes {
  return concat(r, scalarBytes(mod(nonce + challenge(r, key, message) * secret)));
}

export function acceptedSignatures(): SignatureCase[] {
  const signer = new Signer(seededBytes("device", 32));
  const edges = [0, 1, 63, 64, 1023].map((length) => seededBytes(`message ${length}`, length));
  return [
    ...RFC_8032.map(([, key, message, signature], i) => ({ name: `RFC 8032 section 7.1, number ${i + 1}`, publicKey: key, message, signature })),
    caseOf("a device signs a sentence", signer.publicKey, signer.sign(MESSAGE)),
    ...edges.map((message) => caseOf(`a message of ${message.length} bytes`, signer.publicKey, signer.sign(message), message)),
    ...smallS(signer),
  ];
}

/** Signatures whose S begins with zero bytes: readers that trim numbers get these wrong. */
function smallS(signer: Signer): SignatureCase[] {
  const key = fromHex(signer.publicKey);
  const secret = secretOf(seededBytes("device", 32));
  for (let nonce = 1n; ; nonce++) {
    const signature = signed(secret, key, nonce);
    if (signature[63] === 0) return [caseOf("S with a zero byte at its high end", key, signature)];
  }
}

export function rejectedSignatures(): SignatureCase[] {
  const seed = seededBytes("device", 32);
  const signer = new Signer(seed);
  const key = fromHex(signer.publicKey);
  const secret = secretOf(seed);
  const good = signer.sign(MESSAGE);
  const [r, s] = [good.subarray(0, 32), scalarOf(good.subarray(32))];
  const nonce = mod(scalarOf(seededBytes("nonce", 32)));

  const bent = (at: number, bit: number) => {
    const copy = Uint8Array.from(good);
    copy[at]! ^= bit;
    return copy;
  };
  const other = new Signer(seededBytes("another device", 32));

  return [
    caseOf("one bit of R changed", key, bent(0, 1)),
    caseOf("the sign of R changed", key, bent(31, 0x80)),
    caseOf("one bit of S changed", key, bent(32, 1)),
    caseOf("another message", key, good, utf8("Ana Bellver was never seen at the Verania barracks.")),
    caseOf("another key", other.publicKey, good),
    caseOf("all zeros", key, new Uint8Array(64)),
    caseOf("63 bytes", key, good.subarray(0, 63)),
    caseOf("65 bytes", key, concat(good, Uint8Array.of(0))),
    caseOf("no bytes", key, new Uint8Array(0)),
    caseOf("S + L", key, concat(r, scalarBytes(s + L))),
    ...[2n, 4n, 8n].map((n) => caseOf(`S + ${n}L`, key, concat(r, scalarBytes(s + n * L)))),
    caseOf("S with its highest bit set", key, bent(63, 0x80)),
    caseOf("S is the group order", key, concat(r, scalarBytes(L))),
    ...mixedKeys(secret, nonce),
    ...bentR(key, secret, nonce),
    ...SMALL_ORDER.map((encoding, i) =>
      caseOf(`small-order key ${i}, the equation holds`, encoding, smallOrderSignature(fromHex(encoding)), MESSAGE),
    ),
    ...NON_CANONICAL.map((encoding, i) => caseOf(`key in another spelling ${i}`, encoding, smallOrderSignature(fromHex(encoding)), MESSAGE)),
    caseOf("key that is no point", "0200000000000000000000000000000000000000000000000000000000000000", good),
    caseOf("key in capitals", signer.publicKey.toUpperCase(), good),
    caseOf("key of 31 bytes", signer.publicKey.slice(2), good),
    caseOf("key of 33 bytes", `${signer.publicKey}00`, good),
    caseOf("no key", "", good),
  ];
}

/** A signature by a key with a small-order part added. With k divisible by 8 that part falls out of the equation, and only the key tells. */
function mixedKeys(secret: bigint, nonce: bigint): SignatureCase[] {
  const mixed = Point.BASE.multiplyUnsafe(secret).add(torsion).toBytes();
  const cases: SignatureCase[] = [];
  for (let n = nonce; cases.length < 2; n++) {
    const signature = signed(secret, mixed, n);
    const divisible = challenge(signature.subarray(0, 32), mixed, MESSAGE) % 8n === 0n;
    if (divisible && cases.length === 0) cases.push(caseOf("key outside the prime-order subgroup, the equation holds exactly", mixed, signature));
    if (!divisible && cases.length === 1) cases.push(caseOf("key outside the prime-order subgroup, the equation holds times 8", mixed, signature));
  }
  return cases;
}

/** R that is right times 8, in another spelling, of small order, or the identity. */
function bentR(key: Uint8Array, secret: bigint, nonce: bigint): SignatureCase[] {
  const mixedR = Point.BASE.multiplyUnsafe(nonce).add(torsion).toBytes();
  return [
    caseOf("R outside the prime-order subgroup, the equation holds times 8", key, signed(secret, key, nonce, mixedR)),
    caseOf("R is the identity, the equation holds exactly", key, signed(secret, key, 0n, Point.ZERO.toBytes())),
    ...NON_CANONICAL.slice(0, 1)
      .concat(NON_CANONICAL.slice(4))
      .map((encoding, i) => caseOf(`R in another spelling of a small-order point ${i}`, key, signed(secret, key, 0n, fromHex(encoding)))),
    ...SMALL_ORDER.slice(1).map((encoding, i) =>
      caseOf(`R of small order ${i + 1}, the equation holds times 8`, key, signed(secret, key, 0n, fromHex(encoding))),
    ),
  ];
}

/** For a key whose multiples by 8 vanish: R = [s]B, S = s, ground until the key's part falls out exactly. */
function smallOrderSignature(key: Uint8Array): Bytes {
  for (let s = mod(scalarOf(seededBytes("small order", 32))); ; s++) {
    const r = Point.BASE.multiplyUnsafe(s).toBytes();
    if (challenge(r, key, MESSAGE) % 8n === 0n) return concat(r, scalarBytes(s));
  }
}
