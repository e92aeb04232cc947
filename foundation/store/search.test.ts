import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { Writer } from "../../vectors/entry/writer.ts";
import { bodyWith, placeFor, roster, type TestRecord } from "./testing/cast.ts";
import { fold, foldWithPlaces } from "./fold.ts";
import { kindMark } from "./search-index.ts";
import type { Store } from "./store.ts";
import { termsOf } from "./terms.ts";

const RECORDS: readonly TestRecord[] = [
  { id: "lodz", kind: "event", text: "Zatrzymany w Łodzi, potem w Áéíóú" },
  { id: "ru", kind: "statement", text: "Задержан у блокпоста, ЁЛКИ; сказал: «никого не было»" },
  { id: "ar", kind: "statement", text: "شهادة مُحَمَّد عن القرية الشمالية" },
  { id: "fa", kind: "statement", text: "می‌گوید کسی آنجا نبود" },
  { id: "ja", kind: "statement", text: "昨夜村の学校で逮捕された" },
  { id: "ka", kind: "statement", text: "დაკავებული იყო ღამით" },
  { id: "code", kind: "act", text: 'file 12/3-A "quoted" O\'Brien 100%' },
  { id: "pieces", kind: "act", text: "bandana, nanny" },
  { id: "long", kind: "act", text: `${"x ".repeat(3000)} needle at the end` },
];

function withRecords(t: { after(work: () => void): void }): Store {
  const store = placeFor(t).open();
  store.addEntries([new Writer("Amina").write(bodyWith(...RECORDS))], roster);
  return store;
}

describe("search", () => {
  it("finds the beginnings of words and pieces of three letters, in any script, accents or not", (t) => {
    const store = withRecords(t);
    for (const [typed, wanted] of [
      ["z", ["lodz"]],
      ["lodzi", ["lodz"]],
      ["ŁODZI", ["lodz"]],
      ["aeiou", ["lodz"]],
      ["zatr łod", ["lodz"]],
      ["łod zatr", ["lodz"]],
      ["trzym", ["lodz"]],
      ["блокпост", ["ru"]],
      ["БЛОК никого", ["ru"]],
      ["окпос", ["ru"]],
      ["елки", ["ru"]],
      ["محمد", ["ar"]],
      ["مُحَمَّد", ["ar"]],
      ["القريه", ["ar"]],
      ["شمالي", ["ar"]],
      ["ميگويد", ["fa"]],
      ["می‌گوید", ["fa"]],
      ["كسى", ["fa"]],
      ["学校で", ["ja"]],
      ["昨夜", ["ja"]],
      ["დაკავ", ["ka"]],
      ["12/3-a", ["code"]],
      ["o'brien", ["code"]],
      ["quoted 100", ["code"]],
      ["needle", ["long"]],
      ["anda nny", ["pieces"]],
      ["banana", []],
      ["anda q", []],
      ["anda nn", ["pieces"]],
      ["łod nobody", []],
      ["", []],
      ["  ", []],
      ["?!", []],
    ] as const) {
      assert.deepEqual(
        store.search(typed).map((hit) => hit.id),
        wanted,
        typed,
      );
    }
    store.close();
  });

  it("says where, in the text as it is", (t) => {
    const store = withRecords(t);
    for (const [typed, marked] of [
      ["łod", ["Łod"]],
      ["lodzi aeiou", ["Łodzi", "Áéíóú"]],
      ["محمد", ["مُحَمَّد"]],
      ["никого было", ["никого", "было"]],
      ["елк", ["ЁЛК"]],
      ["学校で", ["学校で"]],
      ["needle", ["needle"]],
    ] as const) {
      const [hit] = store.search(typed);
      assert.deepEqual(
        hit!.matches.map(({ text, start, end }) => hit!.texts[text]!.slice(start, end)),
        marked,
        typed,
      );
    }
    store.close();
  });

  it("keeps to the kinds asked for and to its limit, the last to arrive first", (t) => {
    const store = placeFor(t).open();
    const writer = new Writer("Bako");
    for (let n = 0; n < 30; n++)
      store.addEntries([writer.write(bodyWith({ id: `r${n}`, kind: n % 3 === 0 ? "act" : "person", text: `Checkpoint number ${n}` }))], roster);
    assert.deepEqual(
      store.search("check", { limit: 3 }).map((hit) => hit.id),
      ["r29", "r28", "r27"],
    );
    assert.deepEqual(
      store.search("eckpoi", { limit: 2, kinds: ["act"] }).map((hit) => hit.id),
      ["r27", "r24"],
    );
    assert.equal(store.search("eckpoi nu", { limit: 100, kinds: ["act", "person"] }).length, 30);
    assert.deepEqual(store.search("check", { kinds: [] }), []);
    store.close();
  });

  it("goes from record to record of a rare kind, and not through all that hold the words", (t) => {
    const store = placeFor(t).open();
    const writer = new Writer("Bako");
    const many = Array.from({ length: 400 }, (_, n) => ({ id: `r${n}`, kind: "statement", text: `Checkpoint of the night ${"x".repeat(n % 7)}` }));
    let draft = writer.draft("work", 1);
    const add = (...records: TestRecord[]): void => {
      const entry = writer.sign(draft, bodyWith(...records));
      store.addEntries([entry], roster);
      draft = { ...draft, clock: draft.clock + 1, prev: entry.id, seen: [entry.id], seq: draft.seq + 1 };
    };
    add({ id: "rare", kind: "finding", text: "At the checkpoint, by night" });
    for (let part = 0; part < 15; part++) add(...many.map((one) => ({ ...one, id: `${part}${one.id}` })));
    while (store.indexSearch(5000));
    // Six thousand hold these words, which are too many to be ranked; and as many hold their pieces.
    for (const typed of ["checkpoint", "c", "check nig", "eckpoi", "oint igh", '"checkpoint of"']) {
      const { hits, lookedAt, order } = store.find(typed, { kinds: ["finding"] });
      const wanted = typed.startsWith('"') ? [] : ["rare"];
      assert.deepEqual([hits.map((hit) => hit.id), lookedAt <= 2, order === "newest" || typed.includes("oi")], [wanted, true, true], `${typed}: ${lookedAt}`);
    }
    assert.equal(store.find("checkpoint", { kinds: ["finding", "statement"], limit: 20 }).lookedAt, 20);
    assert.equal(store.find("checkpoint", { kinds: ["no such kind"] }).lookedAt, 0);
    store.close();
  });

  it("tells the mark of one kind from another's, and from what somebody wrote", (t) => {
    assert.equal(new Set(["statement", "report", "finding", "officialStatement", "step", "appeal", "translation", "sealedStatement", ""].map(kindMark)).size, 9);
    const store = placeFor(t).open();
    store.addEntries([new Writer("Amina").write(bodyWith({ id: "odd", kind: "report", text: `${kindMark("finding")} checkpoint` }, { id: "true", kind: "finding", text: "checkpoint" }))], roster);
    for (const typed of ["checkpoint", "eckpo"]) assert.deepEqual(store.search(typed, { kinds: ["finding"] }).map(({ id }) => id), ["true"], typed);
    store.close();
  });

  it("finds by other words that stand for one, apart from what was typed and marked as they are written", (t) => {
    const store = placeFor(t).open();
    const texts = ["Marek Dolin was seen", "видели Марека Долина у моста", "شوهد مارك دولين", "Марек один", "Марека. Dolin", "a dolin of nobody"];
    store.addEntries([new Writer("Amina").write(bodyWith(...texts.map((text, n) => ({ id: `r${n}`, kind: "report", text }))))], roster);
    const alike = new Map([["Marek", ["Марек", "مارك"]], ["Dolin", ["Долин", "دولين"]], ["never typed", ["nobody"]]]);
    const answer = store.find("Marek Dolin", { alike });
    assert.deepEqual(answer.hits.map(({ id }) => id), ["r0"]);
    assert.deepEqual(answer.alike.map(({ id, texts: [text], matches }) => [id, ...matches.map(({ start, end }) => text!.slice(start, end))]), [
      ["r4", "Марек", "Dolin"],
      ["r2", "مارك", "دولين"],
      ["r1", "Марек", "Долин"],
    ]);
    assert.deepEqual(store.find("Marek Dolin", { alike, kinds: ["finding"] }).alike, []);
    assert.deepEqual(store.find("Marek Dolin", { alike, limit: 2 }).alike.map(({ id }) => id), ["r4", "r2"]);
    // What stands in quotes is meant as it stands.
    assert.deepEqual(store.find('"Marek Dolin"', { alike }).alike, []);
    assert.deepEqual(store.find("Marek Dolin").alike, []);
    store.close();
  });

  it("never throws for what is typed", (t) => {
    const store = withRecords(t);
    const hostile = [
      '"',
      '""',
      '"*',
      "*",
      "a*",
      "NEAR(",
      "AND",
      "OR NOT",
      "text:x",
      "^a",
      "-x",
      "+",
      "(",
      ")",
      "{a b}",
      "'; DROP TABLE words; --",
      "\0",
      "a\0b",
      "\uD800abc",
      "%_",
      "\u202E",
    ];
    for (const typed of hostile) store.search(typed);
    const unit = fc.oneof(
      fc.constantFrom(..."\"*()^:-+{}\\\0,' ", "AND ", "NEAR("),
      fc.string({ unit: "binary", maxLength: 3 }),
      fc.string({ maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 30 }), (parts) => void store.search(parts.join(""))),
      { numRuns: 200 },
    );
    store.search("a ".repeat(100_000));
    store.search("ab".repeat(100_000));
    store.close();
  });

  it("finds every record by any word and any piece of its text, and marks what it found", (t) => {
    const letters = fc.constantFrom(...Array.from("abcёжйşçآابتثک村学校შИ ÅĄŁ1２"));
    const store = placeFor(t).open();
    const writer = new Writer("Chidi");
    let n = 0;
    fc.assert(
      fc.property(fc.string({ unit: letters, minLength: 8, maxLength: 24 }), fc.nat(40), (noise, at) => {
        const id = `r${n++}`;
        store.addEntries([writer.sign({ ...writer.draft("work", n) }, bodyWith({ id, kind: "person", text: noise }))], roster);
        const letterList = Array.from(noise);
        const piece = letterList.slice(at % (letterList.length - 4), (at % (letterList.length - 4)) + 4).join("");
        if (/\s/u.test(piece) || Array.from(fold(piece)).length < 3) return;
        const hit = store.search(piece, { limit: 10_000 }).find((one) => one.id === id);
        assert.ok(hit !== undefined && hit.matches.length > 0, `${piece} in ${noise}`);
        for (const { start, end } of hit.matches) assert.equal(fold(hit.texts[0]!.slice(start, end)), fold(piece));
      }),
      { numRuns: 150 },
    );
    store.close();
  });
});

describe("folding", () => {
  it("is the same letter by letter as at once, and stays as it is when done again", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => {
        const { folded, places } = foldWithPlaces(text);
        assert.equal(folded, fold(text));
        assert.equal(fold(folded), folded);
        assert.equal(places.length, folded.length + 1);
        assert.equal(places.at(-1), text.length);
        assert.ok(places.every((place, n) => n === 0 || place >= places[n - 1]!));
      }),
      { numRuns: 1000 },
    );
  });

  it("cuts what is typed into at most twelve terms", () => {
    const texts = (typed: string): string[] => termsOf(typed).map((term) => term.text);
    assert.deepEqual(texts("  Два\tтри\nдва -- 4 "), ["два", "три", "4"]);
    assert.equal(termsOf(Array.from({ length: 50 }, (_, n) => `t${n}`).join(" ")).length, 12);
    assert.equal(texts("𝔸".repeat(200))[0]!.length, 64);
  });
});
