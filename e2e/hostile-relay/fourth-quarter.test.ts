import { hostileRuns } from "../testing/hostile-runs.ts";

hostileRuns(3);
