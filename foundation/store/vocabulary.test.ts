import assert from "node:assert/strict";
import { describe, it } from "node:test";
import Database from "better-sqlite3-multiple-ciphers";
import fc from "fast-check";
import { runs } from "../../scripts/long.ts";
import { Writer } from "../../vectors/entry/writer.ts";
import { bodyWith, placeFor, roster } from "./testing/cast.ts";
import { fold } from "./fold.ts";
import type { Store } from "./store.ts";
import { PLAIN_WORD, Vocabulary } from "./vocabulary.ts";

/** Letters of several scripts, what separates words, marks, and letters that SQLite's Unicode does not know or takes otherwise. */
const SIGNS = ["ban", "ana", "nan", "АБ", "аб", "бв", "ё", "й", "قر", "ية", "ة", "λό", "ς", "ł", "ﬁ", "ß", "İ", "é", "7", "村の", "ка\u0301", " ", " ", " ", " ", " ", " ", "\u00a0", "-", ",", "'", '"', "«", "_", "\u200c", "\ue000", "𐴀𐴁", "ꭥ", "𝒜", "😀"];

function ids(store: Store, typed: string): string[] {
  return store.search(typed, { limit: 1e6 }).map((hit) => hit.id).sort();
}

function readAll(store: Store): void {
  while (store.indexSearch(3));
}

describe("the words of the index", () => {
  it("find what looking at every text finds: read before, between and after what is written, and with what was undone", (t) => {
    const texts = fc.array(fc.array(fc.constantFrom(...SIGNS), { minLength: 1, maxLength: 12 }).map((signs) => signs.join("")), { minLength: 1, maxLength: 12 });
    const known = { words: 0, phrases: 0 };
    fc.assert(
      fc.property(texts, texts, fc.infiniteStream(fc.nat()), (before, after, draws) => {
        const store = placeFor(t).open();
        const held = new Map<string, string>();
        const writer = new Writer("Amina");
        let draft = writer.draft("work", 1);
        const write = (some: readonly string[]): void => {
          const records = some.map((text, n) => ({ id: `r${draft.seq}-${n}`, kind: "statement", text }));
          const entry = writer.sign(draft, bodyWith(...records));
          store.addEntries([entry], roster);
          for (const { id, text } of records) held.set(id, text);
          draft = { ...draft, clock: draft.seq + 1, prev: entry.id, seen: [entry.id], seq: draft.seq + 1 };
        };
        const ask = (): void => {
          const folded = [...held].map(([id, text]) => [id, fold(text)] as const);
          for (let n = 0; n < 12; n++) {
            const letters = Array.from(folded[draws.next().value! % folded.length]![1]);
            const from = draws.next().value! % letters.length;
            const typed = letters.slice(from, from + 3 + (draws.next().value! % 6)).join("").trim();
            const isPhrase = / /u.test(typed);
            if (/["«\n]|  /u.test(typed) || !typed.split(" ").every((word) => /[\p{L}\p{N}]/u.test(word)) || Array.from(typed).length < 3) continue;
            const expected = folded.filter(([, text]) => text.includes(typed)).map(([id]) => id);
            const found = ids(store, isPhrase ? `"${typed}"` : typed);
            // Of what is no letter, the index of words knows nothing: `ban_` begins every word that `ban` does.
            const isPlain = typed.split(" ").every((word) => PLAIN_WORD.test(word));
            assert.deepEqual(isPlain && !isPhrase ? found : found.filter((id) => expected.includes(id)), expected.sort(), typed);
            if (isPlain) known[isPhrase ? "phrases" : "words"]++;
          }
        };
        write(before);
        ask();
        readAll(store);
        ask();
        write(after);
        ask();
        store.close();
      }),
      { numRuns: runs(25, 1500) },
    );
    assert.ok(known.words > 50 && known.phrases > 15, JSON.stringify(known));
  });

  it("spare looking at records that have a word's letters in threes and not the word", (t) => {
    const store = placeFor(t).open();
    const apart = Array.from({ length: 200 }, (_, n) => ({ id: `apart${n}`, kind: "statement", text: `bandar ndana ${n}` }));
    store.addEntries([new Writer("Amina").write(bodyWith(...apart, { id: "there", kind: "statement", text: "xbandana" }))], roster);
    const before = store.find("bandana");
    readAll(store);
    const after = store.find("bandana");
    assert.deepEqual([before, after].map(({ hits, lookedAt }) => [hits.map((hit) => hit.id), lookedAt]), [[["there"], 201], [["there"], 1]]);
    assert.deepEqual([store.find("bandanas").hits.length, store.find("bandanas").lookedAt], [0, 0]);
    store.close();
  });

  it("are asked for by name only where they are words: a letter with commas and no spaces is found by its pieces", (t) => {
    const store = placeFor(t).open();
    readAll(store);
    const letter = Array.from({ length: 400 }, (_, n) => `xbandana${n}`).join(",");
    store.addEntries([new Writer("Amina").write(bodyWith({ id: "letter", kind: "statement", text: letter }, { id: "apart", kind: "statement", text: "bandar ndana" }, { id: "short", kind: "statement", text: "xscarf" }))], roster);
    // Both that have its letters in threes were looked at, and the index was asked for no row of 400 words.
    assert.deepEqual([store.find("bandana").hits.map(({ id }) => id), store.find("bandana").lookedAt], [["letter"], 2]);
    assert.deepEqual([store.find("scarf").hits.map(({ id }) => id), store.find("scarf").lookedAt], [["short"], 1]);
    store.close();
    const db = new Database(":memory:");
    db.exec(`CREATE VIRTUAL TABLE words USING fts5 (text, content = '', tokenize = "unicode61 remove_diacritics 2")`);
    const words = new Vocabulary(db);
    while (words.read(1));
    words.add(letter);
    words.add("scarf");
    assert.deepEqual([words.holding("andana", 10), words.ending("na399", 10), words.ending("andana", 10), words.holding("carf", 10)], [null, null, [], ["scarf"]]);
    db.close();
  });

  it("where they are not known, no more than so much text is looked at in vain, and that is said", (t) => {
    const store = placeFor(t).open();
    const text = "bandar ndana ".repeat(77_000);
    const writer = new Writer("Amina");
    let draft = writer.draft("work", 1);
    for (let n = 0; n < 24; n++) {
      const entry = writer.sign(draft, bodyWith({ id: `r${n}`, kind: "statement", text }));
      store.addEntries([entry], roster);
      draft = { ...draft, clock: draft.seq + 1, prev: entry.id, seen: [entry.id], seq: draft.seq + 1 };
    }
    const { hits, isCutShort, lookedAt } = store.find("bandana");
    assert.deepEqual([hits.length, isCutShort, lookedAt], [0, true, 20]);
    store.close();
  });

  it("of the letters that are counted on, SQLite's tokenizer leaves each as it is", () => {
    const db = new Database(":memory:");
    db.exec(`CREATE VIRTUAL TABLE words USING fts5 (text, content = '', tokenize = "unicode61 remove_diacritics 2")`);
    const letters = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).filter((letter) => PLAIN_WORD.test(letter));
    assert.ok(letters.length > 150, String(letters.length));
    const insert = db.prepare("INSERT INTO words (rowid, text) VALUES (?, ?)");
    letters.forEach((letter, n) => insert.run(n + 1, `a${letter}b`));
    db.exec("CREATE VIRTUAL TABLE temp.found USING fts5vocab(main, words, row)");
    assert.deepEqual((db.prepare("SELECT term FROM temp.found").pluck().all() as string[]).sort(), letters.map((letter) => `a${letter}b`).sort());
    db.close();
  });

  it("are not held where they are too many, and nothing is said of them before they are all read", () => {
    const db = new Database(":memory:");
    db.exec(`CREATE VIRTUAL TABLE words USING fts5 (text, content = '', tokenize = "unicode61 remove_diacritics 2")`);
    db.prepare("INSERT INTO words (rowid, text) VALUES (1, ?)").run(`${"alpha ".repeat(20)}beta gamma delta`);
    const few = new Vocabulary(db, 3);
    while (few.read(1));
    assert.equal(few.holding("alp", 10), null);
    assert.equal(few.isUnread(), false);
    const all = new Vocabulary(db, 4);
    assert.equal(all.holding("alp", 10), null);
    assert.ok(all.read(3));
    assert.equal(all.holding("alp", 10), null);
    assert.equal(all.read(3), false);
    assert.deepEqual([all.holding("alp", 10), all.holding("a", 3), all.holding("xyz", 3)], [["alpha"], null, []]);
    assert.deepEqual([all.ending("ta", 10), all.ending("a", 3), all.ending("alp", 3)], [["beta", "delta"], null, []]);
    all.add("alphabet");
    assert.equal(all.holding("alp", 10), null, "one more than there is room for");
    db.close();
  });
});
