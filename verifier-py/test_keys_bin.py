"""keys_bin.py against vectors/keys-bin."""

import unittest

from vectors import FOLDER, needs_cryptography, read_bytes, read_json

try:
    import keys_bin
    from conventions import Refused
except ImportError:
    pass


@needs_cryptography
class Vectors(unittest.TestCase):
    def each(self, verdict, least):
        names = sorted(path.stem for path in (FOLDER / "keys-bin" / verdict).glob("*.bin"))
        self.assertGreaterEqual(len(names), least)
        for name in names:
            yield name, read_bytes(f"keys-bin/{verdict}/{name}.bin"), read_json(f"keys-bin/{verdict}/{name}.json")

    def test_accepted(self):
        for name, data, case in self.each("accept", 11):
            with self.subTest(name):
                warnings = keys_bin.judge(data, case["pinned"], case["today"], case["mode"])
                verdict = {"outcome": "warn", "codes": warnings} if warnings else {"outcome": "ok"}
                self.assertEqual(verdict, case["expected"])

    def test_refused(self):
        for name, data, case in self.each("reject", 45):
            with self.subTest(name), self.assertRaises(Refused) as refused:
                keys_bin.judge(data, case["pinned"], case["today"], case["mode"])
            self.assertEqual(refused.exception.code, case["code"], name)
