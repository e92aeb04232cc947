import { useState } from "preact/hooks";
import { day, t } from "../../i18n.ts";
import { hasDraft, useDraft } from "../drafts.ts";
import { FromBefore } from "../from-before.tsx";
import { Said, useView } from "../room.tsx";
import { useWrite } from "../undo.tsx";
import { sideBySide, together, type Run } from "./merge.ts";
import type { NoteVersion, NoteView } from "../../../api-archive.ts";

const LONGEST = 4000;

/** The note on a case, person, event or act. Where two wrote at once both versions stand side by side until somebody has made one of them. */
export function Note({ subject }: { readonly subject: string }) {
  const { view, failed } = useView<NoteView>(`/api/archive/notes/${subject}`);
  const key = `note/${subject}`;
  const [writing, setWriting] = useState(hasDraft(key));
  if (view === null) return <Said code={failed} />;
  const { versions } = view;
  const [only] = versions;
  // What somebody is writing stays in their hands when another version comes: it is kept first, beside it, and then both are put together.
  const merges = versions.length > 1 && !hasDraft(key);
  const known = versions.map((v) => v.statement).join();
  return (
    <section class="note" aria-labelledby="note-title">
      <h2 id="note-title">{t("note.title")}</h2>
      <Said code={failed} />
      {versions.length > 1 && <p class="waits">{t("note.several", { n: versions.length })}</p>}
      {versions.length === 2 && view.suggestion !== null ? (
        <div class="versions">
          {([0, 1] as const).map((n) => (
            <Version of={versions[n]!} runs={sideBySide(view.suggestion!)[n === 0 ? "one" : "other"]} key={versions[n]!.statement} />
          ))}
        </div>
      ) : (
        versions.map((v) => <Version of={v} runs={[{ text: v.text, own: false }]} key={v.statement} />)
      )}
      {versions.length === 0 && !writing && <p class="soft">{t("note.none")}</p>}
      {writing || merges ? (
        <WriteNote
          key={merges ? known : ""}
          view={view}
          draftKey={merges ? `merge/${subject}/${known}` : key}
          merges={merges}
          first={merges ? mergeOf(view) : (only?.text ?? "")}
          close={() => setWriting(false)}
        />
      ) : (
        <button type="button" class="opens-note" onClick={() => setWriting(true)}>
          {versions.length === 0 ? t("note.write") : t("note.change")}
        </button>
      )}
      {view.earlier.length > 0 && (
        <details>
          <summary>{t("note.earlier", { n: view.earlier.length })}</summary>
          {view.earlier.map((v) => (
            <Version of={v} runs={[{ text: v.text, own: false }]} key={v.statement} />
          ))}
        </details>
      )}
    </section>
  );
}

function mergeOf(view: NoteView): string {
  return view.suggestion === null ? view.versions.map((v) => v.text).join("\n\n") : together(view.suggestion);
}

function Version({ of, runs }: { readonly of: NoteVersion; readonly runs: readonly Run[] }) {
  return (
    <article class="version">
      <p class="soft">
        <bdi>{of.by}</bdi> · {day(of.day)}
      </p>
      <div class="note-text" dir="auto">
        {runs.map((run, n) =>
          run.own ? (
            <ins key={n}>
              <span class="aloud">{t("note.own")} </span>
              {run.text}
            </ins>
          ) : (
            <span key={n}>{run.text}</span>
          ),
        )}
      </div>
    </article>
  );
}

function WriteNote({
  view,
  draftKey,
  merges,
  first,
  close,
}: {
  readonly view: NoteView;
  readonly draftKey: string;
  readonly merges: boolean;
  readonly first: string;
  readonly close: () => void;
}) {
  const draft = useDraft(draftKey, () => ({ text: first, over: view.versions.map((v) => v.statement) }));
  const { busy, write } = useWrite();
  const keep = async (event: Event): Promise<void> => {
    event.preventDefault();
    const { text, over } = draft.now();
    if ((await write("note.kept", "/api/archive/notes", { subject: view.subject.id, text, over })) === null) return;
    draft.drop();
    close();
  };
  return (
    <form class="write-note" autocomplete="off" onSubmit={(event) => void keep(event)}>
      <FromBefore draft={draft} />
      <label>
        <span>{merges ? t("note.merge") : t("note.title")}</span>
        <textarea
          required
          rows={8}
          dir="auto"
          maxLength={LONGEST}
          value={draft.value.text}
          onInput={(e) => draft.set({ ...draft.now(), text: e.currentTarget.value })}
        />
      </label>
      <div class="do-row">
        <button class="do" disabled={busy}>
          {merges ? t("note.keepMerged") : t("keep")}
        </button>
        {!merges && (
          <button
            type="button"
            onClick={() => {
              draft.drop();
              close();
            }}
          >
            {t("draft.drop")}
          </button>
        )}
      </div>
    </form>
  );
}
