"""age_reader.py, hybrid.py and mlkem.py: published vectors of X-Wing, and CCTV's of age where they are."""

import hashlib
import unittest
import zlib

from vectors import CCTV, needs_cryptography

try:
    import age_reader
    import hybrid
    import mlkem
    from conventions import Refused
except ImportError:
    pass

# draft-connolly-cfrg-xwing-kem-08, appendix C, numbers 1 and 2: seed, seed of the encapsulation, shared secret, the first and
# last 16 bytes of the public key and of the ciphertext.
XWING = [
    (
        "7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26",
        "3cb1eea988004b93103cfb0aeefd2a686e01fa4a58e8a3639ca8a1e3f9ae57e235b8cc873c23dc62b8d260169afa2f75ab916a58d974918835d25e6a435085b2",
        "d2df0522128f09dd8e2c92b1e905c793d8f57a54c3da25861f10bf4ca613e384",
        ("e2236b35a8c24b39b10aa1323a96a919", "4570216223593d4ba32d9abac8cd049040ef6534"),
        ("b83aa828d4d62b9a83ceffe1d3d3bb1e", "5145030145cfb97e63e0e41d354274a079d3e6fb2e15"),
    ),
    (
        "badfd6dfaac359a5efbb7bcc4b59d538df9a04302e10c8bc1cbf1a0b3a5120ea",
        "17cda7cfad765f5623474d368ccca8af0007cd9f5e4c849f167a580b14aabdefaee7eef47cb0fca9767be1fda69419dfb927e9df07348b196691abaeb580b32d",
        "f2e86241c64d60f6649fbc6c5b7d17180b780a3f34355e64a85749949c45f150",
        ("0333285fa253661508c9fb444852caa4", "c562a576549f85b528c953926d96ea8a160b8843f1c89c62"),
        ("c93beb22326705699bbc3d1d0aa6339b", "1bdf6e0e03200693c9651e469aee6f91c98bea4127ae66312f4ae3ea155b67"),
    ),
]


@needs_cryptography
class XWing(unittest.TestCase):
    def test_published_vectors(self):
        for seed, eseed, secret, key, ciphertext in XWING:
            identity = hybrid.Identity(bytes.fromhex(seed))
            self.check_ends(identity.recipient, key)
            enc = self.encapsulate(identity, bytes.fromhex(eseed))
            self.check_ends(enc, ciphertext)
            self.assertEqual(identity.shared_secret(enc).hex(), secret)

    def encapsulate(self, identity, eseed):
        _, ciphertext = identity.post_quantum.public.encapsulate(eseed[:32])
        private = hybrid.X25519PrivateKey.from_private_bytes(eseed[32:])
        return ciphertext + private.public_key().public_bytes(hybrid.Encoding.Raw, hybrid.PublicFormat.Raw)

    def check_ends(self, data, ends):
        self.assertTrue(data.hex().startswith(ends[0]) and data.hex().endswith(ends[1]))

    def test_a_changed_ciphertext_gives_the_secret_of_the_rejection(self):
        identity = hybrid.Identity(bytes(32))
        secret, ciphertext = identity.post_quantum.public.encapsulate(bytes(32))
        changed = bytes([ciphertext[0] ^ 1]) + ciphertext[1:]
        self.assertEqual(identity.post_quantum.decapsulate(ciphertext), secret)
        rejected = hashlib.shake_256(identity.post_quantum.z + changed).digest(32)
        self.assertEqual(identity.post_quantum.decapsulate(changed), rejected)

    def test_a_key_with_a_number_that_is_not_reduced(self):
        key = hybrid.Identity(bytes(32)).recipient[: mlkem.KEY_SIZE]
        self.assertTrue(mlkem.is_public_key(key))
        self.assertFalse(mlkem.is_public_key(b"\x01\xfd" + key[2:]))
        self.assertFalse(mlkem.is_public_key(key[:-1]))


@needs_cryptography
class Bech32(unittest.TestCase):
    def test_identities(self):
        good = "AGE-SECRET-KEY-PQ-1VRY9PRM8NS6H7H0FD3Z2U95SJ84HZVAJTPSGGENHR69ZRX804Y4SCNYGTX"
        self.assertEqual(len(hybrid.bech32_decode(good, hybrid.IDENTITY)), 32)
        for bad in (good.lower(), good[:-1] + "Q", good[:-1], good[:40], good[:5].lower() + good[5:], "1", ""):
            with self.subTest(bad), self.assertRaises(Refused):
                hybrid.identity_of(bad)

    def test_bits_after_the_last_byte_are_zero(self):
        good = "AGE-SECRET-KEY-PQ-1VRY9PRM8NS6H7H0FD3Z2U95SJ84HZVAJTPSGGENHR69ZRX804Y4SCNYGTX"
        values = [hybrid.LETTERS.index(letter) for letter in good.lower().rpartition("1")[2][:-6]]
        self.assertEqual(self.spelled(values), good)
        hybrid.identity_of(self.spelled(values))
        with self.assertRaises(Refused):
            hybrid.identity_of(self.spelled([*values[:-1], values[-1] | 1]))

    def spelled(self, values):
        head = hybrid.IDENTITY
        start = [ord(c) >> 5 for c in head] + [0] + [ord(c) & 31 for c in head]
        check = hybrid._checksum(start + values + [0] * 6) ^ 1
        every = values + [check >> 5 * (5 - i) & 31 for i in range(6)]
        return (head + "1" + "".join(hybrid.LETTERS[value] for value in every)).upper()

CODES = {
    "header failure": {"bad-age-file"},
    "HMAC failure": {"bad-mac"},
    "no match": {"does-not-open", "wrong-passphrase"},
    "payload failure": {"changed"},
}
# Refused as well, by other words than CCTV's: the limit of ours, stanzas that we do not read, and where the payload begins.
OTHERWISE = {
    "scrypt_work_factor_23": "work-factor",
    "scrypt_work_factor_overflow": "work-factor",
    "scrypt_uppercase": "bad-age-file",
    "hybrid_x25519_arg": "does-not-open",
    "stream_no_nonce": "changed",
    "stream_short_nonce": "changed",
}


@needs_cryptography
@unittest.skipUnless(CCTV.is_dir(), "CCTV's age vectors are not here")
class Cctv(unittest.TestCase):
    """Hybrid files by their identity, scrypt files by their passphrase, the rest by the file key that each vector tells."""

    def test_hybrid(self):
        self.walk("hybrid*", lambda data, about: age_reader.open_with_identity(data, about["identity"]), 15)

    def test_scrypt(self):
        self.walk("scrypt*", lambda data, about: age_reader.open_with_passphrase(data, about["passphrase"]), 20)

    def test_header_and_payload(self):
        for pattern, least in (("stanza*", 10), ("hmac*", 5), ("header*", 1), ("version*", 1), ("empty", 1), ("stream*", 20)):
            self.walk(pattern, self.open_with_told_key, least)

    def open_with_told_key(self, data, about):
        return age_reader.open_with_file_key(age_reader.parse(data), bytes.fromhex(about.get("file key", "")))

    def walk(self, pattern, opened, least):
        files = sorted(CCTV.glob(pattern))
        self.assertGreaterEqual(len(files), least)
        for path in files:
            about, data = self.read(path)
            with self.subTest(path.name):
                if about["expect"] == "success":
                    self.assertEqual(hashlib.sha256(opened(data, about)).hexdigest(), about["payload"])
                    continue
                with self.assertRaises(Refused) as refused:
                    opened(data, about)
                codes = {OTHERWISE[path.name]} if path.name in OTHERWISE else CODES[about["expect"]]
                self.assertIn(refused.exception.code, codes)

    def read(self, path):
        head, data = path.read_bytes().split(b"\n\n", 1)
        about = {}
        for line in head.decode().splitlines():
            name, value = line.split(": ", 1)
            if name != "identity" or value.startswith("AGE-SECRET-KEY-PQ-"):
                about[name] = value
        return about, zlib.decompress(data) if "compressed" in about else data
