/** One random history: persons with their desks, a relay, and what they do to each other. The same seed tells the same history. */
import { forgedCertificate, joining, player, type Player } from "./cast.ts";
import { tips } from "./desk.ts";
import { Dice } from "./dice.ts";
import { devicesEver, groupOf } from "./facts.ts";
import { headOf, NOTHING, type Judged } from "./judge.ts";
import { after, beginning, type Step } from "./meetings.ts";
import { settle, tryAct, type Role } from "./moves.ts";
import { unknownAct, write, type Letter } from "./pen.ts";
import { probe, type Probe } from "./probe.ts";
import { Relay } from "./relay.ts";
import { sightOf, type Intent, type Sight } from "./sight.ts";
import { NO_GROUP, type Of, type Road } from "./types.ts";

/** A device at work: what it has met, and how far it has read each world of the relay. */
type Seat = {
  readonly who: Player;
  readonly device: string;
  readonly role: Role;
  readonly stale: boolean;
  world: number;
  readonly read: number[];
  /** Acts whose predecessor was not here when they came. */
  readonly early: Letter[];
  step: Step;
};

/** What sort of history this is. */
type Flavour = {
  readonly files: boolean;
  readonly forks: boolean;
  readonly waning: boolean;
  readonly manyDevices: boolean;
  readonly newVersion: boolean;
  /** Many proposals, so that some lapse. */
  readonly proposing: boolean;
  readonly badStart: boolean;
};

export type History = {
  readonly seed: number;
  readonly root: Step;
  /** Where the desks stand at the end. */
  readonly ends: readonly Step[];
  readonly letters: readonly Letter[];
  readonly probe: Probe | null;
};

export class Teller {
  readonly #seed: number;
  readonly #dice: Dice;
  readonly #relay = new Relay();
  readonly #root = beginning();
  readonly #letters: Letter[] = [];
  readonly #flavour: Flavour;
  readonly #seats: Seat[] = [];
  readonly #captive: string | null;
  #clock = 1_795_460_400_000;
  #joined = false;
  #turns = 0;
  readonly #captureAt: number;

  constructor(seed: number) {
    this.#seed = seed;
    const dice = new Dice(seed);
    this.#dice = dice;
    const waning = dice.chance(0.12);
    this.#flavour = {
      files: dice.chance(0.3),
      forks: dice.chance(0.25),
      waning,
      manyDevices: dice.chance(0.04),
      newVersion: dice.chance(0.06),
      proposing: dice.chance(0.1),
      badStart: dice.chance(0.03),
    };
    const persons = dice.shuffle([0, 1, 2, 3, 4, 5, 6]).slice(
      0,
      waning
        ? dice.from(1, 3)
        : dice.weighted([
            [1, 1],
            [2, 2],
            [5, 3],
            [5, 4],
            [4, 5],
            [2, 6],
            [2, 7],
          ]),
    );
    const roles = persons.map((_, at): Role => (at === 0 && dice.chance(0.7) ? "captive" : at === 1 && dice.chance(0.3) ? "informer" : "honest"));
    persons.forEach((number, at) => this.#seat(player(number), roles[at]!));
    this.#seat(player(10), "outsider");
    this.#captureAt = dice.from(0, 20);
    this.#captive = roles[0] === "captive" ? player(persons[0]!).person : null;
  }

  #seat(who: Player, role: Role): void {
    const few = this.#dice.weighted([
      [5, 1],
      [3, 2],
      [1, 3],
    ]);
    const devices = this.#flavour.manyDevices && role !== "outsider" ? this.#dice.from(3, 8) : few;
    for (const { publicKey } of who.devices.slice(0, devices)) {
      this.#seats.push({ who, device: publicKey, role, stale: this.#dice.chance(0.15), world: 0, read: [0, 0], early: [], step: this.#root });
    }
  }

  tell(): History {
    this.#begin();
    const turns = this.#flavour.badStart ? 6 : this.#dice.from(18, 42) + (this.#flavour.proposing ? 20 : 0);
    const splitAt = this.#flavour.forks && turns > 12 && this.#dice.chance(0.7) ? this.#dice.from(3, turns - 8) : -1;
    const joinAt = splitAt < 0 ? -1 : this.#dice.from(splitAt + 3, turns);
    for (let turn = 0; turn < turns; turn++) {
      if (turn === splitAt) this.#split();
      if (turn === joinAt) this.#join();
      this.#turn();
    }
    this.#finish();
    const ends = [...new Set(this.#seats.map(({ step }) => step))];
    return { seed: this.#seed, root: this.#root, ends, letters: this.#letters, probe: probe(ends.at(-1)!, this.#dice) };
  }

  #turn(): void {
    this.#turns++;
    const seat = this.#someSeat();
    const pullFirst = !this.#dice.chance(seat.stale ? 0.5 : 0.12);
    if (pullFirst) this.#pull(seat, !this.#dice.chance(0.1));
    this.#dice.weighted<() => void>([
      [16, () => this.#act(seat)],
      [3, () => this.#pull(seat)],
      [2, () => this.#misfit(seat)],
      [this.#flavour.files ? 2 : 0, () => this.#passOn()],
      [this.#flavour.forks ? 1 : 0, () => this.#backdate(seat)],
      [this.#flavour.forks && tips(seat.step.desk).length > 0 ? 12 : 0, () => this.#settle(seat)],
      [this.#flavour.newVersion ? 0.5 : 0, () => this.#newVersion(seat)],
    ])();
  }

  /** Mostly somebody whom the line names: what others write is noise. */
  #someSeat(): Seat {
    const named = this.#seats.filter(({ step: { desk }, device }) => devicesEver(desk.line.past).includes(device) && desk.stoppedAt === null);
    return (this.#dice.chance(0.95) ? this.#dice.pick(named) : undefined) ?? this.#dice.pick(this.#seats)!;
  }

  #begin(): void {
    const founders = [...new Set(this.#seats.filter(({ role }) => role !== "outsider").map(({ who }) => who))].filter(
      (_, at) => at === 0 || this.#dice.chance(0.85),
    );
    const persons = founders.map((who) => {
      const devices = this.#seats.filter((seat) => seat.who === who).map(({ device }) => device);
      return joining(who, devices.slice(0, this.#dice.from(1, devices.length)));
    });
    const act: Of<"genesis"> = { kind: "genesis", persons, relay: "https://relay.example", before: null, policy: {} };
    const signing = persons.map(({ devices }) => this.#dice.pick(devices)!.device);
    const forged = { ...persons[0]!, devices: persons[0]!.devices.map(({ device }) => forgedCertificate(device)) };
    const spoilt = this.#dice.weighted<Intent>([
      [2, { act: { ...act, persons: [forged, ...persons.slice(1)] }, by: signing }],
      [1, { act: { ...act, persons: [...persons, joining(player(9), [player(9).devices[0]!.publicKey])] }, by: signing }],
    ]);
    const letter = this.#write(this.#seats[0]!.step.desk.line, this.#flavour.badStart ? spoilt : { act, by: signing });
    this.#relay.append(0, 0, letter);
    for (const seat of this.#seats) if (this.#dice.chance(0.9)) this.#pull(seat);
  }

  #write(after: Judged, { act, by }: Intent, more: { n?: number; prev?: string; group?: string; v?: number; spoil?: boolean } = {}): Letter {
    const body = {
      v: more.v ?? 1,
      by: [...new Set(by)].toSorted(),
      group: more.group ?? (after.acts.length === 0 ? NO_GROUP : (groupOf(after.past) ?? NO_GROUP)),
      n: more.n ?? after.acts.length,
      prev: more.prev ?? headOf(after),
      clock: (this.#clock += this.#dice.below(100_000)),
      act,
    };
    const letter = write(body, more.spoil);
    this.#letters.push(letter);
    return letter;
  }

  #sight(seat: Seat): Sight {
    return sightOf(seat.step.desk, seat.who.person, seat.device, {
      dice: this.#dice,
      captive: this.#turns < this.#captureAt ? null : this.#captive,
      letters: this.#letters,
    });
  }

  #meet(seat: Seat, letter: Letter, road: Road): void {
    const { placed } = seat.step.desk;
    if (letter.body.prev !== null && !placed.has(letter.body.prev)) seat.early.push(letter);
    seat.step = after(seat.step, letter, road);
    if (seat.step.fate === "waits") seat.early.push(letter);
    if (seat.step.fate === "over" && this.#relay.worlds > 1) seat.world = 1 - seat.world;
  }

  /** Reads on in the desk's world, and once the worlds have met in both. */
  #pull(seat: Seat, whole = true): void {
    for (const world of this.#joined ? [seat.world, 1 - seat.world] : [seat.world]) {
      for (const letter of this.#relay.read(world, seat.read[world]!, whole ? Infinity : this.#dice.from(0, 3))) {
        seat.read[world]!++;
        this.#meet(seat, letter, "line");
      }
    }
  }

  #act(seat: Seat): void {
    for (let tries = 0; tries < 4; tries++) {
      const intent = tryAct(this.#sight(seat), this.#turns < this.#captureAt ? "honest" : seat.role, this.#flavour);
      if (intent !== null) return this.#send(seat, intent);
    }
  }

  #send(seat: Seat, intent: Intent): void {
    const letter = this.#write(seat.step.desk.line, intent);
    const isFile = this.#flavour.files && this.#dice.chance(intent.act.kind === "suspend" ? 0.35 : this.#flavour.forks ? 0.03 : 0);
    if (isFile) this.#hand(letter);
    if (isFile && this.#dice.chance(0.5)) return;
    if (this.#relay.append(seat.world, seat.read[seat.world]!, letter)) {
      if (!this.#dice.chance(0.08)) return this.#pull(seat);
      if (this.#dice.chance(0.3)) this.#again(seat, intent);
    } else if (this.#dice.chance(0.7)) this.#again(seat, intent);
  }

  /** Refused, or unanswered: read what came in between and try once more. */
  #again(seat: Seat, intent: Intent): void {
    this.#pull(seat);
    const letter = this.#write(seat.step.desk.line, intent);
    if (this.#relay.append(seat.world, seat.read[seat.world]!, letter)) this.#pull(seat);
  }

  /** Gives an act as a file to one or two desks: of the first three, so that most desks of a history go the same way. */
  #hand(letter: Letter): void {
    for (const seat of this.#dice.some(this.#seats.slice(0, 3), this.#dice.from(1, 2))) this.#meet(seat, letter, "file");
  }

  #passOn(): void {
    const suspensions = this.#letters.filter(({ body }) => body.act.kind === "suspend");
    const letter = this.#dice.pick(this.#flavour.forks && this.#dice.chance(0.1) ? this.#letters : suspensions);
    if (letter !== undefined) this.#hand(letter);
  }

  /** Somebody begins another line, and somebody acts upon it: noise to everybody here. */
  #anotherBeginning(seat: Seat): void {
    const act: Of<"genesis"> = {
      kind: "genesis",
      persons: [joining(seat.who, [seat.device])],
      relay: "https://relay.example",
      before: null,
      policy: {},
    };
    const genesis = this.#write(NOTHING, { act, by: [seat.device] });
    this.#relay.append(seat.world, this.#relay.lengthOf(seat.world), genesis);
    const { id } = genesis;
    const upon = this.#write(NOTHING, { act: { kind: "policy", policy: {} }, by: [seat.device] }, { group: id, n: 1, prev: id });
    this.#relay.append(seat.world, this.#relay.lengthOf(seat.world), upon);
  }

  /** An act that cannot link, kept by the relay all the same. */
  #misfit(seat: Seat): void {
    if (this.#dice.chance(0.1)) return this.#anotherBeginning(seat);
    const intent = tryAct(this.#sight(seat), "outsider", this.#flavour);
    if (intent === null) return;
    const { line } = seat.step.desk;
    const stranger = player(11).devices[0]!.publicKey;
    const two = [...intent.by, this.#dice.pick(this.#seats)!.device];
    const [wrong, by] = this.#dice.weighted<readonly [object, readonly string[]]>([
      [2, [{ prev: this.#dice.hex(32) }, intent.by]],
      [2, [{ n: line.acts.length + 1 }, intent.by]],
      [2, [{ group: this.#dice.hex(32) }, intent.by]],
      [2, [{ spoil: true }, intent.by]],
      [2, [{}, [stranger]]],
      [2, [{}, two]],
    ]);
    this.#relay.append(seat.world, this.#relay.lengthOf(seat.world), this.#write(line, { act: intent.act, by }, wrong));
  }

  /** An act onto an old place of the line: how one member alone makes it look as if the relay had forked it. */
  #backdate(seat: Seat): void {
    const chains = [...seat.step.desk.placed.values()].map(({ chain }) => chain);
    const chain = this.#dice.pick(chains.slice(-6));
    const intent = tryAct(this.#sight(seat), seat.role, this.#flavour);
    if (chain === undefined || intent === null) return;
    const letter = this.#write(chain, intent);
    if (this.#dice.chance(0.3)) this.#hand(letter);
    else this.#relay.append(seat.world, this.#relay.lengthOf(seat.world), letter);
  }

  #settle(seat: Seat): void {
    const intent = settle(this.#sight(seat));
    if (intent === null) return;
    const letter = this.#write(seat.step.desk.placed.get(intent.onto)!.chain, intent);
    const world = this.#relay.worlds === 1 || intent.onto === headOf(seat.step.desk.line) ? seat.world : 1 - seat.world;
    this.#relay.append(world, this.#relay.lengthOf(world), letter);
  }

  #newVersion(seat: Seat): void {
    const v = this.#dice.chance(0.5) ? 2 : 1;
    const letter = this.#write(seat.step.desk.line, { act: unknownAct(v === 1 ? "witness" : "suspend"), by: [seat.device] }, { v });
    this.#relay.append(seat.world, seat.read[seat.world]!, letter);
  }

  #split(): void {
    this.#relay.fork();
    for (const seat of this.#seats) {
      seat.read[1] = seat.read[0]!;
      seat.world = this.#dice.below(2);
    }
  }

  /** The worlds meet: who reads the relay from now on reads both. */
  #join(): void {
    this.#joined = true;
    for (const seat of this.#seats.slice(2)) this.#pull(seat);
  }

  /** Everybody reads everything, and once more what came too early to link. */
  #finish(): void {
    this.#joined = this.#relay.worlds > 1;
    for (const seat of this.#seats) {
      this.#pull(seat);
      for (const letter of seat.early.splice(0)) if (seat.step.desk.placed.has(letter.body.prev ?? "")) this.#meet(seat, letter, "line");
    }
  }
}
