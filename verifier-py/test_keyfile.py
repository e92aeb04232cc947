"""keyfile.py. There are no vectors of what is inside these files: those here are made from the page, with parts of other vectors."""

import hashlib
import unittest
from base64 import b64decode

from vectors import cases, needs_cryptography

try:
    import conventions
    import entry
    import keyfile
    from conventions import Refused
except ImportError:
    pass

IDENTITY = "AGE-SECRET-KEY-PQ-1VRY9PRM8NS6H7H0FD3Z2U95SJ84HZVAJTPSGGENHR69ZRX804Y4SCNYGTX"
HASH = "ab" * 32
KEYS = {
    "accountToken": None,
    "databaseKey": HASH,
    "deviceSeed": HASH,
    "group": HASH,
    "line0Key": HASH,
    "person": HASH,
    "recipientIdentity": IDENTITY,
    "relay": "http://127.0.0.1:7411",
    "v": 1,
}


@needs_cryptography
class Keys(unittest.TestCase):
    def test_keys(self):
        for token in (None, HASH):
            keyfile.read_keys(conventions.canonical({**KEYS, "accountToken": token}))

    def test_keys_refused(self):
        changes = [{"v": 2}, {"v": 0}, {"memberSeed": HASH}, {"accountToken": "ab"}, {"group": None}, {"relay": 1}]
        changes += [{"recipientIdentity": other} for other in (IDENTITY.lower(), IDENTITY[:-1], 1)]
        for change in changes:
            with self.subTest(change), self.assertRaises(Refused):
                keyfile.read_keys(conventions.canonical({**KEYS, **change}))
        with self.assertRaises(Refused):
            keyfile.read_keys(conventions.canonical(KEYS) + b"\n")

    def test_member_key(self):
        self.assertEqual(keyfile.read_member_key(b'{"memberSeed":"%s","v":1}' % HASH.encode()), HASH)
        with self.assertRaises(Refused):
            keyfile.read_member_key(b'{"memberSeed":"00","v":1}')


@needs_cryptography
class Backup(unittest.TestCase):
    HEAD = {"group": HASH, "kind": "vouchsafe-backup", "line0Key": HASH, "person": HASH, "relay": "", "v": 1}

    def frame(self, kind, content):
        return conventions.u32(len(content)) + bytes([kind]) + content

    def backup(self, *frames):
        data = conventions.canonical(self.HEAD) + b"\n" + b"".join(self.frame(*one) for one in frames)
        return data + self.frame(keyfile.END, hashlib.sha256(data).digest())

    def contents(self):
        act = cases("roster/accept/acts.json")[0]
        padded = b64decode(cases("entry/accept.json")[0]["stored"])
        (_, _, _, _), end = entry._parts(padded)
        return act, padded[:end]

    def test_everything_in_one(self):
        act, stored = self.contents()
        found = keyfile.read_backup(self.backup((1, act["act"].encode()), (2, stored), (3, b"work\0" + bytes(32) + b"\1" * 32)))
        self.assertEqual([one.id for one in found["acts"]], [act["id"]])
        self.assertEqual([one.id for one in found["entries"]], [cases("entry/accept.json")[0]["id"]])
        self.assertEqual(found["epochKeys"], [("work", "00" * 32, "01" * 32)])

    def test_refused(self):
        act, stored = self.contents()
        good = self.backup((1, act["act"].encode()), (2, stored))
        bad = [good[:-1], good + b"\0", good.replace(b"backup", b"packup"), good[:-32] + bytes(32), b"{}", self.backup((4, b""))]
        bad += [self.backup((3, b"work")), self.backup((2, stored + b"\0")), self.backup((1, act["act"].encode()[:-1])), good[:-37]]
        for data in bad:
            with self.assertRaises(Refused):
                keyfile.read_backup(data)
