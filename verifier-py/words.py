"""Words to read aloud (docs/formats/words.md). The list is read from that page, and known by its hash."""

import functools
import hashlib
import pathlib
import re

from conventions import hash_of

PAGE = pathlib.Path(__file__).resolve().parent.parent / "docs" / "formats" / "words.md"
SHA256 = "b82d53d14b644a12e0a31fb4ac2407102b30713db3258c3452a9d55f43cbd197"


@functools.lru_cache(maxsize=1)
def word_list():
    blocks = re.findall(r"^```\n(.*?)^```$", PAGE.read_text(), re.M | re.S)
    words = blocks[-1].split()
    if hashlib.sha256("".join(word + "\n" for word in words).encode()).hexdigest() != SHA256:
        raise ValueError("the page does not hold the list of version 1")
    return words


def words_of(hash_hex, count):
    """The first `count` words of a hash, 11 bits each."""
    bits = bin(int(hash_hex, 16))[2:].zfill(256)
    return [word_list()[int(bits[at : at + 11], 2)] for at in range(0, 11 * count, 11)]


def head_code(head):
    return words_of(hash_of("head-code", bytes.fromhex(head)), 12)
