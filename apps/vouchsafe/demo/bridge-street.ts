/** First case: a teacher taken from his home, everybody who knows nothing of it, and a newspaper that looks like a second witness. */
import type { OfficialStatement } from "#casework";
import { kindOfAct, ON_THE_MAP, onDay, Reading, status, type Stage } from "./stage.ts";

export interface BridgeStreet {
  readonly caseId: string;
  readonly radan: string;
  readonly taking: string;
  /** The statements that he was made to disappear, each of another source. */
  readonly claims: readonly string[];
  readonly denials: readonly string[];
}

/** The case up to its finding. */
export function bridgeStreet(stage: Stage): BridgeStreet {
  const subject = stage.pen()("subject", { type: "case" });
  const caseId = subject.id;
  const pen = stage.pen(caseId);
  const took = (report: string) => stage.pen()("triage", { report: stage.reportId(report), mark: "in case", case: caseId });

  stage.does(
    "amina",
    "triage",
    [
      stage.pen()("triage", { report: stage.reportId("sister"), mark: "urgent" }),
      stage.pen()("triage", { report: stage.reportId("sister"), mark: "taken" }),
    ],
    "inbox",
  );
  stage.does("amina", "begin-case", [
    subject,
    pen("statement", { subject: caseId, property: "title", stance: "asserts", value: { text: "Bridge Street, 8 September" } }),
  ]);
  stage.does(
    "amina",
    "triage",
    ["sister", "neighbour", "shopkeeper", "courier", "herald", "ministry", "brother", "governor", "border", "rumour", "appeal", "prosecutor"].map(
      took,
    ),
    "inbox",
  );

  const sister = stage.source("amina", "sister", { alias: "The sister", kind: "relative" });
  const first = new Reading(stage, caseId, "sister", sister);
  const [radan, taking] = [first.subject("person"), first.subject("act")];
  const named = "моего брата Радана Остреви";
  const bySister = first.says(taking, "kind", kindOfAct("disappearance"), "моего брата Радана Остреви увезли из нашей квартиры");
  first.says(
    radan,
    "name",
    {
      name: {
        full: "Радан Остреви",
        parts: [
          { kind: "given", value: "Радан" },
          { kind: "family", value: "Остреви" },
        ],
        script: "Cyrl",
        lang: "ru",
      },
    },
    named,
  );
  first.says(radan, "age", { number: 34 }, "Брату 34 года");
  first.says(radan, "occupation", { text: "учитель географии" }, "он учитель географии");
  first.says(taking, "victim", { ref: radan }, named);
  first.says(taking, "time", onDay("2026-09-08", "8 сентября 2026 года, около пяти утра"), "8 сентября 2026 года, около пяти утра");
  first.says(
    taking,
    "place",
    { place: { asGiven: "Мостовая улица, дом 14", kind: "home", adminPath: ["Verania", "Orlava"], ...ON_THE_MAP.Orlava, publishLevel: "district" } },
    "на Мостовой улице, дом 14",
  );
  first.says(taking, "motive", { text: "Подписал письмо против закрытия школы" }, "Полгода назад он подписал письмо против закрытия школы.", {
    sensitivity: 3,
  });
  first.involves(taking, "шестеро в тёмной форме без знаков различия", "Пришли шестеро в тёмной форме без знаков различия.", "did");
  stage.does("amina", "make-statement", first.records);
  stage.does("amina", "assess-source", [
    pen("assessment", { source: sister, basis: "saw it", reliability: 2, reasoning: "Spoke with her twice; dates and details stayed the same." }),
  ]);

  const police = stage.source("amina", "police", { alias: "District police, Orlava", kind: "official" });
  const atTheDesk = pen("officialStatement", {
    words: "такого человека у них нет и не было",
    position: "says never held",
    saidBy: police,
    office: "дежурный районного отдела",
    said: { kind: "exact", first: "2026-09-08", last: "2026-09-08", asGiven: "утром" },
    lang: "ru",
    targets: [{ on: bySister }],
    citations: stage.quote("sister", "такого человека у них нет и не было"),
  });
  stage.does("amina", "make-statement", [atTheDesk]);

  const neighbour = stage.source("tomas", "neighbour", { alias: "Window on the courtyard", kind: "eyewitness" });
  const second = new Reading(stage, caseId, "neighbour", neighbour);
  const byNeighbour = second.says(taking, "kind", kindOfAct("disappearance"), "they brought down Radan, the teacher from the third floor");
  second.says(
    taking,
    "time",
    onDay("2026-09-08", "on Tuesday 8 September 2026, before it was light"),
    "On Tuesday 8 September 2026, before it was light",
  );
  second.involves(taking, "up to six men in dark uniforms", "Up to six men in dark uniforms went up.", "did");
  const blow = second.subject("act");
  second.says(blow, "kind", kindOfAct("ill-treatment"), "One of them struck him in the side with the butt of a rifle");
  second.says(blow, "victim", { ref: radan }, "struck him in the side");
  stage.does("tomas", "make-statement", second.records);
  stage.does("tomas", "assess-source", [pen("assessment", { source: neighbour, basis: "saw it", reliability: 2 })]);
  stage.does("tomas", "make-statement", [
    stage.pen()("translation", {
      report: stage.reportId("sister"),
      lang: "en",
      by: "Tomas",
      text: "Yesterday, 8 September 2026, at about five in the morning, my brother Radan Ostrevi was taken from our flat at 14, Bridge Street. Six came, in dark uniforms without insignia.",
    }),
  ]);

  const shopkeeper = stage.source("ilya", "shopkeeper", { alias: "Corner shop", kind: "eyewitness" });
  const third = new Reading(stage, caseId, "shopkeeper", shopkeeper);
  const byShopkeeper = third.says(taking, "kind", kindOfAct("disappearance"), "وعادوا بعد قليل ومعهم المعلم رادان ويداه مقيدتان");
  third.says(taking, "time", onDay("2026-09-09", "على ما أذكر يوم ٩ أيلول ٢٠٢٦"), "على ما أذكر يوم ٩ أيلول ٢٠٢٦", {
    credibility: 4,
    reasoning: "He says himself that he is not sure of the day.",
  });
  stage.does("ilya", "make-statement", third.records);

  const courier = stage.source("ilya", "courier", { alias: "Orlava Courier", kind: "journalist" });
  const paper = new Reading(stage, caseId, "courier", courier);
  const byCourier = paper.says(taking, "kind", kindOfAct("disappearance"), "men in unmarked uniforms came to his flat on Bridge Street");
  stage.does("ilya", "make-statement", paper.records);
  stage.does("ilya", "assess-source", [
    pen("assessment", { source: courier, basis: "heard it" }),
    pen("derivesFrom", { source: courier, from: [sister], reasoning: "It says so itself: the family told it." }),
  ]);
  const herald = stage.source("ilya", "herald", { alias: "Lorva News", kind: "journalist" });
  const copy = new Reading(stage, caseId, "herald", herald);
  const byHerald = copy.says(
    taking,
    "kind",
    kindOfAct("disappearance"),
    "на сером фургоне приехали шестеро мужчин в форме без опознавательных знаков",
  );
  stage.does("ilya", "make-statement", copy.records);
  stage.does("tomas", "assess-source", [
    pen("derivesFrom", {
      source: herald,
      from: [courier],
      reasoning: "Sentence for sentence the Courier of the day before, with “our own sources” put in front.",
    }),
  ]);

  const denials = [atTheDesk.id, ...ministryDenies(stage, caseId, [bySister, byNeighbour, byShopkeeper])];
  stage.does("tomas", "link-persons", linkTo(stage, caseId, radan));
  return { caseId, radan, taking, claims: [bySister, byNeighbour, byShopkeeper, byCourier, byHerald], denials };
}

/** What came after the finding: an explanation, its contradiction, a threat, a rumour, an appeal. */
export function bridgeStreetGoesOn(stage: Stage, { caseId, radan, taking }: BridgeStreet): void {
  const pen = stage.pen(caseId);
  const brother = stage.source("amina", "brother", { alias: "The brother", kind: "relative" });
  const threat = new Reading(stage, caseId, "brother", brother);
  const [threatened, reprisal] = [threat.subject("person"), threat.subject("act")];
  threat.says(reprisal, "kind", kindOfAct("reprisal"), "если ваша сестра не перестанет писать письма, следующим пропадёте вы", { sensitivity: 3 });
  threat.says(reprisal, "victim", { ref: threatened }, "ко мне на работу пришёл человек в штатском", { sensitivity: 3 });
  threat.says(reprisal, "time", onDay("2026-09-29", "29 сентября"), "29 сентября");
  threat.says(reprisal, "becauseOf", { ref: taking }, "если ваша сестра не перестанет писать письма");
  threat.says(threatened, "relativeOf", { ref: radan }, "Я старший брат Радана.");
  stage.does("amina", "make-statement", threat.records);

  const governor = stage.source("tomas", "governor", { alias: "Office of the Governor", kind: "official" });
  const explanation = new Reading(stage, caseId, "governor", governor);
  const left = explanation.says(radan, "status", status("fled"), "this citizen left the country by his own choice on 12 September 2026", {
    during: { kind: "throughout", first: "2026-09-12" },
  });
  const words = {
    saidBy: governor,
    speaker: "Orsan Kleth",
    office: "Office of the Governor",
    said: { kind: "within", last: "2026-10-13" } as const,
    lang: "en",
  };
  stage.does("tomas", "make-statement", [
    ...explanation.records,
    pen("officialStatement", {
      ...words,
      words: "this citizen left the country by his own choice on 12 September 2026 through the Lorva crossing",
      position: "other explanation",
      targets: [{ on: taking }],
      citations: stage.quote("governor", "this citizen left the country by his own choice on 12 September 2026 through the Lorva crossing"),
    }),
    pen("officialStatement", {
      ...words,
      words: "On the other matter I have nothing to add.",
      position: "refuses comment",
      level: "case",
      citations: stage.quote("governor", "On the other matter I have nothing to add."),
    }),
  ]);

  const officer = stage.source("ilya", "border", { alias: "Officer at Lorva", kind: "insider" });
  const crossing = new Reading(stage, caseId, "border", officer);
  crossing.against(radan, "status", "denies", [left], "В тот день переход был закрыт с утра до ночи");
  stage.does("ilya", "make-statement", crossing.records);
  stage.does("ilya", "assess-source", [
    pen("assessment", {
      source: officer,
      basis: "lived it",
      reliability: 3,
      reasoning: "The page of the log would settle it; he has not sent it yet.",
    }),
  ]);

  const hearsay = stage.source("ilya", "rumour", { alias: "Anonymous, third hand", kind: "open web" });
  const rumour = new Reading(stage, caseId, "rumour", hearsay);
  const dead = rumour.says(radan, "status", status("dead presumed"), "учителя с Мостовой уже нет в живых", { credibility: 5, sensitivity: 3 });
  stage.does("ilya", "make-statement", rumour.records);
  stage.does("tomas", "make-statement", [
    pen("statement", {
      subject: radan,
      property: "status",
      stance: "doubts",
      against: [dead],
      citations: stage.quote("rumour", "а кто сказал шофёру, не знаю"),
      reasoning: "Third hand, and nobody at the beginning of it.",
    }),
  ]);

  stage.does("amina", "make-statement", [
    pen("appeal", {
      text: "هل رأيتم رجلا طويلا يعرج من ساقه اليمنى؟ كلمة واحدة تكفينا.",
      lang: "ar",
      about: [radan],
      citations: stage.quote("appeal", "هل رأيتم رجلا طويلا يعرج من ساقه اليمنى؟ كلمة واحدة تكفينا."),
    }),
    ...(["publish name", "publish photo"] as const).map((purpose) =>
      pen("consent", {
        of: radan,
        purpose,
        answer: "yes",
        by: "the family",
        capacity: "next of kin",
        given: { kind: "exact", first: stage.today, last: stage.today },
        expires: stage.dayFromNow(365),
      }),
    ),
  ]);
}

function ministryDenies(stage: Stage, caseId: string, denied: readonly string[]): string[] {
  const ministry = stage.source("tomas", "ministry", { alias: "Ministry of Order", kind: "official" });
  const pen = stage.pen(caseId);
  const said: Omit<OfficialStatement, "id" | "kind" | "words" | "position"> = {
    saidBy: ministry,
    speaker: "Colonel Vasik Durmel",
    office: "Ministry of Order",
    said: { kind: "exact", first: "2026-09-17", last: "2026-09-17" },
    lang: "en",
  };
  const never = "The Ministry of Order has never held a person by the name of Ostrevi";
  const blame = "Those who spread such tales are paid for it by people who wish Verania ill.";
  const denial = pen("officialStatement", {
    ...said,
    words: never,
    position: "says never held",
    targets: denied.map((on) => ({ on })),
    citations: stage.quote("ministry", never),
  });
  stage.does("tomas", "make-statement", [
    denial,
    pen("officialStatement", { ...said, words: blame, position: "blames the source", level: "case", citations: stage.quote("ministry", blame) }),
  ]);
  return [denial.id];
}

/** The released man met a teacher who gave only his first name: a card of its own, held together with the other by a decision. */
function linkTo(stage: Stage, caseId: string, radan: string) {
  const released = stage.source("tomas", "released", { alias: "Released man A", kind: "co-detainee" });
  const reading = new Reading(stage, caseId, "released", released);
  const teacher = reading.subject("person");
  reading.says(teacher, "name", { name: { full: "Радан", script: "Cyrl", lang: "ru" } }, "он назвал себя: Радан");
  reading.says(teacher, "lastSeenAlive", onDay("2026-09-14", "14 сентября"), "14 сентября его увели двое в форме внутренней службы");
  reading.says(teacher, "status", status("held"), "12 сентября в наш угол привели учителя из Орлавы", {
    during: { kind: "throughout", first: "2026-09-12", last: "2026-09-14" },
  });
  reading.says(teacher, "status", status("missing"), "и больше я его не видел", { during: { kind: "throughout", first: "2026-09-15" } });
  const link = stage.pen(caseId)("linkDecision", {
    persons: [radan, teacher],
    decision: "same",
    reasoning: "Same given name, town and trade, four days after he was taken; no other teacher of Orlava is missing.",
  });
  return [...reading.records, link];
}
