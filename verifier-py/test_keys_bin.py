"""keys_bin.py against vectors/keys-bin."""

import unittest

from vectors import FOLDER, needs_cryptography, read_bytes, read_json

try:
    import conventions
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

    def test_the_pinned_list_needs_no_signature(self):
        data, case = (read(f"keys-bin/accept/the-built-in-list.{end}") for read, end in ((read_bytes, "bin"), (read_json, "json")))
        file = conventions.parse_canonical(data)
        strangers = [{"device": letter * 64, "signature": file["signatures"][0]["signature"]} for letter in "01"]
        other = conventions.canonical({**file, "signatures": strangers})
        self.assertEqual(keys_bin.judge(other, case["pinned"], case["today"], case["mode"]), [])

    def test_a_device_twice_where_the_order_does_not_show_it(self):
        file = conventions.parse_canonical(read_bytes("keys-bin/accept/the-built-in-list.bin"))
        devices = ["0" * 64, "1" * 64, "f" * 64]
        file["keys"]["signers"] = [[devices[0], devices[2]], [devices[1]]]
        keys_bin.parse(conventions.canonical(file))
        file["keys"]["signers"] = [[devices[0], devices[2]], [devices[1], devices[2]]]
        with self.assertRaises(Refused):
            keys_bin.parse(conventions.canonical(file))
