"""conventions.py and signatures.py against vectors/conventions."""

import unittest

from vectors import cases, needs_cryptography

try:
    import conventions
    import sealing
    import signatures
except ImportError:
    pass


@needs_cryptography
class Accept(unittest.TestCase):
    def test_base64(self):
        for case in cases("conventions/accept/base64.json"):
            with self.subTest(case["text"]):
                self.assertEqual(conventions.from_base64(case["text"]).hex(), case["bytes"])

    def test_canonical_json(self):
        for case in cases("conventions/accept/canonical-json.json"):
            with self.subTest(case["name"]):
                data = bytes.fromhex(case["bytes"])
                self.assertEqual(conventions.canonical(conventions.parse_canonical(data)), data)

    def test_hash_of(self):
        for case in cases("conventions/accept/hash-of.json"):
            with self.subTest(case["hash"]):
                self.assertEqual(conventions.hash_of(case["domain"], *map(bytes.fromhex, case["parts"])), case["hash"])

    def test_hkdf(self):
        for case in cases("conventions/accept/hkdf.json"):
            with self.subTest(case["info"]):
                out = conventions.hkdf(bytes.fromhex(case["key"]), case["info"].encode(), case["lengthBytes"])
                self.assertEqual(out.hex(), case["out"])

    def test_padme(self):
        for case in cases("conventions/accept/padme.json"):
            with self.subTest(case["lengthBytes"]):
                self.assertEqual(sealing.padme(case["lengthBytes"]), case["paddedBytes"])

    def test_ed25519(self):
        for case in cases("conventions/accept/ed25519.json"):
            with self.subTest(case["name"]):
                self.assertTrue(verifies(case))


@needs_cryptography
class Reject(unittest.TestCase):
    def test_base64(self):
        for case in cases("conventions/reject/base64.json"):
            with self.subTest(case["text"]), self.assertRaises(conventions.Refused):
                conventions.from_base64(case["text"])

    def test_hex(self):
        for case in cases("conventions/reject/hex.json"):
            with self.subTest(case["text"]), self.assertRaises(conventions.Refused):
                conventions.from_hex(case["text"])

    def test_canonical_json(self):
        for case in cases("conventions/reject/canonical-json.json"):
            with self.subTest(case["name"]), self.assertRaises(conventions.Refused):
                conventions.parse_canonical(bytes.fromhex(case["bytes"]))

    def test_ed25519(self):
        for case in cases("conventions/reject/ed25519.json"):
            with self.subTest(case["name"]):
                self.assertFalse(verifies(case))


def verifies(case):
    try:
        key = conventions.from_hex(case["publicKey"])
    except conventions.Refused:
        return False
    return signatures.verify(key, bytes.fromhex(case["signature"]), bytes.fromhex(case["message"]))
