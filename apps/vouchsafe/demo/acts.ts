/**
 * The demonstration group: three persons at three desks, some twenty reports in three languages, three cases. Everything in it is invented.
 * The acts are in the order in which they were done; replayed through three desks they give the record a visitor finds.
 */
import type { RandomBytes } from "#casework";
import { bridgeStreet, bridgeStreetGoesOn, type BridgeStreet } from "./bridge-street.ts";
import { brickworks, type Brickworks } from "./brickworks.ts";
import { pharmacist } from "./pharmacist.ts";
import { Stage, type DemoAct } from "./stage.ts";

export type { DemoAct, DemoMember } from "./stage.ts";

/** @param clock milliseconds since 1970: what the group gives as today's date, for consents and reviews */
export function demoActs(random: RandomBytes, clock: () => number): readonly DemoAct[] {
  const stage = new Stage(random, clock());
  stage.reportsArrive("amina", "tomas");
  stage.does("ilya", "triage", [stage.pen()("triage", { report: stage.reportId("vans"), mark: "urgent" })], "inbox");
  const street = bridgeStreet(stage);
  const works = brickworks(stage);
  decideOnBridgeStreet(stage, street);
  bridgeStreetGoesOn(stage, street);
  theProsecutorAnswers(stage, street, works);
  pharmacist(stage);
  proposeOnBrickworks(stage, works);
  return stage.acts;
}

/** A step of the family in the one case, and in its answer a denial in the other. */
function theProsecutorAnswers(stage: Stage, { caseId }: BridgeStreet, works: Brickworks): void {
  const asked = "We ask you to open a case on the abduction of Radan Ostrevi on 8 September";
  const refused = "No grounds were found for opening a case.";
  const notInUse = "The premises named are not in use.";
  const office = "Prosecutor of the City of Orlava";
  const day = (given: string) => ({ kind: "exact" as const, first: given, last: given });
  stage.does("amina", "make-statement", [
    stage.pen(caseId)("step", {
      what: asked,
      by: "the family",
      toWhom: office,
      when: day("2026-09-21"),
      outcome: refused,
      citations: [...stage.quote("prosecutor", asked), ...stage.quote("prosecutor", refused)],
    }),
    stage.pen(works.caseId)("officialStatement", {
      words: notInUse,
      position: "denies the fact",
      office,
      said: day("2026-10-19"),
      lang: "en",
      targets: works.claims.map((on) => ({ on })),
      citations: stage.quote("prosecutor", notInUse),
    }),
  ]);
}

/** Proposed by one, agreed to by a second. What comes later asks for a review. */
function decideOnBridgeStreet(stage: Stage, { caseId, taking, claims, denials }: BridgeStreet): void {
  const pen = stage.pen(caseId);
  const answers = ["Two people who do not know each other saw him led away.", "A released man met him in custody four days later."];
  const finding = pen("finding", {
    proposition: "On 8 September 2026 men in uniform took Radan Ostrevi from his home, and officials have since denied that he was held.",
    standard: 2,
    claims: [taking],
    for: [...claims],
    alternatives: [{ text: "He went into hiding by himself.", answer: "Two eyewitnesses saw his hands tied." }],
    denialsAnswered: denials.map((denial, n) => ({ denial, answer: answers[n % answers.length]! })),
    review: stage.dayFromNow(90),
  });
  stage.does("amina", "propose-finding", [finding]);
  stage.does("tomas", "decide-finding", [
    pen("decision", {
      on: finding.id,
      outcome: "agrees",
      reasoning: "The sister and the window on the courtyard are roots of their own; the two newspapers are the sister again.",
    }),
  ]);
}

/** Waits for a second person. */
function proposeOnBrickworks(stage: Stage, { caseId, holding, claims, denial }: Brickworks): void {
  const finding = stage.pen(caseId)("finding", {
    proposition:
      "In September 2026 men were held in the former brickworks at Darovo, a place of custody that the Ministry of Order says does not exist.",
    standard: 2,
    claims: [holding],
    for: [...claims],
    denialsAnswered: [{ denial, answer: "One who was held there and one who cooked there describe the same hall." }],
    review: stage.dayFromNow(60),
  });
  stage.does("tomas", "propose-finding", [finding]);
}
