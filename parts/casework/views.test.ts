/** The views of a case, over one small story: a man taken from his home, an official who knows nothing, and a record that grows. */
import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { AuthoredRecord } from "./authored.ts";
import { bookOf, isKind } from "./book.ts";
import { cite } from "./citations.ts";
import { consentOf } from "./consents.ts";
import { findingState } from "./findings.ts";
import { historyOf, historyOfSubject } from "./history.ts";
import { inboxOf, versionsOf } from "./inbox.ts";
import { namesOfSubject, personsNamedIn } from "./labels.ts";
import { missingFor, type MissingCode } from "./missing.ts";
import { personGroups, whoDidWhatToWhom } from "./people.ts";
import type { CaseRecord } from "./records.ts";
import { parseRecord } from "./body.ts";
import { saidAndFound } from "./said-found.ts";
import { scopeOf } from "./scope.ts";
import { entry, personOf, seeded, type Member } from "./testing/cast.ts";
import { timelineOf } from "./timeline.ts";
import { newId, penOf } from "./write.ts";

const random = seeded("views");
const caseId = newId(random);
const pen = penOf(random, caseId);
const TODAY = "2031-06-01";
const TEXT = "They took my brother Radan from our house on 10 March. Two men in uniform. A month later the ministry wrote: we never held him.";

const report = penOf(random)("report", {
  channel: "tell",
  received: { kind: "exact", first: "2031-03-12", last: "2031-03-12" },
  lang: "en",
  text: TEXT,
});
const [sister, ministry] = [pen("subject", { type: "source" }), pen("subject", { type: "source" })];
const [radan, taking, involved, unit] = [
  pen("subject", { type: "person" }),
  pen("subject", { type: "act" }),
  pen("subject", { type: "involvement" }),
  pen("subject", { type: "unit" }),
];
const quoting = (quote: string) => ({ saidBy: sister.id, citations: [cite(report.id, TEXT, quote)] });
const kind = pen("statement", {
  subject: taking.id,
  property: "kind",
  stance: "asserts",
  value: { code: { list: "act", term: "disappearance" } },
  ...quoting("They took my brother"),
});
const when = pen("statement", {
  subject: taking.id,
  property: "time",
  stance: "asserts",
  value: { time: { kind: "exact", first: "2031-03-10", last: "2031-03-10", asGiven: "on 10 March" } },
  ...quoting("on 10 March"),
});
const victim = pen("statement", {
  subject: taking.id,
  property: "victim",
  stance: "asserts",
  value: { ref: radan.id },
  ...quoting("my brother Radan"),
});
const name = pen("statement", {
  subject: radan.id,
  property: "name",
  stance: "asserts",
  value: { name: { full: "Radan Ostrevi", parts: [{ kind: "given", value: "Radan" }] } },
  ...quoting("Radan"),
});
const denial = pen("officialStatement", {
  words: "we never held him",
  position: "says never held",
  speaker: "the ministry",
  saidBy: ministry.id,
  said: { kind: "within", first: "2031-04-01", last: "2031-04-30" },
  targets: [{ on: kind.id }],
  citations: [cite(report.id, TEXT, "we never held him")],
});
const blame = pen("officialStatement", { words: "all lies from abroad", position: "blames the source", saidBy: ministry.id, level: "case" });

let clock = 0;
const by = (member: Member, ...records: CaseRecord[]): AuthoredRecord[] => entry(member, ++clock, records, { act: `act-${clock}` });
const arrived = by("amina", report, penOf(random)("triage", { report: report.id, mark: "in case", case: caseId }));
const opened = by(
  "amina",
  { id: caseId, kind: "subject", type: "case" },
  pen("statement", { subject: caseId, property: "title", stance: "asserts", value: { text: "The brickworks" } }),
  sister,
  ministry,
);
const read = by("amina", radan, taking, kind, when, victim, name, denial, blame);
const story = [...arrived, ...opened, ...read];
const after = (...entries: AuthoredRecord[][]) => bookOf([...story, ...entries.flat()]);
const codes = (book: ReturnType<typeof bookOf>, code: MissingCode) => missingFor(book, caseId, TODAY).filter((one) => one.code === code);

const finding = pen("finding", {
  proposition: "Radan Ostrevi was taken by force.",
  standard: 2,
  claims: [taking.id],
  for: [kind.id],
  denialsAnswered: [{ denial: denial.id, answer: "two neighbours saw the van" }],
});
const agrees = (outcome: "agrees" | "disagrees" = "agrees") => pen("decision", { on: finding.id, outcome });
const proposed = by("amina", finding);
const stateAfter = (...entries: AuthoredRecord[][]) => {
  const book = after(proposed, ...entries);
  return findingState(book, book.byId(finding.id).find(isKind("finding"))!);
};

suite("said and found", () => {
  test("allegation, denial and finding stand in one row, and blame in the row of the case", () => {
    const { rows } = saidAndFound(after(proposed), caseId);
    assert.deepEqual(
      rows.map((row) => [row.level, row.subject, row.alleged.length, row.officials.map(({ record }) => record.id), row.found.length, row.conflict]),
      [
        ["claim", taking.id, 1, [denial.id], 1, true],
        ["case", caseId, 0, [blame.id], 0, false],
      ],
    );
  });

  test("a denial whose claim was withdrawn moves to the row of the case, and is never lost", () => {
    const withdrawn = after(
      by("tomas", ...[kind, when, victim].map(({ id }) => pen("withdraw", { target: id }))),
      by("tomas", pen("withdraw", { target: taking.id })),
    );
    const { rows } = saidAndFound(withdrawn, caseId);
    assert.deepEqual(
      rows.map((row) => [row.level, row.officials.map(({ record }) => record.id).sort()]),
      [["case", [denial.id, blame.id].sort()]],
    );
  });

  test("a source that disputes the claim is shown as contesting it", () => {
    const doubt = pen("statement", { subject: taking.id, property: "kind", stance: "doubts", reasoning: "he may have fled" });
    assert.deepEqual(
      saidAndFound(after(by("tomas", doubt)), caseId).rows[0]!.contested.map(({ shown }) => shown.record.id),
      [doubt.id],
    );
  });
});

suite("findings", () => {
  test("one person proposes and another decides; the same person twice is one", () => {
    assert.equal(stateAfter().decided, false);
    assert.equal(stateAfter(by("amina", agrees())).decided, false);
    const decided = stateAfter(by("tomas", agrees()));
    assert.deepEqual([decided.decided, decided.proposedBy, decided.agreedBy], [true, [personOf("amina")], [personOf("tomas")]]);
  });

  test("a decision that came after a suspension, or of a device nobody owns, decides nothing", () => {
    assert.equal(stateAfter(entry("tomas", 90, [agrees()], { counted: false })).decided, false);
    assert.equal(stateAfter(entry("tomas", 90, [agrees()]).map((one) => ({ ...one, person: null }))).decided, false);
  });

  test("a disagreement holds it open, and only the one who disagreed takes that back", () => {
    const no = agrees("disagrees");
    const dissent = [by("tomas", agrees()), by("ilya", no)];
    assert.deepEqual([stateAfter(...dissent).decided, stateAfter(...dissent).disagreedBy], [false, [personOf("ilya")]]);
    assert.equal(stateAfter(...dissent, by("tomas", pen("withdraw", { target: no.id }))).decided, false);
    assert.equal(stateAfter(...dissent, by("tomas", { ...agrees(), supersedes: [no.id] })).decided, false);
    assert.equal(stateAfter(...dissent, by("ilya", pen("withdraw", { target: no.id }))).decided, true);
  });

  test("a new denial of its claim asks for a review, and so does the loss of what it rests on", () => {
    const another = pen("officialStatement", { words: "he left the country", position: "other explanation", targets: [{ on: taking.id }] });
    assert.deepEqual(stateAfter().notWeighed, []);
    assert.deepEqual(stateAfter(by("tomas", another)).notWeighed, [another.id]);
    assert.deepEqual(stateAfter(by("tomas", pen("withdraw", { target: kind.id }))).lost, [kind.id]);
  });
});

suite("timeline, people, history", () => {
  test("spans are in order and as sharp as they were given", () => {
    const later = pen("statement", {
      subject: radan.id,
      property: "status",
      stance: "asserts",
      value: { code: { list: "status", term: "missing" } },
      during: { kind: "throughout", first: "2031-03-10" },
    });
    const spans = timelineOf(after(by("tomas", later)), caseId);
    assert.deepEqual(
      spans.map(({ shown, certain, possible }) => [shown.record.id, certain, possible]),
      [
        [when.id, ["2031-03-10", "2031-03-10"], ["2031-03-10", "2031-03-10"]],
        [later.id, ["2031-03-10", "2031-03-10"], ["2031-03-10", null]],
        [denial.id, null, ["2031-04-01", "2031-04-30"]],
      ],
    );
  });

  test("who did what to whom", () => {
    const says = (property: string, value: object) =>
      pen("statement", { subject: involved.id, property, stance: "asserts", value, ...quoting("Two men in uniform") });
    const book = after(
      by(
        "tomas",
        involved,
        unit,
        says("act", { ref: taking.id }),
        says("description", { text: "two men in uniform" }),
        says("degree", { code: { list: "degree", term: "did" } }),
        says("who", { ref: unit.id }),
      ),
    );
    const [row] = whoDidWhatToWhom(book, caseId);
    assert.deepEqual([row!.kinds, row!.victims, row!.denied, row!.sources], [["disappearance"], [radan.id], true, [sister.id]]);
    assert.deepEqual(row!.involved, [
      { involvement: involved.id, who: [unit.id], described: ["two men in uniform"], degree: ["did"], disputed: false },
    ]);
  });

  test("links hold persons together and apart, and taking one back parts them again", () => {
    const twin = pen("subject", { type: "person" });
    const link = (decision: "same" | "not the same") => pen("linkDecision", { persons: [radan.id, twin.id], decision });
    const same = link("same");
    const groups = (...entries: AuthoredRecord[][]) =>
      personGroups(after(by("tomas", twin), ...entries)).map(({ persons, contested }) => [persons.length, contested]);
    assert.deepEqual(groups(), [
      [1, false],
      [1, false],
    ]);
    assert.deepEqual(groups(by("tomas", same)), [[2, false]]);
    assert.deepEqual(groups(by("tomas", same), by("ilya", link("not the same"))), [[2, true]]);
    assert.deepEqual(groups(by("tomas", same), by("ilya", pen("withdraw", { target: same.id }))), [
      [1, false],
      [1, false],
    ]);
  });

  test("history is newest first, with who and which act, and shows what was undone", () => {
    const book = after(by("tomas", pen("withdraw", { target: name.id, why: "wrong person" })));
    const rows = historyOf(book, caseId);
    assert.deepEqual(
      rows.map(({ person }) => person),
      [personOf("tomas"), personOf("amina"), personOf("amina"), personOf("amina")],
    );
    assert.ok(rows.every(({ clock: at, act }, i) => act === `act-${at}` && (i === 0 || at < rows[i - 1]!.clock)));
    assert.deepEqual(
      historyOfSubject(book, radan.id).map(({ entryId }) => entryId),
      [rows[0]!.entryId, rows[1]!.entryId],
    );
    const undone = historyOf(
      after(by("tomas", blame, kind), by("tomas", ...read.map(({ record }) => pen("withdraw", { target: record.id })))),
      caseId,
    );
    assert.deepEqual(
      undone.map((row) => row.undone),
      [false, true, true, false, false],
    );
  });
});

suite("findings", () => {
  test("nothing is decided under an id that two records go by, and what came after a suspension is no second record", () => {
    const other = { ...finding, proposition: "He left by himself." };
    const agreed = by("tomas", agrees());
    assert.deepEqual([stateAfter(agreed, by("tomas", other)).decided, stateAfter(agreed, by("tomas", other)).twice], [false, [finding.id]]);
    assert.equal(stateAfter(by("ilya", kind), agreed).twice.length, 0, "the same words are one record with two signatures");
    assert.deepEqual(stateAfter(agreed, by("tomas", { ...kind, credibility: 1 })).twice, [kind.id]);
    assert.equal(stateAfter(agreed, entry("tomas", 90, [other], { counted: false })).decided, true);
  });

  test("what it quotes from, and the denials it answers, are ground it can lose", () => {
    assert.deepEqual(stateAfter().lost, []);
    for (const target of [kind.id, denial.id, report.id]) assert.deepEqual(stateAfter(by("amina", pen("withdraw", { target }))).lost, [target]);
  });
});

suite("inbox and case", () => {
  const mark = (is: "seen" | "taken" | "free" | "urgent" | "calm", supersedes?: string) =>
    penOf(random)("triage", { report: report.id, mark: is, ...(supersedes === undefined ? {} : { supersedes: [supersedes] }) });
  const row = (...entries: AuthoredRecord[][]) => inboxOf(after(...entries))[0]!;

  test("a report is taken by who says so, until they leave it; two may have it", () => {
    const taken = mark("taken");
    assert.deepEqual(row(by("amina", taken), by("tomas", mark("taken"))).takenBy, [personOf("amina"), personOf("tomas")].sort());
    assert.deepEqual(row(by("amina", taken), by("amina", mark("free", taken.id))).takenBy, []);
  });

  test("urgent until somebody says calm in its place; a mark of another kind changes nothing", () => {
    const urgent = mark("urgent");
    assert.equal(row(by("amina", urgent)).urgent, true);
    assert.equal(row(by("amina", urgent), by("tomas", mark("calm", urgent.id))).urgent, false);
    assert.equal(row(by("amina", urgent), by("tomas", mark("seen", urgent.id))).urgent, true);
  });

  test("one envelope opened on two desks is one report, and other words are a disagreement", () => {
    assert.deepEqual([inboxOf(after(by("tomas", report))).length, row(by("tomas", report)).marks], [1, []]);
    assert.deepEqual(row(by("tomas", { ...report, text: "other words" })).marks, ["text-disagrees"]);
    assert.deepEqual([row().cases, row().statements], [[caseId], 4]);
  });

  test("what this desk opened itself is read first, whatever others wrote under its id and whatever their clocks say", () => {
    const forged = { ...report, text: "other words" };
    const first = (me: string | null, ...entries: AuthoredRecord[][]) => versionsOf(after(...entries), report.id, me)[0]!.record.text;
    const early = entry("tomas", 0, [forged]);
    assert.equal(versionsOf(after(early), report.id, null)[0]!.record.text, "other words");
    assert.equal(first(personOf("amina"), early), report.text);
    assert.equal(first(personOf("tomas"), early), "other words");
    assert.equal(inboxOf(after(early), personOf("amina"))[0]!.versions[0]!.record.text, report.text);
    assert.deepEqual(row(early).marks, ["text-disagrees"]);
  });

  test("what stands is read before what came after a suspension, and withdrawing a report leaves nothing of it in the inbox", () => {
    const late = entry("tomas", 0, [{ ...report, text: "other words" }], { counted: false });
    assert.equal(versionsOf(after(late), report.id, null)[0]!.record.text, report.text);
    assert.equal(inboxOf(after(late))[0]!.versions[0]!.record.text, report.text);
    const gone = after(late, by("amina", pen("withdraw", { target: report.id })));
    assert.deepEqual(inboxOf(gone).filter((one) => one.report === report.id), []);
  });

  test("a source heard in a case and a text cited in it belong to it, also when they were written outside any case", () => {
    const outside = penOf(random);
    const [shared, text] = [
      outside("subject", { type: "source" }),
      outside("report", { channel: "web", received: { kind: "within", asGiven: "lately" }, text: "abc" }),
    ];
    const alias = outside("statement", { subject: shared.id, property: "alias", stance: "asserts", value: { text: "heard in two cases" } });
    const heard = pen("statement", {
      subject: taking.id,
      property: "remark",
      stance: "asserts",
      value: { text: "b" },
      saidBy: shared.id,
      citations: [cite(text.id, "abc", "b")],
    });
    const elsewhere = penOf(random, newId(random))("statement", {
      subject: newId(random),
      property: "remark",
      stance: "asserts",
      value: { text: "c" },
      saidBy: shared.id,
    });
    const scope = scopeOf(after(by("tomas", shared, text, alias, heard, elsewhere)), caseId);
    const ids = scope.records.map(({ record }) => record.id);
    assert.deepEqual(
      [shared, text, alias, heard, elsewhere].map(({ id }) => ids.includes(id)),
      [true, true, true, true, false],
    );
    assert.ok(scope.subjects("source").includes(shared.id));
  });

  test("a case holds the reports taken into it and what was written on them without naming it", () => {
    const translation = penOf(random)("translation", { report: report.id, text: "Они забрали моего брата", lang: "ru" });
    const stray = penOf(random)("statement", { subject: newId(random), property: "remark", stance: "asserts", value: { text: "of another case" } });
    const ids = scopeOf(after(by("tomas", translation), by("tomas", stray)), caseId).records.map(({ record }) => record.id);
    assert.ok(ids.includes(report.id) && ids.includes(translation.id) && !ids.includes(stray.id));
    assert.deepEqual(scopeOf(after(), "ff".repeat(16)).records, []);
  });
});

suite("what is missing", () => {
  test("is listed with what it is about", () => {
    const book = after();
    assert.deepEqual(
      codes(book, "no-place").map(({ subject }) => subject),
      [taking.id],
    );
    assert.deepEqual(codes(book, "no-date"), []);
    assert.deepEqual(codes(book, "no-last-seen").length + codes(book, "no-one-involved").length + codes(book, "no-finding").length, 3);
    assert.deepEqual(
      codes(book, "source-not-assessed").map(({ subject }) => subject),
      [sister.id],
    );
    assert.deepEqual(
      codes(book, "denial-unanswered").map(({ record }) => record),
      [denial.id],
    );
    assert.deepEqual(
      codes(book, "conflict").map(({ subject, property }) => [subject, property]),
      [[taking.id, "kind"]],
    );
    assert.deepEqual(
      codes(book, "no-status").map(({ subject }) => subject),
      [radan.id],
    );
  });

  test("goes when it is there", () => {
    const book = after(
      proposed,
      by(
        "tomas",
        agrees(),
        pen("assessment", { source: sister.id, basis: "saw it" }),
        pen("statement", {
          subject: taking.id,
          property: "place",
          stance: "asserts",
          value: { place: { asGiven: "our house" } },
          ...quoting("our house"),
        }),
      ),
    );
    for (const code of ["no-place", "source-not-assessed", "denial-unanswered", "no-finding", "finding-not-decided", "finding-to-review"] as const)
      assert.deepEqual(codes(book, code), [], code);
  });

  test("statements without source or citation, and forms that came later", () => {
    const bare = pen("statement", { subject: radan.id, property: "remark", stance: "asserts", value: { text: "tall" } });
    const newer = parseRecord({ id: newId(random), kind: "smokeSignal", case: caseId });
    const book = after(by("tomas", bare, newer));
    assert.deepEqual(
      ["no-source", "no-citation"].map((code) => codes(book, code as MissingCode).map(({ record }) => record)),
      [[bare.id], [bare.id]],
    );
    assert.deepEqual(
      codes(book, "newer-form").map(({ record }) => record),
      [newer.id],
    );
  });
});

suite("consent and names", () => {
  const consent = (answer: "yes" | "no", expires?: string) =>
    pen("consent", { of: radan.id, purpose: "publish name", answer, ...(expires === undefined ? {} : { expires }) });
  const answerAfter = (...records: CaseRecord[]) => consentOf(after(by("tomas", ...records)), radan.id, "publish name", TODAY).answer;

  test("only a yes that stands, that has not ended and that no no stands beside is a yes", () => {
    assert.equal(answerAfter(), "none");
    assert.equal(answerAfter(consent("yes")), "given");
    assert.equal(answerAfter(consent("yes", "2031-05-31")), "expired");
    assert.equal(answerAfter(consent("yes", TODAY)), "given");
    assert.equal(answerAfter(consent("yes"), consent("no")), "refused");
    assert.equal(codes(after(by("tomas", consent("yes"))), "no-consent").length, 0);
    assert.equal(codes(after(), "no-consent").length, 1);
  });

  test("consent for one partner is none for another", () => {
    const to = (partner: string) =>
      consentOf(
        after(by("tomas", pen("consent", { of: radan.id, purpose: "share", answer: "yes", to: "Selm Archive" }))),
        radan.id,
        "share",
        TODAY,
        partner,
      ).answer;
    assert.deepEqual([to("Selm Archive"), to("Another")], ["given", "none"]);
  });

  test("a subject is called by its names, and a known name is found in words", () => {
    const book = after();
    assert.deepEqual(
      namesOfSubject(book, radan.id).map((value) => value.name!.full),
      ["Radan Ostrevi"],
    );
    assert.deepEqual(
      namesOfSubject(book, taking.id).map((value) => value.code!.term),
      ["disappearance"],
    );
    assert.deepEqual(namesOfSubject(book, involved.id), []);
    assert.deepEqual(personsNamedIn(book, "my brother RADAN,"), [radan.id]);
    assert.deepEqual(personsNamedIn(book, "Radanka"), []);
  });
});
