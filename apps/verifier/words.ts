/** The report in plain words. Names in it are the layout's own or the trust directory's: a package cannot make the verifier print its text. */
import type { Check, CheckDetail, CheckName, PackageReport, Verdict } from "#proof";

/** What each check found where all is well. */
const GOOD: Readonly<Record<CheckName, string>> = {
  names: "only files and folders that a package may have",
  declaration: "bagit.txt is what BagIt 1.0 wants",
  "bag-info": "bag-info.txt is in order",
  "tag-files": "the tag files have the hashes that tagmanifest-sha256.txt gives",
  manifests: "both manifests list every file in data/ and no other",
  payload: "every file in data/ has the SHA-256 and SHA-512 that the manifests give",
  "payload-sum": "the number and size of the files are what bag-info.txt says",
  items: "every item has its description, and its commitment or its leaf",
  commitments: "every commitment matches its item",
  custody: "the custody log's chain holds",
  "log-proofs": "log proofs",
  "seal-form": "the seal has the one form it may have",
  "seal-signature": "the seal is a good signature of the manifests",
  timestamps: "timestamps of the seal",
  "trust-files": "the trust directory is in order",
  signer: "the group says that the key that sealed it is its own",
};

/** What is wrong where it is not. */
const FAULTS: Readonly<Partial<Record<CheckDetail, string>>> = {
  "too-many-files": "there are too many files",
  "not-a-file": "there is something that is neither a file nor a folder, such as a link",
  "unknown-name": "there is a file that does not belong to a package (some programs leave their own, such as .DS_Store: check a fresh copy)",
  "unknown-seal": "there is a file in seals/ that does not belong there",
  "fetch-file": "there is a fetch.txt: a package holds all its files itself",
  "unknown-directory": "there is a folder that does not belong to a package",
  "too-large": "a file is larger than it may be",
  "missing-file": "a file is missing",
  unreadable: "a file or folder cannot be read",
  "bad-text": "the file is not made of plain lines",
  "bad-declaration": "the file is not what it must be",
  "bad-bag-info": "the file is not what it must be",
  "bad-manifest": "a line of the manifest has another form",
  "unsorted-manifest": "the manifest is not in order, or lists a file twice",
  "unlisted-file": "there is a file that the manifest does not list",
  "wrong-hash": "the file was changed: its hash is not the listed one",
  "wrong-sum": "the number or size of the files is not what bag-info.txt says",
  "bad-item": "an item lacks its description or its commitment, or has two originals",
  "bad-commitment": "the commitment has another form",
  "commitment-mismatch": "the commitment is not to this item",
  "bad-leaf": "the leaf has another form",
  "bad-custody": "the custody log has another form",
  "broken-chain": "the custody log was changed: its chain is broken",
  "bad-seal": "the seal has another form",
  "wrong-namespace": "the signature was made for another use, not for a package",
  "unsound-key": "the key in the seal is not a sound one",
  "bad-signature": "the seal is not a signature of this package by its key",
  "bad-trust-line": "the trust directory holds a line that it may not hold",
  "duplicate-trust": "the trust directory names a key or a statement twice",
  revoked: "the group disowns the key that sealed this, and everything sealed with it",
  "no-trust": "nothing is known of the key that sealed it; anybody can make such a package (use --trust)",
  "unknown-key": "the trust directory does not know the key that sealed it",
  "not-issued": "it was sealed with a retired key, and the group does not say that it sealed this package",
};

const VERDICTS: Readonly<Record<Verdict, string>> = {
  authenticated: "AUTHENTICATED: unchanged since it was sealed with that key. This does not say that what it tells is true.",
  consistent: "CONSISTENT, NOT AUTHENTICATED: nothing is broken, and nothing shows where it comes from.",
  failed: "FAILED. Do not rely on this package.",
};

/** The lines of a report. */
export function reportLines({ checks, signer, recordFits, verdict }: PackageReport): string[] {
  const lines = checks.map(checkLine);
  if (signer) lines.push("", `sealed with ${signer.keyName === null ? "a key" : `the key ${signer.keyName},`} fingerprint ${signer.fingerprint}`);
  if (recordFits === true) lines.push("the record can be read and fits the files (this is no part of the verdict)");
  if (recordFits === false) lines.push("the record does NOT follow its form or does not fit the files (this is no part of the verdict)");
  return [...lines, "", VERDICTS[verdict]];
}

function checkLine({ name, ok, detail, where }: Check): string {
  if (detail === "absent") return `none  ${name === "trust-files" ? "no trust directory was given" : GOOD[name]}`;
  if (detail === "not-checked") return `----  ${GOOD[name]}: there are some, and this version does not check them`;
  if (detail === "not-reached") return `----  not asked, because an earlier check failed: ${GOOD[name]}`;
  if (detail === "issued") return "ok    it was sealed with a key since retired, and the group says that it sealed this very package";
  if (ok) return `ok    ${GOOD[name]}`;
  const mark = name === "signer" && detail !== "revoked" ? "????" : "FAIL";
  return `${mark}  ${where === null ? "" : `${where}: `}${FAULTS[detail] ?? detail}`;
}
