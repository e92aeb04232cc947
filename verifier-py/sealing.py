"""Sealed bodies (docs/formats/sealing.md)."""

import hashlib
import hmac

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from conventions import Refused, hkdf, require, u32

VERSION = b"\1"
NONCE = bytes(12)
SHORTEST = 1 + 32 + 32 + 16


def _keys(key, purpose, aad, salt):
    info = b"vouchsafe/1/seal/" + purpose.encode() + b"\0" + hashlib.sha256(aad).digest()
    okm = hkdf(key, info, 64, salt)
    return okm[:32], okm[32:]


def siv_salt(key, aad, plaintext):
    """The salt of a blob that every desk makes alike."""
    return hmac.digest(hkdf(key, b"vouchsafe/1/siv", 32), hashlib.sha256(aad).digest() + plaintext, "sha256")


def seal_body(key, purpose, aad, plaintext, salt):
    sealing_key, commitment = _keys(key, purpose, aad, salt)
    return VERSION + salt + commitment + AESGCM(sealing_key).encrypt(NONCE, plaintext, aad)


def open_body(key, purpose, aad, blob, siv=False):
    """The padded plaintext. With `siv` the salt must be the one made from key, context and text."""
    require(len(blob) >= SHORTEST and blob[:1] == VERSION, "bad-blob")
    salt, given = blob[1:33], blob[33:65]
    sealing_key, commitment = _keys(key, purpose, aad, salt)
    require(hmac.compare_digest(given, commitment), "wrong-key")
    try:
        plaintext = AESGCM(sealing_key).decrypt(NONCE, blob[65:], aad)
    except InvalidTag:
        raise Refused("changed") from None
    require(not siv or hmac.compare_digest(salt, siv_salt(key, aad, plaintext)), "changed")
    return plaintext


# --- padding -----------------------------------------------------------------------------------------------------


def padme(size_bytes):
    """The Padmé length: the next one whose low bits, as many as the paper's algorithm 1 says, are zero."""
    if size_bytes < 2:
        return size_bytes
    exponent = size_bytes.bit_length() - 1
    mask = (1 << (exponent - exponent.bit_length())) - 1
    return (size_bytes + mask) & ~mask


def padded_size(size_bytes, least=512):
    return padme(max(size_bytes, least))


def pad(data, least=512):
    return data + bytes(padded_size(len(data), least) - len(data))


def frame(data):
    return pad(u32(len(data)) + data)


def unframe(padded, most):
    """`u32(length) | data | zeros` to the Padmé length, at least 512."""
    require(len(padded) >= 4, "not-framed")
    size = int.from_bytes(padded[:4], "big")
    require(size <= most, "too-large")
    require(4 + size <= len(padded), "not-framed")
    require_padding(padded, 4 + size)
    return padded[4 : 4 + size]


def require_padding(padded, end):
    """What follows the first `end` bytes is zeros, as many as belong there."""
    require(len(padded) == padded_size(end) and not any(padded[end:]), "not-padded")
