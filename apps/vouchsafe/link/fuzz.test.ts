import { test } from "node:test";
import { utf8 } from "#bytes";
import { fuzz } from "../../../scripts/fuzz.ts";
import { Plain } from "../plain.ts";
import { readCsv } from "./csv.ts";

test("a table of records to be linked", (t) =>
  fuzz(t, {
    name: "records to link",
    valid: [utf8('id,name\n1,"Dolin, ""M"""\n2,Ана\n'), utf8("a,b,verdict\nx:1,y:2,same\n")],
    from: (bytes) => Buffer.from(bytes).toString("utf8"),
    isOurs: (error) => error instanceof Plain,
    parse: (text) => readCsv(text, "a.csv"),
  }));
