"""entry.py against vectors/entry."""

import unittest
from base64 import b64decode

from vectors import needs_cryptography, read_json

try:
    import entry
    from conventions import Refused
except ImportError:
    pass


@needs_cryptography
class Accept(unittest.TestCase):
    def test_every_case(self):
        file = read_json("entry/accept.json")
        for case in file["cases"]:
            with self.subTest(case["name"]):
                stored = b64decode(case["stored"])
                parsed = entry.parse_stored(stored)
                self.assertEqual(parsed.id, case["id"])
                record = entry.Record(file["line"])
                self.assertTrue(all(record.add(b64decode(one)) for one in case["after"]))
                self.assertIs(record.add(stored), case["applies"])
                if case["sealed"]:
                    self.check_sealed(case["sealed"], stored)

    def test_any_other_salt_is_refused(self):
        case = read_json("entry/accept.json")["cases"][0]
        key, place = bytes.fromhex(case["sealed"]["key"]), (case["sealed"]["compartment"], case["sealed"]["epoch"])
        blob = entry.sealing.seal_body(key, "entry", entry.aad_of(*place), b64decode(case["stored"]), bytes(32))
        with self.assertRaises(Refused):
            entry.open_sealed(key, *place, blob)

    def check_sealed(self, sealed, stored):
        key, blob = bytes.fromhex(sealed["key"]), b64decode(sealed["blob"])
        self.assertEqual(entry.seal(key, sealed["compartment"], sealed["epoch"], stored), blob)
        self.assertEqual(entry.open_sealed(key, sealed["compartment"], sealed["epoch"], blob)[0], stored)


@needs_cryptography
class Reject(unittest.TestCase):
    """Each is refused at its step, and only there. The code is ours to choose; the ones we have agree."""

    def test_every_case(self):
        file = read_json("entry/reject.json")
        for case in file["cases"]:
            with self.subTest(case["name"]), self.assertRaises(Refused) as refused:
                getattr(self, "at_" + case["step"])(case, file["line"])
            self.assertEqual(refused.exception.code, case["code"], case["name"])

    def at_open(self, case, line):
        sealed = case["sealed"]
        entry.open_sealed(bytes.fromhex(sealed["key"]), sealed["compartment"], sealed["epoch"], b64decode(sealed["blob"]))

    def at_form(self, case, line):
        entry.parse_stored(b64decode(case["stored"]))

    def at_claims(self, case, line):
        parsed = self.without_refusal(entry.parse_stored, b64decode(case["stored"]))
        entry.check_claims(parsed)

    def at_place(self, case, line):
        record = entry.Record(line)
        for one in case["after"]:
            self.assertTrue(self.without_refusal(record.add, b64decode(one)))
        self.without_refusal(entry.check_claims, entry.parse_stored(b64decode(case["stored"])))
        record.add(b64decode(case["stored"]))

    def without_refusal(self, step, given):
        try:
            return step(given)
        except Refused as refused:
            self.fail(f"refused before its step: {refused.code}")
