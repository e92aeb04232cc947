import assert from "node:assert/strict";
import { suite, test } from "node:test";
import fc from "fast-check";
import { guessFromWords } from "./guess.ts";
import { count } from "./values.ts";
import { fuzzyTime, type FuzzyTime } from "./time.ts";

const COUNTS: readonly [string, string, object | null][] = [
  ["en", "up to 26 men", { max: 26, asGiven: "up to 26 men" }],
  ["en", "at least twelve people were held", { min: 12, asGiven: "at least twelve people" }],
  ["en", "more than 1,200 prisoners", { min: 1201, asGiven: "more than 1,200 prisoners" }],
  ["en", "fewer than 10 guards", { max: 9, asGiven: "fewer than 10 guards" }],
  ["en", "about 30 villagers", { asGiven: "about 30 villagers" }],
  ["en", "three students were there", { min: 3, max: 3, asGiven: "three students" }],
  ["en", "between 10 and 15 soldiers", { min: 10, max: 15, asGiven: "between 10 and 15 soldiers" }],
  ["en", "10–15 vans", { min: 10, max: 15, asGiven: "10–15 vans" }],
  ["en", "26 or more", { min: 26, asGiven: "26 or more" }],
  ["en", "he was held for 10 days on the 9th floor, 40 % of the time", null],
  ["en", "a 17-year-old boy", null],
  ["ru", "до 26 мужчин", { max: 26, asGiven: "до 26 мужчин" }],
  ["ru", "До двадцати человек увезли", { max: 20, asGiven: "До двадцати человек" }],
  ["ru", "не менее 12 человек", { min: 12, asGiven: "не менее 12 человек" }],
  ["ru", "более 1 200 заключённых", { min: 1201, asGiven: "более 1 200 заключённых" }],
  ["ru", "около 30 жителей", { asGiven: "около 30 жителей" }],
  ["ru", "от 10 до 15 солдат", { min: 10, max: 15, asGiven: "от 10 до 15 солдат" }],
  ["ru", "двоих соседей", { min: 2, max: 2, asGiven: "двоих соседей" }],
  ["ru", "его держали 10 суток", null],
  ["ru", "17-летний юноша", null],
  ["ar", "ما يصل إلى 26 رجلا", { max: 26, asGiven: "ما يصل إلى 26 رجلا" }],
  ["ar", "ما يصل إلى ٢٦ رجلا", { max: 26, asGiven: "ما يصل إلى ٢٦ رجلا" }],
  ["ar", "ما لا يقل عن ١٢ شخصا", { min: 12, asGiven: "ما لا يقل عن ١٢ شخصا" }],
  ["ar", "١٢ شخصا على الأقل", { min: 12, asGiven: "١٢ شخصا على الأقل" }],
  ["ar", "أكثر من 30 معتقلا", { min: 31, asGiven: "أكثر من 30 معتقلا" }],
  ["ar", "حوالي 30 قرويا", { asGiven: "حوالي 30 قرويا" }],
  ["ar", "بين 10 و15 جنديا", { min: 10, max: 15, asGiven: "بين 10 و15 جنديا" }],
  ["ar", "ثلاثة طلاب", { min: 3, max: 3, asGiven: "ثلاثة طلاب" }],
  ["ar", "احتجز 10 أيام", null],
];

const within = (first: string, last: string, asGiven: string): FuzzyTime => ({ kind: "within", first, last, asGiven });
const exact = (first: string, asGiven: string): FuzzyTime => ({ kind: "exact", first, last: first, asGiven });

const TIMES: readonly [string, string, FuzzyTime][] = [
  ["en", "taken on 14 March 2031 by men", exact("2031-03-14", "14 March 2031")],
  ["en", "on March 14th, 2031", exact("2031-03-14", "March 14th, 2031")],
  ["en", "on the 2nd of May 2031", exact("2031-05-02", "2nd of May 2031")],
  ["en", "in March 2031", within("2031-03-01", "2031-03-31", "March 2031")],
  ["en", "February 2028", within("2028-02-01", "2028-02-29", "February 2028")],
  ["en", "in 2031", within("2031-01-01", "2031-12-31", "in 2031")],
  ["en", "since 3 May 2031", { kind: "throughout", first: "2031-05-03", asGiven: "since 3 May 2031" }],
  ["en", "3–5 March 2031", within("2031-03-03", "2031-03-05", "3–5 March 2031")],
  ["en", "2031-03-14", exact("2031-03-14", "2031-03-14")],
  ["en", "14.03.2031", exact("2031-03-14", "14.03.2031")],
  ["en", "03/04/2031", within("2031-03-04", "2031-04-03", "03/04/2031")],
  ["en", "03/14/2031", exact("2031-03-14", "03/14/2031")],
  ["en", "14 March", { kind: "within", asGiven: "14 March" }],
  ["ru", "его увели 14 марта 2031 года", exact("2031-03-14", "14 марта 2031 года")],
  ["ru", "в марте 2031 г.", within("2031-03-01", "2031-03-31", "марте 2031 г.")],
  ["ru", "с 3 мая 2031 года", { kind: "throughout", first: "2031-05-03", asGiven: "с 3 мая 2031 года" }],
  ["ru", "14.03.2031", exact("2031-03-14", "14.03.2031")],
  ["ru", "в 2031 году", within("2031-01-01", "2031-12-31", "2031 году")],
  ["ru", "3–5 марта 2031", within("2031-03-03", "2031-03-05", "3–5 марта 2031")],
  ["ar", "في 14 مارس 2031", exact("2031-03-14", "14 مارس 2031")],
  ["ar", "يوم ١٤ آذار ٢٠٣١", exact("2031-03-14", "١٤ آذار ٢٠٣١")],
  ["ar", "تشرين الثاني 2031", within("2031-11-01", "2031-11-30", "تشرين الثاني 2031")],
  ["ar", "منذ 3 مايو 2031", { kind: "throughout", first: "2031-05-03", asGiven: "منذ 3 مايو 2031" }],
  ["ar", "في عام 2031", within("2031-01-01", "2031-12-31", "عام 2031")],
];

suite("what words may mean", () => {
  for (const [lang, words, expected] of COUNTS) {
    test(`${lang}: ${words}`, () => assert.deepEqual(guessFromWords(words, lang).counts, expected === null ? [] : [expected]));
  }

  for (const [lang, words, expected] of TIMES) {
    test(`${lang}: ${words}`, () => {
      const guess = guessFromWords(words, lang);
      assert.deepEqual(guess.times, [expected]);
      assert.deepEqual(guess.counts, [], "no part of a date is a count");
    });
  }

  test("ages", () => {
    assert.deepEqual(guessFromWords("a 17-year-old boy", "en").ages, [17]);
    assert.deepEqual(guessFromWords("17-летний юноша", "ru").ages, [17]);
    assert.deepEqual(guessFromWords("يبلغ من العمر ١٧ عاما", "ar").ages, [17]);
  });

  test("of a day there is not the month is left, and a language we have no words of gives nothing", () => {
    assert.deepEqual(guessFromWords("on 30 February 2031", "en").times, [within("2031-02-01", "2031-02-28", "February 2031")]);
    assert.deepEqual(guessFromWords("26 men", "ka"), { counts: [], times: [], ages: [], numbers: [] });
    assert.deepEqual(guessFromWords("en-GB: 26 men", "en-GB").numbers, [26]);
  });

  test("whatever the words, what is proposed may be written", () => {
    const piece = fc.constantFrom(
      "up to",
      "до",
      "ما يصل إلى",
      "26",
      "٢٦",
      " ",
      "–",
      "March",
      "марта",
      "آذار",
      "2031",
      "14",
      "/",
      "-",
      "с",
      "منذ",
      "\u202e",
      "1,200",
      "0",
      "and",
      "و",
      "least",
      "at ",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.constantFrom("en", "ru", "ar"), (pieces, lang) => {
        const guess = guessFromWords(pieces.join(" "), lang);
        for (const one of guess.counts) assert.ok(count.safeParse(one).success, JSON.stringify(one));
        for (const one of guess.times) assert.ok(fuzzyTime.safeParse(one).success, JSON.stringify(one));
      }),
      { numRuns: 300 },
    );
  });
});
