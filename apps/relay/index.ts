export { createRelay, type Relay, type RelayOptions } from "./relay.ts";
export { runRelay } from "./run.ts";
export { DEFAULT_SETTINGS, parseSettings, type RelaySettings } from "./settings.ts";
export { serve, type HttpLimits, type Serving } from "./serve.ts";
export { DEFAULT_PAGE_HEADERS, readPage, type Page } from "./page.ts";
export { dayOf, StoreError, type Day, type Hashed, type RelayStore, type StoreErrorCode } from "./store.ts";
export { openSqliteStore, type SqliteStoreOptions } from "./store-sqlite.ts";
export { memoryStore, type MemoryStoreOptions } from "./store-memory.ts";
export { ATTACKS, hostileFetch, type Attack, type HostileFetch, type HostileOptions } from "./hostile.ts";
