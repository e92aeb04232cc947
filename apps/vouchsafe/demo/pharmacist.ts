/** Third case: a packet in a car, the woman who wrote a letter beforehand, and the court that knows of nothing else. */
import { kindOfAct, onDay, Reading, type Stage } from "./stage.ts";

export function pharmacist(stage: Stage): void {
  const subject = stage.pen()("subject", { type: "case" });
  const caseId = subject.id;
  const pen = stage.pen(caseId);
  stage.does("ilya", "begin-case", [
    subject,
    pen("statement", { subject: caseId, property: "title", stance: "asserts", value: { text: "The pharmacist" } }),
  ]);
  stage.does(
    "ilya",
    "triage",
    ["court", "lawyer", "letter"].map((report) => stage.pen()("triage", { report: stage.reportId(report), mark: "in case", case: caseId })),
    "inbox",
  );

  const court = stage.source("ilya", "court", { alias: "City Court, press office", kind: "official" });
  const notice = new Reading(stage, caseId, "court", court);
  const [yusra, arrest] = [notice.subject("person"), notice.subject("act")];
  const arrested = "6 октября 2026 года задержана гражданка Бельканд Ю., фармацевт.";
  const packet = "При осмотре её автомобиля обнаружен пакет с запрещённым веществом.";
  notice.says(arrest, "kind", kindOfAct("detention"), arrested);
  notice.says(arrest, "victim", { ref: yusra }, "гражданка Бельканд Ю.");
  notice.says(arrest, "time", onDay("2026-10-06", "6 октября 2026 года"), "6 октября 2026 года");
  const pretext = notice.says(arrest, "pretext", { text: packet }, packet);
  notice.says(yusra, "name", { name: { full: "Бельканд Ю.", script: "Cyrl", lang: "ru" } }, "Бельканд Ю.");
  const other = "Иных оснований для задержания не имеется.";
  stage.does("ilya", "make-statement", [
    ...notice.records,
    pen("officialStatement", {
      words: arrested,
      position: "acknowledges",
      saidBy: court,
      office: "Городской суд Орлавы",
      lang: "ru",
      targets: [{ on: arrest }],
      citations: stage.quote("court", arrested),
    }),
    pen("officialStatement", {
      words: other,
      position: "denies the fact",
      saidBy: court,
      office: "Городской суд Орлавы",
      lang: "ru",
      targets: [{ on: arrest, property: "motive" }],
      citations: stage.quote("court", other),
    }),
  ]);

  const herself = stage.source("amina", "pharmacist", { alias: "The pharmacist, through her lawyer", kind: "victim" });
  const visit = new Reading(stage, caseId, "lawyer", herself);
  const planted = visit.subject("act");
  visit.says(planted, "kind", kindOfAct("planted evidence"), "قالت له إن الكيس ليس لها");
  visit.says(planted, "victim", { ref: yusra }, "موكلته يسرا بلكند");
  visit.says(
    planted,
    "method",
    { text: "فتح الشرطي باب السيارة الخلفي قبل أن يطلب مفاتيحها" },
    "إن الشرطي فتح باب السيارة الخلفي قبل أن يطلب مفاتيحها",
  );
  visit.against(arrest, "pretext", "denies", [pretext], "قالت له إن الكيس ليس لها");
  visit.says(arrest, "motive", { text: "سألوها عن دفتر الإصابات" }, "إنهم سألوها في الليلة الأولى عن دفتر الإصابات ولم يسألوها عن الكيس", {
    sensitivity: 3,
  });
  visit.says(yusra, "name", { name: { full: "يسرا بلكند", script: "Arab", lang: "ar" } }, "يسرا بلكند");
  stage.does("amina", "make-statement", visit.records);
  stage.does("amina", "assess-source", [pen("assessment", { source: herself, basis: "lived it", reliability: 2 })]);

  const sworn = "Should I be arrested, and should I then sign a paper or say before a camera that I dealt in anything, take it that they made me.";
  stage.does("amina", "make-statement", [
    pen("sealedStatement", {
      text: sworn,
      lang: "en",
      saidBy: herself,
      signed: { kind: "exact", first: "2026-09-30", last: "2026-09-30" },
      witnesses: ["T.", "A."],
      citations: stage.quote("letter", sworn),
    }),
    pen("step", {
      what: "طلب مشاهدة تسجيل كاميرا الشارع",
      by: "the lawyer",
      toWhom: "City Court of Orlava",
      outcome: "refused",
      saidBy: herself,
      citations: stage.quote("lawyer", "القاضي رفض طلب مشاهدة تسجيل كاميرا الشارع"),
    }),
    pen("consent", {
      of: yusra,
      purpose: "publish name",
      answer: "yes",
      by: "herself, in her letter",
      given: { kind: "exact", first: "2026-09-30", last: "2026-09-30" },
      expires: stage.dayFromNow(180),
    }),
  ]);
}
