"""Every file of these formats' vectors was read by a test before this one: `unittest` takes the files in the order of their names."""

import unittest

import vectors

FORMATS = ("conventions", "sealing", "entry", "roster", "envelope", "keys-bin", "record")
NOT_VECTORS = (".ts", ".md")


def unread():
    folders = (vectors.FOLDER / name for name in FORMATS)
    files = {path.relative_to(vectors.FOLDER).as_posix() for folder in folders for path in folder.rglob("*") if path.is_file()}
    return sorted(path for path in files - vectors.READ if not path.endswith(NOT_VECTORS))


@vectors.needs_cryptography
class Coverage(unittest.TestCase):
    def test_no_file_is_left(self):
        if not vectors.READ:
            self.skipTest("it says something only after the other tests")
        self.assertEqual(unread(), [])
