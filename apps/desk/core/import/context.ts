/**
 * How ids of what is brought in are made: from a secret every desk of the group has, so that two desks that bring in one file make one record of each
 * thing, and nobody outside can tell from an id which row of a known file it is (docs/decisions/0023).
 */
import { canonical, type Json } from "#bytes";
import type { Made, Mapping, PlanContext } from "#exchange";
import { hashOf, hkdf } from "#prim";
import { epochsOf } from "../epoch-keys.ts";
import { DeskError } from "../errors.ts";
import type { OpenDesk } from "../open-desk.ts";

export interface ImportPlace {
  /** 32 hexadecimal characters: the mapping in this case, on every desk of the group. */
  readonly importId: string;
  readonly context: PlanContext;
  /** What has to be there before the first row: the case, where the import has one of its own. */
  readonly prelude: readonly Made[];
}

/** @param caseId `null`: a case of the import's own, named by the mapping. Throws `DeskError("cannot-write")` where the group's oldest key is not here. */
export function importPlace(desk: OpenDesk, mapping: Mapping, caseId: string | null, saidBy: string | null = null): ImportPlace {
  const secret = importSecret(desk);
  const idOf = (parts: Json): string => hashOf("import-id", secret, canonical(parts)).slice(0, 32);
  const own = idOf(["case", mapping.id]);
  const inCase = caseId ?? own;
  const prelude: Made[] =
    caseId !== null
      ? []
      : [
          { id: own, kind: "subject", type: "case" },
          {
            case: own,
            id: idOf(["case title", mapping.id, mapping.title]),
            kind: "statement",
            property: "title",
            stance: "asserts",
            subject: own,
            value: { text: mapping.title },
          },
        ];
  const context = { caseId: inCase, idOf, ...(saidBy === null ? {} : { saidBy }) };
  return { importId: idOf(["import", mapping.id, inCase]), context, prelude };
}

/** From the key of the first epoch of the work compartment: everybody who reads the record has it, also who came later. */
function importSecret(desk: OpenDesk): Uint8Array {
  const [first] = epochsOf(desk.line, "work");
  const epoch = first === undefined ? undefined : desk.epochKeys.get(first);
  if (epoch === undefined) throw new DeskError("cannot-write");
  return hkdf(epoch.key.reveal(), new Uint8Array(0), "vouchsafe/1/import-ids", 32);
}
