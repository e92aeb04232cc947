/**
 * A finding as a package for outsiders (docs/formats/package.md). What could lead to a source stays closed: a report that was told is in it as a sealed
 * existence only, persons and sources go by labels of this one package, and free text of statements is left out.
 */
import { join } from "node:path";
import { fromHex, toHex, utf8, type Bytes } from "#bytes";
import { assertedValues, findingState, isKind, type Book, type Finding as FindingRecord, type Shown, type Statement, type OfficialStatement } from "#casework";
import { makeDirectory } from "#durable";
import { buildPackage, commitmentFor, recordCustody, writePackageDirectory, type PackagedItem, type PackageInput } from "#preserve";
import { randomBytes, randomHex, sha256Hex, Signer } from "#prim";
import { fingerprintOf, STANDARDS, TAG_MANIFEST, type Finding, type FindingSource, type FindingStatement, type Trust } from "#proof";
import { DeskError } from "./errors.ts";
import { lineAfter } from "#entry";
import type { StoredRecord } from "#store";
import type { OpenDesk } from "./open-desk.ts";
import { write } from "./records.ts";

const KEY_KIND = "packageKey";
const ISSUED_KIND = "packageIssued";
/** Ways a text comes in that show nothing of a person: what is printed or on the web is out already. */
const OPEN_CHANNELS = new Set(["document", "web"]);
const SOURCE_KINDS: Readonly<Record<string, FindingSource["kind"]>> = { "open web": "open-web" };
const BASES: Readonly<Record<string, FindingSource["basis"]>> = {
  "lived it": "saw",
  "saw it": "saw",
  "heard it": "heard",
  "was told officially": "told-officially",
  inferred: "inferred",
  "is the document": "is-the-source",
};

export interface MadePackage {
  readonly dir: string;
  readonly name: string;
  readonly files: number;
  /** `SHA256:…` as ssh-keygen shows it. */
  readonly fingerprint: string;
  readonly publicKey: string;
}

/** Makes the package of a decided finding below the desk's folder. Throws `DeskError("void", "finding-not-decided")`. */
export async function packageFinding(desk: OpenDesk, findingId: string, parentDir: string = join(desk.dir, "packages")): Promise<MadePackage> {
  const book = desk.records.book(desk.line);
  const shown = book.byId(findingId).find(isKind("finding"));
  if (shown === undefined || !findingState(book, shown).decided) throw new DeskError("void", "finding-not-decided");
  const signer = packageKey(desk);
  const day = new Date(desk.now()).toISOString().slice(0, 10);
  const made = await buildPackage(inputOf(book, shown, day), signer, day, randomBytes);
  const issued = { id: randomHex(16), key: signer.publicKey, kind: ISSUED_KIND, tagManifest: sha256Hex(made.files.get(TAG_MANIFEST)!) };
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
  const issued = rows(desk, ISSUED_KIND).map((row) => row.record as { readonly key: string; readonly tagManifest: string });
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
  const lastCut = Math.max(-1, ...desk.line.state.cuts.map((cut) => cut.lineIndex));
  return rows(desk, KEY_KIND).flatMap((row) => {
    const { seed, publicKey } = row.record as { seed?: unknown; publicKey?: unknown };
    if (typeof seed !== "string" || !/^[0-9a-f]{64}$/.test(seed) || typeof publicKey !== "string") return [];
    const seen = desk.store.entry(row.entryId)?.header.rosterSeen;
    const madeAt = seen === undefined ? -1 : (lineAfter(desk.line, seen) ?? -1);
    return [{ seed, publicKey, holdersChanged: madeAt < lastCut }];
  });
}

function rows(desk: OpenDesk, kind: string): StoredRecord[] {
  return desk.store.records({ compartment: "signing", limit: Number.MAX_SAFE_INTEGER }).filter((row) => row.kind === kind && row.counted);
}

function inputOf(book: Book, shown: Shown<FindingRecord>, day: string): PackageInput {
  const record = shown.record;
  const statements = (ids: readonly string[] | undefined) => (ids ?? []).flatMap((id) => book.byId(id).slice(0, 1));
  const all = [...statements(record.for), ...statements(record.against)];
  const reports = [...new Set(all.flatMap(({ record: r }) => ("citations" in r ? (r.citations ?? []).map((c) => c.of) : [])))];
  const items = reports.flatMap((id) => itemOf(book, id, day));
  const itemIds = new Map(items.map(({ report, item }) => [report, item]));
  const labels = new Labels(book);
  const finding: Finding = {
    id: record.id,
    proposition: record.proposition,
    standard: record.standard,
    standardName: STANDARDS[record.standard]!,
    for: all.filter(isKind("statement")).filter((s) => record.for?.includes(s.record.id)).map((s) => statementOf(labels, itemIds, s)),
    against: all.filter((s) => record.against?.includes(s.record.id)).flatMap((s) => (isKind("statement")(s) ? [statementOf(labels, itemIds, s)] : isKind("officialStatement")(s) ? [officialOf(labels, itemIds, s)] : [])),
    alternatives: (record.alternatives ?? []).map(({ text, answer }) => ({ explanation: text, answer: answer ?? "considered" })),
    denials: (record.denialsAnswered ?? []).flatMap(({ denial, answer }) => book.byId(denial).filter(isKind("officialStatement")).slice(0, 1).map((s) => ({ statement: officialOf(labels, itemIds, s), answer }))),
    sources: [],
    decidedBy: "two",
    decidedOn: day,
    reviewOn: record.review ?? null,
    supersedes: null,
  };
  const custody = items.reduce(
    (log, { item }) =>
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
          item: item.id,
          reason: "package for outsiders",
          tool: "vouchsafe",
          toolVersion: "0.1.0",
        },
        randomBytes,
      ),
    [] as ReturnType<typeof recordCustody>,
  );
  return { items: items.map(({ item }) => item), finding: { ...finding, sources: labels.sources() }, custody, furtherLimits: [], organisation: null };
}

/** A text that is public already goes in whole; anything else as a sealed existence. */
function itemOf(book: Book, reportId: string, day: string): { readonly report: string; readonly item: PackagedItem }[] {
  const report = book.byId(reportId).find(isKind("report"))?.record;
  if (report?.text === undefined) return [];
  const bytes: Bytes = utf8(report.text);
  const id = randomHex(16);
  const salt = randomHex(32);
  if (!OPEN_CHANNELS.has(report.channel)) {
    return [{ report: reportId, item: { id, kind: "undisclosed", parents: [], opened: "closed", leaf: commitmentFor(id, salt, bytes, null).leaf } }];
  }
  const received = (report.received.first ?? report.received.last ?? day).slice(0, 10);
  const item: PackagedItem = {
    id,
    kind: report.channel === "web" ? "web-capture" : "document",
    parents: [],
    opened: "whole",
    description: report.title ?? "document",
    received,
    mediaType: "text/plain",
    capture: null,
    files: [{ name: "original.txt", bytes, madeFrom: null }],
    redactions: [],
    salt,
    after: null,
  };
  return [{ report: reportId, item }];
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
    const basis = id === undefined ? undefined : this.#book.naming(id).flatMap(({ record, standing }) => (standing === "current" && record.kind === "assessment" && record.source === id ? (record.basis ?? []) : []))[0];
    const alias = `S-${this.#sources.size + 1}`;
    const kind = official ? "official" : ((SOURCE_KINDS[term ?? ""] ?? term ?? "other") as FindingSource["kind"]);
    this.#sources.set(key, { alias, basis: BASES[basis ?? ""] ?? "unknown", kind, repeats: [] });
    const repeats = id === undefined ? [] : this.#book.naming(id).flatMap(({ record, standing }) => (standing === "current" && record.kind === "derivesFrom" && record.source === id ? record.from : []));
    const aliases = repeats.map((from) => this.source(from, false)).filter((other) => other !== alias);
    this.#sources.set(key, { ...this.#sources.get(key)!, repeats: [...new Set(aliases)].toSorted() });
    return alias;
  }

  sources(): FindingSource[] {
    return [...this.#sources.values()];
  }
}

type Items = ReadonlyMap<string, PackagedItem>;

/** Codes, numbers and times are told; names and free text are not, whoever they are of. */
function statementOf(labels: Labels, items: Items, { record }: Shown<Statement>): FindingStatement {
  const value = record.value;
  const told =
    value?.code?.term ??
    (value?.number !== undefined ? String(value.number) : undefined) ??
    (value?.count !== undefined ? `${value.count.min ?? "?"} to ${value.count.max ?? "?"}` : undefined) ??
    (value?.ref !== undefined ? labels.about(value.ref) : undefined) ??
    (value?.time !== undefined ? `${value.time.first ?? ""}/${value.time.last ?? ""}` : undefined) ??
    "withheld";
  return {
    about: labels.about(record.subject),
    property: record.property,
    value: told,
    time: null,
    stance: record.stance,
    source: labels.source(record.saidBy, false),
    credibility: record.credibility ?? null,
    quotes: quotesOf(items, record.citations),
  };
}

function officialOf(labels: Labels, items: Items, { record }: Shown<OfficialStatement>): FindingStatement {
  return {
    about: record.targetWords ?? "what is alleged",
    property: "position",
    value: record.position,
    time: null,
    stance: record.position === "acknowledges" ? "asserts" : "denies",
    source: labels.source(record.saidBy, true),
    credibility: null,
    quotes: quotesOf(items, record.citations),
  };
}

/** Words are quoted only from items the package opens. */
function quotesOf(items: Items, citations: Statement["citations"]): FindingStatement["quotes"] {
  return (citations ?? []).flatMap((citation) => {
    const item = items.get(citation.of);
    if (item === undefined || item.opened !== "whole" || citation.quote === undefined) return [];
    const at = citation.at?.text;
    return [{ item: item.id, locator: at === undefined ? null : `characters ${at.start} to ${at.end}`, quote: citation.quote }];
  });
}

