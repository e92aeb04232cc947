/** What the columns of a file look to be, from their headings and from what stands in them. Always a proposal: a person looks at it before it counts. */
import { readDate } from "./dates.ts";
import { formatsOf, MIXED_DATES, type ColumnChoice, type ColumnDate, type ColumnUse } from "./choices.ts";
import type { DateFormat } from "./mapping.ts";
import type { SourceTable } from "./table-set.ts";

/** A column as one sees it before it means anything. */
export interface ColumnLook {
  readonly column: string;
  /** Rows in which it has a value. */
  readonly filled: number;
  readonly rows: number;
  /** Its different values with how often each stands there, where there are at most `MAX_VALUES`; else empty. */
  readonly values: readonly { readonly value: string; readonly count: number }[];
  readonly samples: readonly string[];
}

export const MAX_VALUES = 60;
const SAMPLES = 20;
/** What people write where they have nothing to write. */
const NOTHING = ["NA", "N/A", "n/a", "NULL", "null", "-", "—", "--", "?", "s/d", "н/д", "لا يوجد"];

/** All columns of a table. `missing` is what seems to mean nothing: it stands in two columns at least, or nearly fills one. */
export interface TableLook {
  readonly looks: readonly ColumnLook[];
  readonly missing: readonly string[];
}

/** Looks at every row. */
export function lookAt(table: SourceTable): TableLook {
  let looked: IteratorResult<number, TableLook>;
  const looking = lookingAt(table);
  do looked = looking.next();
  while (looked.done !== true);
  return looked.value;
}

/** So many rows are looked at between two rests. */
const ROWS_AT_ONCE = 500;

/** The same, a little at a time: gives how many rows it has looked at, so that whoever asks can tell, and can stop. */
export function* lookingAt(table: SourceTable): Generator<number, TableLook> {
  const seen = table.columns.map(() => ({
    filled: 0,
    counts: new Map<string, number>(),
    samples: [] as string[],
    nothing: new Map<string, number>(),
  }));
  let rows = 0;
  for (const { cells } of table.rows()) {
    if (++rows % ROWS_AT_ONCE === 0) yield rows;
    cells.forEach((cell, i) => {
      const value = cell?.trim() ?? "";
      if (value === "") return;
      const column = seen[i]!;
      if (NOTHING.includes(value)) column.nothing.set(value, (column.nothing.get(value) ?? 0) + 1);
      column.filled++;
      if (column.samples.length < SAMPLES && !column.samples.includes(value) && !NOTHING.includes(value)) column.samples.push(value.slice(0, 200));
      if (column.counts.size <= MAX_VALUES) column.counts.set(value, (column.counts.get(value) ?? 0) + 1);
    });
  }
  const missing = NOTHING.filter(
    (value) =>
      seen.filter(({ nothing }) => nothing.has(value)).length > 1 || seen.some(({ nothing, filled }) => (nothing.get(value) ?? 0) * 2 > filled),
  );
  const looks = table.columns.map((column, i): ColumnLook => {
    const { filled, counts, samples, nothing } = seen[i]!;
    const absent = missing.reduce((sum, value) => sum + (nothing.get(value) ?? 0), 0);
    const values =
      counts.size > MAX_VALUES
        ? []
        : [...counts].filter(([value]) => !missing.includes(value)).map(([value, count]) => ({ value: value.slice(0, 200), count }));
    return { column, filled: filled - absent, rows, values: values.toSorted((a, b) => b.count - a.count), samples };
  });
  return { looks, missing };
}

/** Words headings are made of, in the languages groups keep lists in. The first that fits counts. */
const HEADINGS: readonly (readonly [ColumnUse, RegExp])[] = [
  ["latitude", /^lat(itude|itud)?\d*$|широта|خط العرض/],
  ["longitude", /^(lon|lng|long)(gitude|itude|itud|gitud)?\d*$|долгота|خط الطول/],
  ["row-id", /^(id|no|nr|num|number|case id|individual id|record id|person id|victim id|código|codigo|№|номер|رقم|الرقم)$/],
  ["event", /^(event|group|incident|case|evento|caso|событие|случай|الحادثة|حدث)( ?(id|no|number))?$/],
  ["father-name", /^father(['’]?s)?( name)?$|patronym|nombre del padre|отчество|имя отца|اسم الأب|اسم الوالد/],
  ["given-name", /first name|given name|nombres?$|^имя$|الاسم الأول/],
  ["family-name", /last name|family name|surname|apellidos?|фамилия|اللقب|اسم العائلة/],
  ["nickname", /nickname|alias|apodo|кличка|прозвище|لقب|الكنية/],
  ["name", /^(full )?name|nombre completo|victim name|^victim$|^víctima|фио|имя и фамилия|الاسم/],
  ["born", /birth|born|nacimiento|рождени|الميلاد/],
  ["age", /^age|^edad|возраст|العمر/],
  ["sex", /^(sex|sexo|gender|género|male|пол)$|الجنس/],
  ["occupation", /occupation|profession|ocupaci|profesi|^job|професси|занятие|المهنة/],
  ["residence", /address|residence|domicilio|адрес|место жительства|العنوان/],
  ["end", /(^|[ _])(end|to|until|hasta|fin|конец|по)([ _]|$)|release date|تاريخ النهاية/],
  ["start", /date|^day|fecha|start|дата|начало|التاريخ|تاريخ/],
  ["place-kind", /place type|type of place|^place ?\d+$|tipo de lugar|вид места/],
  ["place", /place|location|where|city|town|village|district|region|lugar|ciudad|место|город|район|المكان|المدينة/],
  ["act-kind", /violence|violation|type|kind|what happened|tipo|нарушени|вид|نوع|الانتهاك/],
  ["method", /method|weapon|means|método|metodo|способ|оружие|الوسيلة/],
  ["motive", /motive|reason|motivo|мотив|причина|السبب/],
  ["perpetrator", /^by whom|^(taken|arrested|abducted|killed) by|^por quién|^кем( |$)|^من قبل|perpetrator|responsible|suspect|authority|perpetrador|autor|виновн|исполнител|الجاني|الجهة/],
  ["source", /^source|reported by|fuente|источник|المصدر/],
  ["page", /^pages?$|página|pagina|страниц|صفحة/],
  ["account", /narrative|account|testimony|description|relato|testimonio|описание|рассказ|الرواية|الوصف/],
];

const DAY_FORMATS: readonly DateFormat[] = ["iso", "month-first", "dmy", "mdy", "ymd", "my", "year"];

/** A choice for each column. What nothing is known of is a note about the person, so that it is kept. */
export function guessColumns(looks: readonly ColumnLook[]): ColumnChoice[] {
  const chosen = looks.map((look) => guess(look));
  // One column names the row: the first whose values all differ.
  const ids = chosen.filter(({ use }) => use === "row-id");
  if (ids.length > 0)
    return chosen.map((choice) => (choice.use === "row-id" && choice !== ids[0] ? { column: choice.column, use: "person-note" } : choice));
  const unique = looks.findIndex(
    ({ filled, rows, values, samples }) =>
      filled === rows &&
      rows > 0 &&
      values.every(({ count }) => count === 1) &&
      samples.every((value) => /^[\p{L}\p{N}._/-]{1,30}$/u.test(value)) &&
      samples.length > 0 &&
      /id|no|nr|код|رقم|cod/i.test(looks[0]!.column),
  );
  return unique === -1 ? chosen : chosen.map((choice, i) => (i === unique ? { column: choice.column, use: "row-id" } : choice));
}

function guess({ column, samples, values }: ColumnLook): ColumnChoice {
  const heading = column
    .toLowerCase()
    .replaceAll(/[_-]+/g, " ")
    .replaceAll(/ (\d+)$/g, "$1")
    .trim();
  const spaced = column.toLowerCase().replaceAll(/[_-]+/g, " ").trim();
  const use = HEADINGS.find(([, words]) => words.test(heading) || words.test(spaced))?.[0];
  const date = dateFormatOf(samples);
  // A heading that speaks of a date is believed also where few can be read: those that cannot are kept in their own words, as times.
  if (use === "start" || use === "end" || use === "born") {
    const some = date ?? mixedDatesOf(samples);
    if (some !== null) return { column, use, date: some };
    return { column, use: use === "born" ? "person-note" : "act-note" };
  }
  if (use === undefined && date !== null && date !== "year") return { column, use: "start", date };
  if (use === "sex") return { column, use, terms: termsOf(values, SEXES) };
  if (use === "act-kind") return { column, use, terms: termsOf(values, ACTS) };
  if ((use === "age" || use === "latitude" || use === "longitude") && !mostly(samples, /^[-+]?[0-9]+([.,][0-9]+)?$/))
    return { column, use: "person-note" };
  return { column, use: use ?? "person-note" };
}

function mostly(samples: readonly string[], form: RegExp): boolean {
  return samples.filter((value) => form.test(value)).length * 10 > samples.length * 6;
}

/** The format that fits most samples; the day first where both would fit, since more of the world writes it so. */
function dateFormatOf(samples: readonly string[]): ColumnDate | null {
  if (samples.length === 0) return null;
  const fits = (format: DateFormat): number => readIn(format, samples);
  // A month given as its first day looks like a day; only where every one is a first is it taken for a month.
  if (samples.length > 2 && fits("month-first") === samples.length) return "month-first";
  const best = DAY_FORMATS.filter((format) => format !== "month-first").reduce((most, format) => (fits(format) > fits(most) ? format : most));
  const mixed = mixedDatesOf(samples);
  const form = mixed !== null && readIn(mixed, samples) > fits(best) ? mixed : best;
  return readIn(form, samples) * 10 > samples.length * 6 ? form : null;
}

/** Dates written in several ways, of which one at least can be read; `null` where none can. */
function mixedDatesOf(samples: readonly string[]): ColumnDate | null {
  const best = MIXED_DATES.reduce((most, date) => (readIn(date, samples) > readIn(most, samples) ? date : most));
  return readIn(best, samples) > 0 ? best : null;
}

/** How many of the values are dates so written. */
function readIn(date: ColumnDate, samples: readonly string[]): number {
  return samples.filter((value) => formatsOf(date).some((format) => readDate(value, format) !== null)).length;
}

const SEXES: readonly (readonly [string, RegExp])[] = [
  ["female", /^(f|female|woman|girl|mujer|femenino|ж|жен.*|أنثى|انثى)$/i],
  ["male", /^(m|male|man|boy|hombre|masculino|м|муж.*|ذكر)$/i],
];
const ACTS: readonly (readonly [string, RegExp])[] = [
  ["killing", /kill|murder|execut|homicid|asesinat|убий|казн|قتل|إعدام/i],
  ["disappearance", /disappear|missing|desapar|исчез|пропа|اختفاء|مفقود/i],
  ["torture", /tortur|пытк|تعذيب/i],
  ["ill-treatment", /beat|ill.?treat|maltrat|избие|жесток|ضرب|سوء معاملة/i],
  ["detention", /detain|detention|arrest|prison|detenc|задерж|арест|اعتقال|احتجاز/i],
  ["threat", /threat|amenaz|угроз|تهديد/i],
  ["search", /search|raid|allanamiento|обыск|تفتيش|مداهمة/i],
];

function termsOf(values: ColumnLook["values"], known: readonly (readonly [string, RegExp])[]): Record<string, string> {
  return Object.fromEntries(values.map(({ value }) => [value, known.find(([, words]) => words.test(value))?.[0] ?? ""]));
}
