import { t } from "../i18n.ts";

/** In a form that opens with what was left in it: says so, and offers an empty one. */
export function FromBefore({ draft }: { readonly draft: { readonly isFromBefore: boolean; readonly drop: () => void } }) {
  if (!draft.isFromBefore) return null;
  return (
    <p class="from-before" role="status">
      {t("draft.fromBefore")}{" "}
      <button type="button" class="plain" onClick={draft.drop}>
        {t("draft.anew")}
      </button>
    </p>
  );
}
