/** One language's page out of the template and its catalogue. Every word a reporter sees comes from the catalogue. */
import { readFileSync } from "node:fs";
import { pagePolicy } from "./headers.ts";

export type Catalogue = { readonly [key: string]: string | readonly string[] | Catalogue };

/** What the pages of one build have in common. */
export interface PageFacts {
  /** The group's name as reporters know it. */
  readonly group: string;
  /** Where the relay is on this host: `""`, or a path such as `/group`. */
  readonly relay: string;
  /** Version of the page: the day it was built. */
  readonly version: string;
  /** Languages in order; the first is `index.html`. */
  readonly languages: readonly string[];
}

const here = new URL(".", import.meta.url);
const SLOT = /\{([a-z]+)\}/g;

/** The words of a language. A group may bring a catalogue of its own in the same form. */
export function readCatalogue(language: string): Catalogue {
  return JSON.parse(readFileSync(new URL(`catalogue/${language}.json`, here), "utf8")) as Catalogue;
}

/** The file a language's page has. */
export function fileOf(language: string, facts: PageFacts): string {
  return language === facts.languages[0] ? "index.html" : `${language}.html`;
}

/** The page of `language`. Throws where the template asks for what the catalogue does not have. */
export function pageHtml(language: string, catalogues: ReadonlyMap<string, Catalogue>, facts: PageFacts): string {
  const catalogue = catalogues.get(language)!;
  const template = readFileSync(new URL("page.html", here), "utf8");
  const parts: { readonly [name: string]: string } = {
    "page.language": escaped(language),
    "page.direction": escaped(textAt(catalogue, "direction")),
    "page.letterBytes": escaped(textAt(catalogue, "letterBytes")),
    "page.relay": escaped(facts.relay),
    "page.version": escaped(facts.version),
    "page.policy": escaped(pagePolicy()),
    "page.group": escaped(facts.group),
    "page.links": linksTo(language, catalogues, facts),
    "page.messages": messages(catalogue, facts),
  };
  return template.replace(/\{\{([A-Za-z.]+)\}\}/g, (_, path: string) => parts[path] ?? words(valueAt(catalogue, path), facts));
}

function linksTo(language: string, catalogues: ReadonlyMap<string, Catalogue>, facts: PageFacts): string {
  if (facts.languages.length === 1) return "";
  const links = facts.languages.map((each) => {
    const name = escaped(textAt(catalogues.get(each)!, "name"));
    const current = each === language ? ' aria-current="page"' : "";
    return `<a href="${fileOf(each, facts)}" lang="${each}" hreflang="${each}"${current}>${name}</a>`;
  });
  return `<nav aria-label="${escaped(textAt(catalogues.get(language)!, "languages"))}">${links.join(" ")}</nav>`;
}

/** Every message the script may show, one element each. */
function messages(catalogue: Catalogue, facts: PageFacts): string {
  return ["work", "notes", "trouble"]
    .flatMap((kind) =>
      Object.entries(valueAt(catalogue, kind) as { readonly [key: string]: readonly string[] }).map(
        ([key, sentences]) => `<div id="say-${key}" class="${kind}">${sentences.map((each) => `<p>${words(each, facts)}</p>`).join("")}</div>`,
      ),
    )
    .join("\n");
}

/** Text as HTML: `{group}` is the group's name, any other slot is filled by the script. A list becomes list items. */
function words(value: unknown, facts: PageFacts): string {
  if (Array.isArray(value)) return value.map((each) => `<li>${words(each, facts)}</li>`).join("\n");
  if (typeof value !== "string") throw new Error("the catalogue has no such words");
  return escaped(value).replace(SLOT, (_, name: string) =>
    name === "group" ? `<bdi>${escaped(facts.group)}</bdi>` : `<bdi data-slot="${name}"></bdi>`,
  );
}

function textAt(catalogue: Catalogue, path: string): string {
  const value = valueAt(catalogue, path);
  if (typeof value !== "string") throw new Error(`the catalogue has no text at ${path}`);
  return value;
}

function valueAt(catalogue: Catalogue, path: string): unknown {
  let value: unknown = catalogue;
  for (const key of path.split(".")) value = (value as { readonly [key: string]: unknown } | undefined)?.[key];
  if (value === undefined) throw new Error(`the catalogue has nothing at ${path}`);
  return value;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
