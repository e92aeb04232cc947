/** Several people's desks on one machine, driven without screens: for the demonstration, the story and tests. */
import { Redacted } from "#bytes";
import {
  acceptInvite,
  beginJoining,
  confirm,
  finishJoining,
  followInvite,
  followJoining,
  foundGroup,
  invite,
  pullIntake,
  syncDesk,
  tendKeys,
  type OpenDesk,
  type Surroundings,
} from "../desk/core/index.ts";
import type { Home } from "./home.ts";

const ROUNDS = 20;

export interface Character {
  readonly name: string;
  /** Folder name of their desk. */
  readonly desk: string;
  readonly passphrase: Redacted<string>;
}

function whoIs(home: Home, person: Character) {
  const memberKey = memberKeyOf(home, person);
  return { name: person.name, passphrase: person.passphrase, memberKeyPath: memberKey.path, memberPassphrase: memberKey.passphrase };
}

/** Where a person has carried their member key, and its passphrase, which is not their desk's. */
export function memberKeyOf(home: Home, { desk, passphrase }: Character): { readonly path: string; readonly passphrase: Redacted<string> } {
  return { path: `${home.deskDir(desk)}.member-key.age`, passphrase: new Redacted(`member key: ${passphrase.reveal()}`) };
}

/** The first person founds the group. */
export function found(home: Home, person: Character, surroundings: Surroundings = {}): Promise<OpenDesk> {
  return foundGroup(home.deskDir(person.desk), home.relayUrl, new Redacted(home.accountToken), whoIs(home, person), surroundings);
}

/** Lets somebody in as two people would: words compared, and where there is a second person already, confirmed by them. Returns the words too. */
export async function letIn(
  home: Home,
  inviter: OpenDesk,
  person: Character,
  second: OpenDesk | null,
  surroundings: Surroundings = {},
): Promise<{ desk: OpenDesk; words: readonly string[] }> {
  const offered = await invite(inviter);
  const joining = await beginJoining(offered.code, person.name, surroundings);
  await followInvite(inviter, offered);
  const words = await followJoining(joining);
  await followInvite(inviter, offered);
  if (words === null || offered.words?.join() !== words.join()) throw new Error("the words differ");
  await acceptInvite(inviter, offered);
  if (second !== null) {
    await syncDesk(second);
    for (const [id, act] of second.line.judged.pending) if (act.body.act.kind === "admit") await confirm(second, id);
  }
  const desk = await finishJoining(joining, home.deskDir(person.desk), whoIs(home, person), surroundings);
  if (desk === null) throw new Error("not let in");
  await comeToRest(inviter, desk, ...(second === null ? [] : [second]));
  return { desk, words };
}

/** Exchanges until nothing new comes to anybody; lists of intake keys and reports included. */
export async function comeToRest(...desks: readonly OpenDesk[]): Promise<void> {
  // What the last desk sends in one round the first one receives in the next: rest is two quiet rounds.
  for (let round = 0, quiet = 0; round < ROUNDS; round++) {
    let moved = false;
    for (const desk of desks) {
      moved = (await syncDesk(desk)).changed || moved;
      await tendKeys(desk);
      moved = (await pullIntake(desk)) > 0 || moved;
    }
    quiet = moved ? 0 : quiet + 1;
    if (quiet === 2) return;
  }
  throw new Error("the desks did not come to rest");
}
