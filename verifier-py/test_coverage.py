"""Every file of the formats' vectors is read by a test. Named to be loaded first; it checks when all others have run."""

import unittest

import vectors

FORMATS = ("conventions", "sealing", "entry", "roster", "envelope", "keys-bin", "record")
NOT_VECTORS = {".ts", ".md"}


def unread():
    files = {path.relative_to(vectors.FOLDER).as_posix() for name in FORMATS for path in (vectors.FOLDER / name).rglob("*") if path.is_file()}
    return sorted(path for path in files - vectors.READ if not any(path.endswith(end) for end in NOT_VECTORS))
