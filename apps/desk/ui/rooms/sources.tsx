import { useState } from "preact/hooks";
import { t, term } from "../i18n.ts";
import { draftsOf, useDraft } from "../parts/drafts.ts";
import { FromBefore } from "../parts/from-before.tsx";
import { Mark, Nothing, RoomHead, Said, useView } from "../parts/room.tsx";
import { useWrite } from "../parts/undo.tsx";
import type { SourcesView } from "../../api.ts";

type Source = SourcesView["sources"][number];
const BASES = ["lived it", "saw it", "heard it", "was told officially", "inferred", "is the document"] as const;
const RELIABILITIES = ["1", "2", "3", "4", "5", "6"] as const;

/** Who says what, by alias. A source that repeats another adds no root of its own. */
export function SourcesRoom() {
  const { view, failed } = useView<SourcesView>("/api/sources");
  const [open, setOpen] = useState<string | null>(() => draftsOf(assessKey(""))[0]?.slice(assessKey("").length) ?? null);
  return (
    <>
      <RoomHead title={t("room.sources")} />
      <Said code={failed} />
      {view?.sources.length === 0 && <Nothing of="sources" />}
      <ul class="rows sources">
        {view?.sources.map((source) => (
          <li key={source.id}>
            <div class="row">
              <b dir="auto">{source.alias}</b>
              <span class="soft">{source.kind === "" ? "" : term("list.sourceKind", source.kind)}</span>
              <span class="marks">
                {!source.assessed && <Mark tone="amber">{t("sources.unassessed")}</Mark>}
                {source.basis !== null && <Mark>{term("list.basis", source.basis)}</Mark>}
                {source.reliability !== null && <Mark>{term("reliability", String(source.reliability))}</Mark>}
                {source.derivesFrom.map((root) => (
                  <Mark key={root.id}>{t("sources.repeats", { alias: root.alias })}</Mark>
                ))}
              </span>
              <span class="soft">{t("statements", { n: source.statements })}</span>
              <button class="opens" onClick={() => setOpen(open === source.id ? null : source.id)} aria-expanded={open === source.id}>
                {t("sources.assess")}
              </button>
            </div>
            {open === source.id && <Assess source={source} others={view.sources} close={() => setOpen(null)} />}
          </li>
        ))}
      </ul>
    </>
  );
}

interface Assessment {
  readonly basis: string;
  readonly reliability: string;
  readonly derivesFrom: readonly string[];
}

function assessKey(source: string): string {
  return `assess/${source}`;
}

function Assess({ source, others, close }: { readonly source: Source; readonly others: readonly Source[]; readonly close: () => void }) {
  const draft = useDraft<Assessment>(assessKey(source.id), () => ({
    basis: source.basis ?? "heard it",
    reliability: String(source.reliability ?? 6),
    derivesFrom: source.derivesFrom.map((s) => s.id),
  }));
  const { busy, write } = useWrite();
  const { basis, reliability, derivesFrom } = draft.value;
  const set = (change: Partial<Assessment>): void => draft.set({ ...draft.now(), ...change });
  const keep = async (event: Event): Promise<void> => {
    event.preventDefault();
    if ((await write("sources.assessed", "/api/sources/assess", { source: source.id, ...draft.value })) === null) return;
    draft.drop();
    close();
  };
  return (
    <form onSubmit={(event) => void keep(event)} class="assess">
      <FromBefore draft={draft} />
      <label>
        <span>{t("sources.basis")}</span>
        <select value={basis} onChange={(e) => set({ basis: e.currentTarget.value })}>
          {BASES.map((b) => (
            <option value={b} key={b}>
              {term("list.basis", b)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{t("sources.reliability")}</span>
        <select value={reliability} onChange={(e) => set({ reliability: e.currentTarget.value })}>
          {RELIABILITIES.map((r) => (
            <option value={r} key={r}>
              {term("reliability", r)}
            </option>
          ))}
        </select>
      </label>
      <fieldset>
        <legend>{t("sources.derives")}</legend>
        {others
          .filter((o) => o.id !== source.id)
          .map((o) => (
            <label class="tick" key={o.id}>
              <input
                type="checkbox"
                checked={derivesFrom.includes(o.id)}
                onChange={(e) => set({ derivesFrom: e.currentTarget.checked ? [...derivesFrom, o.id] : derivesFrom.filter((id) => id !== o.id) })}
              />
              <span dir="auto">{o.alias}</span>
            </label>
          ))}
      </fieldset>
      <button class="do" disabled={busy}>
        {t("keep")}
      </button>
    </form>
  );
}
