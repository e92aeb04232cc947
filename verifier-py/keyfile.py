"""Key files and backups, once opened with age_reader (docs/formats/keyfile.md)."""

import hashlib
import hmac

import entry
import hybrid
import roster
from conventions import Refused, is_compartment, is_hash, is_integer, is_object, parse_canonical, require

FIELDS = ("accountToken", "databaseKey", "deviceSeed", "group", "line0Key", "person", "recipientIdentity", "relay", "v")
ACT, ENTRY, EPOCH_KEY, END = 1, 2, 3, 255


def _strict(data, fields):
    value = parse_canonical(data)
    require(type(value) is dict and is_integer(value.get("v"), 1), "bad-key-file")
    require(value["v"] == 1, "newer-version")
    require(is_object(value, *fields), "bad-key-file")
    return value


def read_keys(data):
    """What is inside `keys.age`."""
    keys = _strict(data, FIELDS)
    hexes = [name for name in FIELDS if name not in ("accountToken", "recipientIdentity", "relay", "v")]
    require(all(is_hash(keys[name]) for name in hexes) and type(keys["relay"]) is str, "bad-key-file")
    require(keys["accountToken"] is None or is_hash(keys["accountToken"]), "bad-key-file")
    require(type(keys["recipientIdentity"]) is str, "bad-key-file")
    hybrid.identity_of(keys["recipientIdentity"])
    return keys


def read_member_key(data):
    """The member key's seed, as in `member-key.age`."""
    value = _strict(data, ("memberSeed", "v"))
    require(is_hash(value["memberSeed"]), "bad-key-file")
    return value["memberSeed"]


def read_backup(data):
    """`{head, acts, entries, epochKeys}` of a backup; every act and entry checked for itself."""
    end = data.find(b"\n")
    require(end >= 0, "bad-backup")
    head = _strict(data[:end], ("group", "kind", "line0Key", "person", "relay", "v"))
    sound = head["kind"] == "vouchsafe-backup" and all(is_hash(head[name]) for name in ("group", "line0Key", "person"))
    require(sound and type(head["relay"]) is str, "bad-backup")
    backup, at, kind = {"head": head, "acts": [], "entries": [], "epochKeys": []}, end + 1, None
    while kind != END:
        require(at + 5 <= len(data), "bad-backup")
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4]
        content, start = data[at + 5 : at + 5 + size], at
        require(len(content) == size, "bad-backup")
        at += 5 + size
        _take(backup, kind, content, hashlib.sha256(data[:start]).digest() if kind == END else None)
    require(at == len(data), "bad-backup")
    return backup


def _take(backup, kind, content, sum_before):
    if kind == ACT:
        backup["acts"].append(roster.parse_act(content))
    elif kind == ENTRY:
        parsed = entry.parse_unpadded(content)
        entry.check_claims(parsed)
        backup["entries"].append(parsed)
    elif kind == EPOCH_KEY:
        backup["epochKeys"].append(_epoch_key(content))
    else:
        require(kind == END and hmac.compare_digest(content, sum_before), "bad-backup")


def _epoch_key(content):
    """(compartment, epoch id, key)."""
    name, zero, rest = content.partition(b"\0")
    try:
        compartment = name.decode("ascii")
    except UnicodeDecodeError:
        raise Refused("bad-backup") from None
    require(zero and is_compartment(compartment) and len(rest) == 64, "bad-backup")
    return compartment, rest[:32].hex(), rest[32:].hex()
