/** Who and what the package vectors are made of: seeded keys, a seeded source of chance, and one small invented case from Verania. */
import { concat, toHex, u32, utf8, type Bytes } from "#bytes";
import { commitmentFor, recordCustody, redactCustody, type PackageInput, type Random } from "#preserve";
import { sha256, Signer } from "#prim";
import type { CustodyLine, Finding } from "#proof";

/** Keys of the vectors: made from their names, so everybody has their private halves. */
export const keyNamed = (name: string): Signer => new Signer(sha256(utf8(`vectors/package/key/${name}`)));

export const current = keyNamed("signing-2031");
export const retired = keyNamed("signing-2030");
export const revoked = keyNamed("signing-2029");
export const stranger = keyNamed("a stranger");

/** Chance that is the same each time it is asked with the same seed. */
export function chance(seed: string): Random {
  let count = 0;
  return (lengthBytes) => {
    let out: Bytes = new Uint8Array(0);
    while (out.length < lengthBytes) out = concat(out, sha256(concat(utf8(`vectors/package/chance/${seed}`), u32(count++))));
    return out.slice(0, lengthBytes);
  };
}

export const DAY = "2031-04-17";

const id = (name: string): string => toHex(sha256(utf8(`vectors/package/id/${name}`)).slice(0, 16));
const salt = (name: string): string => toHex(sha256(utf8(`vectors/package/salt/${name}`)));

export const ids = { letter: id("letter"), photo: id("photo"), denial: id("denial"), register: id("register") };

const LETTER = "They took four men from the Saltmarket in Orlava on the night of 2 March.\nMy brother was the second. We have not seen him since.\n";
const LETTER_IN_ENGLISH = "A translation of the letter, made by the group, names taken out.\n";
const REGISTER = "Register of the Orlava district hospital, page 14 (scan).\n";
const PHOTO = "not a real picture: the unblurred original, which stays with the group";
const PHOTO_BLURRED = "not a real picture: the faces are gone from these bytes";
const CAPTURE = "not a real WACZ: the ministry's page as captured";

const letterItem = {
  id: ids.letter,
  kind: "report",
  opened: "whole",
  parents: [],
  description: "A letter from a relative, as it arrived.",
  received: "2031-03-05",
  mediaType: "text/plain",
  capture: null,
  redactions: [],
  salt: salt("letter"),
  after: null,
} as const;

/** One item, its commitment, one closed item: the least that shows everything a verifier looks at. */
export const small: PackageInput = {
  items: [
    { ...letterItem, files: [{ name: "original.txt", bytes: utf8(LETTER), madeFrom: null }] },
    {
      id: ids.register,
      kind: "undisclosed",
      opened: "closed",
      parents: [],
      leaf: commitmentFor(ids.register, salt("register"), utf8(REGISTER), null).leaf,
    },
  ],
  finding: null,
  custody: custodyOf([ids.letter]),
  furtherLimits: [],
  organisation: null,
};

const finding: Finding = {
  id: id("finding"),
  proposition: "Four men were taken from the Saltmarket in Orlava by men in uniform in the night from 2 to 3 March 2031.",
  standard: 2,
  standardName: "reasonable grounds to believe",
  sources: [
    { alias: "S-1", kind: "relative", basis: "saw", repeats: [] },
    { alias: "S-2", kind: "journalist", basis: "heard", repeats: ["S-1"] },
    { alias: "S-3", kind: "official", basis: "is-the-source", repeats: [] },
  ],
  for: [
    {
      about: "the four men",
      property: "taken",
      value: "from the Saltmarket, by men in uniform",
      time: { first: "2031-03-02", last: "2031-03-03", kind: "within", asGiven: "on the night of 2 March" },
      stance: "asserts",
      source: "S-1",
      credibility: 2,
      quotes: [{ item: ids.letter, locator: "line 1", quote: "They took four men from the Saltmarket in Orlava on the night of 2 March." }],
    },
  ],
  against: [
    {
      about: "the four men",
      property: "taken",
      value: "did not happen",
      time: null,
      stance: "denies",
      source: "S-3",
      credibility: 5,
      quotes: [{ item: ids.denial, locator: null, quote: "No such people were ever held." }],
    },
  ],
  alternatives: [
    { explanation: "They left the town by themselves.", answer: "Their papers and shoes were left behind; nobody has heard from them." },
  ],
  denials: [
    {
      statement: {
        about: "the existence of such prisoners",
        property: "held",
        value: "never",
        time: null,
        stance: "denies",
        source: "S-3",
        credibility: null,
        quotes: [{ item: ids.denial, locator: "second paragraph", quote: "No such people were ever held." }],
      },
      answer: "The letter and the photograph are older than the denial.",
    },
  ],
  decidedBy: "two",
  decidedOn: "2031-04-10",
  reviewOn: "2031-10-10",
  supersedes: null,
};

/** A whole case: originals, working copies, a capture, something withheld, something closed, and a finding. */
export const whole: PackageInput = {
  items: [
    {
      ...letterItem,
      files: [
        { name: "original.txt", bytes: utf8(LETTER), madeFrom: null },
        {
          name: "working-1.txt",
          bytes: utf8(LETTER_IN_ENGLISH),
          madeFrom: { name: "original.txt", operation: "translation", tool: "a person", toolVersion: "1" },
        },
      ],
      redactions: [{ file: "working-1.txt", what: "a name", why: "the relative asked for it" }],
    },
    {
      id: ids.photo,
      kind: "photo",
      opened: "redacted",
      parents: [ids.letter],
      description: "A photograph sent with the letter.",
      received: "2031-03-05",
      mediaType: "image/jpeg",
      capture: null,
      files: [
        {
          name: "working-1.jpg",
          bytes: utf8(PHOTO_BLURRED),
          madeFrom: { name: "original.jpg", operation: "redaction", tool: "blur", toolVersion: "2.1" },
        },
      ],
      redactions: [{ file: "working-1.jpg", what: "three faces", why: "they are alive" }],
      leaf: commitmentFor(ids.photo, salt("photo"), utf8(PHOTO), null).leaf,
    },
    {
      id: ids.denial,
      kind: "web-capture",
      opened: "whole",
      parents: [],
      description: "The ministry's denial, as its site showed it.",
      received: "2031-03-09",
      mediaType: null,
      capture: {
        url: "https://interior.verania.example/news/118",
        at: "2031-03-09T11:20:05Z",
        contentCheck: "The picture shows the text of the denial.",
      },
      files: [
        { name: "capture.wacz", bytes: utf8(CAPTURE), madeFrom: null },
        { name: "page.html", bytes: utf8("<p>No such people were ever held.</p>\n"), madeFrom: null },
        { name: "page.png", bytes: utf8("not a real picture of the page"), madeFrom: null },
        { name: "tls-chain.pem", bytes: utf8("not a real certificate\n"), madeFrom: null },
      ],
      redactions: [],
      salt: salt("denial"),
      after: null,
    },
    {
      id: ids.register,
      kind: "undisclosed",
      opened: "closed",
      parents: [],
      leaf: commitmentFor(ids.register, salt("register"), utf8(REGISTER), null).leaf,
    },
  ],
  finding,
  custody: redactCustody(custodyOf([ids.letter, ids.photo, ids.denial, ids.register]), (entry) => entry.item !== ids.register),
  furtherLimits: ["Two sources repeat one root: they count as one."],
  organisation: null,
};

function custodyOf(items: readonly string[]): CustodyLine[] {
  const random = chance("custody");
  const common = { actor: "A-1", counterpart: null, authority: null, before: null, after: null };
  let log: CustodyLine[] = [];
  for (const item of items) {
    log = recordCustody(
      log,
      { ...common, at: "2031-03-05T09:12:00Z", event: "ingestion", item, tool: null, toolVersion: null, reason: "письмо пришло" },
      random,
    );
    log = recordCustody(
      log,
      { ...common, at: "2031-03-05T09:12:01Z", event: "message digest calculation", item, tool: "vouchsafe", toolVersion: "0.1.0", reason: null },
      random,
    );
  }
  return recordCustody(
    log,
    { ...common, at: "2031-04-17T08:00:00Z", event: "disclosure", item: null, tool: null, toolVersion: null, reason: "this package" },
    random,
  );
}
