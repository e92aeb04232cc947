/** Words of the screens, in three languages. A key that is missing anywhere fails a test, so a screen never shows one. */
import { signal } from "./signal.ts";
import { CATALOGUES, type Lang } from "./catalogue/index.ts";

export type { Lang };
export const LANGS: readonly { readonly lang: Lang; readonly name: string; readonly dir: "ltr" | "rtl" }[] = [
  { lang: "en", name: "English", dir: "ltr" },
  { lang: "ru", name: "Русский", dir: "ltr" },
  { lang: "ar", name: "العربية", dir: "rtl" },
];

export const lang = signal<Lang>(firstLanguage());

/** Changes the language of everything on screen. */
export function speak(next: Lang): void {
  lang.value = next;
  document.documentElement.lang = next;
  document.documentElement.dir = LANGS.find((l) => l.lang === next)!.dir;
}

/** The text for `key`, with `{name}` filled from `values`. A key with a count has a form for each plural category of the language (`key_one` …), chosen by `n`. */
export function t(key: string, values: Readonly<Record<string, string | number>> = {}): string {
  const catalogue = CATALOGUES[lang.value];
  const n = values["n"];
  const form = typeof n === "number" ? `${key}_${new Intl.PluralRules(lang.value).select(n)}` : key;
  const text = catalogue[form] ?? catalogue[`${key}_other`] ?? catalogue[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    return typeof value === "number" ? number(value) : (value ?? "");
  });
}

/** Whether there is a text for `key`: codes from the record may be newer than this screen. */
export function known(key: string): boolean {
  return Object.hasOwn(CATALOGUES.en, key) || Object.hasOwn(CATALOGUES.en, `${key}_other`);
}

/** The text for a code of the record, or the code itself in plain words where the catalogue has none. */
export function term(prefix: string, code: string, values: Readonly<Record<string, string | number>> = {}): string {
  return known(`${prefix}.${code}`) ? t(`${prefix}.${code}`, values) : code.replaceAll("-", " ");
}

/** The name of a language (`ar`), in the language of the screen. */
export function language(code: string): string {
  if (code === "und" || !/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(code)) return t("lang.unknown");
  return new Intl.DisplayNames(lang.value, { type: "language" }).of(code) ?? code;
}

export function number(n: number): string {
  return new Intl.NumberFormat(lang.value).format(n);
}

/** A day (`2026-11-22`), month or year as people write it; of what has none, that it has none. */
export function day(iso: string): string {
  if (iso === "") return t("day.unknown");
  const [y = "", m, d] = iso.split("T")[0]!.split("-");
  const date = new Date(Date.UTC(Number(y), Number(m ?? 1) - 1, Number(d ?? 1)));
  const options: Intl.DateTimeFormatOptions = {
    timeZone: "UTC",
    year: "numeric",
    ...(m === undefined ? {} : { month: "short" }),
    ...(d === undefined ? {} : { day: "numeric" }),
  };
  return new Intl.DateTimeFormat(lang.value, options).format(date);
}

function firstLanguage(): Lang {
  const wanted = navigator.languages.map((l) => l.slice(0, 2));
  const found = wanted.find((l): l is Lang => l === "en" || l === "ru" || l === "ar") ?? "en";
  queueMicrotask(() => speak(found));
  return found;
}
