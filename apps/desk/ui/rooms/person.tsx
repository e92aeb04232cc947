import { useState } from "preact/hooks";
import { day, t, term } from "../i18n.ts";
import { href } from "../router.ts";
import { ActsTable } from "../parts/acts-table.tsx";
import { Missing } from "../parts/missing.tsx";
import { Mark, Nothing, RoomHead, Said, useView } from "../parts/room.tsx";
import { Note } from "../parts/note/note.tsx";
import { labelOf, Parts, Statement, timeParts } from "../parts/statement.tsx";
import { WhoSaysWhat } from "../parts/value.tsx";
import type { LinkView, PersonPage, Profile, StatusSpan } from "../../api-archive.ts";
import type { StatementView } from "../../api.ts";

/** One person: who says what of them, what befell them, and why the group holds these profiles to be one. */
export function PersonScreen({ id }: { readonly id: string }) {
  const { view, failed } = useView<PersonPage>(`/api/archive/people/${id}`);
  const [asked, setAsked] = useState<StatementView | null>(null);
  if (view === null) {
    return (
      <>
        <RoomHead title={t("room.people")} />
        <Said code={failed} />
      </>
    );
  }
  return (
    <>
      <RoomHead title={view.label === "" ? term("people.unnamed", view.kind) : view.label}>
        <a class="button" href={href("graph", view.id)}>
          {t("room.graph")}
        </a>
        <a class="button" href={href("people")}>
          {t("person.all")}
        </a>
      </RoomHead>
      <Said code={failed} />
      {view.contested && <p class="waits">{t("person.contested")}</p>}
      {view.cases.length > 0 && (
        <p>
          <span class="soft">{t("room.cases")} </span>
          {view.cases.map((c, n) => (
            <span key={c.id}>
              {n > 0 && " · "}
              <a href={href("case", c.id, "people")} dir="auto">
                {c.title}
              </a>
            </span>
          ))}
        </p>
      )}
      <h2>{t("people.status")}</h2>
      <StatusLine of={view.status} />
      <h2>{t("person.acts")}</h2>
      <Acts of={view} />
      {view.involvements.length > 0 && (
        <>
          <h2>{t("person.part")}</h2>
          <ul class="plain-list">
            {view.involvements.map((i) => (
              <li key={i.act.id}>
                {i.degrees.map((d) => term("list.degree", d)).join(" / ")} <bdi>{labelOf(i.act)}</bdi>{" "}
                <span class="soft">
                  <Parts of={[...i.victims.map(labelOf), ...i.when.flatMap(timeParts)]} />
                </span>
              </li>
            ))}
          </ul>
          <More shown={view.involvements.length} total={view.involvementsTotal} />
        </>
      )}
      <h2>{t("person.profiles", { n: view.profiles.length })}</h2>
      {view.profiles.map((profile) => (
        <ProfileSection of={profile} alone={view.profiles.length === 1} ask={setAsked} key={profile.person.id} />
      ))}
      {view.links.length > 0 && (
        <>
          <h2>{t("person.links")}</h2>
          <ul class="rows decisions">
            {view.links.map((link) => (
              <Link of={link} key={link.id} />
            ))}
          </ul>
        </>
      )}
      <Note subject={view.id} />
      <Missing rows={view.missing} />
      {asked !== null && <WhoSaysWhat of={asked} close={() => setAsked(null)} />}
    </>
  );
}

/** How a person is, as far as somebody says; in order of time, and nobody assumed dead. */
function StatusLine({ of }: { readonly of: readonly StatusSpan[] }) {
  if (of.length === 0) return <p class="soft">{t("person.noStatus")}</p>;
  return (
    <ol class="status-line">
      {of.map((s) => (
        <li key={s.statement} class={s.disputed ? "disputed" : ""}>
          <b>{term("list.status", s.term)}</b>{" "}
          <span class="soft">
            <Parts of={[...(s.during === null ? [] : timeParts(s.during)), s.saidBy === "" ? t("statement.noSource") : s.saidBy]} />
          </span>{" "}
          {s.disputed && <Mark tone="amber">{t("statement.disputed")}</Mark>}
        </li>
      ))}
    </ol>
  );
}

function Acts({ of }: { readonly of: PersonPage }) {
  if (of.acts.length === 0) return <Nothing of="case.people" />;
  return (
    <>
      <ActsTable rows={of.acts} />
      <More shown={of.acts.length} total={of.actsTotal} />
    </>
  );
}

function ProfileSection({ of, alone, ask }: { readonly of: Profile; readonly alone: boolean; readonly ask: (s: StatementView) => void }) {
  // Headings go down by one: alone, a profile has none of its own.
  const Heading = alone ? "h3" : "h4";
  return (
    <section class="profile">
      {!alone && (
        <h3>
          <bdi>{labelOf(of.person)}</bdi>
        </h3>
      )}
      <div class="by-source">
        {of.bySource.map(({ source, statements, total }) => (
          <div key={source?.id ?? ""}>
            <Heading>
              <bdi>{source === null ? t("person.group") : source.alias}</bdi>
              {source !== null && !source.assessed && <span class="soft"> · {t("sources.unassessed")}</span>}
            </Heading>
            {statements.map((s) => (
              <Statement statement={s} ask={ask} compact key={s.id} />
            ))}
            <More shown={statements.length} total={total} />
          </div>
        ))}
      </div>
    </section>
  );
}

function Link({ of }: { readonly of: LinkView }) {
  const [a, b] = of.persons;
  return (
    <li>
      <div class="row">
        <Mark tone={of.decision === "possibly" ? "amber" : "teal"}>{term("link", of.decision)}</Mark>
        <span>
          <bdi>{labelOf(a)}</bdi> · <bdi>{labelOf(b)}</bdi>
        </span>
        <span dir="auto">{of.reasoning}</span>
        <span class="soft">
          <bdi>{of.by}</bdi> · {day(of.day)}
        </span>
      </div>
    </li>
  );
}

/** Says that there is more than is shown. */
function More({ shown, total }: { readonly shown: number; readonly total: number }) {
  return total <= shown ? null : <p class="soft">{t("more.n", { n: total - shown })}</p>;
}
