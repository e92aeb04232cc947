/** What a row of a file becomes under a mapping, before anybody asks what is in the record already. */
import type { Json } from "#bytes";
import type { RecordOf } from "#casework";

/** A record a file makes. The same row, mapping and case make the same `record`, whoever runs it. */
export interface PlannedRecord {
  /** Names the place in the file that says this: mapping, table, row, and which of the row's statements. A changed cell keeps it. */
  readonly slot: string;
  /** Without `supersedes`; its id is that of the first time this slot says this. */
  readonly record: RecordOf<"subject"> | RecordOf<"statement"> | RecordOf<"report">;
}

export interface PlannedRow {
  readonly table: string;
  readonly n: number;
  /** The file's own id, or what stands for it. */
  readonly key: string;
  readonly records: readonly PlannedRecord[];
}

/** What planning needs from outside. */
export interface PlanContext {
  /** The case everything is written in. */
  readonly caseId: string;
  /** 32 hexadecimal characters from the group's secret and `parts`: the same on all its desks, not to be guessed by others. */
  readonly idOf: (parts: Json) => string;
}
