/**
 * Relatos of SIVeL (relatos-097 to -099 of its document type). Each `relato` is a row, and so is each part of it that has parts of its own: `persona`, `grupo`,
 * `victima`, `acto` … with `id_relato` of the case it stands in. An `observaciones` with a `tipo` is the column `observaciones:TIPO`.
 */
import { ExchangeError } from "../errors.ts";
import type { Chunks, TableSet } from "../table-set.ts";
import { Cells, gathered, LeftOut, type LooseRow } from "./gathered.ts";
import { elementsOf, type XmlElement } from "./xml.ts";
import { xmlText } from "./xml-text.ts";

const ROOT = "relatos";
const CASE = "relato";
const CASE_ID = "id_relato";
/** What the format calls the number of each kind of part. */
const IDS: Readonly<Record<string, string>> = { persona: "id_persona", grupo: "id_grupo" };
/** Parts that may hold observations alone: they are parts also where they are empty. */
const PARTS = new Set(["persona", "grupo", "victima", "presunto_responsable_individual", "ubicacion_secundaria", "acto", "fuente", "acciones_juridicas", "anexo", "combatiente"]);
const MOST_PARTS_DEEP = 4;

/** Throws `ExchangeError`. */
export function readSivel(chunks: Chunks): TableSet {
  const leftOut = new LeftOut();
  return gathered(
    function* (): Generator<LooseRow> {
      leftOut.clear();
      for (const element of elementsOf(xmlText(chunks), requireRelatos)) {
        if (element.name === CASE) yield* rowsOfCase(element, leftOut);
        else leftOut.add(element.name);
      }
    },
    () => leftOut.counts,
  );
}

function requireRelatos(name: string): void {
  if (name !== ROOT) throw new ExchangeError("not-this-format");
}

function* rowsOfCase(relato: XmlElement, leftOut: LeftOut): Generator<LooseRow> {
  const caseId = relato.children.find(({ name }) => name === CASE_ID)?.text.trim() ?? "";
  if (caseId === "") throw new ExchangeError("not-this-format", relato.line);
  yield* rowOf(relato, CASE, caseId, caseId, 0, leftOut);
}

/** The row of a part, and then those of the parts in it. */
function* rowOf(part: XmlElement, table: string, caseId: string, id: string, depth: number, leftOut: LeftOut): Generator<LooseRow> {
  if (depth > MOST_PARTS_DEEP) throw new ExchangeError("too-deep", part.line);
  const cells = new Cells();
  if (table !== CASE) cells.put(CASE_ID, caseId);
  const inner: XmlElement[] = [];
  for (const child of part.children) {
    if (child.children.length > 0 || PARTS.has(child.name)) inner.push(child);
    else cells.put(nameOf(child), child.text);
  }
  if (part.text.trim() !== "") leftOut.add(`text in ${table}`);
  yield { table, id, cells: cells.map };
  const numbers = new Map<string, number>();
  for (const child of inner) {
    const n = (numbers.get(child.name) ?? 0) + 1;
    numbers.set(child.name, n);
    const own = IDS[child.name] === undefined ? undefined : child.children.find(({ name }) => name === IDS[child.name])?.text.trim();
    yield* rowOf(child, child.name, caseId, `${id}/${own === undefined || own === "" ? n : own}`, depth + 1, leftOut);
  }
}

function nameOf({ name, attributes }: XmlElement): string {
  const kind = attributes["tipo"];
  return kind === undefined ? name : `${name}:${kind}`;
}
