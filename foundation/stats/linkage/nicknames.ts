/** Who is called what. English short names come from a generated table (nicknames-english.ts); those of other languages stand here, written by hand from general knowledge. */
import { ENGLISH_NICKNAMES } from "./nicknames-english.ts";
import { foldWord } from "./script.ts";

/** Full name, then its short ones. Cyrillic and Latin spellings of one name stand in one line. */
const OTHERS = `
александр alexander aleksandr aleksander саша sasha шура shura саня sanya алекс alex
александра alexandra aleksandra саша sasha шура shura
алексей aleksei alexey алёша alyosha лёша lyosha
анна anna аня anya нюра nyura
анастасия anastasia anastasiya настя nastya
владимир vladimir вова vova володя volodya
дмитрий dmitri dmitry дима dima митя mitya
евгений evgeny yevgeny женя zhenya
евгения evgenia yevgenia женя zhenya
екатерина ekaterina yekaterina катя katya
елена elena yelena лена lena
иван ivan ваня vanya
ирина irina ира ira
людмила lyudmila люда lyuda мила mila
мария maria mariya маша masha маруся marusya
михаил mikhail миша misha
надежда nadezhda надя nadya
наталья natalya natalia наташа natasha
николай nikolai nikolay коля kolya
ольга olga оля olya
павел pavel паша pasha
пётр pyotr petr петя petya
сергей sergei sergey серёжа seryozha
светлана svetlana света sveta
татьяна tatyana tatiana таня tanya
юрий yuri yury юра yura
магомед magomed мага maga
умар umar омар omar
зелимхан zelimkhan зелим zelim
турпалали turpalali турпал turpal
мухаммад mohammad muhammad mohammed mohamed mohamad мохаммед мухаммед магомед магомет محمد محمّد
абдулла abdullah abdulla عبدالله
фатима fatima fatimah фатма fatma فاطمة
ибрагим ibragim ibrahim ibraheem إبراهيم
юсуф yusuf yousef youssef يوسف
хусейн hussein husain hussain husayn хусайн حسين
хасан hasan hassan حسن гасан
`;

const classesOf = new Map<string, Set<string>>();

/** `formal` is what a class is called by; a word may be in several. */
function add(formal: string, word: string): void {
  let classes = classesOf.get(word);
  if (classes === undefined) classesOf.set(word, (classes = new Set()));
  classes.add(formal);
}

for (const line of OTHERS.trim().split("\n")) {
  const words = line.split(" ").map(foldWord);
  for (const word of words) add(words[0]!, word);
}
for (const line of ENGLISH_NICKNAMES.split(";")) {
  const [formal, ...short] = line.split(" ");
  add(formal!, formal!);
  for (const word of short) add(formal!, word);
}

const NONE: ReadonlySet<string> = new Set();

/** The names that a folded word may be short for, itself among them when it is in the tables. */
export function formalNamesOf(folded: string): ReadonlySet<string> {
  return classesOf.get(folded) ?? NONE;
}

/** Whether two folded words may be one person's names: one is short for the other, or both for a third. */
export function areNicknames(a: string, b: string): boolean {
  if (a === b) return true;
  const [ofA, ofB] = [formalNamesOf(a), formalNamesOf(b)];
  for (const formal of ofA) if (ofB.has(formal)) return true;
  return false;
}
