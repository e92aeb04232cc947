/** A story: people, what they sign, and what must come of it. Played by the tests, frozen as vectors. */
import { personStanding } from "#entry";
import type { Member, Scene } from "./cast.ts";

export type Story = {
  readonly name: string;
  /** Fails where a promise is broken; gives the desks whose lines are frozen. */
  readonly play: () => readonly Scene[];
};

/** A list of stories and what adds one. */
export function storyBook(): { stories: readonly Story[]; story: (name: string, play: Story["play"]) => void } {
  const stories: Story[] = [];
  return { stories, story: (name, play) => void stories.push({ name, play }) };
}

/** How these stand in the desk's view. */
export const standings = (scene: Scene, ...members: readonly Member[]) => members.map((member) => personStanding(scene.line, member.key));
export const forkHeads = (scene: Scene) => scene.line.fork?.others ?? [];
/** Ids of what waits in the desk's view, sorted. */
export const pendingIn = (scene: Scene): string[] => [...scene.line.state.pending.keys()].sort();
export const fork = { kind: "fork" } as const;
