"""Tests of package.py: the shared vectors, and what they cannot show."""

import contextlib
import io
import json
import os
import pathlib
import shutil
import tempfile
import unittest

import package

VECTORS = pathlib.Path(__file__).resolve().parent.parent / "vectors" / "package"


def status_of(*arguments):
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return package.main([str(argument) for argument in arguments])


class Vectors(unittest.TestCase):
    def test_every_vector(self):
        cases = sorted(VECTORS.glob("*/*/expected.json"))
        self.assertGreater(len(cases), 150)
        for case in cases:
            expected = json.loads(case.read_text())
            folder, trust = case.parent / expected["package"], case.parent / expected["trust"]
            with self.subTest(case=f"{case.parent.parent.name}/{case.parent.name}"):
                self.assertEqual(status_of(folder), expected["withoutTrust"])
                self.assertEqual(status_of(folder, "--trust", trust), expected["withTrust"])


class Files(unittest.TestCase):
    def setUp(self):
        self.root = tempfile.mkdtemp()
        self.package = os.path.join(self.root, "package")
        shutil.copytree(VECTORS / "accept" / "small" / "package", self.package)

    def tearDown(self):
        shutil.rmtree(self.root)

    def test_a_copy_is_as_good(self):
        self.assertEqual(status_of(self.package, "--trust", VECTORS / "trust" / "usual"), 0)

    def test_a_pipe_an_empty_folder_an_odd_name(self):
        os.mkfifo(os.path.join(self.package, "data", "pipe"))
        self.assertEqual(status_of(self.package), 1)
        os.remove(os.path.join(self.package, "data", "pipe"))
        os.mkdir(os.path.join(self.package, "data", "anchors"))
        self.assertEqual(status_of(self.package), 1)
        os.rmdir(os.path.join(self.package, "data", "anchors"))
        with open(os.path.join(self.package, "data", "x\n"), "wb"):
            pass
        self.assertEqual(status_of(self.package), 1)

    def test_a_folder_that_cannot_be_read_fails_and_does_not_raise(self):
        def refuse(_):
            raise PermissionError

        original, os.scandir = os.scandir, refuse
        try:
            self.assertEqual(package.verify(self.package)[0], package.FAILED)
        finally:
            os.scandir = original

    def test_wrong_use(self):
        for arguments in ([], [""], ["-x"], ["nowhere"], [self.package, "x"], [self.package, "--trust"], [self.package, "--trust", "nowhere"]):
            self.assertEqual(status_of(*arguments), 64, arguments)


class Keys(unittest.TestCase):
    BASE = bytes.fromhex("58" + "66" * 31)

    def test_sound_keys(self):
        self.assertTrue(package.is_sound(self.BASE))

    def test_unsound_keys(self):
        small = [
            "00" * 32,
            "01" + "00" * 31,
            "ec" + "ff" * 30 + "7f",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        ]
        odd = ["ed" + "ff" * 30 + "7f", "f0" + "ff" * 30 + "7f", "ff" * 32, "02" + "00" * 31, "01" + "00" * 30 + "80"]
        for key in small + odd:
            self.assertFalse(package.is_sound(bytes.fromhex(key)), key)

    def test_torsion_added_to_a_sound_key(self):
        y = int.from_bytes(self.BASE, "little")
        torsion = bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")
        mixed = package.plus(self.point(self.BASE), self.point(torsion))
        self.assertNotEqual(mixed[1], y)
        encoded = (mixed[1] | (mixed[0] & 1) << 255).to_bytes(32, "little")
        self.assertFalse(package.is_sound(encoded))

    def point(self, key):
        number = int.from_bytes(key, "little")
        y = number & (2**255 - 1)
        x2 = (y * y - 1) * pow(package.D * y * y + 1, -1, package.P) % package.P
        x = pow(x2, (package.P + 3) // 8, package.P)
        if (x * x - x2) % package.P:
            x = x * pow(2, (package.P - 1) // 4, package.P) % package.P
        return (x if x % 2 == number >> 255 else package.P - x), y


if __name__ == "__main__":
    unittest.main()
