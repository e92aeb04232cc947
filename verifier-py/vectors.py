"""The shared vectors, and which of their files a test has read."""

import importlib.util
import json
import pathlib
import unittest

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "vectors"
CCTV = pathlib.Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "vectors" / "cctv-age" / "age" / "testdata"
READ = set()

needs_cryptography = unittest.skipUnless(importlib.util.find_spec("cryptography"), "python3-cryptography is not installed")


def read_bytes(path):
    READ.add(path)
    return (FOLDER / path).read_bytes()


def read_json(path):
    return json.loads(read_bytes(path))


def cases(path):
    return read_json(path)["cases"]
