/** The rules of roster.md, each as one sentence about a place in the line. `failingRule` gives the name of the first that does not hold. */
import {
  activePersons,
  countingDevices,
  counts,
  devicesEver,
  devicesOf,
  epochs,
  groupOf,
  inForce,
  keysEver,
  isActive,
  isMember,
  isRemoved,
  isUnrevoked,
  ownerOf,
  personsEver,
  standing,
  type Past,
} from "./facts.ts";
import { isKnown, type Certificate, type EpochPart, type Of, type Written } from "./types.ts";

/** Where an act stands: what has taken effect before it, what waits for a second there, and the head it links onto. */
export type Place = {
  readonly past: Past;
  readonly pending: readonly Written[];
  readonly head: string | null;
  /** The branch a `resolve` would drop, seen from here: whether it is another branch at all, and who is active on both sides. */
  readonly fork: (dropped: string) => { readonly isFork: boolean; readonly activeInBoth: readonly string[] };
};

/** Whether a certificate is signed by the person it names: the one thing here that needs a key. */
export type CertificateHolds = (person: string, certificate: Certificate) => boolean;

type Rule = readonly [name: string, holds: () => boolean];

const firstFailing = (...rules: readonly Rule[]): string | null => rules.find(([, holds]) => !holds())?.[0] ?? null;
const distinct = (texts: readonly string[]): boolean => new Set(texts).size === texts.length;

/** The person whose device signed (an ordinary act has one signature). */
export function signerOf(past: Past, act: Written): string | null {
  return ownerOf(past, act.body.by[0]!);
}

/** The name of the first rule that `act` breaks at this place, or null. */
export function failingRule(place: Place, act: Written, holds: CertificateHolds): string | null {
  const { past } = place;
  const said = act.body.act;
  const allCount = (): boolean => act.body.by.every((device) => counts(past, device));
  if (!isKnown(act.body)) return firstFailing(["signerMustCount", allCount]);
  switch (said.kind) {
    case "genesis":
      return genesis(place, act, said, holds);
    case "suspend":
      return suspend(past, act, said);
    case "resolve":
      return resolve(place, act, said);
    case "confirm":
      return firstFailing(["signerMustCount", allCount]) ?? confirm(place, act, said, holds);
    default:
      return firstFailing(["signerMustCount", allCount], ...rulesOf(past, act, holds));
  }
}

function rulesOf(past: Past, act: Written, holds: CertificateHolds): readonly Rule[] {
  const said = act.body.act;
  const signer = signerOf(past, act);
  switch (said.kind) {
    case "admit": {
      const devices = said.person.devices.map(({ device }) => device);
      return [
        ["cantAdmitAlone", () => activePersons(past).length >= 2],
        ["cantAddBackRemovedMember", () => !isRemoved(past, said.person.person)],
        ["alreadyMember", () => !isMember(past, said.person.person)],
        ["deviceAlreadyKnown", () => distinct(devices) && !devices.some((device) => devicesEver(past).includes(device))],
        ["badCertificate", () => said.person.devices.every((certificate) => holds(said.person.person, certificate))],
      ];
    }
    case "remove":
      return [
        ["notAMember", () => isMember(past, said.person)],
        ["cantRemoveSelf", () => signer !== said.person],
      ];
    case "reinstate": {
      const suspension = standing(past).find((one) => one.act === said.suspension);
      return [
        ["noSuchSuspension", () => suspension !== undefined],
        ["targetCantReinstateSelf", () => suspension?.person !== signer],
      ];
    }
    case "add-device":
      return [
        ["notAMember", () => isMember(past, said.person)],
        ["deviceAlreadyKnown", () => !devicesEver(past).includes(said.device.device)],
        ["badCertificate", () => holds(said.person, said.device)],
        ["tooManyDevices", () => devicesOf(past, said.person).length < 8],
      ];
    case "revoke-device": {
      const owner = ownerOf(past, said.device);
      return [
        ["notADevice", () => owner !== null && isMember(past, owner) && isUnrevoked(past, said.device)],
        ["cantRevokeLast", () => owner !== null && devicesOf(past, owner).length > 1],
      ];
    }
    case "epoch":
      return [
        ["noSuchParent", () => said.epochs.every((part) => part.parent === (inForce(past, part.compartment)?.id ?? null))],
        ["recipientsMustCount", () => said.epochs.every((part) => recipientsOf(part).every((device) => counts(past, device)))],
        ["cantNarrow", () => said.epochs.every((part) => mustReceive(past, part).every((device) => recipientsOf(part).includes(device)))],
        ["keyUsedBefore", () => distinct([...keysEver(past), ...said.epochs.map(({ keyCommitment }) => keyCommitment)])],
      ];
    case "epoch-bad":
      return [["notARecipient", () => epochs(past).some(({ id, recipients }) => id === said.epoch && recipients.includes(act.body.by[0]!))]];
    default:
      return [];
  }
}

function genesis(place: Place, act: Written, said: Of<"genesis">, holds: CertificateHolds): string | null {
  const { past, head } = place;
  const keys = [...said.persons.map(({ person }) => person), ...said.persons.flatMap(({ devices }) => devices.map(({ device }) => device))];
  const members = personsEver(past).filter((person) => isMember(past, person));
  const only = members[0];
  return firstFailing(
    [
      "genesisSignedByAllFounders",
      () =>
        act.body.by.length === said.persons.length &&
        said.persons.every(({ devices }) => act.body.by.filter((signer) => devices.some(({ device }) => device === signer)).length === 1),
    ],
    [
      "personsDistinct",
      () =>
        distinct(keys) &&
        said.persons.every(({ person, devices }) => devices.every((certificate) => holds(person, certificate))) &&
        said.persons.every(({ person, devices }) => devices.every(({ device }) => [null, person].includes(ownerOf(past, device)))),
    ],
    [
      "regenesisOnlyOfOne",
      () =>
        head === null ||
        (members.length === 1 &&
          only !== undefined &&
          isActive(past, only) &&
          said.persons.some(({ person }) => person === only) &&
          act.body.by.some((device) => ownerOf(past, device) === only && counts(past, device)) &&
          said.before?.group === groupOf(past) &&
          said.before?.head === head &&
          said.persons.length >= 2),
    ],
  );
}

function suspend(past: Past, act: Written, said: Of<"suspend">): string | null {
  const signer = signerOf(past, act);
  const onSigner = standing(past).filter(({ person }) => person === signer);
  const mayAnswer = onSigner.every(({ open }) => open) && onSigner.some(({ by }) => by === said.person);
  return firstFailing(
    ["notAMember", () => isMember(past, said.person)],
    ["cantSuspendSelf", () => signer !== said.person],
    ["oneOpenSuspension", () => !standing(past).some(({ by, open }) => by === signer && open)],
    [
      "mayAnswerTheirSuspender",
      () => signer !== null && isMember(past, signer) && isUnrevoked(past, act.body.by[0]!) && (isActive(past, signer) || mayAnswer),
    ],
  );
}

/** After the confirmer's own `signerMustCount`: what is confirmed, its rules "as if it stood there", and that a second person confirms. */
function confirm(place: Place, act: Written, said: Of<"confirm">, holds: CertificateHolds): string | null {
  const { past, pending } = place;
  const confirmer = signerOf(past, act);
  const waiting = pending.find(({ id }) => id === said.act);
  const suspension = standing(past).find((one) => one.act === said.act && one.open);
  if (waiting !== undefined) {
    const proposer = signerOf(past, waiting);
    return failingRule(place, waiting, holds) ?? firstFailing(["secondMustBeAnother", () => proposer !== confirmer]);
  }
  return firstFailing(
    ["nothingToConfirm", () => suspension !== undefined],
    ["secondMustBeAnother", () => suspension?.by !== confirmer && suspension?.person !== confirmer],
  );
}

function resolve(place: Place, act: Written, said: Of<"resolve">): string | null {
  const { past, head } = place;
  const [kept, dropped] = said.heads;
  const signers = act.body.by.map((device) => ownerOf(past, device) ?? "");
  return firstFailing(
    ["noSuchFork", () => kept === head && place.fork(dropped).isFork],
    [
      "resolveByTwo",
      () =>
        distinct(signers) &&
        act.body.by.every((device) => isUnrevoked(past, device)) &&
        signers.every((signer) => place.fork(dropped).activeInBoth.includes(signer)),
    ],
  );
}

/** Whether the act, its rules met, waits for a second person. */
export function needsSecond(past: Past, act: Written): boolean {
  const said = act.body.act;
  const signer = signerOf(past, act);
  switch (said.kind) {
    case "admit":
    case "remove":
    case "reinstate":
    case "policy":
    case "move-relay":
      return true;
    case "add-device":
      return said.person !== signer;
    case "revoke-device":
      return ownerOf(past, said.device) !== signer;
    case "epoch":
      return said.epochs.some((part) => isWidening(past, part));
    default:
      return false;
  }
}

function recipientsOf(part: EpochPart): readonly string[] {
  return part.lockboxes.map(({ device }) => device);
}

/** Whom an epoch may not leave out: of the recipients so far, those that count; the first epoch, nobody who counts. */
function mustReceive(past: Past, part: EpochPart): readonly string[] {
  const before = inForce(past, part.compartment)?.recipients ?? countingDevices(past);
  return before.filter((device) => counts(past, device));
}

function isWidening(past: Past, part: EpochPart): boolean {
  const before = inForce(past, part.compartment);
  return before !== null && recipientsOf(part).some((device) => !before.recipients.includes(device));
}
