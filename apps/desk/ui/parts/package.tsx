import type { ComponentChildren } from "preact";
import { t } from "../i18n.ts";
import { href } from "../router.ts";
import { Said, useView } from "./room.tsx";
import type { PackageView } from "../../api.ts";

/** What a package of a finding would tell outsiders, and what it would not. Only who has it before them may seal it: `children` are the ways on. */
export function PackageTells({ finding, children }: { readonly finding: string; readonly children: ComponentChildren }) {
  const { view, failed } = useView<PackageView>(`/api/packages/${finding}`);
  if (view === null || failed !== null) return <Said code={failed} />;
  return (
    <>
      <Told of={t("package.names")} lines={view.names} />
      <Told of={t("package.words")} lines={view.words} />
      <Told of={t("package.statements")} lines={view.statements} />
      <Texts of={t("package.texts")} texts={view.told} />
      <Texts of={t("package.closed")} texts={view.closed} />
      <p>{t("package.look")}</p>
      {children}
    </>
  );
}

function Told({ of, lines }: { readonly of: string; readonly lines: readonly string[] }) {
  return (
    <>
      <h3>{of}</h3>
      {lines.length === 0 ? (
        <p class="soft">{t("package.none")}</p>
      ) : (
        <ul>
          {lines.map((line, n) => (
            <li dir="auto" key={n}>
              {line}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Texts({ of, texts }: { readonly of: string; readonly texts: PackageView["told"] }) {
  if (texts.length === 0) return <Told of={of} lines={[]} />;
  return (
    <>
      <h3>{of}</h3>
      <ul>
        {texts.map(({ report, title }) => (
          <li key={report}>
            <a href={href("report", report)} dir="auto">
              {title === "" ? t("reading.report") : title}
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}
