/** Writes the vectors of docs/formats/sealing.md and keyfile.md. They are the same on every run; once released they do not change. */
import { writeVectors } from "../vector-files.ts";
import { sealing } from "./cases.ts";

writeVectors("sealing", await sealing());
