"""Strict Ed25519 (docs/formats/conventions.md, "Signatures").

OpenSSL checks the equation as the page asks ([S]B - [k]A, encoded, is R byte for byte) and that S is small. What it
does not check is the key: any point goes, also one of small order. That part is here, in plain arithmetic.
"""

import functools

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
NEUTRAL = b"\1" + bytes(31)


def verify(key, signature, message):
    """Whether `signature` (64 bytes) is the key's (32 bytes) strict signature of `message`."""
    if len(key) != 32 or len(signature) != 64 or not is_sound(key):
        return False
    if int.from_bytes(signature[32:], "little") >= ORDER or signature[:32] == NEUTRAL:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@functools.lru_cache(maxsize=4096)
def is_sound(key):
    """Whether a key is the canonical encoding of a point of the prime-order subgroup other than the neutral one."""
    point = decode(key)
    if point is None or point == (0, 1):
        return False
    x, y, z, _ = _times(ORDER, (*point, 1, point[0] * point[1] % P))
    return x == 0 and y == z


def decode(key):
    """The point (x, y) that a key encodes (RFC 8032, section 5.1.3), or None."""
    number = int.from_bytes(key, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * ROOT_OF_MINUS_ONE % P
    if x * x % P != square or (x == 0 and sign):
        return None
    return (x if x % 2 == sign else P - x), y


def _times(number, point):
    """Double and add in extended coordinates (x, y, z, x·y/z)."""
    result = (0, 1, 1, 0)
    for bit in bin(number)[2:]:
        result = _plus(result, result)
        if bit == "1":
            result = _plus(result, point)
    return result


def _plus(a, b):
    """The unified addition of RFC 8032, section 5.1.4."""
    x1, y1, z1, t1 = a
    x2, y2, z2, t2 = b
    m, n = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    c, d = 2 * D * t1 * t2 % P, 2 * z1 * z2 % P
    e, f, g, h = n - m, d - c, d + c, n + m
    return e * f % P, g * h % P, f * g % P, e * h % P
