/** What a row of a file becomes under a mapping, before anybody asks what is in the record already. */
import type { Json } from "#bytes";
import type { RecordOf } from "#casework";

/** A record a file makes. The same row, mapping and case make the same `record`, whoever runs it. */
export interface PlannedRecord {
  /**
   * Names the place in the file that says this: a subject that stands for one row, and which statement of it. A changed cell keeps it, and what it says
   * now takes the place of what it said. `null` where several rows, or several parts of a cell, may say something at once: then what is said is added.
   */
  readonly slot: string | null;
  /** Without `supersedes`; its id is that of the first time this slot says this. */
  readonly record: RecordOf<"subject"> | RecordOf<"statement"> | RecordOf<"report">;
}

export interface PlannedRow {
  readonly table: string;
  readonly n: number;
  /** The file's own id, or what stands for it. */
  readonly key: string;
  readonly records: readonly PlannedRecord[];
  /** The mapping makes more of the row than one row may be (`MAPPING_LIMITS.recordsOfRow`): nothing of it is brought in. */
  readonly isLeftOut?: true;
}

/** What planning needs from outside. */
export interface PlanContext {
  /** The case everything is written in. */
  readonly caseId: string;
  /** 32 hexadecimal characters from the group's secret and `parts`: the same on all its desks, not to be guessed by others. */
  readonly idOf: (parts: Json) => string;
  /** A source the group has already, in place of the one the mapping makes. */
  readonly saidBy?: string;
}
