"""Every file of the vectors was read by a test before this one: `unittest` takes the files in the order of their names.

Those of `package` are whole folders, which test_package.py finds by itself. Formats this reader does not read are named here.
"""

import unittest

import vectors

NOT_VECTORS = (".ts", ".md")
ELSEWHERE = ("package", "mapping")


def unread():
    folders = [folder for folder in vectors.FOLDER.iterdir() if folder.is_dir() and folder.name not in ELSEWHERE]
    files = {path.relative_to(vectors.FOLDER).as_posix() for folder in folders for path in folder.rglob("*") if path.is_file()}
    return sorted(path for path in files - vectors.READ if not path.endswith(NOT_VECTORS))


@vectors.needs_cryptography
class Coverage(unittest.TestCase):
    def test_no_file_is_left(self):
        if not vectors.READ:
            self.skipTest("it says something only after the other tests")
        self.assertEqual(unread(), [])
