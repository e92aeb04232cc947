"""What all formats share (docs/formats/conventions.md): bytes as text, hashing, canonical JSON, limits."""

import base64
import binascii
import hashlib
import hmac
import json
import re

INTEGER_MOST = 2**53 - 1
DEEPEST = 32
HEADER_MOST, BODY_MOST, ACT_MOST, SEEN_MOST = 16 << 10, 1 << 20, 1 << 20, 64


class Refused(Exception):
    """A reader refuses what it was given. `code` is short and holds nothing from the input."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


def require(condition, code):
    if not condition:
        raise Refused(code)


# --- bytes as text -----------------------------------------------------------------------------------------------


def u32(number):
    return number.to_bytes(4, "big")


def is_hex(value, size_bytes):
    return type(value) is str and len(value) == 2 * size_bytes and re.fullmatch("[0-9a-f]*", value) is not None


def is_hash(value):
    return is_hex(value, 32)


def from_hex(text, code="bad-hex"):
    require(type(text) is str and len(text) % 2 == 0 and re.fullmatch("[0-9a-f]*", text) is not None, code)
    return bytes.fromhex(text)


def from_base64(text, code="bad-base64"):
    """Standard base64 with padding, in its one spelling."""
    require(type(text) is str and text.isascii(), code)
    try:
        data = base64.b64decode(text, validate=True)
    except binascii.Error:
        raise Refused(code) from None
    require(base64.b64encode(data).decode() == text, code)
    return data


# --- hashing -----------------------------------------------------------------------------------------------------


def domain(name):
    """What stands before everything hashed or signed in the domain `name`."""
    return b"vouchsafe/1/" + name.encode() + b"\0"


def hash_of(name, *parts):
    return hashlib.sha256(domain(name) + b"".join(parts)).hexdigest()


def hkdf(key, info, size_bytes, salt=b""):
    """HKDF-SHA256 (RFC 5869)."""
    secret = hmac.digest(salt or bytes(32), key, "sha256")
    out, block = b"", b""
    while len(out) < size_bytes:
        block = hmac.digest(secret, block + info + bytes([len(out) // 32 + 1]), "sha256")
        out += block
    return out[:size_bytes]


# --- canonical JSON ----------------------------------------------------------------------------------------------


def canonical(value):
    """The one spelling of a value, as bytes."""
    _check(value, 0)
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise Refused("not-canonical") from None


def parse_canonical(data):
    """The value that `data` spells; anything but its canonical spelling is refused."""
    try:
        value = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        raise Refused("not-canonical") from None
    require(canonical(value) == data, "not-canonical")
    return value


def _check(value, depth):
    if type(value) is list or type(value) is dict:
        require(depth < DEEPEST, "not-canonical")
        if type(value) is dict:
            require(all(type(key) is str and re.fullmatch("[A-Za-z][A-Za-z0-9_]{0,63}", key) for key in value), "not-canonical")
        for inner in value.values() if type(value) is dict else value:
            _check(inner, depth + 1)
    elif type(value) is int:
        require(abs(value) <= INTEGER_MOST, "not-canonical")
    else:
        require(value is None or type(value) in (bool, str), "not-canonical")


# --- small checks that many formats need -------------------------------------------------------------------------


def is_integer(value, least=0, most=INTEGER_MOST):
    return type(value) is int and least <= value <= most


def is_object(value, *keys):
    """Strict: an object with these keys and no other."""
    return type(value) is dict and set(value) == set(keys)


def is_list(value, least, most):
    return type(value) is list and least <= len(value) <= most


def is_sorted(values):
    """Rising, each once."""
    return all(a < b for a, b in zip(values, values[1:]))


def is_compartment(value):
    return type(value) is str and re.fullmatch("[a-z][a-z0-9-]{0,31}", value) is not None
