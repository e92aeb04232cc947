/** A book of an invented country in which something of each kind must stay inside. */
import { bookOf, penOf, type CaseRecord, type RecordOf, type WholeBook } from "#casework";
import { entry, seeded, type Member } from "./cast.ts";

export const LETTER = "My name is Safiya Qarim. At 21:47 I saw from the third window how they led Marek Dolin out. =HYPERLINK(\"x\")";
export const ARTICLE = "ORLAVA. A teacher has not been seen since Tuesday, his family says.";
export const PASSAGE = "I saw from the third window";

export interface ExportStage {
  readonly book: WholeBook;
  readonly caseId: string;
  readonly ids: { readonly [name: string]: string };
  /** The same records, with more. */
  readonly with: (by: Member, records: readonly CaseRecord[], counted?: boolean) => WholeBook;
  readonly pen: ReturnType<typeof penOf>;
}

type Fields = Partial<RecordOf<"statement">>;

/** Who told it, what was said, what an office said of it, and what the group thinks of all that. */
export function exportStage(): ExportStage {
  const random = seeded("export stage");
  const theCase = penOf(random)("subject", { type: "case" });
  const pen = penOf(random, theCase.id);
  const records: CaseRecord[] = [theCase];
  const ids: { [name: string]: string } = {};
  const add = <R extends CaseRecord>(name: string, record: R): R => {
    records.push(record);
    ids[name] = record.id;
    return record;
  };
  const say = (name: string, subject: string, property: string, value: object, more: Fields = {}): string => add(name, pen("statement", { subject, property, stance: "asserts", value: value as never, ...more })).id;
  const day = { kind: "exact", first: "2031-04-17", last: "2031-04-17" } as const;

  const letter = add("letter", pen("report", { channel: "tell", text: LETTER, lang: "en", received: day, safetyNotes: "Never phone her.", title: "Safiya's letter" })).id;
  const article = add("article", pen("report", { channel: "web", text: ARTICLE, lang: "en", received: day, title: "sent by our friend Idris" })).id;
  add("translation", pen("translation", { report: letter, text: "Меня зовут Сафия Карим.", lang: "ru", by: "Tomas" }));
  const source = add("source", pen("subject", { type: "source" })).id;
  const safiya = add("safiya", pen("subject", { type: "person" })).id;
  const marek = add("marek", pen("subject", { type: "person" })).id;
  const act = add("act", pen("subject", { type: "act" })).id;
  const unit = add("unit", pen("subject", { type: "unit" })).id;
  const lonely = add("lonely", pen("subject", { type: "person" })).id;
  say("title", theCase.id, "title", { text: "The Quarry Street case" });
  say("alias", source, "alias", { text: "Window" });
  say("identity", source, "person", { ref: safiya });
  say("safiya-name", safiya, "name", { name: { full: "Safiya Qarim" } });
  say("source-odd", source, "telephone", { text: "0555 1234" });
  say("marek-name", marek, "name", { name: { full: "Marek Dolin" } }, { saidBy: source, citations: [{ of: letter, quote: "Marek Dolin", at: { text: { start: LETTER.indexOf("Marek"), end: LETTER.indexOf("Marek") + 11 } } }] });
  say("kind", act, "kind", { code: { list: "act", term: "disappearance" } }, { saidBy: source, citations: [{ of: letter, quote: PASSAGE, at: { text: { start: LETTER.indexOf(PASSAGE), end: LETTER.indexOf(PASSAGE) + PASSAGE.length } } }] });
  say("victim", act, "victim", { ref: marek });
  say("time", act, "time", { time: { ...day, asGiven: "At 21:47 I saw from the third window" } }, { citations: [{ of: letter }] });
  say("place", act, "place", { place: { asGiven: "Quarry Street", latMicrodegrees: -41_250_001, lonMicrodegrees: 65_100_000, radiusM: 2_000 } }, { citations: [{ of: letter }] });
  say("count", act, "affected", { count: { max: 26 } });
  say("remark", act, "remark", { text: "Safiya Qarim told us this twice." });
  say("pretext", act, "pretext", { text: "=cmd|' /C calc'!A0" }, { citations: [{ of: article, quote: "A teacher has not been seen", at: { text: { start: 8, end: 35 } } }] });
  say("motive", act, "motive", { text: "He teaches in the old language." });
  say("residence", lonely, "residence", { place: { asGiven: "4 Mill Lane" } });
  say("unit-name", unit, "name", { name: { full: "Second Guard" } });
  const old = say("old", act, "kind", { code: { list: "act", term: "detention" } });
  add("withdrawal", pen("withdraw", { target: old, why: "typed into the wrong case" }));
  add("denial", pen("statement", { subject: act, property: "kind", stance: "denies", against: [ids["kind"]!], sensitivity: 3 }));
  add("official", pen("officialStatement", { words: "No such person was ever held.", position: "denies the fact", office: "Ministry of Order", targets: [{ on: act }], capture: "ab".repeat(32) }));
  add("quoted-official", pen("officialStatement", { words: "how they led Marek Dolin out", position: "acknowledges", citations: [{ of: letter }] }));
  add("finding", pen("finding", { proposition: "A man was taken.", standard: 2, claims: [act], for: [ids["kind"]!] }));
  add("assessment", pen("assessment", { source, reliability: 2, reasoning: "We know her." }));
  add("step", pen("step", { what: "Asked the police in writing", by: "Amina", outcome: "no answer" }));
  add("sealed", pen("sealedStatement", { text: "Whatever I sign while I am held is not my will." }));
  add("custody", pen("custody", { person: "cd".repeat(32), state: "held" }));
  add("triage", pen("triage", { report: letter, mark: "seen" }));
  add("newer", { id: "ee".repeat(16), kind: "newer form", raw: { id: "ee".repeat(16), kind: "smokeSignal", case: theCase.id, words: "a secret of a later form" } });
  const written = entry("amina", 1, records);
  return { book: bookOf(written), caseId: theCase.id, ids, pen, with: (by, more, counted = true) => bookOf([...written, ...entry(by, 5, more, { counted })]) };
}
