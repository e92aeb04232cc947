import { t } from "../i18n.ts";
import { Exports } from "../parts/exports.tsx";
import { LinksWaiting } from "../parts/links-waiting.tsx";
import { FindingCard } from "../parts/finding.tsx";
import { Nothing, RoomHead, Said, useView } from "../parts/room.tsx";
import type { FindingView } from "../../api.ts";

/** Findings that wait for a second person first, then those decided; and exports. */
export function ReviewRoom() {
  const { view, failed } = useView<{ findings: readonly FindingView[] }>("/api/review");
  const findings = view === null ? [] : [...view.findings].sort((a, b) => Number(a.decided) - Number(b.decided));
  return (
    <>
      <RoomHead title={t("room.review")} />
      <Said code={failed} />
      <LinksWaiting />
      {view !== null && findings.length === 0 && <Nothing of="review" />}
      {findings.map((f) => (
        <FindingCard finding={f} withCase key={f.id} />
      ))}
      <Exports />
    </>
  );
}
