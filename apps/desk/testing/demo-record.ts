/** A small record of an invented country, for looking at screens: ten texts in three languages and a case read from them. Nothing of it ships. */
import { penOf, type CaseRecord, type Citation, type Pen } from "#casework";
import { randomBytes } from "#prim";
import { write, type OpenDesk } from "../core/index.ts";

type Channel = "tell" | "phone" | "in-person" | "partner" | "document" | "web";
interface Told {
  readonly channel: Channel;
  readonly lang: string;
  readonly day: string;
  readonly title?: string;
  readonly text: string;
}

const NEIGHBOUR: Told = {
  channel: "tell",
  lang: "en",
  day: "2026-09-10",
  text: "I live across the courtyard from Quarry Street 4. On Tuesday 8 September, before it was light, two grey cars stopped at the second entrance.\n\nUp to six men in black uniforms went up. After some ten minutes they led Marek Dolin out of the house. His hands were tied. One of them struck him with the butt of a rifle when he called to his sister.\n\nHe has not been seen since. Please do not write down which window I saw it from.",
};
const SISTER: Told = {
  channel: "tell",
  lang: "ru",
  day: "2026-09-12",
  text: "Пишу о брате. Марека Долина забрали из квартиры на улице Карьерной в ночь на 9 сентября. Пришли шестеро, сказали: «на десять минут, задать вопросы».\n\nВ районном отделе мне ответили, что такого у них нет. На третий день незнакомый человек посоветовал по телефону перестать спрашивать.",
};
const SHOPKEEPER: Told = {
  channel: "tell",
  lang: "ar",
  day: "2026-09-11",
  text: "لدي دكان صغير عند زاوية شارع المحجر. كنت أفتح الباب للخبز حين وقفت سيارتان رماديتان بلا لوحات، وكان ذلك فجر يوم الثلاثاء.\n\nنزل منهما رجال بلباس أسود، وعادوا بعد قليل ومعهم ماريك دولين ويداه مقيدتان. لم يقولوا من هم.",
};
const MINISTRY: Told = {
  channel: "document",
  lang: "en",
  day: "2026-09-18",
  title: "Ministry of Order: statement to the press",
  text: "Ministry of Order of the Republic of Verania\nStatement to the press, 17 September 2026\n\nNo person by the name of Dolin was ever held by us, and there is no unofficial place of custody anywhere in the country.\n\nThose who spread such tales are paid for it by people who wish Verania ill.\n\nColonel Vasik Durmel, spokesman",
};
const OTHERS: readonly Told[] = [
  {
    channel: "web",
    lang: "en",
    day: "2026-09-13",
    title: "Orlava Courier: family says teacher was taken",
    text: "ORLAVA. A schoolteacher has not been seen since Tuesday, his family says. The Courier was not able to speak to anyone else who saw what happened.",
  },
  {
    channel: "partner",
    lang: "en",
    day: "2026-10-03",
    title: "Lantern Fund: note on the Darovo brickworks",
    text: "Shared in confidence. Relatives in three districts say that the closed brickworks outside Darovo has held up to 26 men since August 2026.",
  },
  {
    channel: "phone",
    lang: "ru",
    day: "2026-10-05",
    title: "Записка о звонке",
    text: "Звонила мать студента. Сына отпустили вчера вечером, не может стоять. Просит не называть имя.",
  },
  {
    channel: "tell",
    lang: "ar",
    day: "2026-10-18",
    text: "نسأل كل من كان في معمل الطوب أو مر قربه: هل رأيتم رجلا طويلا يعرج من ساقه اليمنى؟ كلمة واحدة تكفينا.",
  },
  { channel: "tell", lang: "ru", day: "2026-11-19", text: "Сегодня ночью увезли соседа с третьего этажа. Серый фургон без номеров. Что мне делать?" },
  {
    channel: "in-person",
    lang: "en",
    day: "2026-09-28",
    title: "Notes of a conversation with a medic",
    text: "Both soles were swollen and dark, with straight marks about two fingers wide. She asks that her name and her clinic stay out of everything.",
  },
];

/** Writes the texts and the case; one finding is put to the group by the first desk. Gives the ids a test asks for. */
export function writeDemoRecord(desk: OpenDesk): { readonly caseId: string; readonly reports: readonly string[]; readonly findingId: string } {
  const reports = new Map<Told, string>();
  for (const told of [NEIGHBOUR, SISTER, SHOPKEEPER, MINISTRY, ...OTHERS]) {
    const { channel, lang, day, title, text } = told;
    const report = penOf(randomBytes)("report", {
      channel,
      lang,
      text,
      received: { kind: "exact", first: day, last: day },
      ...(title === undefined ? {} : { title }),
    });
    reports.set(told, report.id);
    const urgent = told === OTHERS[4];
    write(desk, "inbox", "receive", urgent ? [report, penOf(randomBytes)("triage", { report: report.id, mark: "urgent" })] : [report]);
  }
  const { caseId, records, claims, denials, act } = caseRecords((told) => reports.get(told)!);
  write(desk, "work", "make-statement", records);
  write(desk, "inbox", "triage", [penOf(randomBytes)("triage", { report: reports.get(NEIGHBOUR)!, mark: "taken" })]);
  const finding = penOf(randomBytes, caseId)("finding", {
    proposition: "Marek Dolin was taken from his home by armed men in uniform, and his whereabouts have been concealed since.",
    standard: 2,
    claims: [act],
    for: claims,
    against: denials.slice(0, 1),
    alternatives: [{ text: "He left by himself." }],
  });
  write(desk, "work", "propose-finding", [finding]);
  return { caseId, reports: [...reports.values()], findingId: finding.id };
}

function caseRecords(idOf: (told: Told) => string): { caseId: string; act: string; claims: string[]; denials: string[]; records: CaseRecord[] } {
  const theCase = penOf(randomBytes)("subject", { type: "case" });
  const pen: Pen = penOf(randomBytes, theCase.id);
  const subject = (type: "act" | "person" | "group" | "unit" | "involvement" | "source"): string => {
    const made = pen("subject", { type });
    records.push(made);
    return made.id;
  };
  const records: CaseRecord[] = [
    theCase,
    pen("statement", { subject: theCase.id, property: "title", stance: "asserts", value: { text: "The Quarry Street case" } }),
  ];
  const say = (on: string, property: string, value: object, more: object = {}): string => {
    const made = pen("statement", { subject: on, property, stance: "asserts", value: value as never, ...more });
    records.push(made);
    return made.id;
  };
  const source = (alias: string, kind: string, basis: string | null): string => {
    const id = subject("source");
    say(id, "alias", { text: alias });
    say(id, "kind", { code: { list: "sourceKind", term: kind } });
    if (basis !== null) records.push(pen("assessment", { source: id, basis, reliability: 2 }));
    return id;
  };
  const heard = (told: Told, saidBy: string, words: string): object => ({ saidBy, citations: [cited(idOf(told), told.text, words)] });

  const [act, blow, person, men, unit, part] = [
    subject("act"),
    subject("act"),
    subject("person"),
    subject("group"),
    subject("unit"),
    subject("involvement"),
  ];
  const heron = source("Heron", "eyewitness", "saw it");
  const alder = source("Alder", "relative", "saw it");
  const miller = source("Miller", "eyewitness", null);
  records.push(pen("derivesFrom", { source: miller, from: [heron] }));

  const claims = [
    say(act, "kind", { code: { list: "act", term: "disappearance" } }, heard(NEIGHBOUR, heron, "they led Marek Dolin out of the house")),
    say(act, "kind", { code: { list: "act", term: "disappearance" } }, heard(SISTER, alder, "Марека Долина забрали из квартиры")),
    say(act, "kind", { code: { list: "act", term: "detention" } }, heard(SHOPKEEPER, miller, "ومعهم ماريك دولين ويداه مقيدتان")),
  ];
  say(act, "victim", { ref: person }, heard(NEIGHBOUR, heron, "Marek Dolin"));
  say(person, "name", { name: { full: "Marek Dolin" } }, heard(NEIGHBOUR, heron, "Marek Dolin"));
  say(person, "name", { name: { full: "Марек Долин" } }, heard(SISTER, alder, "Марека Долина"));
  say(person, "status", { code: { list: "status", term: "missing" } }, heard(NEIGHBOUR, heron, "He has not been seen since"));
  say(
    act,
    "time",
    { time: { kind: "exact", first: "2026-09-08", last: "2026-09-08", asGiven: "Tuesday 8 September, before it was light" } },
    heard(NEIGHBOUR, heron, "On Tuesday 8 September, before it was light"),
  );
  say(
    act,
    "time",
    { time: { kind: "within", first: "2026-09-09", last: "2026-09-10", asGiven: "в ночь на 9 сентября" } },
    heard(SISTER, alder, "в ночь на 9 сентября"),
  );
  say(act, "place", { place: { asGiven: "Quarry Street 4", kind: "home" } }, heard(NEIGHBOUR, heron, "Quarry Street 4"));
  say(
    act,
    "affected",
    { count: { max: 6, asGiven: "Up to six men" } },
    { ...heard(NEIGHBOUR, heron, "Up to six men in black uniforms"), stance: "doubts" },
  );
  say(blow, "kind", { code: { list: "act", term: "ill-treatment" } }, heard(NEIGHBOUR, heron, "struck him with the butt of a rifle"));
  say(blow, "victim", { ref: person }, heard(NEIGHBOUR, heron, "One of them struck him"));
  say(unit, "name", { name: { full: "Interior Guard" } }, heard(SHOPKEEPER, miller, "رجال بلباس أسود"));
  say(part, "act", { ref: act });
  say(part, "who", { ref: unit }, heard(SHOPKEEPER, miller, "رجال بلباس أسود"));
  say(part, "degree", { code: { list: "degree", term: "did" } });
  say(men, "title", { text: "men held at the Darovo brickworks" }, heard(OTHERS[1]!, alder, "up to 26 men"));

  const said = {
    speaker: "Colonel Vasik Durmel",
    office: "Ministry of Order",
    said: { kind: "exact", first: "2026-09-17", last: "2026-09-17" } as const,
  };
  const never = "No person by the name of Dolin was ever held by us";
  const paid = "Those who spread such tales are paid for it";
  const denial = pen("officialStatement", {
    ...said,
    words: never,
    position: "says never held",
    citations: [cited(idOf(MINISTRY), MINISTRY.text, never)],
    targets: claims.map((on) => ({ on })),
  });
  const blame = pen("officialStatement", {
    ...said,
    words: paid,
    position: "blames the source",
    level: "case",
    citations: [cited(idOf(MINISTRY), MINISTRY.text, paid)],
  });
  records.push(denial, blame);
  return { caseId: theCase.id, act, claims, denials: [denial.id, blame.id], records };
}

function cited(of: string, text: string, words: string): Citation {
  const at = text.indexOf(words);
  if (at < 0) throw new Error(`the words do not stand in the text: ${words}`);
  const start = charactersIn(text.slice(0, at));
  return { of, quote: words, at: { text: { start, end: start + charactersIn(words) } } };
}

function charactersIn(text: string): number {
  return Array.from(text).length;
}
