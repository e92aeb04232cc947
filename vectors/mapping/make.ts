/** Writes the vectors of docs/formats/mapping.md. They are the same on every run; once released they do not change. */
import { writeVectors } from "../vector-files.ts";
import { mappingVectors } from "./cases.ts";

writeVectors("mapping", mappingVectors());
