/** What a desk remembers of imports for its own screens: mappings, runs that are not finished, reports. In its encrypted database, and on no other desk. */
import { ExchangeError, parseMapping, requireOwnId, shippedMappings, type ImportChoices, type ImportReport, type Mapping } from "#exchange";
import type { OpenDesk } from "../open-desk.ts";

export interface KeptMapping {
  readonly mapping: Mapping;
  /** How it was made on the screen; `null` for one that came as a file. */
  readonly choices: ImportChoices | null;
}

/** A run that was begun here. `file` is `null` once it is done. */
export interface KeptRun {
  readonly title: string;
  readonly mapping: Mapping;
  readonly caseId: string | null;
  readonly saidBy: string | null;
  readonly withdrawMissing: boolean;
  readonly file: string | null;
  readonly rows: number;
}

const REPORT_PIECE = 1_000_000;

/** Throws `ExchangeError("shipped-mapping")`. */
export function keepMapping(desk: OpenDesk, kept: KeptMapping): void {
  requireOwnId(kept.mapping);
  set(desk, `import/mapping/${kept.mapping.id}`, kept);
}

export function forgetMapping(desk: OpenDesk, id: string): void {
  desk.store.set(`import/mapping/${id}`, null);
}

/** Those kept here, and those that ship. One kept under the id of one that ships, by an older version of this program, does not stand in its place. */
export function mappings(desk: OpenDesk): readonly (KeptMapping & { readonly ships: boolean })[] {
  const shipped = shippedMappings();
  const kept = desk.store.names("import/mapping/").flatMap((name) => {
    const one = get<KeptMapping>(desk, name);
    // One from before a change of the format is not offered, and is not lost either.
    return one === null || !isMapping(one.mapping) || shipped.some(({ id }) => id === one.mapping.id) ? [] : [{ ...one, ships: false }];
  });
  return [...kept, ...shipped.map((mapping) => ({ mapping, choices: null, ships: true }))];
}

export function keepRun(desk: OpenDesk, importId: string, run: KeptRun): void {
  set(desk, `import/run/${importId}`, run);
}

export function runs(desk: OpenDesk): ReadonlyMap<string, KeptRun> {
  return new Map(
    desk.store.names("import/run/").flatMap((name) => {
      const run = get<KeptRun>(desk, name);
      return run === null || !isMapping(run.mapping) ? [] : [[name.slice("import/run/".length), run] as const];
    }),
  );
}

/** Of the newest run. */
export function keepReport(desk: OpenDesk, importId: string, report: ImportReport): void {
  const bytes = new TextEncoder().encode(JSON.stringify(report));
  desk.store.atomically(() => {
    for (const name of desk.store.names(`import/report/${importId}/`)) desk.store.set(name, null);
    for (let i = 0; i * REPORT_PIECE < bytes.length; i++) {
      desk.store.set(`import/report/${importId}/${String(i).padStart(3, "0")}`, bytes.subarray(i * REPORT_PIECE, (i + 1) * REPORT_PIECE));
    }
  });
}

/** As JSON text; `null` where this desk has none. */
export function keptReport(desk: OpenDesk, importId: string): string | null {
  const pieces = desk.store.names(`import/report/${importId}/`).map((name) => desk.store.get(name)!);
  return pieces.length === 0 ? null : new TextDecoder().decode(Buffer.concat(pieces));
}

export function hasReport(desk: OpenDesk, importId: string): boolean {
  return desk.store.names(`import/report/${importId}/`).length > 0;
}

function set(desk: OpenDesk, name: string, value: object): void {
  desk.store.set(name, new TextEncoder().encode(JSON.stringify(value)));
}

function get<T>(desk: OpenDesk, name: string): T | null {
  const bytes = desk.store.get(name);
  return bytes === null ? null : (JSON.parse(new TextDecoder().decode(bytes)) as T);
}

function isMapping(json: unknown): boolean {
  try {
    parseMapping(json);
    return true;
  } catch (error) {
    if (error instanceof ExchangeError) return false;
    throw error;
  }
}
