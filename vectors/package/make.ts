/**
 * Makes the package vectors: `node vectors/package/make.ts`. They are frozen now; it refuses to write over what is there.
 * A case is a directory `accept/<name>` or `reject/<name>` with `expected.json`; its package stands in `package/` or is another case's.
 */
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { concat, fromUtf8, utf8, type Bytes } from "#bytes";
import { sha256Hex } from "#prim";
import { composeCustody, composeTrust, custodyLine, SEAL_PATH, TAG_MANIFEST, type CheckDetail, type ProofErrorCode, type TrustFile } from "#proof";
import { buildPackage } from "#preserve";
import { chance, current, DAY, ids, retired, revoked, small, stranger, whole } from "./cast.ts";
import { drop, edit, flip, malleate, put, rebag, reseal, retag, sealOf, signedBytes, unsoundSeal, type Files } from "./forge.ts";

const here = dirname(fileURLToPath(import.meta.url));
const write = (path: string, bytes: Uint8Array | string): void => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes, { flag: "wx" });
};

/** `detail` is the code of the first check that is not as it should be, with the trust directory; null where there is none. */
type Expected = { withoutTrust: 0 | 1 | 2; withTrust: 0 | 1 | 2; detail: CheckDetail | null; trust?: string; package?: string };
type Link = { at: string; to: string };

function caseOf(name: string, why: string, files: ReadonlyMap<string, Bytes> | null, expected: Expected, links: readonly Link[] = []): void {
  const { trust = "usual", package: where = "package", detail, withoutTrust, withTrust } = expected;
  const folder = join(here, name);
  for (const [path, bytes] of files ?? []) write(join(folder, "package", path), bytes);
  for (const { at, to } of links) symlinkSync(to, join(folder, "package", at));
  write(
    join(folder, "expected.json"),
    `${JSON.stringify({ why, package: where, trust: `../../trust/${trust}`, withoutTrust, withTrust, detail }, null, 2)}\n`,
  );
}

const accept = (name: string, why: string, files: ReadonlyMap<string, Bytes>, trust = "usual"): void =>
  caseOf(`accept/${name}`, why, files, { withoutTrust: 2, withTrust: 0, detail: null, trust });
const reject = (name: string, detail: ProofErrorCode, why: string, files: ReadonlyMap<string, Bytes>, links: readonly Link[] = []): void =>
  caseOf(`reject/${name}`, why, files, { withoutTrust: 1, withTrust: 1, detail }, links);
/** A forgery sealed with the group's own key: nothing but the rule itself stands against it. */
const rejectSealed = (name: string, detail: ProofErrorCode, why: string, files: ReadonlyMap<string, Bytes>): void =>
  reject(name, detail, why, reseal(retag(files), current));
const rejectRebagged = (name: string, detail: ProofErrorCode, why: string, files: ReadonlyMap<string, Bytes>): void =>
  reject(name, detail, why, reseal(rebag(files), current));

const good = (await buildPackage(small, current, DAY, chance("small"))).files;
const old = (await buildPackage(small, retired, "2030-11-02", chance("old"))).files;
const neverIssued = (await buildPackage(small, retired, DAY, chance("never issued"))).files;
const text = (path: string): string => fromUtf8(good.get(path)!);

const item = `data/items/${ids.letter}`;
const original = `${item}/original.txt`;
const commitment = `data/commitments/${ids.letter}.txt`;
const leaf = `data/closed/${ids.register}.leaf`;
const log = "data/custody/custody.log";

// --- good ones ---------------------------------------------------------------------------------------------------------

accept("small", "One opened item, one closed one.", good);
accept(
  "whole-case",
  "Working copies, a capture, a withheld original, a closed item, a finding.",
  (await buildPackage(whole, current, DAY, chance("whole"))).files,
);
accept(
  "public",
  "The organisation's name, in its own script.",
  (await buildPackage({ ...small, organisation: "Комитет памяти Орлавы" }, current, DAY, chance("public"))).files,
);
accept(
  "nothing-opened",
  "A closed item alone.",
  (await buildPackage({ ...small, items: small.items.slice(1), custody: small.custody.slice(2) }, current, DAY, chance("closed"))).files,
);
accept("retired-but-issued", "Sealed by a key since retired; the group says it sealed this package.", old);
accept(
  "log-and-timestamps",
  "Names kept for the log and for timestamps: not checked in version 1, and no fault.",
  new Map([
    ...reseal(
      rebag(
        new Map([
          ...edit(good, commitment, (t) => t.replace("after none", `after log.example/2031 88104 ${"5a".repeat(32)}`)),
          [`data/proofs/${ids.letter}.tlog-proof`, utf8("later\n")],
          [`data/proofs/${ids.register}.tlog-proof`, utf8("later\n")],
          ["data/proofs/checkpoint", utf8("later\n")],
          ["data/proofs/policy.txt", utf8("later\n")],
          ["data/anchors/checkpoint.ots", utf8("later")],
          ["data/anchors/checkpoint.freetsa.tsr", utf8("later")],
          ["data/anchors/bitcoin-header-1200000.hex", utf8("00\n")],
        ]),
      ),
      current,
    ),
    ["seals/tagmanifest-sha256.txt.ots", utf8("later")],
    ["seals/tagmanifest-sha256.txt.freetsa.tsr", utf8("later")],
  ]),
);
accept(
  "many-working-copies",
  "The highest number and the longest ending.",
  reseal(rebag(put(good, `${item}/working-999.abcd1234`, utf8("x"))), current),
);

const everyByte = Uint8Array.from({ length: 0x100 - 0x20 }, (_, at) => 0x20 + at);
const odd = rebag(put(good, log, composeCustody([custodyLine(concat(utf8("{"), everyByte, utf8("}")))])));
const oddInfo = concat(odd.get("bag-info.txt")!, utf8("Source-Organization: "), everyByte.slice(-150), utf8("\n"));
accept(
  "odd-bytes",
  "Bytes that are no UTF-8 in the custody log and the organisation: nobody decodes them.",
  reseal(retag(put(odd, "bag-info.txt", oddInfo)), current),
);

// --- one bit ------------------------------------------------------------------------------------------------------------

for (const [name, detail, path, at] of [
  ["record", "wrong-hash", "data/record.json", 40],
  ["original", "wrong-hash", original, 10],
  ["item-description", "wrong-hash", `${item}/item.json`, -3],
  ["commitment", "wrong-hash", commitment, 70],
  ["leaf", "wrong-hash", leaf, 5],
  ["custody-log", "wrong-hash", log, 300],
  ["declaration", "bad-declaration", "bagit.txt", 15],
  ["bag-info", "bad-bag-info", "bag-info.txt", 80],
  ["readme", "wrong-hash", "README.txt", 500],
  ["manifest-sha256", "wrong-hash", "manifest-sha256.txt", 3],
  ["manifest-sha512", "wrong-hash", "manifest-sha512.txt", 3],
  ["tag-manifest", "wrong-hash", TAG_MANIFEST, 3],
  ["seal-key", "bad-seal", SEAL_PATH, 100],
  ["seal-signature", "bad-signature", SEAL_PATH, 250],
] as const) {
  reject(`flipped-${name}`, detail, `One bit of ${path.split("/").at(-1)} is not what it was.`, flip(good, path, at));
}

// --- files that should not be there, or should --------------------------------------------------------------------------

reject("extra-file-in-data", "unlisted-file", "A file no manifest lists.", put(good, `${item}/working-1.txt`, utf8("x")));
reject("extra-file-at-root", "unknown-name", "A file beside the tag files.", put(good, "notes.txt", utf8("x")));
reject("left-by-a-file-manager", "unknown-name", "A .DS_Store.", put(good, ".DS_Store", utf8("x")));
for (const [name, path, program] of [
  ["total", "total", "what wc calls its last line"],
  ["option", "-c", "an option of wc and sha256sum"],
  ["long-option", "--bytes", "an option of wc"],
  ["version-option", "--version", "an option that ends a program well"],
  ["standard-input", "-", "what programs take for their input"],
] as const) {
  reject(`named-as-${name}`, "unknown-name", `A file nobody sealed, called ${path}: ${program}.`, put(good, path, utf8("x")));
}
reject("trust-inside", "unknown-name", "The package brings its own allowed_signers.", put(good, "allowed_signers", utf8("x\n")));
reject(
  "fetch-file",
  "fetch-file",
  "A fetch.txt, which BagIt allows and a package does not.",
  put(good, "fetch.txt", utf8(`https://verania.example/x 1 ${original}\n`)),
);
reject("unknown-seal", "unknown-seal", "A second signature under another name.", put(good, "seals/other.sig", good.get(SEAL_PATH)!));
reject("tag-manifest-sha512", "unknown-name", "A tag manifest that is not in the layout.", put(good, "tagmanifest-sha512.txt", utf8("")));
rejectRebagged("odd-name-in-data", "unknown-name", "A listed file under a name the layout does not have.", put(good, `${item}/notes.txt`, utf8("x")));
rejectRebagged("upper-case-id", "unknown-name", "An item id in capitals.", put(good, `data/items/${ids.letter.toUpperCase()}/item.json`, utf8("{}")));
rejectRebagged(
  "upper-case-name",
  "unknown-name",
  "ITEM.JSON beside nothing.",
  put(drop(good, `${item}/item.json`), `${item}/ITEM.JSON`, good.get(`${item}/item.json`)!),
);
rejectRebagged("long-extension", "unknown-name", "An ending of nine letters.", put(good, `${item}/working-1.abcdefghi`, utf8("x")));
rejectRebagged("working-zero", "unknown-name", "Working copies are numbered from 1.", put(good, `${item}/working-0.txt`, utf8("x")));
rejectRebagged("no-ending", "unknown-name", "A file without an ending.", put(good, `${item}/working-1`, utf8("x")));
rejectRebagged("percent-name", "unknown-name", "A percent-encoded name.", put(good, `${item}/working-1%2e.txt`, utf8("x")));
rejectRebagged("name-with-space", "unknown-name", "A name with a space.", put(good, `${item}/working-1 .txt`, utf8("x")));
for (const [name, path] of [
  ["original", original],
  ["record", "data/record.json"],
  ["readme", "README.txt"],
  ["manifest-sha512", "manifest-sha512.txt"],
  ["tag-manifest", TAG_MANIFEST],
  ["seal", SEAL_PATH],
  ["custody-log", log],
] as const) {
  reject(`missing-${name}`, "missing-file", `There is no ${path.split("/").at(-1)}.`, drop(good, path));
}
reject("missing-everywhere-record", "missing-file", "No record, and the manifests agree.", reseal(rebag(drop(good, "data/record.json")), current));
reject("sealed-without-sha512", "missing-file", "Sealed without manifest-sha512.txt.", reseal(retag(drop(good, "manifest-sha512.txt")), current));
reject(
  "link-for-a-file",
  "not-a-file",
  "The original is a link to another file with its content.",
  put(drop(good, original), `${item}/working-1.txt`, good.get(original)!),
  [{ at: original, to: "working-1.txt" }],
);
reject("link-added", "not-a-file", "A link nobody lists.", good, [{ at: `${item}/working-1.txt`, to: "original.txt" }]);
reject("link-for-a-folder", "not-a-file", "seals/ is a link out of the package.", drop(good, SEAL_PATH), [
  { at: "seals", to: "../../../accept/small/package/seals" },
]);

// --- manifests, sealed by the group's own key ----------------------------------------------------------------------------

const inManifest = (name: string, detail: ProofErrorCode, why: string, change: (text: string) => string): void =>
  rejectSealed(name, detail, why, edit(good, "manifest-sha256.txt", change));
const lines = text("manifest-sha256.txt").trimEnd().split("\n");
inManifest("manifest-line-twice", "unsorted-manifest", "A file is listed twice with one hash.", (t) => `${lines[0]}\n${t}`);
inManifest(
  "manifest-line-twice-two-hashes",
  "unsorted-manifest",
  "A file is listed twice with two hashes.",
  (t) => `${"0".repeat(64)}${lines[0]!.slice(64)}\n${t}`,
);
inManifest("manifest-out-of-order", "unsorted-manifest", "The right lines in another order.", () => `${lines.toReversed().join("\n")}\n`);
inManifest("manifest-capitals", "bad-manifest", "Hashes in capitals.", (t) => t.replace(/^[0-9a-f]{64}/gm, (hash) => hash.toUpperCase()));
inManifest("manifest-one-space", "bad-manifest", "One space between hash and path.", (t) => t.replaceAll("  ", " "));
inManifest("manifest-star", "bad-manifest", "The star that marks binary mode.", (t) => t.replaceAll("  ", " *"));
inManifest("manifest-crlf", "bad-text", "Lines that end with CR LF.", (t) => t.replaceAll("\n", "\r\n"));
inManifest("manifest-no-last-line-end", "bad-text", "The last line end is missing.", (t) => t.trimEnd());
inManifest("manifest-empty-line", "bad-text", "An empty line at the end.", (t) => `${t}\n`);
inManifest("manifest-way-out", "bad-manifest", "A path that leaves the package.", (t) => t.replace(original, "data/../../../etc/passwd"));
inManifest("manifest-dot-path", "bad-manifest", "The same file by another path.", (t) => t.replace(original, `./${original}`));
inManifest("manifest-absolute-path", "bad-manifest", "An absolute path.", (t) => t.replace(original, "/etc/passwd"));
inManifest("manifest-percent-path", "bad-manifest", "A percent-encoded line end in a path (RFC 8493, section 2.1.3).", (t) =>
  t.replace(original, `${original}%0A`),
);
inManifest("manifest-backslash-path", "bad-manifest", "The spelling sha256sum uses for odd names.", (t) => t.replace(lines[0]!, `\\${lines[0]}`));
inManifest("manifest-lists-tag-file", "missing-file", "A payload manifest that lists README.txt.", (t) => `${"0".repeat(64)}  README.txt\n${t}`);
inManifest("manifest-file-not-there", "missing-file", "A listed file that is not there.", (t) =>
  t.replace(/(?=^.*record\.json$)/m, `${"0".repeat(64)}  ${item}/working-1.txt\n`),
);
inManifest("manifest-empty", "bad-text", "An empty manifest.", () => "");
inManifest("manifest-not-nfc", "bad-text", "A path whose letters are not in composed form.", (t) => t.replace("original.txt", "origine\u0301.txt"));
rejectSealed(
  "sha512-manifest-lacks-a-file",
  "unlisted-file",
  "The second manifest lists one file less.",
  edit(good, "manifest-sha512.txt", (t) => t.replace(/^.*commitments.*\n/m, "")),
);
rejectSealed(
  "sha512-manifest-wrong-hash",
  "wrong-hash",
  "SHA-256 agrees, SHA-512 does not.",
  edit(good, "manifest-sha512.txt", (t) => t.replace(/^./, (c) => (c === "0" ? "1" : "0"))),
);
reject(
  "unlisted-payload-sealed",
  "unlisted-file",
  "Sealed by the group's own key with a file that neither manifest lists.",
  reseal(put(good, `${item}/working-1.txt`, utf8("x")), current),
);

const inTagManifest = (name: string, detail: ProofErrorCode, why: string, change: (text: string) => string): void =>
  reject(name, detail, why, reseal(edit(good, TAG_MANIFEST, change), current));
inTagManifest("tag-manifest-lacks-readme", "unlisted-file", "README.txt is not listed.", (t) => t.replace(/^.*README.*\n/m, ""));
inTagManifest("tag-manifest-lists-itself", "missing-file", "The tag manifest lists itself.", (t) => `${t}${"0".repeat(64)}  ${TAG_MANIFEST}\n`);
inTagManifest("tag-manifest-lists-payload", "missing-file", "The tag manifest lists a payload file.", (t) =>
  t.replace(/(?=^.*manifest-sha256)/m, `${sha256Hex(good.get(original)!)}  ${original}\n`),
);
inTagManifest("tag-manifest-crlf", "bad-text", "Lines that end with CR LF.", (t) => t.replaceAll("\n", "\r\n"));

// --- the small tag files ----------------------------------------------------------------------------------------------------

rejectSealed(
  "declaration-old-version",
  "bad-declaration",
  "BagIt 0.97.",
  edit(good, "bagit.txt", (t) => t.replace("1.0", "0.97")),
);
rejectSealed(
  "declaration-space",
  "bad-declaration",
  "A space before the colon.",
  edit(good, "bagit.txt", (t) => t.replace(":", " :")),
);
rejectSealed(
  "declaration-byte-order-mark",
  "bad-declaration",
  "A byte order mark before the declaration.",
  edit(good, "bagit.txt", (t) => `\ufeff${t}`),
);
for (const [name, detail, why, change] of [
  ["sum-of-bytes", "wrong-sum", "The sum of bytes is wrong.", (t: string) => t.replace(/Oxum: \d/, (m) => `${m}0`)],
  ["sum-of-files", "wrong-sum", "The number of files is wrong.", (t: string) => t.replace(/\.(\d+)\n/, ".1$1\n")],
  ["leading-zero", "bad-bag-info", "A sum with a leading zero.", (t: string) => t.replace("Oxum: ", "Oxum: 0")],
  ["contact", "bad-bag-info", "A contact, which no package names.", (t: string) => `${t}Contact-Name: somebody\n`],
  ["hour", "bad-bag-info", "A time of day.", (t: string) => t.replace(DAY, `${DAY}T08:00:00Z`)],
  ["day", "bad-bag-info", "A thirteenth month.", (t: string) => t.replace("-04-", "-13-")],
  ["version", "bad-bag-info", "Version 2, which this verifier does not know.", (t: string) => t.replace("Package: 1", "Package: 2")],
  ["order", "bad-bag-info", "The lines in another order.", (t: string) => t.split("\n").slice(0, 4).toReversed().join("\n").concat("\n")],
  ["folded", "bad-bag-info", "A folded line, which BagIt allows.", (t: string) => t.replace("External-Identifier: ", "External-Identifier:\n ")],
  ["empty-organisation", "bad-bag-info", "An organisation without a name.", (t: string) => `${t}Source-Organization: \n`],
  ["tab", "bad-text", "A tab.", (t: string) => t.replace("Date: ", "Date:\t")],
] as const) {
  rejectSealed(`bag-info-${name}`, detail, why, edit(good, "bag-info.txt", change));
}

// --- items, commitments, custody ----------------------------------------------------------------------------------------------

rejectRebagged("no-item-description", "bad-item", "An item without item.json.", drop(good, `${item}/item.json`));
rejectRebagged("no-commitment", "bad-item", "An original without its commitment.", drop(good, commitment));
rejectRebagged("commitment-without-original", "bad-item", "A commitment to nothing that is here.", drop(good, original));
rejectRebagged("two-originals", "bad-item", "Two originals in one item.", put(good, `${item}/original.jpg`, utf8("x")));
rejectRebagged(
  "opened-and-closed",
  "bad-item",
  "An opened item with a leaf of its own.",
  put(good, `data/closed/${ids.letter}.leaf`, good.get(leaf)!),
);
rejectRebagged("description-alone", "bad-item", "An item.json and nothing else.", put(good, `data/items/${ids.photo}/item.json`, utf8("{}")));
rejectRebagged(
  "proof-of-nothing",
  "bad-item",
  "A log proof for an item that is not here.",
  put(good, `data/proofs/${ids.photo}.tlog-proof`, utf8("x")),
);
rejectRebagged(
  "original-changed",
  "commitment-mismatch",
  "The original was changed and everything but the commitment put right.",
  edit(good, original, (t) => t.replace("four", "five")),
);
const inCommitment = (name: string, detail: ProofErrorCode, why: string, change: (text: string) => string): void =>
  rejectRebagged(`commitment-${name}`, detail, why, edit(good, commitment, change));
inCommitment("other-item", "commitment-mismatch", "A commitment to another item.", (t) => t.replace(ids.letter, ids.photo));
inCommitment("size", "commitment-mismatch", "Another size.", (t) => t.replace(/size \d/, (m) => `${m}1`));
inCommitment("sha512", "commitment-mismatch", "Another SHA-512.", (t) => t.replace(/sha512 ./, (m) => (m.endsWith("0") ? "sha512 1" : "sha512 0")));
inCommitment("short-salt", "bad-commitment", "A salt of 31 bytes.", (t) => t.replace(/salt ../, "salt "));
inCommitment("capital-salt", "bad-commitment", "A salt in capitals.", (t) => t.replace(/salt .*/, (m) => `salt ${m.slice(5).toUpperCase()}`));
inCommitment("version", "bad-commitment", "Another version.", (t) => t.replace("/v1", "/v2"));
inCommitment("extra-line", "bad-commitment", "A line too many.", (t) => `${t}note x\n`);
inCommitment("crlf", "bad-text", "Lines that end with CR LF.", (t) => t.replaceAll("\n", "\r\n"));
inCommitment("after-half", "bad-commitment", "A log position without its root.", (t) => t.replace("after none", "after log.example 12"));
inCommitment("no-last-line-end", "bad-text", "The last line end is missing.", (t) => t.trimEnd());
rejectRebagged(
  "leaf-two-lines",
  "bad-leaf",
  "Two leaves in one file.",
  edit(good, leaf, (t) => t + t),
);
rejectRebagged(
  "leaf-short",
  "bad-leaf",
  "A leaf of 31 bytes.",
  edit(good, leaf, (t) => t.slice(2)),
);
const inLog = (name: string, detail: ProofErrorCode, why: string, change: (lines: string[]) => string[]): void =>
  rejectRebagged(
    `custody-${name}`,
    detail,
    why,
    edit(good, log, (t) => change(t.trimEnd().split("\n")).concat("").join("\n")),
  );
inLog("entry-changed", "broken-chain", "An entry was changed.", (l) => l.map((line, at) => (at === 1 ? line.replace("A-1", "A-2") : line)));
inLog("line-taken-out", "bad-custody", "A line from the middle is gone.", (l) => l.toSpliced(2, 1));
inLog("line-taken-out-renumbered", "broken-chain", "A line from the middle is gone and the others renumbered.", (l) =>
  l.toSpliced(2, 1).map((line, at) => line.replace(/^\d+ /, at > 1 ? `${at} ` : "$&")),
);
inLog("lines-swapped", "bad-custody", "Two lines changed places.", (l) => [l[0]!, l[2]!, l[1]!, ...l.slice(3)]);
inLog("hash-of-redacted-changed", "broken-chain", "A redacted line with another hash.", (l) =>
  l.map((line, at) =>
    at === 2
      ? line.replace(/\{.*/, "REDACTED").replace(/ ([0-9a-f])([0-9a-f]{63}) REDACTED/, (_, c, rest) => ` ${c === "0" ? 1 : 0}${rest} REDACTED`)
      : line,
  ),
);
inLog("redacted-otherwise", "bad-custody", "Redacted in a word of its own.", (l) =>
  l.map((line, at) => (at === 1 ? line.replace(/\{.*/, "[redacted]") : line)),
);
inLog("no-lines", "bad-custody", "No entry at all.", (l) => l.slice(0, 1));
inLog("no-header", "bad-custody", "No first line.", (l) => l.slice(1));
inLog("number-with-zero", "bad-custody", "A number with a leading zero.", (l) => l.map((line) => line.replace(/^1 /, "01 ")));
inLog("empty-line", "bad-text", "An empty line.", (l) => [l[0]!, "", ...l.slice(1)]);
rejectRebagged("custody-nul", "bad-text", "A NUL byte.", put(good, log, utf8(text(log).replace("A-1", "A\u0000"))));
rejectRebagged(
  "custody-crlf",
  "bad-text",
  "Lines that end with CR LF.",
  edit(good, log, (t) => t.replaceAll("\n", "\r\n")),
);

// --- the seal -------------------------------------------------------------------------------------------------------------------

const message = good.get(TAG_MANIFEST)!;
const key = Uint8Array.from(Buffer.from(current.publicKey, "hex"));
const signature = current.sign(signedBytes(message));
const withSeal = (name: string, detail: ProofErrorCode, why: string, seal: Bytes): void =>
  reject(`seal-${name}`, detail, why, put(good, SEAL_PATH, seal));
reject("seal-other-namespace", "wrong-namespace", "The group's own key, for another use.", reseal(good, current, "vouchsafe-package@v2"));
reject("seal-namespace-file", "wrong-namespace", "The namespace people use for files.", reseal(good, current, "file"));
withSeal("of-another-package", "bad-signature", "The seal of another good package.", old.get(SEAL_PATH)!);
withSeal(
  "sha256",
  "bad-seal",
  "A good signature over SHA-256 in place of SHA-512.",
  sealOf(key, current.sign(signedBytes(message, "sha256")), { hash: "sha256" }),
);
withSeal("malleated", "bad-signature", "S raised by the group's order: ssh-keygen accepts it.", sealOf(key, malleate(signature)));
withSeal("64-columns", "bad-seal", "The right signature in lines of 64.", sealOf(key, signature, { columns: 64 }));
withSeal("one-line", "bad-seal", "The right signature in one line.", sealOf(key, signature, { columns: 1000 }));
withSeal("crlf", "bad-seal", "Lines that end with CR LF.", utf8(text(SEAL_PATH).replaceAll("\n", "\r\n")));
withSeal("trailing-line", "bad-seal", "An empty line after the end.", utf8(`${text(SEAL_PATH)}\n`));
withSeal("leading-text", "bad-seal", "Text before the beginning.", utf8(`x\n${text(SEAL_PATH)}`));
withSeal(
  "unused-bits",
  "bad-seal",
  "The same bytes by another base64 spelling.",
  utf8(text(SEAL_PATH).replace(/(.)==\n/, (_, c: string) => `${String.fromCharCode(c.charCodeAt(0) + 1)}==\n`)),
);
withSeal("empty", "bad-seal", "An empty seal.", utf8(""));
withSeal("two", "bad-seal", "Two seals in one file.", utf8(text(SEAL_PATH) + text(SEAL_PATH)));
const tiny = unsoundSeal(message, 0n);
withSeal("key-of-small-order", "unsound-key", "A key that anybody can sign with.", sealOf(tiny.key, tiny.signature));
const mixed = unsoundSeal(message, 0x1234_5678_9abc_def1n);
withSeal(
  "key-of-mixed-order",
  "unsound-key",
  "A key outside the prime-order subgroup, with a signature OpenSSH accepts.",
  sealOf(mixed.key, mixed.signature),
);
withSeal("key-neutral", "unsound-key", "The neutral element as a key.", sealOf(Uint8Array.of(1, ...new Uint8Array(31)), signature));
withSeal(
  "key-not-canonical",
  "unsound-key",
  "A key above the field's prime.",
  sealOf(Uint8Array.of(0xf0, ...new Uint8Array(30).fill(0xff), 0x7f), signature),
);
withSeal("key-not-a-point", "unsound-key", "A key that is no point of the curve.", sealOf(Uint8Array.of(2, ...new Uint8Array(31)), signature));

// --- who sealed it ----------------------------------------------------------------------------------------------------------------

const forged = await buildPackage({ ...small, items: small.items.slice(1), custody: small.custody.slice(2) }, stranger, DAY, chance("forged"));
caseOf("reject/forged-by-a-stranger", "Nothing is broken, and the key is not the group's.", forged.files, {
  withoutTrust: 2,
  withTrust: 2,
  detail: "unknown-key",
});
caseOf("reject/retired-and-not-issued", "Sealed with a retired key after it was retired.", neverIssued, {
  withoutTrust: 2,
  withTrust: 2,
  detail: "not-issued",
});
caseOf("reject/revoked-key", "Sealed with a key whose packages are all disowned.", reseal(good, revoked), {
  withoutTrust: 2,
  withTrust: 1,
  detail: "revoked",
});

// --- trust directories -----------------------------------------------------------------------------------------------------------

const usual = composeTrust({
  allowed: [{ name: "signing-2031", publicKey: current.publicKey }],
  retired: [{ name: "signing-2030", publicKey: retired.publicKey, issued: [sha256Hex(old.get(TAG_MANIFEST)!)] }],
  revoked: [revoked.publicKey],
});
function trustDirectory(name: string, files: ReadonlyMap<string, Bytes>, links: readonly Link[] = []): void {
  for (const [file, bytes] of files) write(join(here, "trust", name, file), bytes);
  for (const { at, to } of links) symlinkSync(to, join(here, "trust", name, at));
}
trustDirectory("usual", usual);
trustDirectory("empty", composeTrust({ allowed: [], retired: [], revoked: [] }));
caseOf("reject/nobody-trusted", "A trust directory without keys.", null, {
  withoutTrust: 2,
  withTrust: 2,
  detail: "unknown-key",
  trust: "empty",
  package: "../../accept/small/package",
});

function badTrust(
  name: string,
  detail: ProofErrorCode,
  why: string,
  file: TrustFile,
  change: ((text: string) => string) | null,
  links: readonly Link[] = [],
): void {
  const files: Files = new Map(usual);
  if (change) files.set(file, utf8(change(fromUtf8(usual.get(file)!))));
  else files.delete(file);
  trustDirectory(name, files, links);
  caseOf(`reject/trust-${name}`, why, null, { withoutTrust: 2, withTrust: 1, detail, trust: name, package: "../../accept/small/package" });
}
const signer = fromUtf8(usual.get("allowed_signers")!).trimEnd();
badTrust("option", "bad-trust-line", "An option ssh-keygen would obey.", "allowed_signers", (t) =>
  t.replace('@v1" ', '@v1",valid-before="20400101" '),
);
badTrust("cert-authority", "bad-trust-line", "A certificate authority.", "allowed_signers", (t) =>
  t.replace("namespaces=", "cert-authority,namespaces="),
);
badTrust("pattern", "bad-trust-line", "A pattern for a name.", "allowed_signers", (t) => t.replace("signing-2031", "*"));
badTrust("two-names", "bad-trust-line", "Two names for one key.", "allowed_signers", (t) => t.replace("signing-2031", "signing-2031,other"));
badTrust("any-namespace", "bad-trust-line", "No namespace: good for any use.", "allowed_signers", (t) => t.replace(/ namespaces="[^"]*"/, ""));
badTrust("wide-namespace", "bad-trust-line", "A pattern for a namespace.", "allowed_signers", (t) => t.replace("vouchsafe-package@v1", "*"));
badTrust("comment", "bad-trust-line", "A comment line.", "allowed_signers", (t) => `# our keys\n${t}`);
badTrust("key-comment", "bad-trust-line", "A comment after the key.", "allowed_signers", (t) => t.replace("\n", " desk\n"));
badTrust("crlf", "bad-text", "Lines that end with CR LF.", "allowed_signers", (t) => t.replaceAll("\n", "\r\n"));
badTrust("empty-line", "bad-text", "An empty line.", "allowed_signers", (t) => `${t}\n`);
badTrust("two-spaces", "bad-trust-line", "Two spaces.", "allowed_signers", (t) => t.replace(" ssh", "  ssh"));
badTrust("line-twice", "duplicate-trust", "A line twice.", "allowed_signers", (t) => t + t);
badTrust(
  "key-twice",
  "duplicate-trust",
  "One key under two names.",
  "allowed_signers",
  (t) => `${t}${signer.replace("signing-2031", "signing-2032")}\n`,
);
badTrust(
  "name-twice",
  "duplicate-trust",
  "Two keys under one name.",
  "allowed_signers",
  (t) => `${t}${fromUtf8(usual.get("retired_signers")!).replace("2030", "2031")}`,
);
badTrust("other-key-type", "bad-trust-line", "A key of another type.", "allowed_signers", (t) => t.replace("ssh-ed25519", "ssh-rsa"));
badTrust("key-of-other-bytes", "bad-trust-line", "A key that does not say ssh-ed25519 inside.", "allowed_signers", (t) =>
  t.replace("AAAAC3Nz", "AAAAC3Ny"),
);
badTrust("key-cut", "bad-trust-line", "A key with its last letters missing.", "allowed_signers", (t) => t.replace(/...\n/, "\n"));
badTrust("allowed-and-revoked", "duplicate-trust", "A key in use and revoked.", "revoked", (t) => `${t}${signer.split(" ").slice(2).join(" ")}\n`);
badTrust("issued-by-nobody", "bad-trust-line", "A package issued by a name that is no retired key.", "issued", (t) => t.replace("2030", "2031"));
badTrust("issued-twice", "duplicate-trust", "A statement twice.", "issued", (t) => t + t);
badTrust("issued-short", "bad-trust-line", "A hash that is too short.", "issued", (t) => t.replace(/.\n/, "\n"));
badTrust("revoked-with-comment", "bad-trust-line", "A comment after a revoked key.", "revoked", (t) => t.replace("\n", " old\n"));
badTrust("no-revoked-file", "missing-file", "The file revoked is missing: an incomplete copy.", "revoked", null);
badTrust("no-allowed-file", "missing-file", "The file allowed_signers is missing.", "allowed_signers", null);
badTrust("linked-file", "missing-file", "allowed_signers is a link.", "allowed_signers", null, [
  { at: "allowed_signers", to: "../usual/allowed_signers" },
]);
// Git must keep every byte and every file, whatever the rules above this folder say.
write(join(here, ".gitattributes"), "* -text\n");
write(join(here, ".gitignore"), "!*\n");
