import assert from "node:assert/strict";
import { suite, test } from "node:test";
import fc from "fast-check";
import { bookOf, valueOf } from "#casework";
import { exportStage, ARTICLE, PASSAGE } from "../testing/export-book.ts";
import { entry } from "../testing/cast.ts";
import { exportFile, type FileRequest } from "./file.ts";
import { NameRuns } from "./name-runs.ts";
import { nameWords, stemOf } from "./name-words.ts";
import { leavingOf, type Leaving, type LeavingRecord } from "./leaving.ts";

const { book, caseId, ids, pen, with: withMore } = exportStage();
const REQUEST = "5a".repeat(16);
const ask = (more: Partial<FileRequest> = {}): FileRequest => ({ id: REQUEST, of: { case: caseId }, format: "jsonl", ceiling: 3, ...more });
const leaving = (more: Partial<FileRequest> = {}, of = book): Leaving => exportFile(of, ask(more)).leaving;
const inEveryFormat = (more: Partial<FileRequest> = {}): string => (["csv", "jsonl", "xml"] as const).map((format) => exportFile(book, ask({ ...more, format })).text).join("\n");
const counted = (of: Leaving["leftOut"] | Leaving["withheld"]): Record<string, number> => Object.fromEntries(of.map(({ code, count }) => [code, count]));
const withProperty = (of: Leaving, property: string): LeavingRecord[] => of.records.filter(({ record }) => record["property"] === property);

suite("what leaves the group", () => {
  test("nothing that tells who a source is, whatever is asked for", () => {
    const text = inEveryFormat({ ceiling: 3, earlier: true });
    const statements = leaving({ earlier: true }).records;
    // Her own card may hold her name. That she is the source, and what was typed of her elsewhere, may not leave.
    assert.doesNotMatch(text, /told us this twice|0555|third window|21:47|Never phone|Safiya's letter|Сафия/);
    assert.equal(withProperty(leaving(), "person").length, 0);
    assert.deepEqual(statements.filter(({ guarded }) => guarded === 4), []);
    assert.equal(counted(leaving().leftOut)["source-identity"], 2, "the identity, and what has no rule for a source");
    assert.equal(counted(leaving().withheld)["source-name"], 1);
  });

  test("no name that the reader may not read, whoever typed it into other words", () => {
    const boy = pen("subject", { type: "person" });
    const said = (subject: string, property: string, value: object, more: object = {}) => pen("statement", { subject, property, stance: "asserts", value, ...more } as never);
    const hidden = said(boy.id, "name", { name: { full: "Petyr  Valo" } }, { sensitivity: 3 });
    const records = [
      boy,
      hidden,
      said(ids["act"]!, "remark", { text: "The boy (PETYR, Valo!) saw it." }),
      said(ids["act"]!, "method", { text: "by force" }, { reasoning: "Says Petyr Valo's aunt." }),
      said(ids["act"]!, "place", { place: { asGiven: "before the house of Petyr Valo", adminPath: ["Orlava"] } }),
      said(ids["unit"]!, "remark", { text: "Petyr of the Valo brigade; Petyr Valoran" }),
      pen("step", { what: "Rang the school of Petyr Valo", outcome: "no answer" }),
    ];
    const of = (more: Partial<FileRequest>, with2: readonly Parameters<typeof withMore>[1][number][] = records) => exportFile(withMore("tomas", with2), ask(more));
    for (const format of ["csv", "jsonl", "xml"] as const) {
      const { text } = of({ format, ceiling: 2 });
      assert.doesNotMatch(text, /petyr[^a-z]+valo[^r]/i);
      assert.match(text, /Petyr of the Valo brigade; Petyr Valoran/, "other words stay");
      assert.match(text, /Orlava[\s\S]*by force|by force[\s\S]*Orlava/);
      assert.match(of({ format, ceiling: 3 }).text, /PETYR, Valo!/, "who may read the name reads it everywhere");
    }
    assert.equal(counted(of({ ceiling: 2 }).leaving.withheld)["guarded-name"], 4);
    // Somebody else is called so too, and may be read; nobody who was suspended can hold words back.
    const namesake = pen("subject", { type: "person" });
    assert.equal(counted(of({ ceiling: 2 }, [...records, namesake, said(namesake.id, "name", { name: { full: "PETYR VALO" } })]).leaving.withheld)["guarded-name"], undefined);
    const after = withMore("tomas", [boy, said(boy.id, "name", { name: { full: "Quarry Street" } }, { sensitivity: 3 })], false);
    assert.match(exportFile(after, ask({ ceiling: 2 })).text, /Quarry Street/);
    // A name that was only spelled otherwise before holds nothing back.
    const misspelt = said(namesake.id, "name", { name: { full: "Quarry Stret" } });
    const spelt = [namesake, misspelt, said(namesake.id, "name", { name: { full: "Ilko Venn" } }, { supersedes: [misspelt.id] }), said(ids["act"]!, "remark", { text: "Written Quarry Stret before." })];
    assert.match(of({ ceiling: 2 }, spelt).text, /Written Quarry Stret before/);
    // A name that was put right is not read in the words of others either.
    const righted = [...records, said(boy.id, "name", { name: { full: "P. V." } }, { supersedes: [hidden.id], sensitivity: 3 })];
    assert.doesNotMatch(of({ ceiling: 2 }, righted).text, /PETYR, Valo!/);
  });

  test("such a name in any form: declined, the other way round, with accents or signs that show nothing, written as one with what stands before it, in a script without spaces", () => {
    const hides = (full: string, words: string, more: object = {}): boolean => {
      const boy = pen("subject", { type: "person" });
      const records = [
        boy,
        pen("statement", { subject: boy.id, property: "name", stance: "asserts", value: { name: { full, ...more } }, sensitivity: 3 } as never),
        pen("statement", { subject: ids["act"]!, property: "remark", stance: "asserts", value: { text: words } }),
      ];
      return !exportFile(withMore("tomas", records), ask({ ceiling: 2 })).text.includes(JSON.stringify(words));
    };
    for (const [name, words] of [
      ["Радан Остревин", "у дома Радана Остревина"],
      ["Марья Остревина", "сказали Марье Остревиной"],
      ["Сергей Вальский", "видели с Сергеем Вальским"],
      ["Radan Ostrevin", "pred kućom Radana Ostrevina"],
      ["Petyr Valo", "Valo, Petyr: at school"],
      ["José Müllendorf", "that Jose Mullendorf saw it"],
      ["Petyr Valo", "the boy Pe\u00adtyr Va\u200blo"],
      ["Petyr Valo", "the boy P\u3164etyr V\u2060alo"],
      ["محمد وردان", "ذهبوا لمحمد وردان"],
      ["محمد وردان", "رأوا مُحَمَّد وَردان"],
      ["محمد وردان", "بيت محـمد وردان"],
      ["အောင်မြတ်", "သူတို့အောင်မြတ်ကိုခေါ်သွားတယ်"],
      ["王衡", "他们说王衡看见了"],
    ] as const)
      assert.ok(hides(name, words), `${name} in ${words}`);
    assert.ok(hides("Petyr Valo", "they call him Zhelka", { parts: [{ kind: "given", value: "Petyr" }, { kind: "nickname", value: "Zhelka" }] }), "what he is called by");
    for (const [name, words] of [["Petyr Valo", "Petyr, and Valo"], ["Petyr Valo", "Petrov Valo"], ["Марья Остревина", "Марина Остревина"], ["王衡", "王先生,衡山"]] as const)
      assert.ok(!hides(name, words), `not ${name} in ${words}`);
  });

  test("one who is called like another but for an ending takes no word from them", () => {
    const [man, woman] = [pen("subject", { type: "person" }), pen("subject", { type: "person" })];
    const named = (subject: string, full: string, more: object = {}) => pen("statement", { subject, property: "name", stance: "asserts", value: { name: { full } }, ...more } as never);
    const remark = pen("statement", { subject: ids["act"]!, property: "remark", stance: "asserts", value: { text: "Рядом стояла Александра Иванова." } });
    const of = (sensitivity: number) => exportFile(withMore("tomas", [man, woman, named(man.id, "Александр Иванов"), named(woman.id, "Александра Иванова", { sensitivity }), remark]), ask({ ceiling: 2 })).text;
    assert.ok(of(3).includes('"full":"Александр Иванов"') && !of(3).includes("Иванова"));
    assert.ok(of(2).includes("Рядом стояла Александра Иванова"));
  });

  test("a name is no more open here because another case, which is not in the file, may show it", () => {
    const otherCase = pen("subject", { type: "case" });
    const [here, there] = [pen("subject", { type: "person" }), pen("subject", { type: "person", case: otherCase.id })];
    const named = (subject: string, more: object) => pen("statement", { subject, property: "name", stance: "asserts", value: { name: { full: "Petyr Valo" } }, ...more } as never);
    const remark = pen("statement", { subject: ids["act"]!, property: "remark", stance: "asserts", value: { text: "Petyr Valo opened the door." } });
    const of = (more: object) => exportFile(withMore("tomas", [here, otherCase, there, named(here.id, { sensitivity: 3 }), named(there.id, more), remark]), ask({ ceiling: 2 })).text;
    assert.doesNotMatch(of({ case: otherCase.id }), /Petyr/);
    assert.match(of({}), /opened the door/, "where it is in the file, it is");
  });

  test("whoever is said to be called like a word of the form takes no such word away: a denial stays a denial, a record of its kind, a day that day", () => {
    const WORDS = ["Denies", "Asserts", "Statement", "Subject", "Person", "Name", "Time", "Kind", "Exact", "2031-04-17", "Disappearance", "act", "Other explanation", "denies the fact"];
    const records = WORDS.flatMap((full) => {
      const person = pen("subject", { type: "person" });
      return [person, pen("statement", { subject: person.id, property: "name", stance: "asserts", value: { name: { full } }, sensitivity: 3 } as never)];
    });
    const before = leaving({ ceiling: 2 }).records;
    const after = leaving({ ceiling: 2 }, withMore("tomas", records)).records;
    const formOf = ({ record }: LeavingRecord) => [record["id"], record["kind"], record["property"], record["stance"], record["position"], (record["value"] as { code?: unknown } | undefined)?.code, (record["value"] as { time?: { first?: string } } | undefined)?.time?.first];
    assert.deepEqual(after.map(formOf), before.map(formOf));
  });

  test("the name of a unit, or of somebody nothing guards, is struck nowhere because a card of theirs was taken back", () => {
    const [twice, person, group] = [pen("subject", { type: "unit" }), pen("subject", { type: "person" }), pen("subject", { type: "person" })];
    const named = (subject: string, full: string, more: object = {}) => pen("statement", { subject, property: "name", stance: "asserts", value: { name: { full } }, ...more } as never);
    const back = [twice, person, group].map(({ id }) => pen("withdraw", { target: id, why: "brought in twice" } as never));
    const remark = pen("statement", { subject: ids["act"]!, property: "remark", stance: "asserts", value: { text: "Men of the Third Guard and Ilko Venn did it, says Petyr Valo." } });
    const of = (more: object) => exportFile(withMore("tomas", [twice, person, group, named(twice.id, "Third Guard"), named(person.id, "Ilko Venn"), named(group.id, "Petyr Valo", more), ...back, remark]), ask({ ceiling: 2 })).text;
    assert.match(of({}), /Men of the Third Guard and Ilko Venn/);
    assert.doesNotMatch(of({ sensitivity: 3 }), /Petyr Valo/, "what was guarded stays so");
    // Of what was never said to be anything, nobody can tell whether it is a person.
    const unknown = withMore("tomas", [named("ab".repeat(16), "Third Guard"), remark]);
    assert.doesNotMatch(exportFile(unknown, ask({ ceiling: 2 })).text, /Third Guard/);
  });

  test("names are found in words as looking for each by itself finds them", () => {
    const word = fc.constantFrom("an", "Anna", "Annu", "ben", "Valo", "de", "la", "Вера", "Веры", "7");
    const words = fc.array(word, { minLength: 1, maxLength: 8 });
    const sorted = (some: readonly string[]): string => some.toSorted().join(" ");
    fc.assert(
      fc.property(fc.array(words, { maxLength: 5 }), fc.array(words, { maxLength: 2 }), words, fc.constantFrom(" ", ", ", "-"), (names, others, text, between) => {
        const said = text.map((one) => one.toLowerCase());
        const isThere = (name: readonly string[]): boolean =>
          name.join(" ").length >= 3 &&
          said.some((_, at) => {
            const window = said.slice(at, at + name.length);
            if (sorted(window) === sorted(name)) return true;
            return sorted(window.map(stemOf)) === sorted(name.map(stemOf)) && !others.some((other) => sorted(other.map((one) => one.toLowerCase())) === sorted(window));
          });
        const given = (of: readonly (readonly string[])[]): string[] => of.map((one) => one.join(" "));
        assert.equal(new NameRuns(given(names), given(others)).isIn(text.join(between)), names.some((name) => isThere(name.map((one) => one.toLowerCase()))));
      }),
      { numRuns: 2_000 },
    );
    const name = fc.string({ unit: fc.constantFrom(..."абвгдеимноруыэюя"), minLength: 3, maxLength: 9 });
    fc.assert(fc.property(name, fc.constantFrom("а", "у", "е", "ы", "и", "я", "ю", "ом", "ем", "ым", "ой"), (given, ending) => {
      const [one, other] = [given, given + ending].map((form) => stemOf(nameWords(form)[0]!));
      assert.equal(one, other, `${given} ${ending}`);
    }));
    // Nobody writes a word that takes a desk hours.
    const slow = ["ому", "его", "ам", "emu", "ovi", "ال", "و", "а", "a"].map((piece) => piece.repeat(20_000 / piece.length));
    const long = new NameRuns([Array.from({ length: 60 }, (_, n) => `w${n}`).join(" ")]);
    const cpu = process.cpuUsage();
    for (const one of slow) for (const word of [one, `${one}7`, `${one.slice(0, 36)}7б`]) assert.equal(long.isIn(`${word} ${word}`), false);
    assert.ok(process.cpuUsage(cpu).user < 5e6);
    assert.ok(long.isIn(`so ${Array.from({ length: 12 }, (_, n) => `w${n}`).join(" ")}`), "the first twelve words of a long name");
  });

  test("no passage of a text that was told, and no place in it; the published one whole", () => {
    const text = inEveryFormat();
    assert.doesNotMatch(text, /third window|led Marek Dolin out/);
    assert.ok(!text.includes(PASSAGE));
    assert.ok(text.includes(ARTICLE) && text.includes("A teacher has not been seen"));
    assert.match(text, /Marek Dolin/, "a name is a name, wherever it stands");
    const { withheld, leftOut } = leaving();
    assert.equal(counted(withheld)["closed-words"], 4, "two quotes, a source's own words for a time, and what an office is said to have said");
    assert.equal(counted(leftOut)["closed-text"], 1);
    assert.equal(counted(withheld)["text"], 2, "the letter, and its translation");
  });

  test("no passage of such a text within other words: in a reason, in a value, in what a finding proposes", () => {
    const told = (words: string): string => `${words} «I saw, from the THIRD window, how they led him» and then nothing.`;
    const cites = { citations: [{ of: ids["letter"]! }] };
    const remark = pen("statement", { subject: ids["act"]!, property: "remark", stance: "asserts", value: { text: told("She writes:") }, reasoning: told("Because"), ...cites });
    const own = pen("statement", { subject: ids["act"]!, property: "remark", stance: "asserts", value: { text: "A window was open, says she, and led was the man out." }, ...cites });
    const finding = pen("finding", { proposition: told("A man was taken:"), standard: 2, claims: [ids["act"]!], for: [remark.id] });
    const text = exportFile(withMore("tomas", [remark, own, finding]), ask()).text;
    assert.doesNotMatch(text, /THIRD window|Because|A man was taken:/);
    assert.match(text, /and led was the man out/, "words of hers in no order of hers");
  });

  test("no passage of a text that was told where nothing cites it: in a note, a step, a reason, an appeal, a translation of something else", () => {
    const told = "I saw from the third window how they led";
    const records = [
      pen("statement", { subject: ids["act"]!, property: "note", stance: "asserts", value: { text: `Remember: ${told} him, she writes.` } }),
      pen("statement", { subject: ids["act"]!, property: "method", stance: "asserts", value: { text: "by force" }, reasoning: told }),
      pen("statement", { subject: ids["act"]!, property: "remark", stance: "asserts", value: { text: told }, citations: [{ of: ids["article"]! }] }),
      pen("statement", { subject: ids["act"]!, property: "place", stance: "asserts", value: { place: { asGiven: `where ${told} him out`, adminPath: ["Orlava"] } } }),
      pen("finding", { proposition: told, standard: 1, claims: [ids["act"]!] }),
      pen("step", { what: `Asked them about this: ${told}`, outcome: "no answer" }),
      pen("appeal", { text: told } as never),
      pen("officialStatement", { words: told, position: "acknowledges" }),
    ];
    const before = counted(leaving().withheld)["closed-words"]!;
    const more = withMore("tomas", records);
    assert.doesNotMatch((["csv", "jsonl", "xml"] as const).map((format) => exportFile(more, ask({ format })).text).join("\n"), /third window/);
    assert.equal(counted(leaving({}, more).withheld)["closed-words"], before + records.length);
  });

  test("no passage of a text that was told, quoted as if a published text had it", () => {
    const told = "I saw from the third window how they led";
    const cites = (quote: string) => pen("statement", { subject: ids["act"]!, property: "remark", stance: "asserts", value: { text: "Seen." }, citations: [{ of: ids["article"]!, quote }] });
    const more = withMore("tomas", [cites(told), cites("A teacher has not been seen since Tuesday")]);
    const text = (["csv", "jsonl", "xml"] as const).map((format) => exportFile(more, ask({ format })).text).join("\n");
    assert.doesNotMatch(text, /third window/);
    assert.match(text, /"quote":"A teacher has not been seen since Tuesday"/);
    assert.equal(counted(leaving({}, more).withheld)["closed-words"], counted(leaving().withheld)["closed-words"]! + 1);
  });

  test("no such passage with other signs that show nothing, other marks, or letters that keyboards mix up", () => {
    for (const [letter, copy] of [
      ["I saw from the third window how they led him out", "I saw from the third win\u00addow how they led"],
      ["I saw from the third win\u00addow how they led him out", "from the third window how"],
      ["Я видела, как его вывели в чёрную машину у школы", "как его вывели в черную машину"],
      ["رأيتُ من الشُبّاكِ كيفَ أخذوه", "رأيت من الشباك كيف أخذوه"],
      ["رأيت من الشباك كيف أخذوه", "رأيت من الشبـاك كيف أخذوه"],
      ["သူတို့က သူ့ကို ညသန်းခေါင်မှာ အိမ်ကနေ ခေါ်ထုတ်သွားတာကို ကျွန်မမြင်တယ်", "မှတ်ရန်ညသန်းခေါင်မှာအိမ်ကနေခေါ်ထုတ်သွားတာကိုသိရသည်"],
      ["我从三楼的窗户看见他们把他带进一辆黑色汽车里", "注意:三楼的窗户看见他们把他带进"],
      ["Vi a José salir por la puerta de atrás", "a Jose salir por la puerta"],
    ] as const) {
      const told = pen("report", { channel: "tell", text: letter, lang: "en", received: { kind: "within", asGiven: "spring" } });
      const remark = pen("statement", { subject: ids["act"]!, property: "remark", stance: "asserts", value: { text: copy } });
      assert.ok(!exportFile(withMore("tomas", [told, remark]), ask()).text.includes(JSON.stringify(copy)), copy);
    }
  });

  test("a name is a name however long it is, and what is published is everybody's, also where a letter says it", () => {
    const full = "Anna Marija Sofija Velm Dolin";
    const words = "No such person was ever held in this town";
    const letter = pen("report", { channel: "tell", text: `They took ${full} to the camp of the Second Guard at Orlava. They told us: ${words}, the family says.`, lang: "en", received: { kind: "within", asGiven: "spring" } });
    const paper = pen("report", { channel: "web", text: `ORLAVA. ${words}, the ministry says.`, lang: "en", received: { kind: "within", asGiven: "spring" } });
    const more = withMore("tomas", [
      letter,
      paper,
      pen("statement", { subject: ids["marek"]!, property: "name", stance: "asserts", value: { name: { full } } }),
      pen("statement", { subject: ids["act"]!, property: "place", stance: "asserts", value: { place: { asGiven: "the camp of the Second Guard at Orlava" } } }),
      pen("officialStatement", { words, position: "says never held" }),
    ]);
    const { text } = exportFile(more, ask());
    assert.ok(text.includes(full) && text.includes("camp of the Second Guard") && text.includes(words));
    // Where the letter is what it was taken from, they stay inside.
    const cites = withMore("tomas", [letter, pen("statement", { subject: ids["marek"]!, property: "name", stance: "asserts", value: { name: { full } }, citations: [{ of: letter.id }] })]);
    assert.ok(!exportFile(cites, ask()).text.includes(full));
  });

  test("nothing above the ceiling, and all of it is counted", () => {
    const two = leaving({ ceiling: 2 });
    assert.deepEqual(two.records.filter(({ guarded }) => guarded > 2), []);
    assert.doesNotMatch(exportFile(book, ask({ ceiling: 2 })).text, /old language|Mill Lane|We know her/);
    const [leftTwo, leftThree] = [two, leaving({ ceiling: 3 })].map((of) => counted(of.leftOut));
    assert.equal((leftTwo!["above-ceiling"] ?? 0) - (leftThree!["above-ceiling"] ?? 0), 4, "motive, residence, the guarded denial, the assessment");
    assert.equal(leftTwo!["nothing-said"], 1, "that the person of Mill Lane is in the record is guarded as well");
    assert.equal(leftThree!["nothing-said"], undefined);
  });

  test("every record of the scope is in the file or counted as left out", () => {
    const marks = book.all.filter(({ record }) => ["triage", "custody", "withdraw"].includes(record.kind)).length;
    assert.equal(marks, 3);
    for (const ceiling of [0, 1, 2, 3] as const)
      for (const earlier of [true, false]) {
        const of = leavingOf(book, { id: REQUEST, of: { case: caseId }, ceiling, earlier });
        const closedInside = of.records.filter(({ record, withheld }) => record["kind"] === "report" && withheld.includes("text")).length;
        const left = of.leftOut.reduce((sum, { count }) => sum + count, 0);
        // A closed text that something cites is in the file, as nothing but its being, and counted too.
        assert.equal(of.records.length + left - closedInside, book.all.length - marks, `${ceiling} ${earlier}`);
      }
  });

  test("a value that is disputed says so, also where the denial stays inside", () => {
    assert.ok(valueOf(book, ids["act"]!, "kind").disputed);
    const [kind] = withProperty(leaving({ ceiling: 2 }), "kind");
    assert.equal(kind!.disputed, true);
    assert.equal(kind!.conflict, true);
    const calm = leaving().records.filter(({ record }) => record["property"] === "victim");
    assert.deepEqual(calm.map(({ disputed }) => disputed), [false]);
    assert.match(exportFile(book, ask({ ceiling: 2, format: "csv" })).text, /"statement","act","disappearance","kind","asserts","disappearance",.*,"current","yes","yes"/);
  });

  test("what no longer stands is in it only where it was asked for, and says so", () => {
    const [old] = withProperty(leaving({ earlier: true }), "kind").filter(({ standing }) => standing !== "current");
    assert.equal(old!.standing, "withdrawn");
    assert.deepEqual(leaving().records.filter(({ standing }) => standing !== "current"), []);
    assert.equal(counted(leaving().leftOut)["withdrawn"], 1);
    const suspended = withMore("ilya", [pen("statement", { subject: ids["act"]!, property: "method", stance: "asserts", value: { text: "with a rope" } })], false);
    assert.equal(counted(leaving({}, suspended).leftOut)["came-after"], 1);
    assert.deepEqual(withProperty(leaving({ earlier: true }, suspended), "method").map(({ standing }) => standing), ["came-after"]);
  });

  test("what stood before is guarded as what stands in its place", () => {
    const first = pen("statement", { subject: ids["act"]!, property: "remark", stance: "asserts", value: { text: "The baker's wife told it." } });
    const { id: _id, kind: _kind, ...said } = first;
    const raised = pen("statement", { ...said, sensitivity: 4, supersedes: [first.id] });
    assert.doesNotMatch(exportFile(withMore("tomas", [first, raised]), ask({ earlier: true })).text, /baker/);
  });

  test("the group's own work, forms nobody here can read, and who did what for the group stay inside", () => {
    const text = inEveryFormat({ earlier: true });
    assert.doesNotMatch(text, /not my will|secret of a later form|wrong case|Amina|Tomas|Idris|cdcd|abab/);
    assert.deepEqual(leaving().leftOut.filter(({ code }) => code === "inside-work" || code === "newer-form"), [
      { code: "newer-form", count: 1 },
      { code: "inside-work", count: 1 },
    ]);
  });

  test("a finding nobody else agreed to is not shown as decided", () => {
    const finding = leaving().records.find(({ record }) => record["kind"] === "finding");
    assert.equal(finding!.decided, false);
  });

  test("no id of the record is in it; two files of one record cannot be laid side by side", () => {
    const all = new Set([...book.all.map(({ record }) => record.id), ...Object.values(ids), REQUEST]);
    const found = (inEveryFormat({ earlier: true }).match(/[0-9a-f]{32,}/g) ?? []).filter((id) => all.has(id));
    assert.deepEqual(found, []);
    const idsOf = (id: string): Set<unknown> => new Set(leaving({ id }).records.map(({ record }) => record["id"]));
    const [first, second] = [idsOf("01".repeat(16)), idsOf("02".repeat(16))];
    assert.ok(first.size > 20 && [...first].every((one) => !second.has(one)));
  });

  test("nor in an appeal, of what it is about", () => {
    const appeal = pen("appeal", { text: "Where is he?", about: [ids["marek"]!] } as never);
    const of = exportFile(withMore("tomas", [appeal]), ask());
    const gone = of.leaving.records.find(({ record }) => record["kind"] === "appeal");
    assert.equal((gone!.record["about"] as readonly string[]).length, 1);
    assert.ok(!of.text.includes(ids["marek"]!));
  });

  test("some subjects chosen: what was done to them and by whom, and nothing of others", () => {
    const other = pen("subject", { type: "person" });
    const more = withMore("tomas", [other, pen("statement", { subject: other.id, property: "name", stance: "asserts", value: { name: { full: "Nadir Velm" } } })]);
    const text = exportFile(more, ask({ of: { subjects: [ids["marek"]!] } })).text;
    assert.match(text, /Marek Dolin/);
    assert.match(text, /disappearance/);
    assert.match(text, /No such person was ever held/);
    assert.doesNotMatch(text, /Nadir Velm|Quarry Street case|Second Guard/);
    assert.match(exportFile(more, ask({ of: { all: true } })).text, /Nadir Velm/);
  });

  test("a mark set on a text, and the approval of the file itself, do not make another file", () => {
    const text = exportFile(book, ask()).text;
    const marked = withMore("tomas", [pen("triage", { report: ids["letter"]!, mark: "urgent" }), pen("exportApproval", { on: ids["kind"]!, outcome: "disagrees" })]);
    assert.equal(exportFile(marked, ask()).text, text);
  });

  test("the file is the same whatever the order in which records came", () => {
    const authored = book.all.flatMap(({ signatures }) => signatures);
    const turned = bookOf([...authored].reverse().concat(entry("tomas", 1, [])));
    for (const format of ["csv", "jsonl", "xml"] as const) assert.equal(exportFile(turned, ask({ format })).text, exportFile(book, ask({ format })).text);
  });
});
