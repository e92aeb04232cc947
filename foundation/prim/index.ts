export { Signer, verifyStrict, isStrictKey, PrimError, type PrimErrorCode } from "./ed25519.ts";
export { sha256, sha256Hex, sha512, hashOf, hkdf, hkdfInto, hmac, Sha256Stream } from "./hash.ts";
export { randomBytes, randomHex, sameSecret } from "./random.ts";
export { aesGcmOpen, aesGcmSeal } from "./aes.ts";
export { chachaOpenOnce, chachaSealOnce, scrypt } from "./scrypt.ts";
