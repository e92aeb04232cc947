/** Scenes played by hand: named persons act one after another on one line, judged by oracle and implementation alike. */
import { joining, player, type Player } from "./cast.ts";
import { walkOn, type Both } from "./compare.ts";
import { groupOf, inForce } from "./facts.ts";
import { headOf, type Judged } from "./judge.ts";
import { after, beginning } from "./meetings.ts";
import { write, type Letter } from "./pen.ts";
import { NO_GROUP, type Act, type EpochPart, type Road, type Summary } from "./types.ts";

export const [ANN, BEN, CAT, DOV, EVE] = [player(0), player(1), player(2), player(3), player(4)] as const;

/** The first device of a player, or another. */
export function deviceOf(who: Player, number = 0): string {
  return who.devices[number]!.publicKey;
}

export class Stage {
  #now: Both = walkOn(null, beginning());

  /** A group of these founders, each with one device. */
  static with(...founders: readonly Player[]): Stage {
    const stage = new Stage();
    stage.meet(
      stage.write(
        genesisOf(founders),
        founders.map((who) => deviceOf(who)),
      ),
    );
    return stage;
  }

  get shows(): Summary {
    return this.#now.summary;
  }

  get line(): Judged {
    return this.#now.step.desk.line;
  }

  /** Writes an act onto the present head (or onto `onto`) without anybody meeting it. */
  write(act: Act, by: readonly string[], onto: Judged = this.line): Letter {
    const group = onto.acts.length === 0 ? NO_GROUP : (groupOf(onto.past) ?? NO_GROUP);
    return write({ v: 1, by: by.toSorted(), group, n: onto.acts.length, prev: headOf(onto), clock: 0, act });
  }

  /** The desk meets an act. */
  meet(letter: Letter, road: Road = "line"): void {
    this.#now = walkOn(this.#now, after(this.#now.step, letter, road));
  }

  /** Somebody acts upon the head, and the desk meets it. Returns the act's id. */
  act(who: Player, act: Act, device = deviceOf(who)): string {
    const letter = this.write(act, [device]);
    this.meet(letter);
    return letter.id;
  }

  suspend(who: Player, whom: Player): string {
    return this.act(who, { kind: "suspend", person: whom.person, cut: {} });
  }

  confirm(who: Player, id: string): string {
    return this.act(who, { kind: "confirm", act: id });
  }

  remove(first: Player, second: Player, whom: Player): void {
    this.confirm(second, this.act(first, { kind: "remove", person: whom.person, cut: {} }));
  }

  /** The rule an act is void by, if it is. */
  rule(id: string): string | undefined {
    return this.shows.void[id];
  }

  status(who: Player): "active" | "suspended" | "removed" | undefined {
    return this.shows.persons[who.person];
  }

  /** An epoch for these devices, under a new key unless one is given. */
  epoch(who: Player, recipients: readonly string[], keyCommitment = hash(this.line.acts.length), compartment = "work"): string {
    return this.act(who, { kind: "epoch", epochs: [this.#part(recipients, keyCommitment, compartment)] });
  }

  #part(recipients: readonly string[], keyCommitment: string, compartment: string): EpochPart {
    const parent = inForce(this.line.past, compartment)?.id ?? null;
    return {
      compartment,
      keyCommitment,
      lockboxes: recipients.toSorted().map((device) => ({ device, box: "Ym94" })),
      parent,
      wrapped: parent === null ? null : "a2V5",
      writers: recipients.map((_, n) => hash(n)),
    };
  }
}

function hash(n: number): string {
  return n.toString(16).padStart(64, "0");
}

export function genesisOf(founders: readonly Player[], before: { group: string; head: string } | null = null): Act {
  return { kind: "genesis", persons: founders.map((who) => joining(who, [deviceOf(who)])), relay: "https://relay.example", before, policy: {} };
}

export function admission(who: Player): Act {
  return { kind: "admit", person: joining(who, [deviceOf(who)]) };
}
