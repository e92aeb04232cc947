/** A source of records in memory, with nothing but loops: what a store's index has to answer. */
import type { AuthoredRecord } from "../authored.ts";
import { sameRecordsTogether } from "../book.ts";
import type { RecordSource } from "../book-over.ts";
import { tiesOf } from "../ties.ts";

export function memorySource(all: readonly AuthoredRecord[]): RecordSource {
  const idsOf = (is: (one: AuthoredRecord) => boolean): string[] => all.filter(is).map(({ record }) => record.id);
  const caseOf = ({ record }: AuthoredRecord): unknown => (record.kind === "newer form" ? record.raw.case : record.case);
  return {
    byIds: (ids) => all.filter(({ record }) => ids.includes(record.id)),
    naming: (to, kind, way) =>
      idsOf(({ record }) => (kind === null || record.kind === kind) && tiesOf(record).some((tie) => tie.to === to && (way === null || tie.way === way))),
    howMany: (to, kind, way) =>
      sameRecordsTogether([...all]).filter(([first]) => first!.record.kind === kind && tiesOf(first!.record).some((tie) => tie.to === to && tie.way === way)).length,
    loose: (to) => idsOf(({ record }) => record.kind !== "newer form" && record.case === undefined && tiesOf(record).some((tie) => tie.to === to)),
    writtenIn: (caseId, kind) => idsOf((one) => caseOf(one) === caseId && (kind === null || one.record.kind === kind)),
    over: (ids) =>
      all.flatMap(({ record }) => {
        if (record.kind === "newer form") return [];
        const over = [...(record.supersedes ?? []), ...(record.kind === "withdraw" ? [record.target] : [])];
        return over.filter((id) => ids.includes(id)).map((id) => ({ by: record.id, over: id }));
      }),
  };
}
