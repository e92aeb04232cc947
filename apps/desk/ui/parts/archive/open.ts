import type { SubjectRef, TimelineRow } from "../../../api.ts";
import { goTo } from "../../router.ts";

/** Goes to the page of a subject that has one; of others, to who did what to whom around it. */
export function openSubject(of: SubjectRef): void {
  if (of.kind === "person" || of.kind === "group") goTo("people", of.id);
  else if (of.kind === "case") goTo("case", of.id);
  else if (of.kind === "document") goTo("report", of.id);
  else if (of.kind === "act" || of.kind === "event" || of.kind === "unit") goTo("graph", of.id);
}

/** Goes to what a line of the timeline is about. */
export function openRow(row: TimelineRow): void {
  if (row.subject !== null) openSubject(row.subject);
}
