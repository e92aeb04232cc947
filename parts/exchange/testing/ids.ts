/** Ids for tests: as a desk makes them, from a secret that is none. */
import { canonical, type Json } from "#bytes";
import { hashOf, sha256 } from "#prim";
import type { PlanContext } from "../plan.ts";

const KEY = sha256(Uint8Array.of(7));

export const CASE_ID = "ca".repeat(16);
export const CONTEXT: PlanContext = { caseId: CASE_ID, idOf: (parts: Json) => hashOf("import-id", KEY, canonical(parts)).slice(0, 32) };
