"""age files (age-encryption.org/v1, binary): under a passphrase (docs/formats/keyfile.md) or to a hybrid recipient."""

import base64
import binascii
import hashlib
import hmac
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

import hybrid
from conventions import Refused, hkdf, require

VERSION = b"age-encryption.org/v1"
CHUNK, TAG, FILE_KEY = 64 << 10, 16, 16
WORK_FACTOR_MOST = 20
BAD = "bad-age-file"


@dataclass
class Stanza:
    kind: str
    arguments: list
    body: bytes


@dataclass
class AgeFile:
    stanzas: list
    signed: bytes
    mac: bytes
    header_size: int
    payload: bytes


def unpadded(text):
    """Canonical base64 without padding."""
    try:
        data = base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except binascii.Error:
        raise Refused(BAD) from None
    require(base64.b64encode(data).rstrip(b"=") == text, BAD)
    return data


def parse(data):
    """The header, strictly, and the payload unopened."""
    at = 0

    def line():
        nonlocal at
        end = data.find(b"\n", at)
        require(end >= 0, BAD)
        text, at = data[at:end], end + 1
        return text

    require(line() == VERSION, BAD)
    stanzas = []
    while True:
        start, text = at, line()
        if text.startswith(b"---"):
            require(text.startswith(b"--- ") and stanzas, BAD)
            mac = unpadded(text[4:])
            require(len(mac) == 32, BAD)
            return AgeFile(stanzas, data[: start + 3], mac, at, data[at:])
        require(re.fullmatch(rb"->( [\x21-\x7e]+)+", text) is not None, BAD)
        body = b""
        while True:
            part = line()
            require(len(part) <= 64, BAD)
            body += part
            if len(part) < 64:
                break
        kind, *arguments = text.decode("ascii").split(" ")[1:]
        stanzas.append(Stanza(kind, arguments, unpadded(body)))


# --- the payload -------------------------------------------------------------------------------------------------


def open_with_file_key(file, file_key):
    """Checks the header's MAC and opens every chunk."""
    mac = hmac.digest(hkdf(file_key, b"header", 32), file.signed, "sha256")
    require(hmac.compare_digest(mac, file.mac), "bad-mac")
    nonce, sealed = file.payload[:16], file.payload[16:]
    require(len(nonce) == 16 and sealed, "changed")
    cipher = ChaCha20Poly1305(hkdf(file_key, b"payload", 32, salt=nonce))
    starts = range(0, len(sealed), CHUNK + TAG)
    chunks = []
    for number, start in enumerate(starts):
        last = start == starts[-1]
        try:
            chunk = cipher.decrypt(number.to_bytes(11, "big") + bytes([last]), sealed[start : start + CHUNK + TAG], None)
        except InvalidTag:
            raise Refused("changed") from None
        require(chunk or number == 0, "changed")
        chunks.append(chunk)
    return b"".join(chunks)


def open_with_passphrase(data, passphrase):
    """One scrypt stanza and nothing else; its work factor is read first, and more than 20 refused before any work."""
    file = parse(data)
    require(len(file.stanzas) == 1 and file.stanzas[0].kind == "scrypt", BAD)
    (stanza,) = file.stanzas
    require(len(stanza.arguments) == 2 and len(stanza.body) == FILE_KEY + TAG, BAD)
    salt, factor = unpadded(stanza.arguments[0].encode()), stanza.arguments[1]
    require(len(salt) == 16 and re.fullmatch("[1-9][0-9]*", factor) is not None, BAD)
    require(len(factor) <= 2 and int(factor) <= WORK_FACTOR_MOST, "work-factor")
    n = 1 << int(factor)
    key = hashlib.scrypt(passphrase.encode(), salt=b"age-encryption.org/v1/scrypt" + salt, n=n, r=8, p=1, maxmem=1024 * n + (1 << 20), dklen=32)
    try:
        file_key = ChaCha20Poly1305(key).decrypt(bytes(12), stanza.body, None)
    except InvalidTag:
        raise Refused("wrong-passphrase") from None
    return open_with_file_key(file, file_key)


def file_key_for(file, identity):
    """The file key as the first hybrid stanza that opens to the identity holds it. Stanzas of other kinds are passed over."""
    require(all(stanza.kind != "scrypt" for stanza in file.stanzas), BAD)
    for stanza in file.stanzas:
        if stanza.kind != "mlkem768x25519":
            continue
        require(len(stanza.arguments) == 1 and len(stanza.body) == FILE_KEY + TAG, BAD)
        enc = unpadded(stanza.arguments[0].encode())
        file_key = hybrid.identity_of(identity).open(enc, stanza.body)
        if file_key is not None:
            return file_key
    raise Refused("does-not-open")


def open_with_identity(data, identity):
    file = parse(data)
    return open_with_file_key(file, file_key_for(file, identity))
