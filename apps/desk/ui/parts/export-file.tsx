import { useEffect, useState } from "preact/hooks";
import { ask } from "../client.ts";
import { number, t, term } from "../i18n.ts";
import type { ExportLook, ExportPiece } from "../../api-exports.ts";

/** What the file tells, what it does not, and all of it to be read. */
export function FileTells({ look, more }: { readonly look: ExportLook; readonly more: ((from: number) => Promise<ExportPiece>) | null }) {
  const [read, setRead] = useState<ExportPiece>(look);
  useEffect(() => setRead(look), [look]);
  const next = async (): Promise<void> => {
    if (read.next === null || more === null) return;
    const piece = await more(read.next).catch(() => null);
    if (piece !== null) setRead({ text: read.text + piece.text, next: piece.next });
  };
  return (
    <>
      <p>
        {t("export.records", { n: look.records })}. {look.disputed > 0 && <>{t("export.disputed", { n: look.disputed })}.</>}
      </p>
      {look.nameCount > 0 && (
        <p>
          <b>{t("export.names", { n: look.nameCount })}:</b> <bdi>{look.names.join(" · ")}</bdi>
          {look.nameCount > look.names.length && " …"}
        </p>
      )}
      <Counts of={t("export.leftOut")} prefix="export.left" counts={look.leftOut} />
      <Counts of={t("export.withheld")} prefix="export.without" counts={look.withheld} />
      <h4>{t("export.file")}</h4>
      {/* A screen reader and the keyboard can go into it: it is wider and longer than its frame. */}
      <pre class="export-file" dir="ltr" tabIndex={0} aria-label={t("export.file")}>
        {read.text}
      </pre>
      {read.next === null ? (
        <p class="soft">{t("export.end")}</p>
      ) : (
        more !== null && <button onClick={() => void next()}>{t("export.more")}</button>
      )}
    </>
  );
}

function Counts({ of, prefix, counts }: { readonly of: string; readonly prefix: string; readonly counts: ExportLook["leftOut"] }) {
  return (
    <>
      <h4>{of}</h4>
      {counts.length === 0 ? (
        <p class="soft">{t("export.nothing")}</p>
      ) : (
        <ul>
          {counts.map(({ code, count }) => (
            <li key={code}>
              <b>{number(count)}</b> {prefix === "export.left" ? term("export.left", code) : term("export.without", code)}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** What asking so would give. */
export function lookAt(body: object): Promise<ExportLook> {
  return ask<ExportLook>("/api/exports/look", body);
}
