/** An import that is being prepared. It stays in the memory of this page, so that another room loses nothing, and goes when the desk locks. */
import { ask } from "../../client.ts";
import { signal } from "../../signal.ts";
import { fittingMapping, freeTitle } from "./fitting.ts";
import type { ImportChoices, ImportLook, ImportRequest, ImportsView } from "../../../api-import.ts";

export interface ImportDraft {
  readonly file: string;
  readonly look: ImportLook;
  readonly choices: ImportChoices;
  /** A kept mapping in place of the choices. */
  readonly kept: string | null;
  readonly case: string | null;
  readonly saidBy: string | null;
  readonly withdrawMissing: boolean;
}

export const draft = signal<ImportDraft | null>(null);

const PIECE_BYTES = 1_048_576;

/** Sends a file to the desk in pieces; `told` hears how much of it is there. Gives its name at the desk. */
export async function send(file: File, told: (part: number) => void, stop: AbortSignal): Promise<string> {
  const { file: name } = await ask<{ file: string }>("/api/import/files", {});
  for (let place = 0; place * PIECE_BYTES < file.size; place++) {
    if (stop.aborted) {
      await ask("/api/import/files/forget", { file: name });
      throw stop.reason;
    }
    const piece = await file.slice(place * PIECE_BYTES, (place + 1) * PIECE_BYTES).arrayBuffer();
    await ask("/api/import/files/piece", { file: name, place, bytes: base64(new Uint8Array(piece)) });
    told(Math.min(1, ((place + 1) * PIECE_BYTES) / file.size));
  }
  return name;
}

/** In parts that a call takes as arguments; their lengths are multiples of 3, so that they join. */
function base64(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 24_576) text += btoa(String.fromCharCode(...bytes.subarray(i, i + 24_576)));
  return text;
}

/** A draft for a file that has come: with the mapping a list of these columns had, else from what it looks to be. */
export function draftOf(file: string, look: ImportLook, before: ImportDraft | null, view: ImportsView, title: string): ImportDraft {
  const fresh = freshDraft(file, look, before, view, title);
  const fitting = before === null ? fittingMapping(look.columns.map(({ column }) => column), view) : null;
  if (fitting === null) return fresh;
  return { ...fresh, choices: chosenBefore(fresh, fitting.choices), case: fitting.case, saidBy: fitting.saidBy };
}

/** The choices of a mapping that was made here, for the columns this file has. */
export function chosenBefore({ look, choices: { columns } }: ImportDraft, kept: ImportChoices): ImportChoices {
  const byColumn = new Map(kept.columns.map((choice) => [choice.column, choice]));
  return { ...kept, csv: look.csv, columns: columns.map((choice) => byColumn.get(choice.column) ?? choice) };
}

/** A draft for a list nobody brought in before. */
export function freshDraft(file: string, look: ImportLook, before: ImportDraft | null, view: ImportsView, fileTitle: string): ImportDraft {
  const known = new Map((before?.choices.columns ?? []).map((choice) => [choice.column, choice]));
  const title = before?.choices.title ?? freeTitle(fileTitle, view);
  return {
    file,
    look,
    choices: {
      id: before?.choices.id ?? idFor(view),
      title,
      sourceAlias: before?.choices.sourceAlias ?? title,
      sourceKind: before?.choices.sourceKind ?? "document",
      missing: look.missing,
      csv: look.csv,
      radiusM: before?.choices.radiusM ?? 5_000,
      columns: look.guess.map((guess) => known.get(guess.column) ?? guess),
    },
    kept: before?.kept ?? null,
    case: before?.case ?? null,
    saidBy: before?.saidBy ?? null,
    withdrawMissing: false,
  };
}

export function requestOf({ file, choices, kept, case: caseId, saidBy, withdrawMissing }: ImportDraft): ImportRequest {
  return { file, mapping: kept === null ? { choices } : { id: kept }, case: caseId, saidBy, withdrawMissing };
}

/** The first name no kept mapping has. It names no person and no file: ids of records are made from it, for good. */
function idFor({ mappings }: ImportsView): string {
  const taken = new Set(mappings.map(({ id }) => id));
  for (let n = 1; ; n++) if (!taken.has(`list-${n}`)) return `list-${n}`;
}
