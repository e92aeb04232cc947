"""Acts of the roster (docs/formats/roster.md): their form, signatures and sealing, certificates and lockboxes.

What an act does to a line is in line.py.
"""

import hashlib
import re
from dataclasses import dataclass

import age_reader
import sealing
import signatures
from conventions import (
    ACT_MOST,
    Refused,
    canonical,
    domain,
    from_base64,
    hash_of,
    hkdf,
    is_compartment,
    is_hash,
    is_integer,
    is_list,
    is_object,
    is_sorted,
    parse_canonical,
    require,
)

ZEROS = "0" * 64


@dataclass(frozen=True)
class Act:
    id: str
    kind: str
    newer: bool
    body: dict

    def __getitem__(self, name):
        """A field of what the act says."""
        return self.body["act"][name]

    @property
    def by(self):
        return self.body["by"]


def parse_act(data):
    """An act as stored: its form, and a right signature of each device in `by`."""
    require(len(data) <= ACT_MOST, "too-large")
    stored = parse_canonical(data)
    require(is_object(stored, "body", "signatures") and type(stored["signatures"]) is list, "bad-act")
    body = stored["body"]
    _require_body(body)
    kind = body["act"]["kind"]
    newer = body["v"] > 1 or kind not in FORMS
    if not newer:
        require(FORMS[kind](body["act"]), "bad-act")
        require(len(body["by"]) == {"genesis": len(body["by"]), "resolve": 2}.get(kind, 1), "bad-signers")
    body_bytes = canonical(body)
    _require_signatures(stored["signatures"], body["by"], domain("act-signature") + body_bytes)
    return Act(hash_of("act", body_bytes), kind, newer, body)


def _require_body(body):
    fields = ("act", "by", "clock", "group", "n", "prev", "v")
    require(type(body) is dict and is_integer(body.get("v"), 1), "bad-act")
    require(is_object(body, *fields) if body["v"] == 1 else set(fields) <= set(body), "bad-act")
    sound = (
        is_list(body["by"], 1, 30)
        and all(map(is_hash, body["by"]))
        and is_sorted(body["by"])
        and is_integer(body["clock"])
        and is_hash(body["group"])
        and is_integer(body["n"])
        and (body["prev"] is None and body["group"] == ZEROS if body["n"] == 0 else is_hash(body["prev"]))
        and type(body["act"]) is dict
        and is_compartment(body["act"].get("kind"))
    )
    require(sound, "bad-act")


def _require_signatures(given, by, message):
    require(all(is_object(one, "device", "signature") for one in given), "bad-signers")
    require([one["device"] for one in given] == by, "bad-signers")
    for one in given:
        signature = from_base64(one["signature"], "bad-signature")
        require(signatures.verify(bytes.fromhex(one["device"]), signature, message), "bad-signature")


# --- the form of each kind ---------------------------------------------------------------------------------------


def is_device(value):
    strict = is_object(value, "device", "recipient", "signature")
    return strict and is_hash(value["device"]) and _is_recipient(value["recipient"]) and _is_signature(value["signature"])


def _is_recipient(value):
    return type(value) is str and re.fullmatch("age1pq1[qpzry9x8gf2tvdw0s3jn54khce6mua7l]{1,4096}", value) is not None


def _is_signature(value):
    return _is_base64(value) and len(from_base64(value)) == 64


def _is_base64(value):
    try:
        from_base64(value)
    except Refused:
        return False
    return True


def is_person(value):
    return (
        is_object(value, "devices", "name", "person")
        and is_hash(value["person"])
        and type(value["name"]) is str
        and 1 <= len(value["name"]) <= 60
        and is_list(value["devices"], 1, 8)
        and all(map(is_device, value["devices"]))
    )


def _is_cut(value):
    return type(value) is dict and len(value) <= 16 and all(is_compartment(name) and _are_hashes(heads, 0, 64) for name, heads in value.items())


def _are_hashes(value, least, most):
    return is_list(value, least, most) and all(map(is_hash, value)) and is_sorted(value)


def _is_relay(value):
    return type(value) is str and len(value) <= 512


def _is_before(value):
    return value is None or (is_object(value, "group", "head") and is_hash(value["group"]) and is_hash(value["head"]))


def _are_epochs(value):
    if not (is_list(value, 1, 8) and all(map(_is_epoch, value))):
        return False
    return len({epoch["compartment"] for epoch in value}) == len(value)


def _is_epoch(value):
    return (
        is_object(value, "compartment", "keyCommitment", "lockboxes", "parent", "wrapped", "writers")
        and is_compartment(value["compartment"])
        and is_hash(value["keyCommitment"])
        and is_list(value["lockboxes"], 1, 240)
        and all(is_object(one, "box", "device") and is_hash(one["device"]) and _is_base64(one["box"]) for one in value["lockboxes"])
        and is_sorted([one["device"] for one in value["lockboxes"]])
        and (value["parent"] is None or is_hash(value["parent"]))
        and (value["wrapped"] is None or (value["parent"] is not None and _is_base64(value["wrapped"])))
        and _are_hashes(value["writers"], 1, 240)
    )


def _form(**fields):
    return lambda act: is_object(act, "kind", *fields) and all(check(act[name]) for name, check in fields.items())


FORMS = {
    "genesis": _form(
        persons=lambda value: is_list(value, 1, 30) and all(map(is_person, value)),
        relay=_is_relay,
        before=_is_before,
        policy=is_object,
    ),
    "admit": _form(person=is_person),
    "remove": _form(person=is_hash, cut=_is_cut),
    "suspend": _form(person=is_hash, cut=_is_cut),
    "reinstate": _form(suspension=is_hash),
    "add-device": _form(person=is_hash, device=is_device),
    "revoke-device": _form(device=is_hash, cut=_is_cut),
    "confirm": _form(act=is_hash),
    "epoch": _form(epochs=_are_epochs),
    "epoch-bad": _form(epoch=is_hash),
    "policy": _form(policy=is_object),
    "move-relay": _form(relay=_is_relay),
    "resolve": _form(heads=lambda value: is_list(value, 2, 2) and all(map(is_hash, value))),
}


# --- certificates, epochs, the log --------------------------------------------------------------------------------


def is_certified(device, person):
    """Whether a member certified a device of theirs."""
    said = canonical({"device": device["device"], "person": person, "recipient": device["recipient"]})
    return signatures.verify(bytes.fromhex(person), from_base64(device["signature"]), domain("device-cert") + said)


def epoch_id(act_id, compartment):
    return hash_of("epoch", bytes.fromhex(act_id), compartment.encode())


def line_id(key):
    return hkdf(key, b"vouchsafe/1/log-id", 16)


def open_act(key, blob):
    """An act in the line's log under `key`, as stored."""
    frame = sealing.open_body(key, "act", b"roster" + line_id(key), blob, siv=True)
    return sealing.unframe(frame, ACT_MOST)


def seal_act(key, data):
    frame, aad = sealing.frame(data), b"roster" + line_id(key)
    return sealing.seal_body(key, "act", aad, frame, sealing.siv_salt(key, aad, frame))


def open_lockbox(epoch, device, identity, wrapped):
    """(key, write token, the wrapped epoch's key or None); refused where the recipient must sign `epoch-bad`.

    `wrapped` says which epoch's key must be inside: `{id, keyCommitment}`, or None where there is none.
    """
    box = next(one["box"] for one in epoch["lockboxes"] if one["device"] == device)
    try:
        opened = age_reader.open_with_identity(from_base64(box), identity)
    except Refused:
        raise Refused("lockbox-closed") from None
    require(len(opened) == 64, "lockbox-closed")
    key, token = opened[:32], opened[32:]
    require(hash_of("epoch-key", key) == epoch["keyCommitment"], "key-differs")
    require(hashlib.sha256(token).hexdigest() in epoch["writers"], "token-unlisted")
    return key, token, _unwrap(epoch, key, wrapped)


def _unwrap(epoch, key, wrapped):
    require((wrapped is None) == (epoch["wrapped"] is None), "wrap-broken")
    if wrapped is None:
        return None
    aad = epoch["compartment"].encode() + bytes.fromhex(wrapped["id"])
    try:
        inner = sealing.open_body(key, "wrap", aad, from_base64(epoch["wrapped"]))
    except Refused:
        raise Refused("wrap-broken") from None
    require(len(inner) == 32 and hash_of("epoch-key", inner) == wrapped["keyCommitment"], "wrap-broken")
    return inner
