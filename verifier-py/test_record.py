"""record.py against vectors/record."""

import unittest

from vectors import cases

import conventions
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


class Newer(unittest.TestCase):
    """A rule over several fields of an object is not judged where the object has fields that we do not know."""

    def kinds(self, value):
        statement = {"id": "01" * 16, "kind": "statement", "property": "place", "stance": "asserts", "subject": "02" * 16, "value": value}
        return record.read_body(conventions.canonical({"act": "a", "records": [statement], "v": 1}))["kinds"]

    def test_rules_beside_unknown_fields(self):
        for value in ({"place": {"planet": "x"}}, {"count": {"min": 5, "max": 4, "mean": 1}}, {"text": "a", "melody": 1, "number": 1}):
            self.assertEqual(self.kinds(value), [record.NEWER])

    def test_fields_beside_unknown_fields(self):
        for value in ({"place": {"planet": "x", "radiusM": 0}}, {"time": {"moon": 1, "kind": "exact", "first": "x"}}, {"time": {"moon": 1}}):
            with self.assertRaises(Refused):
                self.kinds(value)
