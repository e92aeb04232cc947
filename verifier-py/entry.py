"""Entries (docs/formats/entry.md): form, claims, and place in the record."""

from dataclasses import dataclass

import sealing
import signatures
from conventions import (
    BODY_MOST,
    HEADER_MOST,
    SEEN_MOST,
    Refused,
    domain,
    hash_of,
    is_compartment,
    is_hash,
    is_integer,
    is_list,
    is_object,
    is_sorted,
    parse_canonical,
    require,
)

FIELDS = ("clock", "commitment", "compartment", "device", "group", "prev", "rosterSeen", "seen", "seq", "v")
CLOCK_LAST_FREE = 253402300799999  # the end of the year 9999. The page does not say it; vectors/entry does.


@dataclass(frozen=True)
class Entry:
    id: str
    header_bytes: bytes
    header: dict
    signature: bytes
    salt: bytes
    body: bytes


def parse_stored(stored):
    """Form and limits of an entry as stored, before sealing. A newer version is refused with `newer-version`: keep its bytes."""
    parts, end = _parts(stored)
    sealing.require_padding(stored, end)
    return _entry(*parts)


def parse_unpadded(stored):
    """The same without the zeros, as a backup holds it (keyfile.md)."""
    parts, end = _parts(stored)
    require(end == len(stored), "not-framed")
    return _entry(*parts)


def _parts(stored):
    header, at = _counted(stored, 0, HEADER_MOST)
    require(at + 96 <= len(stored), "not-framed")
    body, end = _counted(stored, at + 96, BODY_MOST)
    return (header, stored[at : at + 64], stored[at + 64 : at + 96], body), end


def _entry(header, signature, salt, body):
    return Entry(hash_of("entry", header), header, parse_header(header), signature, salt, body)


def _counted(data, at, most):
    require(at + 4 <= len(data), "not-framed")
    size = int.from_bytes(data[at : at + 4], "big")
    require(size <= most, "too-large")
    require(at + 4 + size <= len(data), "not-framed")
    return data[at + 4 : at + 4 + size], at + 4 + size


def parse_header(data):
    try:
        header = parse_canonical(data)
    except Refused:
        raise Refused("bad-header") from None
    require(type(header) is dict and is_integer(header.get("v"), 1), "bad-header")
    require(header["v"] == 1, "newer-version")
    sound = (
        is_object(header, *FIELDS)
        and all(is_hash(header[name]) for name in ("group", "device", "rosterSeen", "commitment"))
        and is_compartment(header["compartment"])
        and header["compartment"] != "roster"
        and is_integer(header["seq"], 1)
        and is_integer(header["clock"])
        and (header["prev"] is None if header["seq"] == 1 else is_hash(header["prev"]))
        and is_list(header["seen"], 0, SEEN_MOST)
        and all(is_hash(head) for head in header["seen"])
        and is_sorted(header["seen"])
    )
    require(sound, "bad-header")
    return header


def check_claims(entry):
    """That its device signed it, and that the body is the one it commits to."""
    message = domain("entry-signature") + entry.header_bytes
    require(signatures.verify(bytes.fromhex(entry.header["device"]), entry.signature, message), "bad-signature")
    require(hash_of("body", entry.salt, entry.body) == entry.header["commitment"], "bad-commitment")


def aad_of(compartment, epoch):
    return compartment.encode() + bytes.fromhex(epoch)


def seal(key, compartment, epoch, stored):
    aad = aad_of(compartment, epoch)
    return sealing.seal_body(key, "entry", aad, stored, sealing.siv_salt(key, aad, stored))


def open_sealed(key, compartment, epoch, blob):
    """(stored form, entry) of a blob in the log of a compartment's epoch."""
    stored = sealing.open_body(key, "entry", aad_of(compartment, epoch), blob, siv=True)
    entry = parse_stored(stored)
    require(entry.header["compartment"] == compartment, "wrong-compartment")
    return stored, entry


class Record:
    """Entries in their places. `line` is the roster's, in order: dicts of `act`, `group` and the `devices` it names first."""

    def __init__(self, line):
        self.groups = {place["act"]: place["group"] for place in line}
        self.devices, known = {}, set()
        for place in line:
            known = known | set(place["devices"])
            self.devices[place["act"]] = known
        self.applied = {}

    def add(self, stored):
        """True if the entry applies now, False if it waits for something that is not here."""
        entry = parse_stored(stored)
        check_claims(entry)
        header = entry.header
        if header["rosterSeen"] not in self.groups:
            return False
        require(header["device"] in self.devices[header["rosterSeen"]], "unknown-device")
        require(header["group"] == self.groups[header["rosterSeen"]], "wrong-group")
        before = set(header["seen"]) | ({header["prev"]} - {None})
        if not before <= set(self.applied):
            return False
        self._check_chain(header)
        self._check_clock(header, [self.applied[one]["clock"] for one in before])
        self.applied[entry.id] = header
        return True

    def _check_chain(self, header):
        if header["prev"] is not None:
            before = self.applied[header["prev"]]
            same = all(before[name] == header[name] for name in ("device", "compartment"))
            require(same and before["seq"] == header["seq"] - 1, "prev-differs")
        elsewhere = (self.applied[one]["compartment"] != header["compartment"] for one in header["seen"])
        require(not any(elsewhere), "seen-elsewhere")

    def _check_clock(self, header, clocks):
        newest = max(clocks, default=-1)
        require(header["clock"] > newest, "clock-not-after")
        require(header["clock"] <= CLOCK_LAST_FREE or header["clock"] == newest + 1, "clock-out-of-range")
