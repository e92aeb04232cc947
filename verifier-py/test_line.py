"""line.py against the whole lines of vectors/roster."""

import unittest

from vectors import cases, needs_cryptography

try:
    import line
except ImportError:
    pass


@needs_cryptography
class Lines(unittest.TestCase):
    def test_stories(self):
        self.walk("stories", 37)

    def test_refusals(self):
        self.walk("refusals", 81)

    def walk(self, name, least):
        every = cases(f"roster/accept/{name}.json")
        self.assertGreaterEqual(len(every), least)
        for case in every:
            with self.subTest(case["name"]):
                self.check(case)

    def check(self, case):
        desk = line.Line()
        for number, one in enumerate(case["acts"]):
            outcome = desk.offer(one["act"].encode(), as_file=one["road"] == "file")
            expected = {key: value for key, value in one["outcome"].items() if key != "why"}
            self.assertEqual(outcome, expected, f"act {number}")
        self.assertEqual(desk.summary(), case["summary"])
