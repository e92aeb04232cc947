"""age's hybrid recipient: X-Wing (ML-KEM-768 with X25519) in HPKE, and its keys in bech32.

HPKE is RFC 9180 in base mode with KEM 0x647a, HKDF-SHA256 and ChaCha20Poly1305; the secret of the KEM goes into the
key schedule as it is. An identity is a seed of 32 bytes that SHAKE256 makes into both halves' keys.
"""

import functools
import hashlib
import hmac

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

import mlkem
from conventions import Refused, require

ENC_SIZE = mlkem.CIPHERTEXT_SIZE + 32
LABEL = rb"\.//^" + b"\\"
SUITE = b"HPKE" + bytes.fromhex("647a00010003")
INFO = b"age-encryption.org/mlkem768x25519"
RECIPIENT, IDENTITY = "age1pq", "age-secret-key-pq-"


class Identity:
    def __init__(self, seed):
        expanded = hashlib.shake_256(seed).digest(96)
        self.post_quantum = mlkem.SecretKey(expanded[:64])
        self.classic = X25519PrivateKey.from_private_bytes(expanded[64:])
        self.classic_public = self.classic.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    @property
    def recipient(self):
        return self.post_quantum.public.data + self.classic_public

    def shared_secret(self, enc):
        """X-Wing's decapsulation. An X25519 part of small order is refused."""
        require(len(enc) == ENC_SIZE, "bad-age-file")
        ours, theirs = enc[: mlkem.CIPHERTEXT_SIZE], enc[mlkem.CIPHERTEXT_SIZE :]
        try:
            classic = self.classic.exchange(X25519PublicKey.from_public_bytes(theirs))
        except ValueError:
            raise Refused("bad-age-file") from None
        return combine(self.post_quantum.decapsulate(ours), classic, theirs, self.classic_public)

    def open(self, enc, sealed):
        """What was sealed to this identity, or None if it was sealed to another."""
        key, nonce = key_schedule(self.shared_secret(enc))
        try:
            return ChaCha20Poly1305(key).decrypt(nonce, sealed, b"")
        except InvalidTag:
            return None


def combine(post_quantum, classic, enc, public):
    return hashlib.sha3_256(post_quantum + classic + enc + public + LABEL).digest()


def key_schedule(secret):
    """HPKE's (key, nonce) of the first message."""

    def extract(salt, label, ikm):
        return hmac.digest(salt or bytes(32), b"HPKE-v1" + SUITE + label + ikm, "sha256")

    def expand(prk, label, size_bytes):
        info = size_bytes.to_bytes(2, "big") + b"HPKE-v1" + SUITE + label + context
        return hmac.digest(prk, info + b"\1", "sha256")[:size_bytes]

    context = b"\0" + extract(b"", b"psk_id_hash", b"") + extract(b"", b"info_hash", INFO)
    prk = extract(secret, b"secret", b"")
    return expand(prk, b"key", 32), expand(prk, b"base_nonce", 12)


# --- bech32 ------------------------------------------------------------------------------------------------------

LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def bech32_decode(text, prefix):
    """The bytes after `prefix` (BIP 173, of any length). All letters are small, or all capitals."""
    require(text in (text.lower(), text.upper()), "bad-bech32")
    head, separator, tail = text.lower().rpartition("1")
    require(separator and head == prefix and len(tail) >= 6 and all(letter in LETTERS for letter in tail), "bad-bech32")
    values = [LETTERS.index(letter) for letter in tail]
    require(_checksum([ord(c) >> 5 for c in head] + [0] + [ord(c) & 31 for c in head] + values) == 1, "bad-bech32")
    number, bits = 0, 5 * (len(values) - 6)
    for value in values[:-6]:
        number = number << 5 | value
    spare = bits % 8
    require(spare < 5 and number & (1 << spare) - 1 == 0, "bad-bech32")
    return (number >> spare).to_bytes(bits // 8, "big")


def _checksum(values):
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for i, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            check ^= generator if top >> i & 1 else 0
    return check


@functools.lru_cache(maxsize=64)
def identity_of(text):
    seed = bech32_decode(text, IDENTITY)
    require(text == text.upper() and len(seed) == 32, "bad-identity")
    return Identity(seed)


@functools.lru_cache(maxsize=256)
def is_recipient(text):
    """A right checksum, and an ML-KEM-768 key that FIPS 203 takes."""
    try:
        key = bech32_decode(text, RECIPIENT)
    except Refused:
        return False
    return text == text.lower() and len(key) == mlkem.KEY_SIZE + 32 and mlkem.is_public_key(key[: mlkem.KEY_SIZE])
