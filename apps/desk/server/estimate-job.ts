/**
 * One estimate at a time, while the desk goes on answering. What was asked is noted in the desk's own encrypted store until the result is kept or left: the
 * process ends with a lock, and nobody should have to guess afterwards whether something had been running.
 */
import { availableParallelism } from "node:os";
import { parseCanonical, canonical, type Json } from "#bytes";
import { groupsOfBook, listsOfBook, MOST_GROUPS, personsNamed, type CountedLists, type Group, type GroupedBy } from "#confirm";
import type { Book } from "#casework";
import type { Estimate, EstimateSettings, Table } from "#stats";
import type { EstimateStage } from "../api-estimates.ts";
import { importsMade } from "../core/import/index.ts";
import { personsOnRegister } from "../core/import/register.ts";
import type { OpenDesk } from "../core/index.ts";
import { runBeside, runEstimate, waysOfLinking, type Beside } from "../estimates/index.ts";

const NOTED = "estimate/asked";

/** What is asked, without the language it is told in. */
export interface Asked {
  readonly case: string | null;
  readonly lists: readonly { readonly name: string; readonly sources: readonly string[] }[];
  readonly groups: GroupedBy | null;
  readonly ways: boolean;
}

/** What was asked before this process began, and how far it had come. */
export interface Left {
  readonly asked: Asked;
  readonly was: "running" | "done";
}

export interface Reckoned {
  readonly asked: Asked;
  readonly counted: CountedLists;
  readonly groups: readonly Group[] | null;
  readonly ways: readonly Table[] | null;
  readonly estimate: Estimate;
  readonly beside: Beside;
}

export class TooManyGroups extends Error {
  override readonly name = "TooManyGroups";
}

export class EstimateWork {
  readonly #desk: OpenDesk;
  readonly #book: () => Book;
  readonly #settings: Partial<EstimateSettings>;
  #ending: AbortController | null = null;
  #left: Left | null;
  state: "none" | "running" | "failed" | "done" = "none";
  stage: EstimateStage = "counting";
  done = 0;
  of = 1;
  reckoned: Reckoned | null = null;

  constructor(desk: OpenDesk, book: () => Book, settings: Partial<EstimateSettings>) {
    this.#desk = desk;
    this.#book = book;
    this.#settings = settings;
    const noted = desk.store.get(NOTED);
    this.#left = noted === null ? null : (parseCanonical(noted) as unknown as Left);
  }

  /** What a desk that was locked, or that ended, was at; `null` once something else was begun, or it was left. */
  get left(): Left | null {
    return this.#left;
  }

  /** Counts the lists as the record stands. @throws `CaptureError`, `TooManyGroups` */
  async count(asked: Asked): Promise<{ readonly counted: CountedLists; readonly groups: readonly Group[] | null }> {
    const book = this.#book();
    const made = new Set(importsMade(this.#desk));
    const registers = new Map<string, ReadonlySet<string>>();
    for (const id of new Set(asked.lists.flatMap(({ sources }) => sources).filter((one) => made.has(one))))
      registers.set(id, await personsOnRegister(this.#desk, book, id, asked.case));
    const counted = listsOfBook(book, asked.lists, asked.case, (...of) => registers.get(of[1]) ?? personsNamed(...of));
    const names = asked.lists.map(({ name }) => name);
    const groups = asked.groups === null ? null : groupsOfBook(book, names, counted.people, asked.groups);
    if (groups !== null && groups.length > MOST_GROUPS) throw new TooManyGroups();
    return { counted, groups };
  }

  /** Begins, in place of what is running. @throws `CaptureError`, `TooManyGroups` before anything is begun */
  async begin(asked: Asked): Promise<void> {
    const { counted, groups } = await this.count(asked);
    this.#ending?.abort();
    const ending = new AbortController();
    this.#ending = ending;
    this.#note({ asked, was: "running" });
    this.#left = null;
    this.reckoned = null;
    this.state = "running";
    this.#at("counting");
    this.#reckon(asked, counted, groups, ending.signal).then(
      (reckoned) => {
        if (this.#ending !== ending) return;
        this.reckoned = reckoned;
        this.state = "done";
        this.#note({ asked, was: "done" });
      },
      () => {
        if (this.#ending === ending) this.state = "failed";
      },
    );
  }

  /** Ends it: nothing of it is kept, and nothing is offered again. */
  stop(): void {
    this.#ending?.abort();
    this.#ending = null;
    this.state = "none";
    this.reckoned = null;
    this.forget();
  }

  /** What came out is kept, or nobody wants it again. */
  forget(): void {
    this.#left = null;
    if (this.#desk.store.get(NOTED) !== null) this.#desk.store.set(NOTED, null);
  }

  async #reckon(asked: Asked, counted: CountedLists, groups: readonly Group[] | null, signal: AbortSignal): Promise<Reckoned> {
    const conduct = (stage: EstimateStage) => {
      if (!signal.aborted) this.#at(stage);
      return {
        signal,
        onProgress: (done: number, of: number): void => {
          if (!signal.aborted) [this.done, this.of] = [done, of];
        },
      };
    };
    const ways = asked.ways ? await waysOfLinking(this.#book(), counted, conduct("linking")) : null;
    // One core is left to the screens and to what comes in.
    const workers = Math.max(1, Math.min(8, availableParallelism() - 1));
    const estimate = await runEstimate(counted.table, this.#settings, { workers, ...conduct("reckoning") });
    const alone = counted.links.alone === 0 ? null : counted.withAlone;
    const beside = await runBeside({ estimate, groups: groups === null ? null : { by: asked.groups!, of: groups }, ways, alone }, conduct("beside"));
    return { asked, counted, groups, ways, estimate, beside };
  }

  #at(stage: EstimateStage): void {
    this.stage = stage;
    [this.done, this.of] = [0, 1];
  }

  #note(left: Left): void {
    this.#desk.store.set(NOTED, canonical(left as unknown as Json));
  }
}
