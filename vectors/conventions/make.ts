/** Writes the vectors of docs/formats/conventions.md. They are the same on every run; once released they do not change. */
import { writeVectors } from "../vector-files.ts";
import { conventions } from "./cases.ts";

writeVectors("conventions", conventions());
