/** README.txt: the first thing an outsider opens. It says what the package proves, and what it does not, before anything else. */

/** What no package proves. Every record says so too, in these sentences. */
export const LIMITS: readonly string[] = [
  "The package does not prove that what its files say or show is true, nor that they were not staged.",
  "It does not prove that the record is complete: what is not in it may still exist.",
  "It does not prove who sealed it, nor when: a holder of the sealing key did, and the day is the group's own statement.",
];

/** The text for a package of this id and day. ASCII, so that it reads everywhere. */
export function readmeText(id: string, day: string): string {
  return `EVIDENCE PACKAGE ${id}
Stated day: ${day}

WHAT THIS IS
  Files preserved by a group that documents serious abuses, with the hashes of
  every file and one seal over all of them.

WHAT IT PROVES, once you have checked it as described below
  * No file was changed, added or taken out since the package was sealed.
  * It was sealed with a key that the group told you, by another way, is its own.

WHAT IT DOES NOT PROVE
${LIMITS.map((limit) => bullet(limit)).join("\n")}
  * It never proves itself. Without the group's trust directory the best result
    is "consistent, not authenticated", and anybody can make a package like that.

HOW TO CHECK IT
  1. Get the group's trust directory from the group, not from whoever gave you
     this package. Compare the key's fingerprint with the one told to you in person.
  2. Compare the hash of verify.sh with the published one, then run
         sh TRUST/verify.sh PACKAGE --trust TRUST
     (TRUST and PACKAGE are the two directories.) Exit status: 0 authenticated,
     1 failed, 2 consistent but not authenticated, 64 wrong use or a tool is missing.

  By hand, inside the package (this does not notice added files):
         sha256sum -c tagmanifest-sha256.txt manifest-sha256.txt
         sha512sum -c manifest-sha512.txt
         ssh-keygen -Y verify -f TRUST/allowed_signers -I NAME \\
           -n vouchsafe-package@v1 -s seals/tagmanifest-sha256.txt.sig \\
           < tagmanifest-sha256.txt
     where NAME is the first word of the key's line in allowed_signers.

  Keep the package as you received it: some programs leave files of their own in
  folders they open (.DS_Store, Thumbs.db), and then the check fails. Check a fresh copy.

WHAT IS IN IT
  data/record.json        what the package is about: its items, how they relate, what
                          was redacted, and the finding with all that speaks for and
                          against it. Sources have aliases that mean nothing elsewhere.
  data/items/             the items: originals, working copies, and item.json about each
  data/commitments/       for each original: its size, its hashes and a salt. The group
                          states that it fixed them when the original arrived; where a
                          commitment says "after none", no log can show it
  data/closed/            items that exist and are not opened here
  data/custody/           what was done with the items: a chain of entries; REDACTED
                          where an entry is not shown, and the chain still holds
  bagit.txt, bag-info.txt, manifest-*.txt, tagmanifest-sha256.txt
                          BagIt 1.0 (RFC 8493)
  seals/                  the seal over tagmanifest-sha256.txt
`;
}

function bullet(sentence: string): string {
  const lines = [""];
  for (const word of sentence.split(" ")) {
    if (lines.at(-1)!.length + word.length >= 80) lines.push("");
    lines[lines.length - 1] += lines.at(-1) === "" ? word : ` ${word}`;
  }
  return `  * ${lines.join("\n    ")}`;
}
