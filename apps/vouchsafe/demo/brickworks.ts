/** Second case: a place that does not exist, those who were in it, and a boy whose name nobody may publish. */
import { kindOfAct, ON_THE_MAP, Reading, type Stage } from "./stage.ts";

export interface Brickworks {
  readonly caseId: string;
  readonly holding: string;
  readonly claims: readonly string[];
  readonly denial: string;
}

export function brickworks(stage: Stage): Brickworks {
  const subject = stage.pen()("subject", { type: "case" });
  const caseId = subject.id;
  const pen = stage.pen(caseId);
  stage.does("tomas", "begin-case", [
    subject,
    pen("statement", { subject: caseId, property: "title", stance: "asserts", value: { text: "The brickworks at Darovo" } }),
  ]);
  stage.does(
    "tomas",
    "triage",
    ["released", "mother", "medic", "partner", "cook", "ministry"].map((report) =>
      stage.pen()("triage", { report: stage.reportId(report), mark: "in case", case: caseId }),
    ),
    "inbox",
  );

  const released = stage.source("tomas", "released", { alias: "Released man A", kind: "co-detainee" });
  const first = new Reading(stage, caseId, "released", released);
  const [held, holding, beaten, man] = [first.subject("group"), first.subject("act"), first.subject("act"), first.subject("person")];
  const works = { kind: "unofficial prison", adminPath: ["Verania", "Darovo"], ...ON_THE_MAP.Darovo };
  const byReleased = first.says(holding, "kind", kindOfAct("detention"), "Меня держали с 9 по 20 сентября 2026 года.");
  first.says(held, "title", { text: "те, кого держали в сушильном цеху" }, "В цеху нас было до двадцати человек.");
  first.says(holding, "victim", { ref: held }, "В цеху нас было до двадцати человек.");
  first.says(holding, "affected", { count: { max: 20, asGiven: "до двадцати человек" } }, "до двадцати человек");
  first.says(
    holding,
    "time",
    { time: { kind: "throughout", first: "2026-09-09", last: "2026-09-20", asGiven: "с 9 по 20 сентября 2026 года" } },
    "с 9 по 20 сентября 2026 года",
  );
  first.says(holding, "place", { place: { asGiven: "бывший кирпичный завод под Даровом", ...works } }, "бывший кирпичный завод под Даровом");
  first.involves(holding, "двое в форме внутренней службы", "его увели двое в форме внутренней службы", "present");
  first.says(beaten, "kind", kindOfAct("torture"), "Меня били палкой по ступням");
  first.says(beaten, "victim", { ref: man }, "Меня били палкой по ступням", { sensitivity: 3 });
  first.says(beaten, "time", { time: { kind: "within", first: "2026-09-09", last: "2026-09-20" } }, "с 9 по 20 сентября 2026 года");
  stage.does("tomas", "make-statement", first.records);
  stage.does("tomas", "assess-source", [
    pen("assessment", {
      source: released,
      basis: "lived it",
      reliability: 2,
      reasoning: "He drew the drying hall from memory; the drawing fits an old plan of the works.",
    }),
  ]);

  const cook = stage.source("ilya", "cook", { alias: "The cook", kind: "insider" });
  const kitchen = new Reading(stage, caseId, "cook", cook);
  const byCook = kitchen.says(holding, "kind", kindOfAct("detention"), "كانوا يطلبون مني طعاما لما لا يقل عن ١٢ رجلا");
  kitchen.says(holding, "affected", { count: { min: 12, asGiven: "لما لا يقل عن ١٢ رجلا" } }, "لما لا يقل عن ١٢ رجلا");
  kitchen.says(
    holding,
    "time",
    { time: { kind: "throughout", first: "2026-09-10", last: "2026-09-30", asGiven: "من ١٠ أيلول حتى نهاية الشهر" } },
    "من ١٠ أيلول حتى نهاية الشهر",
  );
  kitchen.says(holding, "place", { place: { asGiven: "معمل الطوب القديم قرب داروفو", ...works } }, "معمل الطوب القديم قرب داروفو");
  kitchen.involves(holding, "القائد هناك ينادونه بالنقيب", "القائد هناك ينادونه بالنقيب ولا أعرف اسمه", "ordered");
  stage.does("ilya", "make-statement", kitchen.records);
  stage.does("ilya", "assess-source", [pen("assessment", { source: cook, basis: "heard it", reliability: 3 })]);

  const partner = stage.source("amina", "partner", { alias: "Three Lamps Fund", kind: "open web" });
  const note = new Reading(stage, caseId, "partner", partner);
  const byPartner = note.says(holding, "kind", kindOfAct("detention"), "the closed brickworks outside Darovo has been used to hold people");
  note.says(holding, "affected", { count: { max: 20, asGiven: "up to 20 men at a time" } }, "up to 20 men at a time");
  stage.does("amina", "make-statement", note.records);
  stage.does("amina", "assess-source", [pen("derivesFrom", { source: partner, from: [released], reasoning: "Their man who was inside is ours." })]);

  const denial = ministryOnPlaces(stage, caseId, [byReleased, byCook]);
  theStudent(stage, caseId);
  return { caseId, holding, claims: [byReleased, byCook, byPartner], denial };
}

function ministryOnPlaces(stage: Stage, caseId: string, denied: readonly string[]): string {
  const ministry = stage.source("tomas", "ministry", { alias: "Ministry of Order", kind: "official" });
  const words = "there is no unofficial place of custody anywhere in the country";
  const denial = stage.pen(caseId)("officialStatement", {
    words,
    position: "denies the fact",
    saidBy: ministry,
    speaker: "Colonel Vasik Durmel",
    office: "Ministry of Order",
    said: { kind: "exact", first: "2026-09-17", last: "2026-09-17" },
    lang: "en",
    targets: denied.map((on) => ({ on })),
    citations: stage.quote("ministry", words),
  });
  stage.does("tomas", "make-statement", [denial]);
  return denial.id;
}

/** Ill-treatment with a medic's notes. The day was first put down wrong and then mended; a statement made by mistake was taken back. */
function theStudent(stage: Stage, caseId: string): void {
  const pen = stage.pen(caseId);
  const mother = stage.source("ilya", "mother", { alias: "The student's mother", kind: "relative" });
  const letter = new Reading(stage, caseId, "mother", mother);
  const [lemi, blows] = [letter.subject("person"), letter.subject("act")];
  letter.says(lemi, "name", { name: { full: "ليمي هرفاش", script: "Arab", lang: "ar" } }, "ليمي هرفاش", { sensitivity: 3 });
  letter.says(lemi, "age", { number: 17 }, "يبلغ من العمر ١٧ عاما");
  letter.says(blows, "kind", kindOfAct("torture"), "ضربوه على باطن قدميه بعصا");
  letter.says(blows, "victim", { ref: lemi }, "ابني طالب");
  const wrongDay = letter.says(blows, "time", { time: { kind: "within", first: "2026-09-21", last: "2026-09-25" } }, "مساء ٢٢ أيلول ٢٠٢٦");
  stage.does("ilya", "make-statement", letter.records);

  const mended = new Reading(stage, caseId, "mother", mother);
  mended.says(
    blows,
    "time",
    { time: { kind: "within", first: "2026-09-22", last: "2026-09-25", asGiven: "مساء ٢٢ أيلول ٢٠٢٦" } },
    "مساء ٢٢ أيلول ٢٠٢٦",
    { supersedes: [wrongDay], reasoning: "The letter says the 22nd; I had typed the 21st." },
  );
  stage.does("ilya", "change", mended.records);

  const medic = stage.source("tomas", "medic", { alias: "The medic", kind: "medic" });
  const notes = new Reading(stage, caseId, "medic", medic);
  notes.says(blows, "kind", kindOfAct("torture"), "the marks on the soles come from repeated blows with something straight and hard");
  notes.says(blows, "consequence", { text: "both soles swollen, rub wounds around both wrists" }, "There were rub wounds around both wrists.");
  const misread = notes.says(lemi, "status", { code: { list: "status", term: "held" } }, "two hours after he came home");
  stage.does("tomas", "make-statement", notes.records);
  stage.does("tomas", "undo", [pen("withdraw", { target: misread, why: "He had come home; I chose the wrong word." })]);
  stage.does("tomas", "assess-source", [
    pen("assessment", { source: medic, basis: "saw it", reliability: 1 }),
    pen("assessment", { source: mother, basis: "heard it", reliability: 2 }),
  ]);
  stage.does("ilya", "make-statement", [
    pen("consent", {
      of: lemi,
      purpose: "publish name",
      answer: "no",
      by: "his mother",
      capacity: "next of kin",
      given: { kind: "exact", first: "2026-09-26", last: "2026-09-26" },
    }),
    pen("consent", { of: mother, purpose: "keep", answer: "yes", given: { kind: "exact", first: "2026-09-26", last: "2026-09-26" } }),
  ]);
}
