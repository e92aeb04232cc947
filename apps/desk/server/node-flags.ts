/**
 * How Node is started for a desk's process. New objects get at most 16 MiB at a time: with the 32 that are usual, a desk that takes in a whole record on a busy
 * machine grew by a hundred megabytes that it never needed (docs/MEASURED.md), and took no less time.
 */
export const DESK_FLAGS: readonly string[] = ["--disable-warning=ExperimentalWarning", "--max-semi-space-size=16"];
