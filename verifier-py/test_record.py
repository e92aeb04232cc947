"""record.py against vectors/record."""

import unittest

from vectors import cases

import record
from conventions import Refused


class Vectors(unittest.TestCase):
    def test_accepted(self):
        for case in cases("record/accept/bodies.json"):
            with self.subTest(case["about"]):
                found = record.read_body(case["body"].encode())
                self.assertEqual(found, {"kinds": case["kinds"], "newer": case["newer"]})

    def test_refused(self):
        for case in cases("record/reject/bodies.json"):
            with self.subTest(case["about"]), self.assertRaises(Refused) as refused:
                record.read_body(case["body"].encode())
            self.assertEqual(refused.exception.code, case["code"], case["about"])

    def test_too_large(self):
        with self.assertRaises(Refused) as refused:
            record.read_body(b" " * ((1 << 20) + 1))
        self.assertEqual(refused.exception.code, "too-large")
