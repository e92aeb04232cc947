/** Every write path, as a scenario to be killed in. */
import { SCENARIOS, type Scenario } from "../faults/scenarios.ts";
import { DESK_PATHS } from "./desk-paths.ts";
import { RELAY_PATHS, type WithRelay } from "./relay-paths.ts";

export const WRITE_PATHS: readonly (Scenario | WithRelay)[] = [...SCENARIOS, ...DESK_PATHS, ...RELAY_PATHS];
