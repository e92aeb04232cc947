"""Checks an evidence package (docs/formats/package.md, trust.md): an independent reading of the two pages.

    /usr/bin/python3 package.py PACKAGE [--trust DIRECTORY]

Needs Python's own library and Debian's python3-cryptography. Exit: 0 authenticated, 1 failed,
2 consistent but not authenticated, 64 wrong use.
"""

import base64
import hashlib
import os
import re
import stat
import struct
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

AUTHENTICATED, FAILED, CONSISTENT, USAGE = 0, 1, 2, 64
NAMESPACE = b"vouchsafe-package@v1"
SEAL = "seals/tagmanifest-sha256.txt.sig"
CUSTODY = "data/custody/custody.log"
TAG_MANIFEST = "tagmanifest-sha256.txt"
LISTED = ["README.txt", "bag-info.txt", "bagit.txt", "manifest-sha256.txt", "manifest-sha512.txt"]
REQUIRED = [*LISTED, TAG_MANIFEST, "data/record.json", CUSTODY, SEAL]
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
TEXT_MOST, SEAL_MOST, LARGE_MOST, FILES_MOST = 4 << 20, 64 << 10, 1 << 30, 10_000

ID, EXT, WORD = "([0-9a-f]{32})", "[a-z0-9]{1,8}", "[a-z0-9]{1,16}"
# Pattern, what it is, the most bytes.
LAYOUT = [
    ("|".join(re.escape(name) for name in [*LISTED, TAG_MANIFEST]), "tag", TEXT_MOST),
    (r"data/record\.json", "record", TEXT_MOST),
    (r"data/custody/custody\.log", "custody", TEXT_MOST),
    (rf"data/items/{ID}/item\.json", "item", TEXT_MOST),
    (rf"data/items/{ID}/(?:original\.{EXT}|capture\.wacz)", "committed", LARGE_MOST),
    (rf"data/items/{ID}/(?:page\.html|page\.png|tls-chain\.pem|working-[1-9][0-9]{{0,2}}\.{EXT})", "other", LARGE_MOST),
    (rf"data/commitments/{ID}\.txt", "commitment", TEXT_MOST),
    (rf"data/closed/{ID}\.leaf", "leaf", TEXT_MOST),
    (rf"data/proofs/{ID}\.tlog-proof", "proof", LARGE_MOST),
    (r"data/proofs/(?:checkpoint|policy\.txt)", "log", LARGE_MOST),
    (rf"data/anchors/(?:checkpoint\.ots|checkpoint\.{WORD}\.tsr|bitcoin-header-[1-9][0-9]{{0,8}}\.hex)", "anchor", LARGE_MOST),
    (rf"seals/tagmanifest-sha256\.txt\.(?:sig|ots|{WORD}\.tsr)", "seal", SEAL_MOST),
]
LAYOUT = [(re.compile(pattern), kind, most) for pattern, kind, most in LAYOUT]


class Failed(Exception):
    """A check failed. The text is for people and holds nothing from the package."""


def require(condition, why):
    if not condition:
        raise Failed(why)


# --- files -----------------------------------------------------------------------------------------------------


def list_files(root):
    """{path: (kind, id)} of a package's files, all names and types checked."""
    places, folders = {}, set()

    def walk(folder, above):
        with os.scandir(folder) as inside:
            for found in inside:
                require(re.fullmatch(r"[A-Za-z0-9._-]+", found.name), "a name that no file of a package has")
                path = above + found.name
                if found.is_dir(follow_symlinks=False):
                    require(len(path.split("/")) < 4, "a folder that does not belong to a package")
                    folders.add(path)
                    walk(found.path, path + "/")
                    continue
                require(found.is_file(follow_symlinks=False), "something that is neither a file nor a folder")
                places[path] = place_of(path, found.stat(follow_symlinks=False).st_size)
                require(os.access(found.path, os.R_OK), "a file cannot be read")
                require(len(places) <= FILES_MOST, "too many files")

    walk(root, "")
    parents = {"/".join(path.split("/")[:n]) for path in places for n in range(1, path.count("/") + 1)}
    require(folders == parents, "a folder that does not belong to a package")
    require(all(path in places for path in REQUIRED), "a file that every package has is missing")
    return places


def place_of(path, size):
    for pattern, kind, most in LAYOUT:
        match = pattern.fullmatch(path)
        if match:
            require(size <= most, "a file that is too large")
            return kind, match.group(1) if match.groups() else None
    raise Failed("a file that does not belong to a package")


def read(root, path):
    descriptor = os.open(os.path.join(root, path), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as file:
        require(stat.S_ISREG(os.fstat(descriptor).st_mode), "a file cannot be read")
        return file.read()


def lines_of(data, last=0x7E):
    """Lines that end with one LF each; no other control character, nothing above `last`, none empty."""
    require(data.endswith(b"\n"), "a text file is not made of plain lines")
    require(all(byte == 10 or 32 <= byte <= last for byte in data), "a text file is not made of plain lines")
    lines = data[:-1].split(b"\n")
    require(all(lines), "a text file is not made of plain lines")
    return lines


# --- the bag ---------------------------------------------------------------------------------------------------


def manifest_of(algorithm, hashes):
    """The one spelling of a manifest: what sha256sum prints for the files in the order of their bytes."""
    return "".join(f"{hashes[path][algorithm]}  {path}\n" for path in sorted(hashes)).encode()


def hashes_of(data):
    return {"sha256": hashlib.sha256(data).hexdigest(), "sha512": hashlib.sha512(data).hexdigest(), "size": len(data)}


def check_bag(root, places):
    """Tag files, manifests and the sum. Returns the payload's hashes and the payload files that are parsed."""
    tags = {path: read(root, path) for path in [*LISTED, TAG_MANIFEST]}
    require(tags["bagit.txt"] == DECLARATION, "bagit.txt is not what it must be")
    listed = manifest_of("sha256", {path: hashes_of(tags[path]) for path in LISTED})
    require(tags[TAG_MANIFEST] == listed, "tagmanifest-sha256.txt does not match")
    hashes, parsed = {}, {}
    for path, (kind, _) in places.items():
        if not path.startswith("data/"):
            continue
        data = read(root, path)
        hashes[path] = hashes_of(data)
        if kind in ("custody", "commitment", "leaf"):
            parsed[path] = data
    for algorithm in ("sha256", "sha512"):
        require(tags[f"manifest-{algorithm}.txt"] == manifest_of(algorithm, hashes), f"manifest-{algorithm}.txt does not match")
    check_bag_info(tags["bag-info.txt"], sum(one["size"] for one in hashes.values()), len(hashes))
    return hashes, parsed, tags[TAG_MANIFEST]


def check_bag_info(data, size, count):
    lines = lines_of(data, 0xFF)
    require(4 <= len(lines) <= 5, "bag-info.txt is not what it must be")
    wanted = [
        rb"Vouchsafe-Package: 1",
        rb"External-Identifier: ep-[0-9a-f]{32}",
        rb"Bagging-Date: [0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])",
        rb"Payload-Oxum: %d\.%d" % (size, count),
        rb"Source-Organization: (?! )[^\n]{1,200}(?<! )",
    ]
    require(all(re.fullmatch(pattern, line, re.S) for pattern, line in zip(wanted, lines)), "bag-info.txt is not what it must be")


# --- items, commitments, custody ---------------------------------------------------------------------------------


def check_items(places, hashes, parsed):
    kinds = ("item", "committed", "other", "commitment", "leaf", "proof")
    ids = {kind: [one for k, one in places.values() if k == kind] for kind in kinds}
    item, committed, leaf = set(ids["item"]), set(ids["committed"]), set(ids["leaf"])
    sound = (
        set(ids["committed"] + ids["other"]) <= item
        and len(committed) == len(ids["committed"])
        and all((one in committed) != (one in leaf) for one in item)
        and committed == set(ids["commitment"])
        and set(ids["proof"]) <= committed | leaf
    )
    require(sound, "an item lacks its description or its commitment, or has two originals")
    for path, (kind, one) in places.items():
        if kind == "leaf":
            require(re.fullmatch(rb"[0-9a-f]{64}\n", parsed[path]), "a leaf is of another form")
        if kind == "committed":
            check_commitment(parsed[f"data/commitments/{one}.txt"], one, hashes[path])


def check_commitment(data, item, hashes):
    after = rb"(?:none|[a-z0-9][a-z0-9./-]{0,99} (?:0|[1-9][0-9]{0,14}) [0-9a-f]{64})"
    pattern = b"evidence-commitment/v1\nitem %s\nsalt [0-9a-f]{64}\nsize %d\nsha256 %s\nsha512 %s\nafter %s\n" % (
        item.encode(),
        hashes["size"],
        hashes["sha256"].encode(),
        hashes["sha512"].encode(),
        after,
    )
    require(re.fullmatch(pattern, data), "a commitment does not match its item")


def check_custody(data):
    header, *lines = lines_of(data, 0xFF)
    require(header == b"custody-log/v1" and 1 <= len(lines) <= 10_000, "the custody log is of another form")
    chain = hashlib.sha256(b"custody-log/v1\n").hexdigest()
    for number, line in enumerate(lines, 1):
        match = re.fullmatch(rb"([1-9][0-9]*) ([0-9a-f]{64}) ([0-9a-f]{64}) (REDACTED|\{.*)", line, re.S)
        require(match and match[1] == str(number).encode(), "the custody log is of another form")
        given, entry_hash, entry = match[2].decode(), match[3].decode(), match[4]
        chain = hashlib.sha256((chain + entry_hash).encode()).hexdigest()
        require(given == chain, "the chain of the custody log is broken")
        require(entry == b"REDACTED" or hashlib.sha256(entry).hexdigest() == entry_hash, "an entry of the custody log was changed")


# --- the seal ----------------------------------------------------------------------------------------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def ssh_string(data):
    return struct.pack(">I", len(data)) + data


def key_blob(key):
    return ssh_string(b"ssh-ed25519") + ssh_string(key)


def armoured(key, signature):
    inner = ssh_string(b"ssh-ed25519") + ssh_string(signature)
    fields = [key_blob(key), NAMESPACE, b"", b"sha512", inner]
    blob = b"SSHSIG" + struct.pack(">I", 1) + b"".join(ssh_string(field) for field in fields)
    text = base64.b64encode(blob)
    body = b"".join(text[at : at + 70] + b"\n" for at in range(0, len(text), 70))
    return b"-----BEGIN SSH SIGNATURE-----\n" + body + b"-----END SSH SIGNATURE-----\n"


def check_seal(data, message):
    """The key that sealed `message`."""
    blob = base64.b64decode(b"".join(data.split(b"\n")[1:-2]))
    at = 6 + 4 + 4 + 15 + 4
    key, signature = blob[at : at + 32], blob[-64:]
    require(len(key) == 32 and len(signature) == 64 and armoured(key, signature) == data, "the seal is of another form, or made for another use")
    require(is_sound(key), "the key in the seal is not a sound one")
    require(int.from_bytes(signature[32:], "little") < L, "the seal is not a signature of this package")
    signed = b"SSHSIG" + ssh_string(NAMESPACE) + ssh_string(b"") + ssh_string(b"sha512") + ssh_string(hashlib.sha512(message).digest())
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, signed)
    except (InvalidSignature, ValueError):
        raise Failed("the seal is not a signature of this package") from None
    return key


def is_sound(key):
    """Whether a key is the canonical encoding of a point of the prime-order subgroup, not the neutral one (RFC 8032, section 5.1.3)."""
    number = int.from_bytes(key, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    if y >= P:
        return False
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - x2) % P or (x == 0 and sign):
        return False
    if x % 2 != sign:
        x = P - x
    return (x, y) != (0, 1) and times(L, (x, y)) == (0, 1)


def times(number, point):
    result = (0, 1)
    for bit in bin(number)[2:]:
        result = plus(result, result)
        if bit == "1":
            result = plus(result, point)
    return result


def plus(a, b):
    (x1, y1), (x2, y2) = a, b
    t = D * x1 * x2 * y1 * y2 % P
    return (
        (x1 * y2 + x2 * y1) * pow(1 + t, P - 2, P) % P,
        (y1 * y2 + x1 * x2) * pow(1 - t, P - 2, P) % P,
    )


# --- trust -------------------------------------------------------------------------------------------------------


def read_trust(directory):
    """{"allowed": {key: name}, "retired": {key: name}, "issued": {(name, hash)}, "revoked": {key}}"""

    def trust_lines(name):
        path = os.path.join(directory, name)
        try:
            plain = stat.S_ISREG(os.lstat(path).st_mode) and os.lstat(path).st_size <= TEXT_MOST
            data = read(directory, name) if plain else None
        except OSError:
            data = None
        require(data is not None, f"the trust directory has no file {name}")
        return [line.decode("ascii") for line in lines_of(data)] if data else []

    name_form = r"([a-z][a-z0-9-]{0,63})"
    key_form = r"ssh-ed25519 (AAAAC3NzaC1lZDI1NTE5AAAAI[A-P][A-Za-z0-9+/]{42})"

    def matches(name, form):
        found = [re.fullmatch(form, line) for line in trust_lines(name)]
        require(all(found), "the trust directory holds a line that it may not hold")
        return [match.groups() for match in found]

    def key(text):
        return base64.b64decode(text)[-32:]

    signer_form = name_form + ' namespaces="' + re.escape(NAMESPACE.decode()) + '" ' + key_form
    allowed = matches("allowed_signers", signer_form)
    retired = matches("retired_signers", signer_form)
    issued = matches("issued", name_form + " ([0-9a-f]{64})")
    revoked = matches("revoked", key_form)
    names = [name for name, _ in allowed + retired]
    keys = [text for _, text in allowed + retired] + [text for (text,) in revoked]
    for values in (names, keys, issued):
        require(len(set(values)) == len(values), "the trust directory names something twice")
    require({name for name, _ in issued} <= {name for name, _ in retired}, "the trust directory holds a line that it may not hold")
    return {
        "allowed": {key(text): name for name, text in allowed},
        "retired": {key(text): name for name, text in retired},
        "issued": set(issued),
        "revoked": {key(text) for (text,) in revoked},
    }


# --- all together ------------------------------------------------------------------------------------------------


def verify(package, trust_directory=None):
    """(exit status, one sentence)."""
    try:
        trust = None if trust_directory is None else read_trust(trust_directory)
        places = list_files(package)
        hashes, parsed, tag_manifest = check_bag(package, places)
        check_items(places, hashes, parsed)
        check_custody(parsed[CUSTODY])
        key = check_seal(read(package, SEAL), tag_manifest)
        if trust is None:
            return CONSISTENT, "nothing is known of the key that sealed it: anybody can make such a package"
        require(key not in trust["revoked"], "the group disowns the key that sealed this")
        if key in trust["allowed"]:
            return AUTHENTICATED, f"sealed with the key {trust['allowed'][key]}"
        name = trust["retired"].get(key)
        if name is None:
            return CONSISTENT, "the trust directory does not know the key that sealed it"
        if (name, hashlib.sha256(tag_manifest).hexdigest()) in trust["issued"]:
            return AUTHENTICATED, f"sealed with the retired key {name}, and the group says so of this very package"
        return CONSISTENT, "sealed with a retired key, and the group does not say that it sealed this package"
    except Failed as failure:
        return FAILED, str(failure)
    except (OSError, ValueError, RecursionError):
        return FAILED, "a file or folder cannot be read"


WORDS = {AUTHENTICATED: "AUTHENTICATED", FAILED: "FAILED", CONSISTENT: "CONSISTENT, NOT AUTHENTICATED"}


def main(arguments):
    package, *options = arguments or [""]
    well_formed = package and not package.startswith("-") and (options == [] or (len(options) == 2 and options[0] == "--trust"))
    if not well_formed or not os.path.isdir(package) or (options and not os.path.isdir(options[1])):
        print("usage: package.py PACKAGE [--trust DIRECTORY], both directories that exist", file=sys.stderr)
        return USAGE
    status, why = verify(package, options[1] if options else None)
    print(f"{WORDS[status]}: {why}.")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
