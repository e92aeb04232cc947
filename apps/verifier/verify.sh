#!/bin/sh
# Checks an evidence package with nothing but what a Unix machine has: sha256sum and sha512sum (or shasum), ssh-keygen,
# awk, find. The rules are in docs/formats/package.md and trust.md. It writes nothing but a temporary directory.
#
#   sh verify.sh PACKAGE [--trust DIRECTORY]
#
# Exit: 0 authenticated, 1 failed, 2 consistent but not authenticated, 64 wrong use or a tool is missing.

set -u
LC_ALL=C
export LC_ALL
unset CDPATH

trouble() { printf '%s\n' "$1" >&2; exit 64; }
ok() { printf 'ok    %s\n' "$1"; }
fail() {
  printf 'FAIL  %s\n\nFAILED. Do not rely on this package.\n' "$1"
  exit 1
}

usage='usage: sh verify.sh PACKAGE [--trust DIRECTORY]'
case $# in
  1) trust= ;;
  3) [ "$2" = --trust ] || trouble "$usage"; trust=$3 ;;
  *) trouble "$usage" ;;
esac
case $1 in -* | '') trouble "$usage" ;; esac
[ -d "$1" ] || trouble "There is no directory of this name: the package."
if [ $# -eq 3 ]; then
  [ -d "$trust" ] || trouble "There is no directory of this name: the trust directory."
  trust=$(cd -- "$trust" && pwd -P) || trouble "The trust directory cannot be opened."
fi

for tool in awk cmp cut find mktemp sed sort ssh-keygen tail tr wc xargs; do
  command -v "$tool" >/dev/null 2>&1 || trouble "This needs the program $tool, which is missing here."
done
if command -v sha256sum >/dev/null 2>&1 && command -v sha512sum >/dev/null 2>&1; then
  sha256=sha256sum sha512=sha512sum
elif command -v shasum >/dev/null 2>&1; then
  sha256='shasum -a 256' sha512='shasum -a 512'
else
  trouble 'This needs sha256sum and sha512sum, or shasum.'
fi

work=$(mktemp -d) || trouble 'No temporary directory can be made.'
trap 'rm -rf -- "$work"' EXIT
trap 'exit 64' HUP INT TERM
work=$(cd -P -- "$work" && pwd -P) || trouble 'The temporary directory cannot be opened.'
cd -P -- "$1" || trouble 'The package cannot be opened.'

# --- helpers -------------------------------------------------------------------------------------------------------

# Bytes left of a file when LF and bytes of these octal ranges are taken out.
others() { tr -d "\\12$2" <"$1" | wc -c; }
# Lines of printable ASCII (second argument: of anything but control characters), each ended by one LF, none empty.
is_text() {
  [ -s "$1" ] && [ "$(others "$1" "${2:-\\40-\\176}")" -eq 0 ] && [ "$(tail -c 1 -- "$1" | wc -l)" -eq 1 ] && ask '$0 == "" { exit 1 }' "$1"
}
# Asks awk a question: 0 yes, 1 no. Anything else is an awk that cannot do it, and no verdict.
ask() {
  awk "$@"
  case $? in
    0) return 0 ;;
    1) return 1 ;;
    *) trouble 'The awk of this machine cannot be used.' ;;
  esac
}
size_of() { wc -c <"$1" | tr -d ' '; }

# --- the trust directory's files (docs/formats/trust.md) --------------------------------------------------------------

use=vouchsafe-package@v1
if [ -n "$trust" ]; then
  for name in allowed_signers retired_signers issued revoked; do
    file=$trust/$name
    { [ -f "$file" ] && [ ! -L "$file" ] && [ -r "$file" ]; } || fail "The trust directory has no file $name."
    [ "$(size_of "$file")" -le 4194304 ] || fail "The trust file $name is too large."
    { [ ! -s "$file" ] || is_text "$file"; } || fail "The trust file $name is not plain lines."
  done
  ask -v use="$use" '
    function bad() { wrong = 1; exit 1 }
    function isName(s) { return length(s) <= 64 && s ~ /^[a-z][a-z0-9-]*$/ }
    function isKey(s) { return length(s) == 68 && s ~ /^AAAAC3NzaC1lZDI1NTE5AAAAI[A-P][A-Za-z0-9+\/]*$/ }
    function once(kind, s) { if ((kind, s) in seen) bad(); seen[kind, s] = 1 }
    FNR == 1 { file = FILENAME; sub(/.*\//, "", file) }
    file == "issued" {
      if (NF != 2 || $0 != $1 " " $2 || !($1 in retired) || length($2) != 64 || $2 ~ /[^0-9a-f]/) bad()
      once("issued", $0)
      next
    }
    { key = $NF; if (!isKey(key)) bad(); once("key", key) }
    file == "revoked" { if ($0 != "ssh-ed25519 " key) bad(); next }
    {
      if (!isName($1) || $0 != $1 " namespaces=\"" use "\" ssh-ed25519 " key) bad()
      once("name", $1)
      if (file == "retired_signers") retired[$1] = 1
    }
    END { exit wrong }
  ' "$trust/allowed_signers" "$trust/retired_signers" "$trust/issued" "$trust/revoked" ||
    fail 'The trust directory holds a line that it may not hold.'
  ok 'the trust directory is in order'
fi

# --- names: only files and folders a package may have -----------------------------------------------------------------

find . \( -name '*[!A-Za-z0-9._-]*' -o -name '.*[!A-Za-z0-9._-]*' \) >"$work/odd" || fail 'A folder cannot be read.'
[ ! -s "$work/odd" ] || fail 'There is a name that no file of a package has.'
find . ! -type f ! -type d >"$work/other" || fail 'A folder cannot be read.'
[ ! -s "$work/other" ] || fail 'There is something that is neither a file nor a folder, such as a link.'
find . -type f | sed 's,^\./,,' | sort >"$work/files"
find . -type d ! -name . | sed 's,^\./,,' | sort >"$work/folders"
[ "$(wc -l <"$work/files")" -le 10000 ] || fail 'There are too many files.'
# Each name with ./ before it: so none is an option, and none is the line "total". What wc cannot read is not among the sizes.
sed 's,^,./,' "$work/files" | xargs wc -c 2>/dev/null | awk '$2 ~ /^\.\// { print substr($2, 3), $1 }' | sort >"$work/sizes"
cut -d ' ' -f 1 "$work/sizes" | sort | cmp -s - "$work/files" || fail 'A file cannot be read.'

ask '
  function isId(s) { return length(s) == 32 && s !~ /[^0-9a-f]/ }
  function isWord(s, most) { return s ~ /^[a-z0-9]+$/ && length(s) <= most }
  function afterDot(s) { return substr(s, index(s, ".") + 1) }
  function place(p,  s, n, f, x) {
    if (p ~ /^(README|bag-info|bagit|manifest-sha256|manifest-sha512|tagmanifest-sha256)\.txt$/) return "text"
    if (p == "data/record.json" || p == "data/custody/custody.log") return "text"
    if (p == "seals/tagmanifest-sha256.txt.sig" || p == "seals/tagmanifest-sha256.txt.ots") return "seal"
    n = split(p, s, "/"); f = s[n]; x = substr(f, 33)
    if (n == 2 && s[1] == "seals" && f ~ /^tagmanifest-sha256\.txt\.[a-z0-9]+\.tsr$/) return isWord(substr(f, 24, length(f) - 27), 16) ? "seal" : ""
    if (n == 4 && s[1] == "data" && s[2] == "items" && isId(s[3])) {
      if (f == "item.json") { item[s[3]] = 1; return "text" }
      content[s[3]] = 1
      if (f ~ /^original\.[a-z0-9]+$/ && isWord(afterDot(f), 8) || f == "capture.wacz") { committed[s[3]]++; return "large" }
      if (f == "page.html" || f == "page.png" || f == "tls-chain.pem") return "large"
      if (f ~ /^working-[1-9][0-9]*\.[a-z0-9]+$/ && index(f, ".") <= 12 && isWord(afterDot(f), 8)) return "large"
      return ""
    }
    if (n != 3 || s[1] != "data") return ""
    if (s[2] == "commitments" && isId(substr(f, 1, 32)) && x == ".txt") { commitment[substr(f, 1, 32)] = 1; return "text" }
    if (s[2] == "closed" && isId(substr(f, 1, 32)) && x == ".leaf") { leaf[substr(f, 1, 32)] = 1; return "text" }
    if (s[2] == "proofs" && isId(substr(f, 1, 32)) && x == ".tlog-proof") { proof[substr(f, 1, 32)] = 1; return "large" }
    if (s[2] == "proofs") return f == "checkpoint" || f == "policy.txt" ? "large" : ""
    if (s[2] != "anchors") return ""
    if (f == "checkpoint.ots" || f ~ /^bitcoin-header-[1-9][0-9]*\.hex$/ && length(f) <= 28) return "large"
    return f ~ /^checkpoint\.[a-z0-9]+\.tsr$/ && isWord(substr(f, 12, length(f) - 15), 16) ? "large" : ""
  }
  BEGIN { most["text"] = 4194304; most["seal"] = 65536; most["large"] = 1073741824 }
  FILENAME ~ /sizes$/ {
    p = place($1)
    if (p == "") { print "There is a file that does not belong to a package."; exit }
    if ($2 > most[p]) { print "There is a file that is too large."; exit }
    here[$1] = 1
    while (sub(/\/[^\/]*$/, "", $1)) folder[$1] = 1
    next
  }
  !($0 in folder) { print "There is a folder that does not belong to a package."; exit }
  END {
    need = "README.txt bag-info.txt bagit.txt manifest-sha256.txt manifest-sha512.txt tagmanifest-sha256.txt"
    n = split(need " data/record.json data/custody/custody.log seals/tagmanifest-sha256.txt.sig", list, " ")
    for (i = 1; i <= n; i++) if (!(list[i] in here)) print "A file that every package has is missing."
    for (id in content) if (!(id in item)) bad = 1
    for (id in item) if ((id in committed) == (id in leaf)) bad = 1
    for (id in committed) if (committed[id] != 1 || !(id in commitment)) bad = 1
    for (id in commitment) if (!(id in committed)) bad = 1
    for (id in proof) if (!(id in commitment) && !(id in leaf)) bad = 1
    if (bad) print "An item lacks its description or its commitment, or has two originals."
  }
' "$work/sizes" "$work/folders" >"$work/complaints" || fail 'The list of files cannot be read.'
[ ! -s "$work/complaints" ] || fail "$(sed -n 1p "$work/complaints")"
ok 'only files and folders that a package may have, and every item is complete'

# --- BagIt: declaration, manifests, sums. A manifest is exactly what the hash program prints for the files in order. ---

printf 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n' | cmp -s - bagit.txt || fail 'bagit.txt is not what it must be.'
$sha256 README.txt bag-info.txt bagit.txt manifest-sha256.txt manifest-sha512.txt | cmp -s - tagmanifest-sha256.txt ||
  fail 'tagmanifest-sha256.txt does not match the files it speaks of.'
awk '/^data\//' "$work/files" >"$work/payload"
xargs $sha256 <"$work/payload" >"$work/sha256" && cmp -s "$work/sha256" manifest-sha256.txt ||
  fail 'manifest-sha256.txt does not match the files in data/.'
xargs $sha512 <"$work/payload" >"$work/sha512" && cmp -s "$work/sha512" manifest-sha512.txt ||
  fail 'manifest-sha512.txt does not match the files in data/.'
ok 'every file has the SHA-256 and SHA-512 that the manifests give'

is_text bag-info.txt '\40-\377' && ask '
  FILENAME ~ /sizes$/ { if ($1 ~ /^data\//) { sum += $2; count++ } next }
  { line[FNR] = $0 }
  END {
    id = substr(line[2], 25); org = substr(line[5], 22); n = FNR
    if (line[1] != "Vouchsafe-Package: 1") exit 1
    if (substr(line[2], 1, 24) != "External-Identifier: ep-" || length(id) != 32 || id ~ /[^0-9a-f]/) exit 1
    if (line[3] !~ /^Bagging-Date: [0-9][0-9][0-9][0-9]-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$/) exit 1
    if (line[4] != sprintf("Payload-Oxum: %.0f.%d", sum, count)) exit 1
    if (n == 5 && (substr(line[5], 1, 21) != "Source-Organization: " || org == "" || length(org) > 200 || org ~ /^ / || org ~ / $/)) exit 1
    if (n != 4 && n != 5) exit 1
  }
' "$work/sizes" bag-info.txt || fail 'bag-info.txt is not what it must be, or its sum is wrong.'
ok 'bag-info.txt is in order and its sum is right'

# --- commitments and leaves -------------------------------------------------------------------------------------------

awk '/^data\/(commitments|closed)\//' "$work/files" >"$work/small"
if [ -s "$work/small" ]; then
  xargs cat <"$work/small" >"$work/joined"
  is_text "$work/joined" || fail 'A commitment is not plain lines.'
  ask '
    function isHex(s, n) { return length(s) == n && s !~ /[^0-9a-f]/ }
    function isNumber(s) { return s ~ /^(0|[1-9][0-9]*)$/ && length(s) <= 15 }
    function isAfter(s,  f) {
      if (s == "after none") return 1
      if (split(s, f, " ") != 4 || s != "after " f[2] " " f[3] " " f[4]) return 0
      return f[2] ~ /^[a-z0-9][a-z0-9.\/-]*$/ && length(f[2]) <= 100 && isNumber(f[3]) && isHex(f[4], 64)
    }
    function lines(path,  n, bytes) { # reads path into L; the file ends with its last line end and holds no more than n lines
      n = bytes = 0
      while ((getline L[n + 1] < path) > 0) bytes += length(L[++n]) + 1
      close(path)
      return bytes == size[path] ? n : -1
    }
    FILENAME ~ /sizes$/ { size[$1] = $2; next }
    FILENAME ~ /sha256$/ { sha256[$2] = $1; next }
    FILENAME ~ /sha512$/ {
      sha512[$2] = $1
      if ($2 ~ /\/original\.[a-z0-9]+$/ || $2 ~ /\/capture\.wacz$/) original[substr($2, 12, 32)] = $2
      next
    }
    /^data\/closed\// { if (lines($0) != 1 || !isHex(L[1], 64)) bad = 1; next }
    {
      id = substr($0, 18, 32); o = original[id]
      if (lines($0) != 7 || L[1] != "evidence-commitment/v1" || L[2] != "item " id) bad = 1
      if (L[3] !~ /^salt / || !isHex(substr(L[3], 6), 64) || L[4] != "size " size[o]) bad = 1
      if (L[5] != "sha256 " sha256[o] || L[6] != "sha512 " sha512[o] || !isAfter(L[7])) bad = 1
    }
    END { exit bad }
  ' "$work/sizes" "$work/sha256" "$work/sha512" "$work/small" || fail 'A commitment does not match its item.'
fi
ok 'every commitment matches its item'

# --- the custody log's chain --------------------------------------------------------------------------------------------

log=data/custody/custody.log
is_text "$log" '\40-\377' || fail 'The custody log is not plain lines.'
ask -v entry="$work/entry." -v hashes="$work/entries" -v links="$work/links" '
  function isHex(s, n) { return length(s) == n && s !~ /[^0-9a-f]/ }
  NR == 1 { if ($0 != "custody-log/v1") bad = 1; next }
  {
    head = (NR - 1) " " $2 " " $3 " "
    text = substr($0, length(head) + 1)
    if (!isHex($2, 64) || !isHex($3, 64) || substr($0, 1, length(head)) != head) bad = 1
    if (text != "REDACTED" && substr(text, 1, 1) != "{") bad = 1
    if (bad) exit
    print $2, $3 >links
    if (text == "REDACTED") next
    file = entry (NR - 1)
    printf "%s", text >file
    close(file)
    print $3 "  " file >hashes
  }
  END { exit bad || NR < 2 || NR > 10001 }
' "$log" || fail 'The custody log is of another form.'
[ ! -s "$work/entries" ] || $sha256 -c "$work/entries" >/dev/null 2>&1 || fail 'An entry of the custody log was changed.'
chain=$(printf 'custody-log/v1\n' | $sha256 | cut -c 1-64)
while read -r given hash; do
  chain=$(printf '%s' "$chain$hash" | $sha256 | cut -c 1-64)
  [ "$given" = "$chain" ] || fail 'The chain of the custody log is broken.'
done <"$work/links"
ok "the custody log's chain holds"

# --- the seal: its one spelling, a sound key, and the signature ---------------------------------------------------------

seal=seals/tagmanifest-sha256.txt.sig
is_text "$seal" || fail 'The seal is not plain lines.'
[ "$(size_of "$seal")" -eq 318 ] || fail 'The seal is of another form, or made for another use.'
key=$(ask '
  # Two letters of base64 are three hexadecimal digits.
  function fromBase64(s,  i, v, out) {
    for (i = 1; i < length(s); i += 2) {
      v = 64 * (index(B64, substr(s, i, 1)) - 1) + index(B64, substr(s, i + 1, 1)) - 1
      out = out sprintf("%03x", v)
    }
    return out
  }
  function digit(c) { return index("0123456789abcdef", c) - 1 }
  function toBase64(h,  i, v, out) {
    for (i = 1; i < length(h); i += 3) {
      v = 256 * digit(substr(h, i, 1)) + 16 * digit(substr(h, i + 1, 1)) + digit(substr(h, i + 2, 1))
      out = out substr(B64, int(v / 64) + 1, 1) substr(B64, v % 64 + 1, 1)
    }
    return out
  }
  # Little-endian bytes as a big-endian number that compares as text.
  function reversed(h,  i, out) { for (i = length(h) - 1; i > 0; i -= 2) out = out substr(h, i, 2); return out }

  # Numbers modulo 2^255 - 19, as 17 limbs of 15 bits: only for the question whether the key lies in the group of prime order.
  function carry(r,  i, c, k) {
    for (k = 0; k < 2; k++) {
      c = 0
      for (i = 0; i < 17; i++) { c += r[i]; r[i] = c % 32768; c = (c - r[i]) / 32768 }
      r[0] += 19 * c
    }
  }
  function add(r, a, b,  i) { for (i = 0; i < 17; i++) r[i] = a[i] + b[i]; carry(r) }
  function subtract(r, a, b,  i) { for (i = 0; i < 17; i++) r[i] = a[i] - b[i] + (i ? 131068 : 130996); carry(r) }
  function multiply(r, a, b,  i, j, t, x) {
    for (i = 0; i < 34; i++) t[i] = 0
    for (i = 0; i < 17; i++) { x = a[i]; for (j = 0; j < 17; j++) t[i + j] += x * b[j] }
    for (i = 0; i < 17; i++) r[i] = t[i] + 19 * t[i + 17]
    carry(r)
  }
  function isZero(a,  i, some, other) {
    carry(a); carry(a); other = a[0] != 32749
    for (i = 0; i < 17; i++) { if (a[i]) some = 1; if (i && a[i] != 32767) other = 1 }
    return !some || !other
  }
  function bitsOf(h, out,  i, d, at) {
    for (i = 0; i < 64; i++) {
      d = digit(substr(h, i + 1, 1)); at = int(i / 2) * 8 + (i % 2 ? 0 : 4)
      out[at] = d % 2; out[at + 1] = int(d / 2) % 2; out[at + 2] = int(d / 4) % 2; out[at + 3] = int(d / 8)
    }
  }
  # (x2:z2) becomes its double, (x3:z3) the sum of the two, where their difference is (X:Z): RFC 7748, section 5.
  function step(x2, z2, x3, z3,  A, B, C, D) {
    add(A, x2, z2); subtract(B, x2, z2); add(C, x3, z3); subtract(D, x3, z3)
    multiply(D, D, A); multiply(C, C, B)
    add(x3, D, C); subtract(z3, D, C); multiply(x3, x3, x3); multiply(z3, z3, z3)
    multiply(x3, x3, Z); multiply(z3, z3, X)
    multiply(A, A, A); multiply(B, B, B)
    subtract(C, A, B); multiply(x2, A, B); multiply(D, C, A24); add(D, D, A); multiply(z2, C, D)
  }
  # The group order times the point is the neutral element: so for points of that group alone, as u = (1+y)/(1-y).
  function isSound(key,  b, y, one, i, j, order, x2, z2, x3, z3) {
    bitsOf(key, b)
    if (reversed(substr(key, 1, 62) sprintf("%02x", (16 * digit(substr(key, 63, 1)) + digit(substr(key, 64, 1))) % 128)) "" >= PRIME "") return 0
    for (i = 0; i < 17; i++) { y[i] = 0; one[i] = i == 0; A24[i] = 0; for (j = 14; j >= 0; j--) y[i] = 2 * y[i] + b[15 * i + j] }
    A24[0] = 121665 % 32768; A24[1] = 3
    add(X, one, y); subtract(Z, one, y)
    if (isZero(X) || isZero(Z)) return 0
    for (i = 0; i < 17; i++) { x2[i] = one[i]; z2[i] = 0; x3[i] = X[i]; z3[i] = Z[i] }
    bitsOf(ORDER, order)
    for (i = 252; i >= 0; i--) if (order[i]) step(x3, z3, x2, z2); else step(x2, z2, x3, z3)
    return isZero(z2) && !isZero(x2)
  }

  { line[NR] = $0 }
  END {
    B64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    PRIME = "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed"
    ORDER = "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010"
    type = "0000000b7373682d65643235353139" # "ssh-ed25519"
    before = "53534853494700000001" "00000033" type "00000020" # SSHSIG, version 1, the key
    middle = "00000014766f756368736166652d7061636b6167654076310000000000000006736861353132" "00000053" type "00000040"
    if (NR != 6 || line[1] != "-----BEGIN SSH SIGNATURE-----" || line[6] != "-----END SSH SIGNATURE-----") exit 1
    if (length(line[2]) != 70 || length(line[3]) != 70 || length(line[4]) != 70 || length(line[5]) != 46) exit 1
    text = line[2] line[3] line[4] line[5]
    if (substr(text, 255) != "==" || substr(text, 1, 254) ~ /[^A-Za-z0-9+\/]/) exit 1
    hex = fromBase64(substr(text, 1, 254))
    at = length(before)
    key = substr(hex, at + 1, 64); signature = substr(hex, at + 65 + length(middle), 128)
    if (hex != before key middle signature "0") exit 1
    if (reversed(substr(signature, 65)) "" >= reversed(ORDER) "") exit 1
    if (!isSound(key)) exit 1
    print toBase64(type "00000020" key)
  }
' "$seal") || {
  [ $? -ne 64 ] || exit 64
  fail 'The seal is of another form, made for another use, or by an unsound key.'
}
tags=tagmanifest-sha256.txt
is_signed() { ssh-keygen -Y check-novalidate -n "$use" -s "$1" <"$2" >/dev/null 2>&1; }
# Whether this ssh-keygen knows its own signatures: those before OpenSSH 8.2 do not.
can_check() {
  : >"$work/probe" && ssh-keygen -q -t ed25519 -N '' -f "$work/probe-key" >/dev/null 2>&1 &&
    ssh-keygen -q -Y sign -f "$work/probe-key" -n "$use" "$work/probe" >/dev/null 2>&1 && is_signed "$work/probe.sig" "$work/probe"
}
if ! is_signed "$seal" "$tags"; then
  can_check || trouble 'The ssh-keygen of this machine cannot check signatures: OpenSSH 8.2 or newer is needed.'
  fail 'The seal is not a signature of this package.'
fi
ok 'the seal is a good signature of the manifests'

printf '%s\n' "ssh-ed25519 $key" >"$work/key"
ok "its key has the fingerprint $(ssh-keygen -l -f "$work/key" | cut -d ' ' -f 2)"

# --- who sealed it --------------------------------------------------------------------------------------------------------

consistent() {
  printf '\nCONSISTENT, NOT AUTHENTICATED. %s\n' "$1"
  exit 2
}
# The name that a trust file gives the key, where it has it.
name_in() { awk -v key="$key" '$NF == key { print $1 }' "$trust/$1"; }
authentic() { # trust file, name
  ssh-keygen -Y verify -f "$trust/$1" -I "$2" -n "$use" -s "$seal" <"$tags" >/dev/null 2>&1 || fail 'ssh-keygen does not accept the seal.'
  ok "sealed with the key $2"
  printf '\nAUTHENTICATED: unchanged since it was sealed with that key. This does not say that what it tells is true.\n'
  exit 0
}
[ -n "$trust" ] || consistent 'Nothing is known of the key that sealed it: anybody can make such a package. Use --trust.'
[ -z "$(name_in revoked)" ] || fail 'The group disowns the key that sealed this, and everything sealed with it.'
name=$(name_in allowed_signers)
[ -z "$name" ] || authentic allowed_signers "$name"
name=$(name_in retired_signers)
[ -n "$name" ] || consistent 'The trust directory does not know the key that sealed it.'
issued=$($sha256 "$tags" | cut -c 1-64)
awk -v line="$name $issued" '$0 == line { found = 1 } END { exit !found }' "$trust/issued" ||
  consistent 'It was sealed with a retired key, and the group does not say that it sealed this package.'
authentic retired_signers "$name"
