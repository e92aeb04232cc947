"""keys.bin: to whom reports are sealed (docs/formats/keys-bin.md)."""

import datetime
import re

import hybrid
import signatures
from conventions import Refused, canonical, domain, from_base64, hash_of, is_hash, is_integer, is_list, is_object, is_sorted, parse_canonical, require

SIZE_MOST, RECIPIENT_LETTERS = 65536, 1959
DAYS_MOST, DAYS_LATE = 30, 60
FIELDS = ("expires", "group", "intake", "made", "previous", "signers", "trustee", "v", "version")


def parse(data):
    """The file's object, its form checked; `bad-keys` or `newer-keys` otherwise."""
    require(len(data) <= SIZE_MOST, "bad-keys")
    try:
        file = parse_canonical(data)
    except Refused:
        raise Refused("bad-keys") from None
    require(type(file) is dict and type(file.get("keys")) is dict and is_integer(file["keys"].get("v"), 1), "bad-keys")
    require(file["keys"]["v"] == 1, "newer-keys")
    require(is_object(file, "keys", "signatures") and _is_keys(file["keys"]) and _are_signatures(file["signatures"]), "bad-keys")
    return file


def _is_keys(keys):
    return (
        is_object(keys, *FIELDS)
        and is_hash(keys["group"])
        and is_integer(keys["version"], 1)
        and (keys["previous"] is None if keys["version"] == 1 else is_hash(keys["previous"]))
        and _are_days(keys["made"], keys["expires"])
        and is_list(keys["intake"], 2, 7)
        and all(_is_recipient(one) for one in keys["intake"])
        and is_sorted(keys["intake"])
        and (keys["trustee"] is None or (_is_recipient(keys["trustee"]) and keys["trustee"] not in keys["intake"]))
        and _are_signers(keys["signers"])
    )


def _is_recipient(value):
    return type(value) is str and len(value) == RECIPIENT_LETTERS and hybrid.is_recipient(value)


def _are_signers(persons):
    if not is_list(persons, 2, 30):
        return False
    if not all(is_list(devices, 1, 8) and all(map(is_hash, devices)) and is_sorted(devices) for devices in persons):
        return False
    every = [device for devices in persons for device in devices]
    return is_sorted([devices[0] for devices in persons]) and len(set(every)) == len(every)


def _are_signatures(given):
    if not is_list(given, 2, 60):
        return False
    if not all(is_object(one, "device", "signature") and is_hash(one["device"]) and _is_signature(one["signature"]) for one in given):
        return False
    return is_sorted([one["device"] for one in given])


def _is_signature(text):
    try:
        return len(from_base64(text)) == 64
    except Refused:
        return False


def day_of(text):
    """A day there is, spelled `YYYY-MM-DD`, or None."""
    if type(text) is not str or not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def _are_days(made, expires):
    first, last = day_of(made), day_of(expires)
    return first is not None and last is not None and 1 <= (last - first).days <= DAYS_MOST


def judge(data, pinned, today, mode):
    """The warnings of a file that may be used; refused with the page's codes otherwise. `mode` is `served` or `offline`."""
    file = parse(data)
    keys = file["keys"]
    message = canonical(keys)
    is_pinned = hash_of("keys-bin", message) == pinned["hash"]
    require(keys["group"] == pinned["group"], "other-group")
    require(keys["version"] >= pinned["version"], "older")
    require(keys["version"] != pinned["version"] or is_pinned, "forked")
    require(keys["version"] != pinned["version"] + 1 or keys["previous"] == pinned["hash"], "forked")
    persons = _signed_by(file["signatures"], domain("keys-bin-signature") + message, pinned["signers"])
    require(is_pinned or len(persons) >= 2, "too-few-persons")
    return _judge_days(keys, day_of(pinned["built"]), day_of(today), mode)


def _signed_by(given, message, signers):
    """The pinned persons (by number) who signed rightly."""
    owner = {device: number for number, devices in enumerate(signers) for device in devices}
    persons = set()
    for one in given:
        if one["device"] in owner:
            right = signatures.verify(bytes.fromhex(one["device"]), from_base64(one["signature"]), message)
            require(right, "bad-signature")
            persons.add(owner[one["device"]])
    return persons


def _judge_days(keys, built, today, mode):
    made, expires = day_of(keys["made"]), day_of(keys["expires"])
    warnings = ["clock-behind"] if today < built or today < made else []
    late = (max(today, built) - expires).days
    require(late <= (DAYS_LATE if mode == "offline" else 0), "expired")
    return [*warnings, "expired-lately"] if late > 0 else warnings
