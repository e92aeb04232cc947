import { useEffect, useState } from "preact/hooks";
import { ask } from "../client.ts";
import { number, t, term } from "../i18n.ts";
import type { ExportLook, ExportPiece } from "../../api-exports.ts";

const NOTICED_MS = 400;

/** What the file tells, what it does not, and all of it to be read. */
export function FileTells({ look, isTable, more }: { readonly look: ExportLook; readonly isTable: boolean; readonly more: ((from: number) => Promise<ExportPiece>) | null }) {
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
      {look.members.length > 0 && (
        <p class="waits">
          {t("export.members")} <bdi>{look.members.join(" · ")}</bdi>
        </p>
      )}
      <Counts of={t("export.leftOut")} prefix="export.left" counts={look.leftOut} />
      <Counts of={t("export.withheld")} prefix="export.without" counts={look.withheld} />
      <p class="field-name">{t("export.file")}</p>
      {/* The keyboard can go into it: it is wider and longer than its frame. */}
      {isTable ? (
        <div class="export-file" dir="ltr" tabIndex={0} role="region" aria-label={t("export.file")}>
          <Table rows={rowsIn(read.text)} />
        </div>
      ) : (
        <pre class="export-file" dir="ltr" tabIndex={0} role="region" aria-label={t("export.file")}>
          {read.text}
        </pre>
      )}
      {read.next === null ? (
        <p class="soft">{t("export.end")}</p>
      ) : (
        more !== null && <button onClick={() => void next()}>{t("export.more")}</button>
      )}
    </>
  );
}

/** As a spreadsheet shows it, without the columns that are empty from top to bottom. */
function Table({ rows }: { readonly rows: readonly (readonly string[])[] }) {
  const [head = [], ...body] = rows;
  const used = head.map((_, n) => n).filter((n) => body.some((row) => row[n] !== ""));
  return (
    <table>
      <thead>
        <tr>
          {used.map((n) => (
            <th scope="col" key={n}>
              {head[n]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {body.map((row, i) => (
          <tr key={i}>
            {used.map((n) => (
              <td dir="auto" data-column={head[n]} key={n}>
                {row[n]}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The whole rows of a table in which every cell stands in quotes; what was cut off at the end comes with the next piece. */
export function rowsIn(text: string): string[][] {
  const whole = text.replace(/^\ufeff/, "");
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /"((?:[^"]|"")*)"(,|\r\n)/gy;
  for (let found = cell.exec(whole); found !== null; found = cell.exec(whole)) {
    row.push(found[1]!.replaceAll('""', '"'));
    if (found[2] === ",") continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

function Counts({ of, prefix, counts }: { readonly of: string; readonly prefix: string; readonly counts: ExportLook["leftOut"] }) {
  return (
    <>
      <p class="field-name">{of}</p>
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

/** That something is under way, where it takes longer than one would notice. */
export function UnderWay() {
  const [isLong, setIsLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsLong(true), NOTICED_MS);
    return () => clearTimeout(timer);
  }, []);
  return <p role="status">{isLong && t("export.goingThrough")}</p>;
}

/** What asking so would give. */
export function lookAt(body: object): Promise<ExportLook> {
  return ask<ExportLook>("/api/exports/look", body);
}
