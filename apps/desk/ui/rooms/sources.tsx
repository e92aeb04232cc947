import { useState } from "preact/hooks";
import { post } from "../client.ts";
import { t, term } from "../i18n.ts";
import { Mark, Nothing, RoomHead, Said, useView } from "../parts/room.tsx";
import { attempt } from "../parts/undo.tsx";
import type { SourcesView } from "../../api.ts";

type Source = SourcesView["sources"][number];
const BASES = ["lived it", "saw it", "heard it", "was told officially", "inferred", "is the document"] as const;
const RELIABILITIES = ["1", "2", "3", "4", "5", "6"] as const;

/** Who says what, by alias. A source that repeats another adds no root of its own. */
export function SourcesRoom() {
  const { view, failed } = useView<SourcesView>("/api/sources");
  const [open, setOpen] = useState<string | null>(null);
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

function Assess({ source, others, close }: { readonly source: Source; readonly others: readonly Source[]; readonly close: () => void }) {
  const [basis, setBasis] = useState(source.basis ?? "heard it");
  const [reliability, setReliability] = useState(String(source.reliability ?? 6));
  const [derivesFrom, setDerivesFrom] = useState<readonly string[]>(source.derivesFrom.map((s) => s.id));
  const keep = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (
      (await attempt("sources.assessed", () => post<object>("/api/sources/assess", { source: source.id, basis, reliability, derivesFrom }))) !== null
    )
      close();
  };
  return (
    <form onSubmit={(event) => void keep(event)} class="assess">
      <label>
        <span>{t("sources.basis")}</span>
        <select value={basis} onChange={(e) => setBasis(e.currentTarget.value)}>
          {BASES.map((b) => (
            <option value={b} key={b}>
              {term("list.basis", b)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{t("sources.reliability")}</span>
        <select value={reliability} onChange={(e) => setReliability(e.currentTarget.value)}>
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
                onChange={(e) => setDerivesFrom(e.currentTarget.checked ? [...derivesFrom, o.id] : derivesFrom.filter((id) => id !== o.id))}
              />
              <span dir="auto">{o.alias}</span>
            </label>
          ))}
      </fieldset>
      <button class="do">{t("keep")}</button>
    </form>
  );
}
