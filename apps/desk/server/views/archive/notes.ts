/** The note on a subject, with its versions where it was written apart (api-archive.ts). */
import { noteOf, typeOf, type Shown, type Statement } from "#casework";
import { dayOf, subjectRef, type ViewContext } from "../context.ts";
import { citationsOf } from "../statements.ts";
import type { NoteVersion, NoteView } from "../../../api-archive.ts";

const MOST_EARLIER = 50;

export function noteView({ book, nameOf }: ViewContext, subject: string): NoteView | null {
  if (typeOf(book, subject) === null) return null;
  const { versions, earlier, base, suggestion } = noteOf(book, subject);
  const version = (shown: Shown<Statement>): NoteVersion => ({
    statement: shown.record.id,
    text: shown.record.value!.text!,
    by: nameOf(shown.person),
    day: dayOf(shown.clock),
    citations: citationsOf(book, shown.record.citations),
  });
  return { subject: subjectRef(book, subject), versions: versions.map(version), base: base?.record.value?.text ?? null, suggestion, earlier: earlier.slice(0, MOST_EARLIER).map(version) };
}
