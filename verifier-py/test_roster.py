"""roster.py and words.py against vectors/roster."""

import unittest

from vectors import cases, needs_cryptography

try:
    import roster
    import words
    from conventions import Refused
except ImportError:
    pass


@needs_cryptography
class Acts(unittest.TestCase):
    def test_accepted(self):
        for case in cases("roster/accept/acts.json"):
            with self.subTest(case["kind"]):
                act = roster.parse_act(case["act"].encode())
                self.assertEqual((act.id, act.kind, act.newer, act.by), (case["id"], case["kind"], case["newer"], case["by"]))

    def test_refused(self):
        for case in cases("roster/reject/acts.json"):
            with self.subTest(case["name"]), self.assertRaises(Refused) as refused:
                roster.parse_act(self.text(case).encode())
            self.assertEqual(refused.exception.code, case["code"], case["name"])

    def text(self, case):
        if "act" in case:
            return case["act"]
        long = case["oversize"]
        return long["before"] + long["repeated"] * long["count"] + long["after"]


@needs_cryptography
class Sealed(unittest.TestCase):
    def test_accepted(self):
        for case in cases("roster/accept/sealed.json"):
            key, act, blob = bytes.fromhex(case["lineKey"]), case["act"].encode(), bytes.fromhex(case["blob"])
            self.assertEqual(roster.line_id(key).hex(), case["lineId"])
            self.assertEqual(roster.sealing.frame(act).hex(), case["frame"])
            self.assertEqual(roster.seal_act(key, act), blob)
            self.assertEqual(roster.open_act(key, blob), act)

    def test_refused(self):
        for case in cases("roster/reject/sealed.json"):
            with self.subTest(case["name"]), self.assertRaises(Refused) as refused:
                roster.parse_act(roster.open_act(bytes.fromhex(case["lineKey"]), bytes.fromhex(case["blob"])))
            self.assertEqual(refused.exception.code, case["code"], case["name"])

    def test_any_other_salt_is_refused(self):
        case = cases("roster/accept/sealed.json")[0]
        key = bytes.fromhex(case["lineKey"])
        blob = roster.sealing.seal_body(key, "act", b"roster" + roster.line_id(key), bytes.fromhex(case["frame"]), bytes(32))
        with self.assertRaises(Refused):
            roster.open_act(key, blob)


@needs_cryptography
class Lockboxes(unittest.TestCase):
    def test_accepted(self):
        for case in cases("roster/accept/lockboxes.json"):
            with self.subTest(case["name"]):
                opened = roster.open_lockbox(case["element"], case["device"], case["identity"], case["wrapped"])
                found = [None if one is None else one.hex() for one in opened]
                self.assertEqual(found, [case["key"], case["writeToken"], case["wrappedKey"]])

    def test_refused(self):
        for case in cases("roster/reject/lockboxes.json"):
            with self.subTest(case["name"]), self.assertRaises(Refused) as refused:
                roster.open_lockbox(case["element"], case["device"], case["identity"], case["wrapped"])
            self.assertEqual(refused.exception.code, case["code"], case["name"])


@needs_cryptography
class Words(unittest.TestCase):
    def test_every_case(self):
        for case in cases("roster/accept/head-codes.json"):
            found = words.head_code(case["head"]) if "head" in case else words.words_of(case["hash"], case["count"])
            self.assertEqual(found, case["words"])
