/** Names: their parts, their spellings, their scripts. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { measureNames } from "../../../bench/linkage/names.ts";
import { runs } from "../../../scripts/long.ts";
import {
  areNicknames,
  bareFamily,
  bareFather,
  editsBetween,
  foldWord,
  jaroWinkler,
  NamePairs,
  NameIndex,
  parseName,
  russianModel,
  sameWord,
  skeletonOf,
  wholeNameLikeness,
  wordOf,
  type NameParts,
} from "../index.ts";
import { PairModel } from "./pair-model.ts";
import { learnPairs, weightsOf } from "./pair-training.ts";

const FOLDER = join(import.meta.dirname, "../../../../shared/data/linkage");
const skip = existsSync(FOLDER) ? false : "the public names are not beside this tree";

const told = (name: NameParts): Record<string, string> =>
  Object.fromEntries(
    (["given", "father", "family", "nisba", "kunya", "clan", "nickname"] as const).flatMap((part) =>
      name[part].length === 0 ? [] : [[part, name[part].map(({ folded }) => folded).join(" ")]],
    ),
  );

test("parts of a name are found where the text tells them", () => {
  const names: [string, Record<string, string>][] = [
    ["Lugov Timur Ibragimovich", { given: "timur", father: "ibragimovich", family: "lugov" }],
    ["Олег Ибрагимович Лугов", { given: "олег", father: "ибрагимович", family: "лугов" }],
    ["Haddad, Karim", { given: "karim", family: "haddad" }],
    ["Karim bin Yusuf al-Haddad", { given: "karim", father: "yusuf", family: "haddad" }],
    ["كريم بن يوسف الحداد", { given: "كريم", father: "يوسف", family: "حداد" }],
    ["Abu Omar Karim Haddad", { given: "karim", family: "haddad", kunya: "omar" }],
    ["Karim “Lugo” Haddad", { given: "karim", family: "haddad", nickname: "lugo" }],
    ["Adil Rashid oglu Mamedov", { given: "adil", father: "rashid", family: "mamedov" }],
    ["Karim Yusuf Omar Haddad", { given: "karim", father: "yusuf omar", family: "haddad" }],
    ["Karim al-Basri", { given: "karim", nisba: "basri" }],
    ["Idris Lugov teip Sarmat", { given: "idris", family: "lugov", clan: "sarmat" }],
    ["", {}],
  ];
  for (const [text, parts] of names) assert.deepEqual(told(parseName(text)), parts, text);
});

test("spellings of one name come to one form", () => {
  const same: [string, string][] = [
    ["Алёна", "Алена"],
    ["أحمد", "احمد"],
    ["فاطمة", "فاطمه"],
    ["مصطفى", "مصطفي"],
    ["مـحـمّـد", "محمد"],
    ["Müller", "muller"],
    ["Т1алхиг", "ТӀалхиг"],
    ["Тlалхиг", "талхиг"],
    ["Наталья", "Наталя"],
    ["ＫＡＲＩＭ", "karim"],
  ];
  for (const [a, b] of same) assert.equal(foldWord(a), foldWord(b), a);
  assert.equal(bareFather(foldWord("Ибрагимович")), "ибрагим");
  assert.equal(bareFather(foldWord("Ibragimovna")), "ibragim");
  assert.equal(bareFamily(foldWord("Лугова")), bareFamily(foldWord("Лугов")));
  assert.equal(bareFamily("sarmatskaya"), bareFamily("sarmatsky"));
});

test("a brother's name is never a variant of his brother's", () => {
  const brothers: [string, string][] = [
    ["Aslan", "Arslan"],
    ["Hasan", "Husein"],
    ["Salim", "Salman"],
    ["Salim", "Salem"],
    ["Said", "Saida"],
    ["Karim", "Karima"],
    ["Хасан", "Хусейн"],
    ["Hasan", "Хусейн"],
    ["Aslan", "Руслан"],
    ["Rustam", "Руслан"],
    ["سليم", "سلمان"],
    ["حسن", "حسين"],
    ["Musa", "Иса"],
    ["Omar", "عمران"],
    ["Zaur", "Тимур"],
    // Two brothers who were merged before this was looked at.
    ["Arslan", "رسلان"],
    ["أرسلان", "رسلان"],
  ];
  for (const [a, b] of brothers)
    assert.ok(!["same", "variant"].includes(sameWord(wordOf(a)!, wordOf(b)!)), `${a} ${b} ${sameWord(wordOf(a)!, wordOf(b)!)}`);
  const one: [string, string][] = [
    ["Mohammed", "Muhammad"],
    ["Hassan", "Hasan"],
    ["Ibrahim", "Ибрагим"],
    ["Yusuf", "يوسف"],
    ["Zelimkhan", "Зелимхан"],
    ["Rashid", "رشيد"],
    ["Misha", "Mikhail"],
    ["Саша", "Alexander"],
    ["Robert", "Bob"],
    ["Sergey", "Сергей"],
  ];
  for (const [a, b] of one)
    assert.ok(["same", "variant"].includes(sameWord(wordOf(a)!, wordOf(b)!)), `${a} ${b} ${sameWord(wordOf(a)!, wordOf(b)!)}`);
});

test("comparing is symmetric", () => {
  const word = fc.constantFrom("Aslan", "Асланбек", "Hasan", "حسن", "Хусейн", "Bob", "Robert", "R", "كريم", "Karim", "Lee");
  fc.assert(fc.property(word, word, (a, b) => assert.equal(sameWord(wordOf(a)!, wordOf(b)!), sameWord(wordOf(b)!, wordOf(a)!))));
  assert.ok(areNicknames("bob", "robert") && areNicknames("robert", "bob") && !areNicknames("bob", "karim"));
});

test("what stays of a name across scripts is its skeleton", () => {
  for (const [a, b] of [
    ["Ruslan", "Руслан"],
    ["Karim", "كريم"],
    ["Sharif", "Шариф"],
    ["Timur", "تيمور"],
  ] as const)
    assert.equal(skeletonOf(foldWord(a)), skeletonOf(foldWord(b)), a);
});

test("edits: the fast way counts as the textbook's table does, up to its bound", () => {
  const slowly = (a: string, b: string): number => {
    const table = Array.from({ length: a.length + 1 }, (_, i) => Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)));
    for (let i = 1; i <= a.length; i++)
      for (let j = 1; j <= b.length; j++) {
        table[i]![j] = Math.min(table[i - 1]![j]! + 1, table[i]![j - 1]! + 1, table[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) table[i]![j] = Math.min(table[i]![j]!, table[i - 2]![j - 2]! + 1);
      }
    return table[a.length]![b.length]!;
  };
  const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 9 });
  fc.assert(
    fc.property(word, word, fc.nat(5), (a, b, most) => assert.equal(editsBetween(a, b, most), Math.min(slowly(a, b), most + 1))),
    { numRuns: runs(2000, 200_000) },
  );
});

test("Jaro–Winkler gives the values of Winkler's own table", () => {
  // Winkler 1994, table 2.
  for (const [a, b, likeness] of [
    ["SHACKLEFORD", "SHACKELFORD", 0.9818],
    ["MARTHA", "MARHTA", 0.9611],
    ["DUNNINGHAM", "CUNNIGHAM", 0.8963],
    ["JONES", "JOHNSON", 0.8324],
    ["DIXON", "DICKSONX", 0.8133],
    ["", "A", 0],
    ["A", "A", 1],
  ] as const)
    assert.ok(Math.abs(jaroWinkler(a, b) - likeness) < 6e-5, `${a} ${b} ${jaroWinkler(a, b)}`);
});

test("the pair model: what it learned it gives back, its sums are those of all alignments written out, and its weights survive shipping", () => {
  const pairs = ["ab", "ba", "aab", "abb", "bab", "shab", "abash", "bash"].flatMap((word) =>
    Array.from({ length: 4 }, () => [word, word.replaceAll("sh", "ш").replaceAll("a", "а").replaceAll("b", "б")] as const),
  );
  let model: PairModel | null = null;
  let last = Number.NEGATIVE_INFINITY;
  for (const round of learnPairs(pairs, { rounds: 12, discount: 0, marksVowels: false })) {
    assert.ok(round.meanLogLikelihood >= last - 0.05, "likelihood does not fall");
    last = round.meanLogLikelihood;
    model = round.model;
  }
  const [x, y] = [model!.leftLetters("shab"), model!.rightLetters("шаб")];
  const columns = model!.columnOf.reduce((most, one) => Math.max(most, one), 0) + 1;
  const slowly = (i: number, j: number): number => {
    if (i === x.length && j === y.length) return 1;
    let sum = 0;
    const segmentOf = (letters: Uint8Array, from: number, length: number, size: number): number =>
      length === 0 ? 0 : length === 1 ? letters[from]! : 1 + size + (letters[from]! - 1) * size + letters[from + 1]! - 1;
    for (let a = 0; a <= 2 && i + a <= x.length; a++)
      for (let b = a === 0 ? 1 : 0; b <= 2 && j + b <= y.length; b++)
        sum +=
          model!.table[model!.rowOf[segmentOf(x, i, a, model!.left.length)]! * columns + model!.columnOf[segmentOf(y, j, b, model!.right.length)]!]! *
          slowly(i + a, j + b);
    return sum;
  };
  assert.ok(Math.abs(slowly(0, 0) / model!.joint(x, y) - 1) < 1e-12);
  const shipped = new NamePairs([weightsOf(model!, 1e-9)]);
  assert.ok(shipped.logOdds("shab", "шаб") > shipped.logOdds("shab", "баш") + 2);
  assert.ok(Math.abs(shipped.logOdds("shab", "шаб") - model!.logOdds("shab", "шаб")) < 1);
});

test("the tree of names finds what asking every name finds", () => {
  const names = ["карим", "каримов", "кирилл", "рашид", "руслан", "рустам", "зелимхан", "зоя", "сергей", "серго"];
  const index = new NameIndex(russianModel(), names);
  for (const asked of ["karim", "ruslan", "sergo", "zelimkhan", "kirill", "zoya"]) {
    const byHand = names.map((name) => ({ name, odds: russianModel().logOdds(asked, name) })).sort((a, b) => b.odds - a.odds)[0]!;
    const [found] = index.find(asked, 1);
    assert.equal(found!.name, byHand.name);
    assert.ok(Math.abs(found!.logOdds - byHand.odds) < 1e-9);
    assert.deepEqual(index.find(asked, 3), index.find(asked, 3, Infinity));
  }
});

for (const [language, bar] of [
  ["russian", 0.93],
  ["arabic", 0.87],
] as const)
  test(`held-out ${language} names: the first answer among all candidates is right, far beyond transliteration`, { skip }, () => {
    const measured = measureNames(FOLDER, language, runs(300, 100_000));
    assert.ok(measured.candidates > 9000);
    // 300 of them, drawn by a fixed seed, say it to within two in a hundred; the long run asks all. What ships is asked: the bar holds in both.
    assert.ok(measured.model >= bar, `${measured.model}`);
    assert.ok(measured.model > measured.transliterated + 0.1);
  });

test("pairs of whole names that must and must not match", { skip }, () => {
  const checks = readFileSync(join(FOLDER, "name_checks.yml"), "utf8")
    .split(/\n {2}- /u)
    .slice(1)
    .filter((check) => check.includes("schema: Person"))
    .map((check) => {
      const side = (name: string): string => {
        const block = new RegExp(`${name}:\\n((?: {6}.*\\n?)+)`, "u").exec(check)?.[1] ?? "";
        const cell = (key: string): string => new RegExp(`\\b${key}: ["']?(.*?)["']?$`, "mu").exec(block)?.[1] ?? "";
        return cell("name") || [cell("firstName"), cell("middleName"), cell("lastName")].join(" ").trim();
      };
      return { match: check.includes("match: true"), a: side("query"), b: side("candidate") };
    });
  assert.ok(checks.length > 130);
  const wrong = checks.filter(({ match, a, b }) => wholeNameLikeness(a, b) >= 0.8 !== match);
  // They are of another program's judgement, one of sanctions lists. We agree on most; where we do not, spelling alone does not tell.
  assert.ok(
    wrong.length <= checks.length * 0.2,
    `${wrong.length} of ${checks.length}: ${wrong.map(({ match, a, b }) => `${match} ${a} / ${b} ${wholeNameLikeness(a, b).toFixed(2)}`).join("; ")}`,
  );
});
