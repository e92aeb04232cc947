export { StoreError, type StoreErrorCode } from "./errors.ts";
export { openStore, type EpochKey, type Source, type Store, type StoredAct, type StoreOptions } from "./store.ts";
export type { Arrived, Tip } from "./entries.ts";
export type { LogPlace } from "./logs.ts";
export type { Projector } from "./projection.ts";
export type { ProjectedRecord, ProjectorTables, RecordIndex, SqlValue, TablesDoor } from "./tables.ts";
export type { RecordQuery, StoredRecord } from "./queries.ts";
export type { Match, SearchHit, SearchOptions } from "./search.ts";
