/** What the import screens and the desk's server say to each other. */
import type { ColumnChoice, ColumnLook, ColumnUse, CsvForm, ImportChoices, ImportReport, Mapping } from "#exchange";

export type { ColumnChoice, ColumnLook, ColumnUse, CsvForm, ImportChoices, ImportReport };

export type ImportWork = "look" | "compare" | "run" | "undo" | "redo";

/** What is wrong with a file or a mapping: a code of #exchange, and the row of the file. */
export interface ImportProblem {
  readonly code: string;
  readonly row: number | null;
  /** Columns the mapping names and the file lacks, where that is what is wrong. */
  readonly lacking: readonly string[];
}

export interface ImportsView {
  /** What is being done now. `rowsAll` is 0 where it is not known. */
  readonly running: { readonly work: ImportWork; readonly rows: number; readonly rowsAll: number; readonly records: number } | null;
  /** How the last one ended. */
  readonly last: {
    readonly work: ImportWork;
    readonly outcome: "done" | "stopped" | "failed";
    readonly problem: ImportProblem | null;
    readonly count: number;
  } | null;
  /** What the last comparison found. */
  readonly compared: { readonly report: ImportReport; readonly missing: number; readonly undone: boolean } | null;
  readonly imports: readonly {
    readonly id: string;
    /** `null` for an import of a colleague's desk, of which this one has the records and not the mapping. */
    readonly title: string | null;
    /** Id of the mapping it was made by; `null` where this desk has it not. */
    readonly mapping: string | null;
    /** The case it lies in; `null` where this desk cannot tell. */
    readonly case: string | null;
    /** What was chosen when it was brought in: the same file brought in otherwise is another import. `null` for a colleague's. */
    readonly asked: { readonly case: string | null; readonly saidBy: string | null } | null;
    readonly state: "unfinished" | "standing" | "undone" | "partly";
    readonly rows: number;
    readonly hasReport: boolean;
    /** Records that taking it back has left standing, since others have written under their ids too. */
    readonly held: number;
  }[];
  readonly mappings: readonly { readonly id: string; readonly title: string; readonly ships: boolean; readonly publishes: boolean; readonly choices: ImportChoices | null }[];
  readonly cases: readonly { readonly id: string; readonly title: string }[];
  readonly sources: readonly { readonly id: string; readonly alias: string }[];
  readonly lists: Readonly<Record<string, readonly string[]>>;
  readonly uses: readonly ColumnUse[];
  readonly dated: readonly ColumnUse[];
  readonly listed: Readonly<Partial<Record<ColumnUse, string>>>;
  readonly sourceKinds: readonly string[];
}

/** A file that has come, before anything is made of it. */
export interface ImportLook {
  readonly problem: ImportProblem | null;
  readonly sizeBytes: number;
  readonly csv: CsvForm;
  /** Nobody can be sure of an old encoding but who reads the words. */
  readonly encodingIsSure: boolean;
  readonly rows: number;
  readonly head: readonly { readonly n: number; readonly cells: readonly (string | null)[] }[];
  readonly columns: readonly ColumnLook[];
  readonly missing: readonly string[];
  readonly guess: readonly ColumnChoice[];
}

/** What is to be done with a file. */
export interface ImportRequest {
  readonly file: string;
  /** A mapping made on the screen, or the id of one that is kept or ships. */
  readonly mapping: { readonly choices: ImportChoices } | { readonly id: string };
  readonly case: string | null;
  readonly saidBy: string | null;
  readonly withdrawMissing: boolean;
}

export interface MappingFile {
  readonly mapping: Mapping;
}
