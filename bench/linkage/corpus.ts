/**
 * A made-up country's mentions of made-up people, drawn from a seed, with the truth beside them. Four lists in three scripts; nicknames, patronymics, swapped
 * order, ages for dates, palochka typed as 1, copied entries. And the people whom linking must never merge: brothers taken in one raid, twins, father and
 * son, cousins of one name.
 */
import { Random, recordTable, type Profile, type RecordTable } from "#stats";

export interface Mention extends Profile {
  readonly person: number;
}

export interface Person {
  readonly number: number;
  readonly given: Name;
  readonly father: Name;
  readonly family: Name;
  readonly sex: "m" | "f";
  /** ISO date. */
  readonly birth: string;
  readonly event: Event;
  /** What two people of one trap have in common; null for the others. */
  readonly trap: { readonly kind: Trap; readonly group: number } | null;
}

export const TRAPS = ["brothers", "twins", "father and son", "cousins"] as const;
export type Trap = (typeof TRAPS)[number];

interface Event {
  readonly date: string;
  readonly place: Place;
}

interface Place {
  readonly latin: string;
  readonly cyrillic: string;
  readonly arabic: string;
  readonly district: { readonly latin: string; readonly cyrillic: string; readonly arabic: string };
}

interface Name {
  readonly latin: readonly string[];
  readonly cyrillic: readonly string[];
  readonly arabic: readonly string[];
  readonly short?: { readonly latin: string; readonly cyrillic: string };
}

/** Latin spellings / Cyrillic ones / Arabic ones / short forms. */
const MEN = parse(`
Ahmed Akhmed Ahmad/Ахмед Ахмад/أحمد
Ali/Али/علي
Hasan Hassan/Хасан Гасан/حسن
Husein Hussein Husain/Хусейн Хусайн/حسين
Ibrahim Ibragim/Ибрагим/إبراهيم
Yusuf Yousef/Юсуф/يوسف
Omar Umar/Умар Омар/عمر
Osman Usman/Усман Осман/عثمان
Khalid Khaled/Халид/خالد
Salim Saleem/Салим/سليم
Salman/Салман/سلمان
Said Saeed/Саид/سعيد
Karim Kareem/Карим/كريم
Rashid/Рашид/رشيد
Rustam/Рустам/رستم
Ruslan/Руслан/رسلان
Aslan/Аслан/أصلان
Arslan/Арслан/أرسلان
Zaur/Заур/زاور
Timur/Тимур/تيمور
Adam/Адам/آدم
Idris/Идрис/إدريس
Ismail Ismael/Исмаил/إسماعيل
Musa Moussa/Муса/موسى
Isa Issa/Иса/عيسى
Magomed Mohammed/Магомед/محمد/Maga Мага
Movsar/Мовсар/موفسار
Turpal Turpalali/Турпал Турпалали/توربال
Zelimkhan/Зелимхан/زليمخان/Zelim Зелим
Viskhan/Висхан/فيسخان
Bislan/Бислан/بيسلان
Anzor/Анзор/أنزور
Alexander Aleksandr/Александр/ألكسندر/Sasha Саша
Dmitri Dmitry/Дмитрий/دميتري/Dima Дима
Mikhail/Михаил/ميخائيل/Misha Миша
Sergei Sergey/Сергей/سيرغي/Seryozha Серёжа
Yuri Yury/Юрий/يوري/Yura Юра
Nikolai Nikolay/Николай/نيكولاي/Kolya Коля
Pavel/Павел/بافل/Pasha Паша
Boris/Борис/بوريس
`);
const WOMEN = parse(`
Amina/Амина/أمينة
Fatima/Фатима/فاطمة
Zainab Zeinab/Зайнаб/زينب
Mariam Maryam/Марьям/مريم
Aisha/Аиша/عائشة
Khadija/Хадижа/خديجة
Leila Layla/Лейла/ليلى
Zarema/Зарема/زاريما
Madina/Мадина/مدينة
Elena Yelena/Елена/إيلينا/Lena Лена
Maria/Мария/ماريا/Masha Маша
Natalia Natalya/Наталья/ناتاليا/Natasha Наташа
`);

function parse(table: string): Name[] {
  return table
    .trim()
    .split("\n")
    .map((line) => {
      const [latin, cyrillic, arabic, short] = line.split("/").map((cell) => cell.split(" "));
      return {
        latin: latin!,
        cyrillic: cyrillic!,
        arabic: arabic!,
        ...(short === undefined ? {} : { short: { latin: short[0]!, cyrillic: short[1]! } }),
      };
    });
}

/** Syllables of family names and places, in three scripts. */
const SYLLABLES =
  "ba ба با|da да دا|ga га غا|ka ка كا|la ла لا|ma ма ما|na на نا|ra ра را|sa са سا|ta та تا|za за زا|kha ха خا|sha ша شا|cha ча تشا|du ду دو|ku ку كو|lu лу لو|mu му مو|nu ну نو|ru ру رو|su су سو|tu ту تو|bi би بي|di ди دي|ki ки كي|li ли لي|mi ми مي|ni ни ني|ri ри ري|si си سي|ti ти تي|zi зи زي|dzhe дже جي|vi ви في"
    .split("|")
    .map((syllable) => syllable.split(" ") as [string, string, string]);
const ENDS = [
  ["ev", "ев", "يف"],
  ["ov", "ов", "وف"],
  ["iev", "иев", "ييف"],
  ["khan", "хан", "خان"],
  ["dar", "дар", "دار"],
  ["", "", ""],
] as const;

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

function compose(random: Random, ends: readonly (readonly [string, string, string])[]): [string, string, string] {
  const parts = Array.from({ length: 2 + random.below(2) }, () => random.pick(SYLLABLES));
  const end = random.pick(ends);
  return [0, 1, 2].map((script) => capital(parts.map((part) => part[script]!).join("") + end[script]!)) as [string, string, string];
}

/** People and their mentions. `people` is how many are drawn; about two mentions come of each. */
export function makeCorpus(
  seed: string,
  people: number,
): {
  readonly persons: readonly Person[];
  readonly mentions: readonly Mention[];
  readonly table: RecordTable;
  readonly personOf: (row: number) => number;
} {
  const random = new Random(seed);
  const families = Array.from({ length: Math.max(60, Math.round(people / 6)) }, (): Name => {
    const [latin, cyrillic, arabic] = compose(random, ENDS);
    return { latin: [latin], cyrillic: [cyrillic], arabic: [arabic] };
  });
  const districts = Array.from({ length: 12 }, () => compose(random, [["", "", ""]]));
  const places = Array.from({ length: 90 }, (): Place => {
    const [latin, cyrillic, arabic] = compose(random, [["", "", ""]]);
    const [l, c, a] = random.pick(districts);
    return { latin, cyrillic, arabic, district: { latin: l, cyrillic: c, arabic: a } };
  });
  const persons: Person[] = [];
  const date = (): string => isoDay(random.below(1460) + 10_957);
  const newEvent = (): Event => ({ date: date(), place: random.pick(places) });
  const bornAt = (age: number, event: Event): string => isoDay(dayOf(event.date) - Math.round((age + random.unit()) * 365.25));
  const add = (person: Omit<Person, "number">): void => void persons.push({ ...person, number: persons.length });
  let group = 0;
  while (persons.length < people) {
    const event = newEvent();
    const family = random.pick(families);
    const father = random.pick(MEN);
    const others = (than: readonly Name[]): Name => {
      for (;;) {
        const name = random.pick(MEN);
        if (!than.includes(name)) return name;
      }
    };
    const kind = random.unit();
    if (kind < 0.1) {
      const taken: Name[] = [];
      group++;
      for (let i = 0, age = 17 + random.below(12); i < 2 + random.below(3); i++, age += 1 + random.below(5)) {
        const given = others(taken);
        taken.push(given);
        add({ given, father, family, sex: "m", birth: bornAt(age, event), event, trap: { kind: "brothers", group } });
      }
    } else if (kind < 0.13) {
      const given = random.pick(MEN);
      const birth = bornAt(18 + random.below(20), event);
      group++;
      for (const name of [given, others([given])]) add({ given: name, father, family, sex: "m", birth, event, trap: { kind: "twins", group } });
    } else if (kind < 0.17) {
      const age = 40 + random.below(25);
      group++;
      const grandfather = random.pick(MEN);
      add({ given: father, father: grandfather, family, sex: "m", birth: bornAt(age, event), event, trap: { kind: "father and son", group } });
      // Now and then a son has his grandfather's name: "Said Musa" and "Musa Said" of one family.
      const given = random.chance(0.3) ? grandfather : others([father]);
      add({
        given,
        father,
        family,
        sex: "m",
        birth: bornAt(Math.max(16, age - 20 - random.below(15)), event),
        event,
        trap: { kind: "father and son", group },
      });
    } else if (kind < 0.21) {
      const given = random.pick(MEN);
      const age = 18 + random.below(20);
      const together = random.chance(0.5);
      group++;
      for (const [i, name] of [father, others([father])].entries()) {
        const at = together || i === 0 ? event : newEvent();
        add({
          given,
          father: name,
          family,
          sex: "m",
          birth: bornAt(age + i * (1 + random.below(6)), at),
          event: at,
          trap: { kind: "cousins", group },
        });
      }
    } else {
      // One person alone, or several of different families in one event.
      for (let i = 0; i < (random.chance(0.25) ? 2 + random.below(6) : 1); i++) {
        const sex = random.chance(0.2) ? "f" : "m";
        add({
          given: random.pick(sex === "f" ? WOMEN : MEN),
          father: random.pick(MEN),
          family: random.pick(families),
          sex,
          birth: bornAt(16 + random.below(50), event),
          event,
          trap: null,
        });
      }
    }
  }
  const mentions = persons.flatMap((person) => mentionsOf(person, random));
  const table = recordTable(mentions);
  const of = new Map(mentions.map(({ source, id, person }) => [`${source} ${id}`, person]));
  return { persons, mentions, table, personOf: (row) => of.get(`${table.sources[row]!} ${table.ids[row]!}`)! };
}

function mentionsOf(person: Person, random: Random): Mention[] {
  const mentions: Mention[] = [];
  const put = (source: string, values: Record<string, string>): Record<string, string> => {
    mentions.push({ id: `${source}-${String(person.number).padStart(6, "0")}`, source, values, person: person.number });
    return values;
  };
  const latin = random.chance(0.6) ? put("committee", latinMention(person, random)) : null;
  const cyrillic = random.chance(0.5) ? put("register", cyrillicMention(person, random)) : null;
  if (random.chance(0.4)) put("hospital", arabicMention(person, random));
  // The newspaper copies what others wrote, or hears for itself.
  const copied = latin ?? cyrillic;
  if (copied !== null && random.chance(0.25)) put("newspaper", { ...copied, ...(random.chance(0.5) ? { birth: "" } : {}) });
  else if (random.chance(0.2)) put("newspaper", latinMention(person, random));
  return mentions;
}

function latinMention(person: Person, random: Random): Record<string, string> {
  const given = person.given.short !== undefined && random.chance(0.1) ? person.given.short.latin : random.pick(person.given.latin);
  const father = random.pick(person.father.latin);
  const family = typo(`${person.family.latin[0]!}${person.sex === "f" && /[eo]v$/u.test(person.family.latin[0]!) ? "a" : ""}`, random);
  const first = typo(given, random);
  const style = random.unit();
  const name =
    style < 0.3
      ? `${first} ${father} ${family}`
      : style < 0.55
        ? `${first} ${family}`
        : style < 0.75
          ? `${first} ${father}${/[aeiou]$/u.test(father) ? "ev" : "ov"}${person.sex === "f" ? "na" : "ich"} ${family}`
          : style < 0.85
            ? `${family}, ${first}`
            : style < 0.93
              ? `${family} ${first}`
              : `${first} bin ${father} ${family}`;
  return common(person, random, name, "latin");
}

function cyrillicMention(person: Person, random: Random): Record<string, string> {
  const given = person.given.short !== undefined && random.chance(0.1) ? person.given.short.cyrillic : random.pick(person.given.cyrillic);
  const father = random.pick(person.father.cyrillic);
  const stem = father.replace(/й$/u, "").replace(/а$/u, "");
  const patronymic = person.sex === "f" ? `${stem}овна` : `${stem}ович`;
  const family = typo(`${person.family.cyrillic[0]!}${person.sex === "f" && /[ео]в$/u.test(person.family.cyrillic[0]!) ? "а" : ""}`, random);
  // Palochka stands after к, т, п, ч, х in the mountains' names; few keyboards have it.
  const marked = random.chance(0.15) ? family.replace(/([ктпчх])/u, `$1${random.pick(["1", "Ӏ", "I", "l"])}`) : family;
  const style = random.unit();
  const name =
    style < 0.6
      ? `${marked} ${typo(given, random)} ${patronymic}`
      : style < 0.8
        ? `${typo(given, random)} ${patronymic} ${marked}`
        : `${marked} ${typo(given, random)}`;
  return common(person, random, name, "cyrillic");
}

function arabicMention(person: Person, random: Random): Record<string, string> {
  const [given, father, family] = [random.pick(person.given.arabic), random.pick(person.father.arabic), person.family.arabic[0]!];
  const style = random.unit();
  const article = random.chance(0.3) ? `ال${family}` : family;
  return common(
    person,
    random,
    style < 0.6 ? `${given} ${father} ${article}` : style < 0.8 ? `${given} بن ${father} ${article}` : `${given} ${article}`,
    "arabic",
  );
}

function common(person: Person, random: Random, name: string, script: "latin" | "cyrillic" | "arabic"): Record<string, string> {
  const { place, date } = person.event;
  const village = script === "latin" ? typo(place.latin, random) : place[script];
  const where = random.unit();
  const day = random.chance(0.1) ? isoDay(dayOf(date) + random.below(5) - 2) : date;
  const when = random.unit();
  return {
    name,
    birth: birthOf(person, random, script),
    sex: random.chance(0.2) ? "" : person.sex,
    place: where < 0.05 ? "" : where < 0.15 ? place.district[script] : where < 0.6 ? `${village}, ${place.district[script]}` : village,
    date: when < 0.05 ? "" : when < 0.1 ? day.slice(0, 7) : script === "cyrillic" ? day.split("-").toReversed().join(".") : day,
    phone: random.chance(0.06) ? `+7990${String(1_000_000 + person.number * 37)}` : "",
  };
}

function birthOf({ birth, event }: Person, random: Random, script: string): string {
  const style = random.unit();
  const age = Math.floor((dayOf(event.date) - dayOf(birth)) / 365.25);
  if (style < 0.2) return "";
  if (style < 0.3) return birth.slice(0, 4);
  if (style < 0.42) return `${random.chance(0.5) ? "about " : "~"}${age + random.below(5) - 2}`;
  if (style < 0.5) return String(age);
  const written = random.chance(0.03) ? digitTypo(birth, random) : birth;
  return script === "cyrillic" ? written.split("-").toReversed().join(".") : written;
}

function digitTypo(date: string, random: Random): string {
  const at = random.pick([3, 6, 9]);
  return `${date.slice(0, at)}${(Number(date[at]) + 1 + random.below(3)) % 10}${date.slice(at + 1)}`;
}

/** One slip of the keyboard in twenty words. */
function typo(word: string, random: Random): string {
  if (word.length < 5 || !random.chance(0.05)) return word;
  const at = 1 + random.below(word.length - 2);
  switch (random.below(3)) {
    case 0:
      return word.slice(0, at) + word.slice(at + 1);
    case 1:
      return word.slice(0, at) + word[at + 1]! + word[at]! + word.slice(at + 2);
    default:
      return word.slice(0, at) + word[at]! + word.slice(at);
  }
}

function isoDay(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

function dayOf(date: string): number {
  return Math.round(Date.parse(date) / 86_400_000);
}
