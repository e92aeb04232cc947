import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import { utf8 } from "#bytes";
import { findingState, isKind, newId, penOf, type CaseRecord, type RecordOf } from "#casework";
import { commitmentFor } from "#preserve";
import { randomBytes, randomHex, Signer } from "#prim";
import { bringDocument, decide, undo } from "../server/commands/records.ts";
import { endPlay, founder, letIn, settle, stage, type Stage } from "../testing/cast.ts";
import { DeskError, suspend, write, type OpenDesk } from "./index.ts";
import { packageFinding, packageKey, previewPackage, trustOf } from "./packages.ts";

test("every desk signs packages with one key, until somebody who held it is suspended", async () => {
  const on = stage();
  const amina = await founder(on, "Amina");
  const tomas = await letIn(on, amina, "Tomas", null);
  const ilya = await letIn(on, amina, "Ilya", tomas);
  const first = packageKey(amina).publicKey;
  await settle(amina, tomas, ilya);
  assert.equal(packageKey(tomas).publicKey, first);
  assert.deepEqual(trustOf(tomas).allowed.map((key) => key.publicKey), [first]);

  const odd = { id: newId(randomBytes), key: first, kind: "packageIssued" };
  write(amina, "signing", "issue-package", [{ id: odd.id, kind: "newer form", raw: odd }]);
  // Halves that do not fit each other are no key: outsiders would be told to trust one that nobody here signs with.
  const unfit = { id: newId(randomBytes), kind: "packageKey", publicKey: Signer.random().publicKey, seed: randomHex(32) };
  write(amina, "signing", "make-package-key", [{ id: unfit.id, kind: "newer form", raw: unfit }]);
  assert.deepEqual(trustOf(amina).allowed.map((key) => key.publicKey), [first]);
  await suspend(tomas, ilya.keyring.person);
  await settle(tomas, amina);
  assert.deepEqual(trustOf(amina).allowed, []);
  const second = packageKey(amina).publicKey;
  assert.notEqual(second, first);
  assert.deepEqual(trustOf(amina).allowed.map((key) => key.publicKey), [second]);
  assert.deepEqual(trustOf(amina).retired.map((key) => key.publicKey), [first]);
  assert.deepEqual(trustOf(amina).retired[0]!.issued, [], "a record of another shape does not keep the group from telling its keys");
  endPlay(on, amina, tomas, ilya);
});

const CALL = "Call with Safiya Qarim, 4 Mill Lane, night nurse. She saw Marek Dolin led out at 21:47.";
const SEEN = "She saw Marek Dolin led out";
const DAY = { kind: "exact", first: "2031-04-17", last: "2031-04-17" } as const;

suite("a package of a decided finding", () => {
  let now = Date.now();
  let on: Stage, amina: OpenDesk, tomas: OpenDesk, ilya: OpenDesk;
  const pen = penOf(randomBytes);
  before(async () => {
    on = stage(() => now);
    amina = await founder(on, "Amina");
    tomas = await letIn(on, amina, "Tomas", null);
    ilya = await letIn(on, amina, "Ilya", tomas);
  });
  after(() => endPlay(on, amina, tomas, ilya));

  const bring = (text: string, channel: "document" | "web", title = "A text"): { report: string; entry: string } => {
    const written = bringDocument({ title, lang: "en", text, channel }, "2031-04-17", randomBytes);
    return { report: written.made!, entry: write(amina, written.compartment, written.act, written.records) };
  };
  const told = (text: string): string => {
    const report = pen("report", { channel: "tell", text, lang: "en", received: DAY });
    write(amina, "inbox", "receive", [report]);
    return report.id;
  };
  const quoting = (report: string, text: string, quote: string): RecordOf<"statement">["citations"] => {
    const start = text.indexOf(quote);
    return [{ of: report, quote, at: { text: { start, end: start + quote.length } } }];
  };
  const claim = (report: string, text: string, quote: string, more: Partial<RecordOf<"statement">> = {}): { id: string; entry: string; record: CaseRecord } => {
    const act = pen("subject", { type: "act" });
    const fields = { subject: act.id, property: "kind", stance: "asserts", value: { code: { list: "act", term: "disappearance" } } } as const;
    const record = pen("statement", { ...fields, citations: quoting(report, text, quote)!, ...more });
    return { id: record.id, entry: write(amina, "work", "make-statement", [act, record]), record };
  };
  const propose = (fields: Partial<RecordOf<"finding">>): RecordOf<"finding"> => {
    const finding = pen("finding", { proposition: "A man was taken.", standard: 1, ...fields });
    write(amina, "work", "propose-finding", [finding]);
    return finding;
  };
  const decided = async (fields: Partial<RecordOf<"finding">>): Promise<string> => {
    const { id } = propose(fields);
    await settle(amina, tomas);
    write(tomas, "work", "decide-finding", decide(id, randomBytes).records);
    await settle(amina, tomas);
    return id;
  };
  const takeBack = (entry: string): void => {
    const { written } = undo(amina.records.open(amina.line), amina.records.ofEntry(amina.line, entry), randomBytes)!;
    write(amina, written.compartment, written.act, written.records);
  };
  const wordsIn = (dir: string): string =>
    readdirSync(dir, { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile())
      .map((file) => readFileSync(join(file.parentPath, file.name), "utf8"))
      .join("\n");
  const packaged = async (finding: string): Promise<string> => wordsIn((await packageFinding(amina, finding)).dir);
  const refuses = (finding: string, rule: string) => assert.rejects(packageFinding(amina, finding), (error) => error instanceof DeskError && error.rule === rule);

  test("notes of a call stay closed, and so does their title; a published text goes in", async () => {
    const notes = bring(CALL, "document", "Call with Safiya");
    const article = bring("A man was led out, the Courier writes.", "web", "Courier, by our friend");
    const finding = await decided({ for: [claim(notes.report, CALL, SEEN).id, claim(article.report, "A man was led out, the Courier writes.", "A man was led out").id] });
    const words = await packaged(finding);
    assert.doesNotMatch(words, /Safiya|Mill Lane|nurse|our friend/);
    assert.match(words, /the Courier writes/);
  });

  test("what it will tell is listed before it is sealed: texts told, texts closed, statements, names", async () => {
    const person = pen("subject", { type: "person" });
    const name = pen("statement", { subject: person.id, property: "name", stance: "asserts", value: { name: { full: "Marek Dolin" } } });
    write(amina, "work", "make-statement", [person, name]);
    const notes = bring(CALL, "document", "Call with Safiya");
    const article = bring("Marek Dolin was led out.", "web", "Courier");
    const finding = await decided({ for: [claim(notes.report, CALL, SEEN).id, claim(article.report, "Marek Dolin was led out.", "was led out").id] });
    const preview = previewPackage(amina, finding);
    assert.deepEqual(preview.told.map(({ title }) => title), ["Courier"]);
    assert.deepEqual(preview.closed.map(({ title }) => title), ["Call with Safiya"]);
    assert.deepEqual(preview.statements, ["act 1 · kind · disappearance", "act 2 · kind · disappearance · “was led out”"]);
    assert.deepEqual(preview.words, ["A man was taken."]);
    assert.deepEqual(preview.names, ["Marek Dolin"]);
  });

  test("a told report stays closed although a member wrote it again as a published text", async () => {
    const report = pen("report", { channel: "tell", text: `TOLDINCONFIDENCE ${CALL}`, lang: "en", received: DAY });
    write(tomas, "inbox", "receive", [{ ...report, channel: "web", title: "An article" }]);
    now += 1000;
    write(amina, "inbox", "receive", [report]);
    await settle(amina, tomas);
    const finding = await decided({ for: [claim(report.id, `TOLDINCONFIDENCE ${CALL}`, SEEN).id] });
    assert.doesNotMatch(await packaged(finding), /TOLDINCONFIDENCE/);
  });

  test("one member's words under the id of a finding that two decided are neither decided nor sealed", async () => {
    const article = bring("A public article.", "web");
    const finding = propose({ proposition: "The army took him.", for: [claim(article.report, "A public article.", "A public").id] });
    now += 3_600_000;
    await settle(amina, ilya);
    write(ilya, "work", "decide-finding", decide(finding.id, randomBytes).records);
    await settle(amina, ilya);
    assert.match(JSON.stringify(previewPackage(amina, finding.id)), /The army took him/);
    now -= 3_000_000;
    write(tomas, "work", "propose-finding", [{ ...finding, proposition: "He left by himself." }]);
    now += 3_000_000;
    await settle(amina, tomas, ilya);
    const book = amina.records.book(amina.line);
    const states = book.byId(finding.id).filter(isKind("finding")).map((shown) => findingState(book, shown));
    assert.deepEqual(states.map((state) => [state.decided, state.twice]), [[false, [finding.id]], [false, [finding.id]]]);
    await refuses(finding.id, "finding-two-versions");
  });

  test("a statement of which there are two versions under one id is not sealed", async () => {
    const article = bring("A public article.", "web");
    const said = claim(article.report, "A public article.", "A public");
    const finding = await decided({ for: [said.id] });
    write(tomas, "work", "make-statement", [{ ...said.record, value: { code: { list: "act", term: "detention" } } } as CaseRecord]);
    await settle(amina, tomas);
    await refuses(finding, "finding-two-versions");
  });

  test("a decision on words that whoever signed it had not seen decides nothing", async () => {
    const article = bring("A public article.", "web");
    const said = claim(article.report, "A public article.", "A public");
    await settle(amina, tomas);
    const finding = propose({ for: [said.id] });
    write(tomas, "work", "decide-finding", decide(finding.id, randomBytes).records);
    await settle(amina, tomas);
    await refuses(finding.id, "finding-not-decided");
  });

  test("what was taken back is not handed out: a statement, a whole text, an answered denial", async () => {
    const article = bring("A public article.", "web");
    const said = claim(article.report, "A public article.", "A public");
    const mistaken = bring("MISTAKENPASTE", "web");
    const onMistaken = claim(mistaken.report, "MISTAKENPASTE", "MISTAKEN");
    const denial = pen("officialStatement", { words: "Never held.", position: "says never held" });
    const denialEntry = write(amina, "work", "make-statement", [denial]);
    const answered = { denialsAnswered: [{ denial: denial.id, answer: "He was seen." }] };
    const findings = [
      await decided({ for: [said.id] }),
      await decided({ for: [onMistaken.id] }),
      await decided({ for: [claim(article.report, "A public article.", "public").id], ...answered }),
    ];
    for (const entry of [said.entry, mistaken.entry, denialEntry]) takeBack(entry);
    for (const finding of findings) await refuses(finding, "finding-lost-ground");
  });

  test("a statement that was replaced is not handed out", async () => {
    const article = bring("A public article.", "web");
    const said = claim(article.report, "A public article.", "A public");
    const finding = await decided({ for: [said.id] });
    const { id: _id, ...rest } = said.record as RecordOf<"statement">;
    write(amina, "work", "change", [pen("statement", { ...rest, supersedes: [said.id] })]);
    await refuses(finding, "finding-lost-ground");
  });

  test("whom a denial is about goes by a label; a word of no list is withheld", async () => {
    const report = told(CALL);
    const denial = pen("officialStatement", { words: SEEN, position: "says never held", targetWords: "the sister of HIDDENNAME", citations: quoting(report, CALL, SEEN)! });
    write(amina, "work", "make-statement", [denial]);
    const source = pen("subject", { type: "source" });
    const kind = pen("statement", { subject: source.id, property: "kind", stance: "asserts", value: { code: { list: "sourceKind", term: "his aunt" } } });
    write(amina, "work", "add-source", [source, kind]);
    const free = claim(report, CALL, SEEN, { saidBy: source.id, property: "status", value: { code: { list: "status", term: "hidden at her aunt in darovo" } } });
    const words = await packaged(await decided({ for: [free.id], against: [denial.id] }));
    assert.doesNotMatch(words, /HIDDENNAME|aunt/);
    assert.match(words, /what is alleged/);
  });

  test("what only some may know is withheld, and no time is told to the hour", async () => {
    const article = bring("A public article. Nothing more.", "web");
    const source = pen("subject", { type: "source" });
    const person = pen("subject", { type: "person" });
    const at = { kind: "exact", first: "2031-03-14T21:47:00Z", last: "2031-03-14T21:47:00Z" } as const;
    const seen = { subject: person.id, property: "lastSeenAlive", stance: "asserts", saidBy: source.id, value: { time: at } } as const;
    const open = pen("statement", { ...seen, citations: quoting(article.report, "A public article. Nothing more.", "A public article.")! });
    const guarded = pen("statement", { ...seen, property: "born", sensitivity: 4, citations: quoting(article.report, "A public article. Nothing more.", "Nothing more.")! });
    const needToKnow = pen("statement", { ...seen, property: "age", sensitivity: 3, value: { number: 71 } });
    write(amina, "work", "make-statement", [source, person, open, guarded, needToKnow]);
    const finding = await decided({ for: [open.id, guarded.id, needToKnow.id] });
    const record = JSON.parse(/\{"day".*\}/.exec(await packaged(finding))![0]) as { finding: { for: { property: string; value: string; quotes: unknown[] }[] } };
    assert.deepEqual(record.finding.for.map(({ property, value, quotes }) => [property, value, quotes.length]), [
      ["lastSeenAlive", "2031-03-14/2031-03-14", 1],
      ["withheld", "withheld", 0],
      ["withheld", "withheld", 0],
    ]);
  });

  test("words that do not stand in the published text are not quoted from it", async () => {
    const article = bring("A public article.", "web");
    const of = article.report;
    const forged = claim(of, "A public article.", "A public", { citations: [{ of, quote: "Safiya Q" }, { of, quote: "Safiya", at: { text: { start: 0, end: 6 } } }, { of, quote: "article" }] });
    const words = await packaged(await decided({ for: [forged.id] }));
    assert.doesNotMatch(words, /Safiya/);
    assert.match(words, /"quote":"article"/);
  });

  test("a closed text can be opened later, with the salt the group kept", async () => {
    const report = told(CALL);
    const made = await packageFinding(amina, await decided({ for: [claim(report, CALL, SEEN).id] }));
    await settle(amina, tomas);
    const issued = tomas.store.records({ compartment: "signing", limit: 1000 }).filter((row) => row.kind === "packageIssued").at(-1)!;
    const { closed } = issued.record as unknown as { closed: { item: string; report: string; salt: string }[] };
    assert.deepEqual(closed.map((one) => one.report), [report]);
    const { item, salt } = closed[0]!;
    const { leaf, text } = commitmentFor(item, salt, utf8(CALL), null);
    assert.equal(readFileSync(join(made.dir, "data", "closed", `${item}.leaf`), "utf8"), `${leaf}\n`);
    assert.notEqual(commitmentFor(item, salt, utf8(`${CALL} `), null).leaf, leaf);
    assert.ok(!wordsIn(made.dir).includes(salt) && !wordsIn(made.dir).includes(report) && text.length > 0);
  });

  test("a finding that cites no text is packaged too", async () => {
    const act = pen("subject", { type: "act" });
    const said = pen("statement", { subject: act.id, property: "kind", stance: "asserts", value: { code: { list: "act", term: "search" } } });
    write(amina, "work", "make-statement", [act, said]);
    assert.match(await packaged(await decided({ for: [said.id] })), /"value":"search"/);
  });

  test("a package is not inside the desk's folder, where everything is encrypted", async () => {
    const article = bring("A public article.", "web");
    const finding = await decided({ proposition: "CANARYPROPOSITION", for: [claim(article.report, "A public article.", "A public").id] });
    const made = await packageFinding(amina, finding);
    assert.match(wordsIn(made.dir), /CANARYPROPOSITION/);
    assert.match(made.dir, /not-encrypted/);
    assert.doesNotMatch(wordsIn(join(on.dir, "Amina")), /CANARYPROPOSITION/);
  });
});
