/** Who is named by a register that was brought in as a file: the persons of whom the import says something that still stands. */
import { isKind, typeOf, type Book } from "#casework";
import { entriesOf, recordsIn } from "./acts.ts";
import type { OpenDesk } from "../open-desk.ts";

/** Lets the desk answer between entries. @param caseId only what was brought into that case; `null`: everywhere */
export async function personsOnRegister(desk: OpenDesk, book: Book, importId: string, caseId: string | null): Promise<ReadonlySet<string>> {
  const saidOf = new Map<string, string[]>();
  for (const entryId of entriesOf(desk, "made", importId)) {
    for (const record of recordsIn(desk, entryId)) {
      if (record.kind !== "statement" || record.stance !== "asserts" || (caseId !== null && record.case !== caseId)) continue;
      const { ref } = record.value ?? {};
      for (const one of record.property === "victim" && ref !== undefined ? [ref] : [record.subject]) {
        const known = saidOf.get(one);
        if (known === undefined) saidOf.set(one, [record.id]);
        else known.push(record.id);
      }
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  const stands = (id: string): boolean => book.byId(id).some((shown) => isKind("statement")(shown) && shown.standing === "current");
  return new Set([...saidOf].flatMap(([person, statements]) => (typeOf(book, person) === "person" && statements.some(stands) ? [person] : [])));
}
