/**
 * A finding as a package for outsiders (docs/formats/package.md). What could lead to a source stays closed: only a text somebody brought in as published
 * goes in, every other is a sealed existence; persons and sources go by labels of this one package, and free text of statements is left out.
 */
import { resolve } from "node:path";
import { fromHex, toHex, utf8, type Json } from "#bytes";
import {
  assertedValues,
  findingState,
  inboxRowOf,
  isKind,
  LISTS,
  namesOfSubject,
  passageOf,
  namedAmong,
  sensitivityOf,
  wordsOf,
  type Book,
  type Finding as FindingRecord,
  type FindingState,
  type InboxRow,
  type OfficialStatement,
  type Shown,
  type Statement,
  type Value,
} from "#casework";
import { makeDirectory } from "#durable";
import { lineAfter } from "#entry";
import { buildPackage, commitmentFor, recordCustody, writePackageDirectory, type PackagedItem, type PackageInput } from "#preserve";
import { randomBytes, randomHex, sha256Hex, Signer } from "#prim";
import { fingerprintOf, SOURCE_KINDS, STANDARDS, TAG_MANIFEST, type CustodyLine, type Finding, type FindingSource, type FindingStatement, type Trust } from "#proof";
import type { StoredRecord } from "#store";
import { readyArchive } from "./archive.ts";
import { DeskError } from "./errors.ts";
import type { OpenDesk } from "./open-desk.ts";
import { write } from "./records.ts";

const KEY_KIND = "packageKey";
const ISSUED_KIND = "packageIssued";
/** How a text comes in that somebody said is published. Of any other kind not a word goes out. */
const PUBLISHED = "web";
/** From here on a statement is for those who need to know it. */
const WITHHELD_FROM = 3;
const HASH = /^[0-9a-f]{64}$/;
/** Kinds of sources that have another word in a package. */
const OTHER_WORD: Readonly<Record<string, string>> = { "open web": "open-web" };
const BASES: Readonly<Record<string, FindingSource["basis"]>> = {
  "lived it": "saw",
  "saw it": "saw",
  "heard it": "heard",
  "was told officially": "told-officially",
  inferred: "inferred",
  "is the document": "is-the-source",
};

/** Why no package is made of a finding. Each has its sentence on the screen (`error.…`). */
export type PackageRefusal = "finding-two-versions" | "finding-lost-ground" | "finding-not-decided";

export interface MadePackage {
  readonly dir: string;
  readonly name: string;
  readonly files: number;
  /** `SHA256:…` as ssh-keygen shows it. */
  readonly fingerprint: string;
  readonly publicKey: string;
}

/** What a package of a finding would tell: looked through by a person before it is sealed. */
export interface PackagePreview {
  /** Texts that go in whole, and texts of which it is told only that they exist. The titles stay here. */
  readonly told: readonly { readonly report: string; readonly title: string }[];
  readonly closed: readonly { readonly report: string; readonly title: string }[];
  /** The statements as an outsider reads them. */
  readonly statements: readonly string[];
  /** Sentences of the group's own that go in as they were typed. */
  readonly words: readonly string[];
  /** Names of persons, as the record knows them, that stand in any of this. */
  readonly names: readonly string[];
}

/** What a package of a decided finding would tell. Throws `DeskError("void", …)` with a `PackageRefusal`. */
export function previewPackage(desk: OpenDesk, findingId: string): PackagePreview {
  const { book, day, finding, texts } = contentsOf(desk, findingId);
  const entries = [...texts.values()];
  const told = entries.filter(({ published }) => published);
  const statements = [...finding.for, ...finding.against, ...finding.denials.map(({ statement }) => statement)].map(inWords);
  const words = [finding.proposition, ...finding.alternatives.flatMap(({ explanation, answer }) => [explanation, answer]), ...finding.denials.map(({ answer }) => answer)];
  const all = [...statements, ...words, ...told.map(({ text }) => text)].join("\n");
  const titled = ({ report, title }: CitedText): PackagePreview["told"][number] => ({ report, title });
  return {
    told: told.map(titled),
    closed: entries.filter(({ published }) => !published).map(titled),
    statements,
    words,
    names: namedAmong(book, readyArchive(desk, day).mayBeNamedIn(all), all).flatMap((person) => namesOfSubject(book, person).flatMap(wordsOf)),
  };
}

/**
 * Makes the package of a decided finding beside the desk's folder: in that folder all is encrypted, and a package is read by whoever holds it.
 * Throws `DeskError("void", …)` with a `PackageRefusal`.
 */
export async function packageFinding(desk: OpenDesk, findingId: string, parentDir: string = `${resolve(desk.dir)}.packages-not-encrypted`): Promise<MadePackage> {
  const contents = contentsOf(desk, findingId);
  const signer = packageKey(desk);
  const made = await buildPackage(inputOf(contents), signer, contents.day, randomBytes);
  // What opens a closed text later stays with the group: without its salt the leaf says nothing to anybody, for ever.
  const closed = [...contents.texts.values()].filter(({ published }) => !published).map(({ report, item, salt }) => ({ item, report, salt }));
  const tagManifest = sha256Hex(made.files.get(TAG_MANIFEST)!);
  const issued: { readonly [key: string]: Json } & { readonly id: string } = { id: randomHex(16), kind: ISSUED_KIND, key: signer.publicKey, tagManifest, ...(closed.length === 0 ? {} : { closed }) };
  write(desk, "signing", "issue-package", [{ id: issued.id, kind: "newer form", raw: issued }]);
  makeDirectory(parentDir);
  const dir = writePackageDirectory(parentDir, made);
  return { dir, name: made.id, files: made.files.size, fingerprint: fingerprintOf(signer.publicKey), publicKey: signer.publicKey };
}

interface KeyRecord {
  readonly seed: string;
  readonly publicKey: string;
  readonly holdersChanged: boolean;
}

/**
 * The group's package-signing key: it decrypts nothing and names nobody. Made at the first package, shared in the compartment `signing`, and made
 * anew once somebody who held it was suspended or removed.
 */
export function packageKey(desk: OpenDesk): Signer {
  const newest = keyRecords(desk).at(-1);
  if (newest !== undefined && !newest.holdersChanged) return new Signer(fromHex(newest.seed));
  const signer = Signer.random();
  const record = { id: randomHex(16), kind: KEY_KIND, publicKey: signer.publicKey, seed: toHex(signer.seed().reveal()) };
  write(desk, "signing", "make-package-key", [{ id: record.id, kind: "newer form", raw: record }]);
  return signer;
}

/** What an outsider needs to check packages of this group, as the lists of a trust directory. */
export function trustOf(desk: OpenDesk): Trust {
  const keys = keyRecords(desk);
  const issued = rows(desk, ISSUED_KIND).flatMap((row) => {
    const { key, tagManifest } = row.record as { key?: unknown; tagManifest?: unknown };
    return typeof key === "string" && typeof tagManifest === "string" && HASH.test(tagManifest) ? [{ key, tagManifest }] : [];
  });
  const newest = keys.at(-1);
  const name = (publicKey: string): string => `package-${publicKey.slice(0, 8)}`;
  const retired = keys.filter((key) => key !== newest || key.holdersChanged);
  return {
    allowed: newest === undefined || newest.holdersChanged ? [] : [{ name: name(newest.publicKey), publicKey: newest.publicKey }],
    retired: retired.map(({ publicKey }) => ({ name: name(publicKey), publicKey, issued: issued.filter((one) => one.key === publicKey).map((one) => one.tagManifest).toSorted() })),
    revoked: [],
  };
}

function keyRecords(desk: OpenDesk): KeyRecord[] {
  const lastCut = [...desk.line.state.cuts].reduce((last, cut) => Math.max(last, cut.lineIndex), -1);
  return rows(desk, KEY_KIND).flatMap((row) => {
    const { seed, publicKey } = row.record as { seed?: unknown; publicKey?: unknown };
    if (typeof seed !== "string" || !HASH.test(seed) || new Signer(fromHex(seed)).publicKey !== publicKey) return [];
    const seen = desk.store.entry(row.entryId)?.header.rosterSeen;
    const madeAt = seen === undefined ? -1 : (lineAfter(desk.line, seen) ?? -1);
    return [{ seed, publicKey, holdersChanged: madeAt < lastCut }];
  });
}

function rows(desk: OpenDesk, kind: string): StoredRecord[] {
  return desk.store.records({ compartment: "signing", limit: Number.MAX_SAFE_INTEGER }).filter((row) => row.kind === kind && row.counted);
}

/** All of a package but its keys and files. */
interface Contents {
  readonly book: Book;
  readonly day: string;
  readonly finding: Finding;
  readonly texts: Texts;
}

/** A text the finding's statements quote from, by the id of its report. */
interface CitedText {
  readonly report: string;
  readonly title: string;
  readonly text: string;
  readonly received: string;
  /** Its name in the package, and what hides it there. */
  readonly item: string;
  readonly salt: string;
  readonly published: boolean;
}
type Texts = ReadonlyMap<string, CitedText>;

function contentsOf(desk: OpenDesk, findingId: string): Contents {
  const book = desk.records.open(desk.line);
  const day = new Date(desk.now()).toISOString().slice(0, 10);
  const { record } = decidedFinding(desk, book, findingId);
  const shown = (ids: readonly string[] | undefined): Shown[] => (ids ?? []).flatMap((id) => book.byId(id).filter(({ standing }) => standing === "current"));
  const denials = (record.denialsAnswered ?? []).flatMap(({ denial, answer }) => shown([denial]).filter(isKind("officialStatement")).map((said) => ({ said, answer })));
  const citing = [...shown(record.for), ...shown(record.against), ...denials.map(({ said }) => said)];
  const reports = new Set(citing.flatMap(({ record: r }) => ("citations" in r ? (r.citations ?? []).map(({ of }) => of) : [])));
  const cited = [...reports].flatMap((report) => inboxRowOf(book, report, desk.keyring.person) ?? []);
  const texts = new Map(cited.flatMap((row) => textOf(row, day)).map((text) => [text.report, text]));
  const labels = new Labels(book);
  const said = (ids: readonly string[] | undefined): FindingStatement[] =>
    shown(ids).flatMap((one) => (isKind("statement")(one) ? [statementOf(book, labels, texts, one)] : isKind("officialStatement")(one) ? [officialOf(book, labels, texts, one)] : []));
  const finding: Finding = {
    id: record.id,
    proposition: record.proposition,
    standard: record.standard,
    standardName: STANDARDS[record.standard]!,
    for: said(record.for),
    against: said(record.against),
    alternatives: (record.alternatives ?? []).map(({ text, answer }) => ({ explanation: text, answer: answer ?? "considered" })),
    denials: denials.map(({ said: denial, answer }) => ({ statement: officialOf(book, labels, texts, denial), answer })),
    sources: [],
    decidedBy: "two",
    decidedOn: day,
    reviewOn: record.review ?? null,
    supersedes: null,
  };
  return { book, day, finding: { ...finding, sources: labels.sources() }, texts };
}

/** The finding of this id, where two decided on these very words and what it rests on still stands. */
function decidedFinding(desk: OpenDesk, book: Book, id: string): Shown<FindingRecord> {
  const refuse = (rule: PackageRefusal): never => {
    throw new DeskError("void", rule);
  };
  const shown = book.byId(id).filter(isKind("finding")).find(({ standing }) => standing === "current");
  if (shown === undefined) return refuse("finding-not-decided");
  const state = findingState(book, shown);
  if (state.twice.length > 0) return refuse("finding-two-versions");
  if (!state.decided || !wasRead(desk, book, state)) return refuse("finding-not-decided");
  if (state.lost.length > 0) return refuse("finding-lost-ground");
  return shown;
}

/**
 * Whether somebody who agreed had these very words before them: the entry of their decision names, through all that it names, the entry that brought
 * the words. The name of an entry is a hash of its content, so this holds although a record's id could be used twice.
 */
function wasRead(desk: OpenDesk, book: Book, { shown, agreedBy }: FindingState): boolean {
  const brought = new Set(shown.signatures.filter(({ counted }) => counted).map(({ entryId }) => entryId));
  const graph = desk.store.graph();
  const decisions = book.naming(shown.record.id, "decision").filter(({ record, standing }) => standing === "current" && record.outcome === "agrees");
  return decisions.flatMap(({ signatures }) => signatures).some(({ counted, entryId, person }) => {
    if (!counted || person === null || !agreedBy.includes(person)) return false;
    const past = new Set([entryId]);
    for (const id of past) {
      if (brought.has(id)) return true;
      const entry = graph.entry(id);
      for (const before of entry === null ? [] : [...entry.seen, ...(entry.prev === null ? [] : [entry.prev])]) past.add(before);
    }
    return false;
  });
}

function inputOf({ day, finding, texts }: Contents): PackageInput {
  const cited = [...texts.values()];
  const custody = (cited.length === 0 ? [null] : cited.map(({ item }) => item)).reduce(
    (log: readonly CustodyLine[], item) =>
      recordCustody(
        log,
        {
          actor: "A-1",
          after: null,
          at: `${day}T00:00:00Z`, // the day only: an hour would tell when somebody sat here
          authority: "two persons of the group",
          before: null,
          counterpart: null,
          event: "disclosure",
          item,
          reason: "package for outsiders",
          tool: "vouchsafe",
          toolVersion: "0.1.0",
        },
        randomBytes,
      ),
    [],
  );
  return { items: cited.map(itemOf), finding, custody, furtherLimits: [], organisation: null };
}

/** A text that is cited. It is published only where every version of it says so in the same words: one who says "this was told to us" closes it. */
function textOf({ report, versions, marks }: InboxRow, day: string): CitedText[] {
  const { record } = versions[0]!;
  if (record.text === undefined) return [];
  const published = versions.every((version) => version.record.channel === PUBLISHED) && !marks.includes("text-disagrees");
  const received = (record.received.first ?? record.received.last ?? day).slice(0, 10);
  return [{ report, title: record.title ?? "", text: record.text, received, item: randomHex(16), salt: randomHex(32), published }];
}

/** Its title was typed by the group and stays there. */
function itemOf({ item: id, published, received, salt, text }: CitedText): PackagedItem {
  const bytes = utf8(text);
  if (!published) return { id, kind: "undisclosed", parents: [], opened: "closed", leaf: commitmentFor(id, salt, bytes, null).leaf };
  return {
    id,
    kind: "document",
    parents: [],
    opened: "whole",
    description: "published text",
    received,
    mediaType: "text/plain",
    capture: null,
    files: [{ name: "original.txt", bytes, madeFrom: null }],
    redactions: [],
    salt,
    after: null,
  };
}

/** Names of this one package: they tie nothing to another. */
class Labels {
  readonly #book: Book;
  readonly #subjects = new Map<string, string>();
  readonly #sources = new Map<string, FindingSource>();

  constructor(book: Book) {
    this.#book = book;
  }

  about(subject: string): string {
    const types = this.#book.byId(subject).flatMap(({ record }) => (record.kind === "subject" ? [record.type] : []));
    const type = types[0] ?? "subject";
    const n = [...this.#subjects.values()].filter((label) => label.startsWith(`${type} `)).length + 1;
    const label = this.#subjects.get(subject) ?? `${type} ${n}`;
    this.#subjects.set(subject, label);
    return label;
  }

  source(id: string | undefined, official: boolean): string {
    const key = id ?? (official ? "official" : "group");
    const known = this.#sources.get(key);
    if (known !== undefined) return known.alias;
    const term = id === undefined ? undefined : assertedValues(this.#book, id, "kind").flatMap((v) => v.code?.term ?? [])[0];
    const basis = id === undefined ? undefined : this.#book.naming(id, "assessment").flatMap(({ record, standing }) => (standing === "current" ? (record.basis ?? []) : []))[0];
    const alias = `S-${this.#sources.size + 1}`;
    const kind = official ? "official" : (SOURCE_KINDS.find((known) => known === (OTHER_WORD[term ?? ""] ?? term)) ?? "other");
    this.#sources.set(key, { alias, basis: BASES[basis ?? ""] ?? "unknown", kind, repeats: [] });
    const repeats = id === undefined ? [] : this.#book.naming(id, "derivesFrom", "about").flatMap(({ record, standing }) => (standing === "current" ? record.from : []));
    const aliases = repeats.map((from) => this.source(from, false)).filter((other) => other !== alias);
    this.#sources.set(key, { ...this.#sources.get(key)!, repeats: [...new Set(aliases)].toSorted() });
    return alias;
  }

  sources(): FindingSource[] {
    return [...this.#sources.values()];
  }
}

/** Codes, numbers, labels and days are told; names and free text are not, whoever they are of, and of what only some may know nothing is. */
function statementOf(book: Book, labels: Labels, texts: Texts, shown: Shown<Statement>): FindingStatement {
  const { record } = shown;
  const isTold = sensitivityOf(book, shown) < WITHHELD_FROM;
  return {
    about: labels.about(record.subject),
    property: isTold ? record.property : "withheld",
    value: (isTold ? toldOf(labels, record.value) : undefined) ?? "withheld",
    time: null,
    stance: record.stance,
    source: labels.source(record.saidBy, false),
    credibility: record.credibility ?? null,
    quotes: isTold ? quotesOf(texts, record.citations) : [],
  };
}

function toldOf(labels: Labels, value: Value | undefined): string | undefined {
  if (value?.code !== undefined) return isListed(value.code) ? value.code.term : undefined;
  if (value?.number !== undefined) return String(value.number);
  if (value?.count !== undefined) return `${value.count.min ?? "?"} to ${value.count.max ?? "?"}`;
  if (value?.ref !== undefined) return labels.about(value.ref);
  if (value?.time !== undefined) return [value.time.first, value.time.last].map((moment) => moment?.slice(0, 10) ?? "").join("/");
  return undefined;
}

/** A term somebody made up is free text. */
function isListed({ list, term }: { readonly list: string; readonly term: string }): boolean {
  return Object.entries(LISTS).some(([name, terms]) => name === list && (terms as readonly string[]).includes(term));
}

/** What an office said. The words in which somebody noted whom it is about stay here: a label stands for what it answers. */
function officialOf(book: Book, labels: Labels, texts: Texts, { record }: Shown<OfficialStatement>): FindingStatement {
  const answered = (record.targets ?? []).flatMap(({ on }) => book.byId(on)).flatMap(({ record: r }) => (r.kind === "statement" ? [r.subject] : r.kind === "subject" ? [r.id] : []));
  return {
    about: answered[0] === undefined ? "what is alleged" : labels.about(answered[0]),
    property: "position",
    value: record.position,
    time: null,
    stance: record.position === "acknowledges" ? "asserts" : "denies",
    source: labels.source(record.saidBy, true),
    credibility: null,
    quotes: quotesOf(texts, record.citations),
  };
}

/** Words are quoted only from texts the package opens, and only where they stand there. */
function quotesOf(texts: Texts, citations: Statement["citations"]): FindingStatement["quotes"] {
  return (citations ?? []).flatMap(({ of, quote, at }) => {
    const cited = texts.get(of);
    if (cited === undefined || !cited.published || quote === undefined) return [];
    const place = at?.text;
    if (!(place === undefined ? cited.text.includes(quote) : passageOf(cited.text, place.start, place.end) === quote)) return [];
    return [{ item: cited.item, locator: place === undefined ? null : `characters ${place.start} to ${place.end}`, quote }];
  });
}

function inWords({ about, property, value, quotes }: FindingStatement): string {
  return [about, property, value, ...quotes.map(({ quote }) => `“${quote}”`)].join(" · ");
}
