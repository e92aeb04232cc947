import { t } from "../i18n.ts";
import { href } from "../router.ts";
import { labelOf } from "./statement.tsx";
import { howSure } from "./link-words.tsx";
import { LinkLooking } from "./link-looking.tsx";
import { useView } from "./room.tsx";
import type { LikelyView, LinksView } from "../../api-links.ts";
import type { SubjectRef } from "../../api.ts";

/** The way to profiles that may be one person, with how many wait. */
export function LinksWaiting() {
  const { view } = useView<LinksView>("/api/links?limit=1");
  if (view === null) return null;
  const waiting = view.counts.open + view.counts.second + view.counts.sure;
  // To the list that has something, not to an empty one beside it.
  const show = (["open", "second", "sure"] as const).find((name) => view.counts[name] > 0) ?? "open";
  return (
    <p>
      <a class="button" href={href("links", "0", show)}>
        {waiting === 0 ? t("links.review.none") : t("links.review", { n: waiting })}
      </a>
    </p>
  );
}

/** While a text is being read: persons in it who may be somebody the record knows. */
export function LikelySame({ persons }: { readonly persons: readonly SubjectRef[] }) {
  const ids = persons.slice(0, 200).map(({ id }) => id);
  const { view } = useView<LikelyView>(`/api/links/of?ids=${ids.join(",")}`);
  const likely = persons.filter(({ id }) => (view?.of[id] ?? []).length > 0);
  if (view === null || ids.length === 0) return null;
  if (likely.length === 0) return <LinkLooking seen={view.work} brief />;
  return (
    <section class="missing" aria-label={t("links.title")}>
      <h2>{t("links.title")}</h2>
      <LinkLooking seen={view.work} brief />
      <ul>
        {likely.map((person) => (
          <li key={person.id}>
            <b dir="auto">{labelOf(person)}</b> <span>{t("links.reading")}</span>{" "}
            {view.of[person.id]!.map((other) => (
              <a href={href("links", person.id + other.person.id)} key={other.person.id}>
                <bdi>{labelOf(other.person)}</bdi> <span class="soft">{howSure(other.probability)}</span>{" "}
              </a>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}
