/** Writes the vectors of docs/formats/roster.md. All but the lockboxes are the same on every run; once released they do not change. */
import { writeVectors } from "../vector-files.ts";
import { rosterVectors } from "./cases.ts";

writeVectors("roster", await rosterVectors());
