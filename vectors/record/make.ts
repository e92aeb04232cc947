/** Writes the vectors of docs/formats/record.md. They are the same on every run; once released they do not change. */
import { writeVectors } from "../vector-files.ts";
import { recordVectors } from "./cases.ts";

writeVectors("record", recordVectors());
