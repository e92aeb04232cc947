/** The people of the roster's tests and vectors, invented, and the lines they write. Everything follows from names, so that runs repeat. */
import { deepStrictEqual } from "node:assert/strict";
import { canonical, concat, toBase64, utf8 } from "#bytes";
import {
  composeAct,
  emptyLine,
  epochId,
  extendLine,
  makeDeviceCert,
  parseAct,
  RULE_TABLE,
  type Act,
  type DeviceCert,
  type EpochElement,
  type JoiningPerson,
  type Line,
  type NewerAct,
  type NoiseReason,
  type Outcome,
  type Road,
  type RuleName,
  type RuleTable,
  type SignedAct,
} from "#entry";
import { hashOf, sha256, Signer } from "#prim";

export const RELAY = "http://127.0.0.1:7411";
export const FIRST_CLOCK = 1_795_460_400_000;

export const id = (name: string): string => hashOf("vector", utf8(name));
const seed = (name: string): Signer => new Signer(sha256(utf8(`vector ${name}`)));

/** A device of a member: it signs. */
export class Device {
  readonly owner: Member;
  readonly signer: Signer;
  readonly recipient: string;

  constructor(owner: Member, name: string) {
    this.owner = owner;
    this.signer = seed(`device: ${owner.name}'s ${name}`);
    this.recipient = `age1pq1${this.key.replaceAll(/[1bio]/g, "q")}`;
  }

  get key(): string {
    return this.signer.publicKey;
  }

  get cert(): DeviceCert {
    return makeDeviceCert(this.owner.signer, this.key, this.recipient);
  }
}

export class Member {
  readonly name: string;
  readonly signer: Signer;
  readonly laptop: Device;
  readonly phone: Device;

  constructor(name: string) {
    this.name = name;
    this.signer = seed(`member: ${name}`);
    this.laptop = new Device(this, "laptop");
    this.phone = new Device(this, "phone");
  }

  get key(): string {
    return this.signer.publicKey;
  }

  /** As this person joins, with the laptop unless other devices are given. */
  joining(...devices: readonly Device[]): JoiningPerson {
    const certs = (devices.length === 0 ? [this.laptop] : devices).map((device) => device.cert);
    return { devices: certs, name: this.name, person: this.key };
  }
}

export const [amina, bako, chidi, dalia, emre, farid] = ["Amina", "Bako", "Chidi", "Dalia", "Emre", "Farid"].map((name) => new Member(name)) as [
  Member,
  Member,
  Member,
  Member,
  Member,
  Member,
];

export const pending = { kind: "pending" } as const;
export const applied = { kind: "applied" } as const;
export const isVoid = (rule: RuleName) => ({ kind: "void", rule }) as const;
export const noise = (why: NoiseReason) => ({ kind: "noise", why }) as const;

export const say = {
  genesis: (persons: readonly JoiningPerson[], before: { group: string; head: string } | null = null): Act => ({
    kind: "genesis",
    persons,
    relay: RELAY,
    before,
    policy: {},
  }),
  admit: (person: JoiningPerson): Act => ({ kind: "admit", person }),
  remove: (member: Member, cut = {}): Act => ({ kind: "remove", person: member.key, cut }),
  suspend: (member: Member, cut = {}): Act => ({ kind: "suspend", person: member.key, cut }),
  reinstate: (suspension: string): Act => ({ kind: "reinstate", suspension }),
  addDevice: (device: Device): Act => ({ kind: "add-device", person: device.owner.key, device: device.cert }),
  revoke: (device: Device, cut = {}): Act => ({ kind: "revoke-device", device: device.key, cut }),
  confirm: (act: string): Act => ({ kind: "confirm", act }),
  epoch: (...epochs: readonly EpochElement[]): Act => ({ kind: "epoch", epochs }),
  epochBad: (epoch: string): Act => ({ kind: "epoch-bad", epoch }),
  policy: (): Act => ({ kind: "policy", policy: {} }),
  moveRelay: (relay: string): Act => ({ kind: "move-relay", relay }),
  resolve: (kept: string, dropped: string): Act => ({ kind: "resolve", heads: [kept, dropped] }),
};

/** An epoch whose keys nobody has: for the rules, which never look inside a lockbox. */
export function epochFor(devices: readonly Device[], parent: string | null = null, compartment = "work"): EpochElement {
  const keys = devices.map((device) => device.key).sort();
  return {
    compartment,
    keyCommitment: id(`key of ${compartment} after ${parent}`),
    lockboxes: keys.map((device) => ({ device, box: "Ym94" })),
    parent,
    wrapped: parent === null ? null : "d3JhcA==",
    writers: keys.map((key) => id(`token of ${key} in ${compartment} after ${parent}`)).sort(),
  };
}

export const epochOf = (act: string, compartment = "work"): string => epochId(act, compartment);

/** So many proposals by one person, one after another. Gives their ids. */
export function proposals(scene: Scene, by: Device | Member, count: number): string[] {
  return Array.from({ length: count }, () => scene.does(pending, say.policy(), by));
}

/** The page's rules with one switched off. */
export function rulesWithout(rule: RuleName): RuleTable {
  const table = Object.entries(RULE_TABLE).map(([kind, names]) => [kind, (names as readonly RuleName[]).filter((name) => name !== rule)]);
  return Object.fromEntries(table) as unknown as RuleTable;
}

/** One desk's line and how it came to be. Copies part into branches. */
export class Scene {
  static rules: RuleTable = RULE_TABLE;

  line: Line = emptyLine(Scene.rules);
  /** everything this desk was offered, with what became of it */
  readonly story: { act: SignedAct | NewerAct; road: Road; outcome: Outcome }[] = [];
  #clock = FIRST_CLOCK;

  /** A group founded by these members together. */
  static of(...founders: readonly Member[]): Scene {
    const scene = new Scene();
    scene.does(applied, say.genesis(founders.map((member) => member.joining())), ...founders);
    return scene;
  }

  /** The same desk, to go another way from here. */
  copy(): Scene {
    const scene = new Scene();
    scene.line = this.line;
    scene.story.push(...this.story);
    scene.#clock = this.#clock + 500;
    return scene;
  }

  get head(): string {
    return this.line.head!;
  }

  /** An act upon this head that nobody has sent. */
  drafted(act: Act, ...by: readonly (Device | Member)[]): SignedAct {
    this.#clock += 1000;
    return composeAct(
      this.line.draft(act, this.#clock),
      by.map((signer) => (signer instanceof Member ? signer.laptop.signer : signer.signer)),
    );
  }

  /** An act upon this head of a kind that version 1 does not know. */
  newer(by: Member): NewerAct {
    const body = { ...this.line.draft(say.policy(), this.#clock), act: { kind: "dissolve" }, by: [by.laptop.key], v: 1 };
    const signature = toBase64(by.laptop.signer.sign(concat(utf8("vouchsafe/1/act-signature\0"), canonical(body))));
    return parseAct(canonical({ body, signatures: [{ device: by.laptop.key, signature }] })) as NewerAct;
  }

  /** Takes an act and fails unless this comes of it. Gives the act's id. */
  meets(expected: Outcome | null, act: SignedAct | NewerAct, road: Road = "line"): string {
    const { line, outcome } = extendLine(this.line, act, road);
    if (expected !== null) deepStrictEqual(outcome, expected);
    this.line = line;
    this.story.push({ act, road, outcome });
    return act.id;
  }

  /** These sign an act upon the head, the line takes it, and this comes of it. Gives the act's id. */
  does(expected: Outcome | null, act: Act, ...by: readonly (Device | Member)[]): string {
    return this.meets(expected, this.drafted(act, ...by));
  }

  /** One proposes, another confirms, and it takes effect. Gives the id of the act. */
  both(act: Act, first: Device | Member, second: Device | Member): string {
    const proposed = this.does(pending, act, first);
    this.does(applied, say.confirm(proposed), second);
    return proposed;
  }

  /** Every act of the line after the first `n`, offered to this desk. */
  meetsAll(other: Scene, n: number, expected: Outcome | null, road: Road = "line"): void {
    for (const { act } of [...other.line.acts.values()].slice(n)) this.meets(expected, act, road);
  }
}
