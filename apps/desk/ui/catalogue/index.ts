/** The words of the screens, by language. One file for each part of the desk; a key stands in one of them only. */
import arArchive from "./ar/archive.json" with { type: "json" };
import arCutShort from "./ar/cutshort.json" with { type: "json" };
import arDesk from "./ar/desk.json" with { type: "json" };
import arEstimateDesk from "./ar/estimatedesk.json" with { type: "json" };
import arEstimates from "./ar/estimates.json" with { type: "json" };
import arExports from "./ar/exports.json" with { type: "json" };
import arImport from "./ar/import.json" with { type: "json" };
import arImported from "./ar/imported.json" with { type: "json" };
import arJoining from "./ar/joining.json" with { type: "json" };
import arLinks from "./ar/links.json" with { type: "json" };
import arSearch from "./ar/search.json" with { type: "json" };
import enArchive from "./en/archive.json" with { type: "json" };
import enCutShort from "./en/cutshort.json" with { type: "json" };
import enDesk from "./en/desk.json" with { type: "json" };
import enEstimateDesk from "./en/estimatedesk.json" with { type: "json" };
import enEstimates from "./en/estimates.json" with { type: "json" };
import enExports from "./en/exports.json" with { type: "json" };
import enImport from "./en/import.json" with { type: "json" };
import enImported from "./en/imported.json" with { type: "json" };
import enJoining from "./en/joining.json" with { type: "json" };
import enLinks from "./en/links.json" with { type: "json" };
import enSearch from "./en/search.json" with { type: "json" };
import ruArchive from "./ru/archive.json" with { type: "json" };
import ruCutShort from "./ru/cutshort.json" with { type: "json" };
import ruDesk from "./ru/desk.json" with { type: "json" };
import ruEstimateDesk from "./ru/estimatedesk.json" with { type: "json" };
import ruEstimates from "./ru/estimates.json" with { type: "json" };
import ruExports from "./ru/exports.json" with { type: "json" };
import ruImport from "./ru/import.json" with { type: "json" };
import ruImported from "./ru/imported.json" with { type: "json" };
import ruJoining from "./ru/joining.json" with { type: "json" };
import ruLinks from "./ru/links.json" with { type: "json" };
import ruSearch from "./ru/search.json" with { type: "json" };

export type Catalogue = Readonly<Record<string, string>>;

/** The files of each language, in one order. */
export const CATALOGUE_FILES = {
  ar: [arDesk, arArchive, arCutShort, arEstimateDesk, arEstimates, arExports, arImport, arImported, arJoining, arLinks, arSearch],
  en: [enDesk, enArchive, enCutShort, enEstimateDesk, enEstimates, enExports, enImport, enImported, enJoining, enLinks, enSearch],
  ru: [ruDesk, ruArchive, ruCutShort, ruEstimateDesk, ruEstimates, ruExports, ruImport, ruImported, ruJoining, ruLinks, ruSearch],
} as const satisfies Readonly<Record<string, readonly Catalogue[]>>;

export type Lang = keyof typeof CATALOGUE_FILES;

export const CATALOGUES: Readonly<Record<Lang, Catalogue>> = {
  ar: Object.assign({}, ...CATALOGUE_FILES.ar) as Catalogue,
  en: Object.assign({}, ...CATALOGUE_FILES.en) as Catalogue,
  ru: Object.assign({}, ...CATALOGUE_FILES.ru) as Catalogue,
};
