"""Envelopes: sealed reports (docs/formats/envelope.md)."""

import hashlib
import re

import age_reader
from conventions import Refused, hash_of, is_integer, parse_canonical, require

SIZE, HEADER_SIZE, PLAINTEXT_SIZE, STANZAS, BODY_AT = 45326, 12526, 32768, 8, 72
REQUIRED, OPTIONAL = ("language", "page", "text", "urgent"), ("when", "where")


def report_id(envelope):
    return hashlib.sha256(envelope).hexdigest()[:32]


def plaintext_hash(plaintext):
    return hash_of("report-plaintext", plaintext)


def parse_outside(envelope):
    """Everything that a reader refuses before any opening."""
    require(len(envelope) == SIZE, "wrong-size")
    try:
        file = age_reader.parse(envelope)
        encs = [age_reader.unpadded(stanza.arguments[0].encode()) for stanza in file.stanzas if stanza.arguments]
    except Refused:
        raise Refused("bad-header") from None
    alike = all(one.kind == "mlkem768x25519" and len(one.arguments) == 1 and len(one.body) == 32 for one in file.stanzas)
    sized = all(len(enc) == 1120 for enc in encs) and file.header_size == HEADER_SIZE
    require(len(file.stanzas) == STANZAS and alike and sized, "bad-header")
    return file


def open_envelope(envelope, identity):
    """The 32,768 bytes of plaintext."""
    file = parse_outside(envelope)
    try:
        return age_reader.open_with_file_key(file, age_reader.file_key_for(file, identity))
    except Refused:
        raise Refused("does-not-open") from None


def read_plaintext(plaintext):
    """`{form: "report", report}`, or `{form: "newer", …}` with what can be read of a form that we do not know whole."""
    require(len(plaintext) == PLAINTEXT_SIZE and plaintext[0] != 0, "bad-plaintext")
    version, kind, flags = plaintext[0], plaintext[1], int.from_bytes(plaintext[2:4], "big")
    thread, mac = plaintext[4:20], plaintext[36:68]
    about = {"version": version, "kind": kind, "flags": flags, "threadId": thread.hex(), "mac": mac.hex()}
    if version > 1:
        return {"form": "newer", **about, "known": {}, "unknown": {}}
    end = BODY_AT + int.from_bytes(plaintext[68:72], "big")
    require(end <= PLAINTEXT_SIZE and not any(plaintext[end:]), "bad-plaintext")
    require(kind != 0 or not any(thread + mac), "bad-plaintext")
    body = read_body(plaintext[BODY_AT:end])
    known = {name: body.get(name) for name in REQUIRED + OPTIONAL}
    unknown = {name: value for name, value in body.items() if name != "v" and name not in known}
    if kind or flags or unknown or body["v"] > 1:
        return {"form": "newer", **about, "known": known, "unknown": unknown}
    return {"form": "report", "report": known}


def read_body(data):
    """The body's object; for version 1 its known fields are as the page says."""
    try:
        body = parse_canonical(data)
    except Refused:
        raise Refused("bad-body") from None
    require(type(body) is dict and is_integer(body.get("v"), 1), "bad-body")
    if body["v"] == 1:
        require(all(name in body for name in REQUIRED), "bad-body")
        require(all(FORMS[name](body[name]) for name in FORMS if name in body), "bad-body")
    return body


def _is_text(value):
    return type(value) is str and value != ""


FORMS = {
    "language": lambda value: _is_text(value) and re.fullmatch("[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*", value) is not None,
    "page": lambda value: _is_text(value) and re.fullmatch("[0-9A-Za-z.-]{1,40}", value) is not None,
    "text": _is_text,
    "urgent": lambda value: type(value) is bool,
    "when": _is_text,
    "where": _is_text,
}
