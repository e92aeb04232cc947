"""sealing.py and the passphrase files of age_reader.py against vectors/sealing."""

import unittest

from vectors import cases, needs_cryptography

try:
    import age_reader
    import sealing
    from conventions import Refused
except ImportError:
    pass


def opened(case, siv):
    key, aad, blob = (bytes.fromhex(case[name]) for name in ("key", "aad", "blob"))
    return sealing.open_body(key, case["purpose"], aad, blob, siv)


@needs_cryptography
class Bodies(unittest.TestCase):
    def test_accepted(self):
        for name, siv in (("body", False), ("siv-body", True)):
            for case in cases(f"sealing/accept/{name}.json"):
                with self.subTest(file=name, case=case["name"]):
                    self.assertEqual(opened(case, siv).hex(), case["plaintext"])
                    self.assertEqual(self.sealed(case, siv).hex(), case["blob"])

    def sealed(self, case, siv):
        key, aad, plaintext, blob = (bytes.fromhex(case[name]) for name in ("key", "aad", "plaintext", "blob"))
        salt = sealing.siv_salt(key, aad, plaintext) if siv else blob[1:33]
        return sealing.seal_body(key, case["purpose"], aad, plaintext, salt)

    def test_refused_with_one_of_the_three_failures(self):
        for name, siv in (("body", False), ("siv-body", True)):
            for case in cases(f"sealing/reject/{name}.json"):
                with self.subTest(file=name, case=case["name"]), self.assertRaises(Refused) as refused:
                    opened(case, siv)
                self.assertEqual(refused.exception.code, case["code"], case["name"])

    def test_the_last_five_open_where_any_salt_goes(self):
        for case in cases("sealing/reject/siv-body.json")[-5:]:
            with self.subTest(case["name"]):
                opened(case, siv=False)


@needs_cryptography
class KeyFiles(unittest.TestCase):
    def test_accepted(self):
        for case in cases("sealing/accept/key-file.json"):
            with self.subTest(case["name"]):
                plaintext = age_reader.open_with_passphrase(bytes.fromhex(case["file"]), case["passphrase"])
                self.assertEqual(plaintext.hex(), case["plaintext"])

    def test_refused(self):
        for case in cases("sealing/reject/key-file.json"):
            with self.subTest(case["name"]), self.assertRaises(Refused) as refused:
                age_reader.open_with_passphrase(bytes.fromhex(case["file"]), case["passphrase"])
            if case["code"] == "work-factor":
                self.assertEqual(refused.exception.code, "work-factor", case["name"])
