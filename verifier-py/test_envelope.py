"""envelope.py against vectors/envelope."""

import unittest

from vectors import FOLDER, needs_cryptography, read_bytes, read_json

try:
    import envelope
    from conventions import Refused
except ImportError:
    pass


def names(verdict):
    return sorted(path.stem for path in (FOLDER / "envelope" / verdict).glob("*.age"))


@needs_cryptography
class Vectors(unittest.TestCase):
    def setUp(self):
        self.identity = read_bytes("envelope/identity.txt").decode().strip()

    def test_accepted(self):
        self.assertGreaterEqual(len(names("accept")), 5)
        for name in names("accept"):
            sealed, expected = read_bytes(f"envelope/accept/{name}.age"), read_json(f"envelope/accept/{name}.json")
            with self.subTest(name):
                plaintext = envelope.open_envelope(sealed, self.identity)
                self.assertEqual(envelope.report_id(sealed), expected["reportId"])
                self.assertEqual(envelope.plaintext_hash(plaintext), expected.get("plaintextHash", envelope.plaintext_hash(plaintext)))
                self.assertEqual(envelope.read_plaintext(plaintext), expected["content"])

    def test_refused(self):
        self.assertGreaterEqual(len(names("reject")), 7)
        for name in names("reject"):
            sealed, expected = read_bytes(f"envelope/reject/{name}.age"), read_json(f"envelope/reject/{name}.json")
            with self.subTest(name), self.assertRaises(Refused) as refused:
                self.assertEqual(len(sealed), expected["sizeBytes"])
                envelope.read_plaintext(envelope.open_envelope(sealed, self.identity))
            self.assertEqual(refused.exception.code, expected["code"], name)

    def test_another_size(self):
        sealed = read_bytes("envelope/accept/two-desks.age")
        for other in (sealed[:-1], sealed + b"\0", b""):
            with self.assertRaises(Refused) as refused:
                envelope.open_envelope(other, self.identity)
            self.assertEqual(refused.exception.code, "wrong-size")


@needs_cryptography
class Plaintext(unittest.TestCase):
    def padded(self, start):
        return start + bytes(envelope.PLAINTEXT_SIZE - len(start))

    def test_a_newer_version_is_kept_and_version_nought_refused(self):
        self.assertEqual(envelope.read_plaintext(self.padded(b"\2\7"))["form"], "newer")
        with self.assertRaises(Refused):
            envelope.read_plaintext(self.padded(b"\0"))

    def test_bodies(self):
        good = b'{"language":"ar","page":"2026-11-22","text":"x","urgent":false,"v":1}'
        envelope.read_body(good)
        changes = [(b'"ar"', b'""'), (b"false", b"0"), (b'"x"', b'""'), (b'"text":"x",', b""), (b'"v":1', b'"v":0'), (b'"v":1', b'"v":"1"')]
        changes += [(b'"urgent"', b'"urgent":false,"when":"","z"'), (b"2026-11-22", b"a b")]
        for before, after in changes:
            with self.subTest(after), self.assertRaises(Refused) as refused:
                envelope.read_body(good.replace(before, after))
            self.assertEqual(refused.exception.code, "bad-body")
