/** A relay process and a small group with desks on disk, for the demonstration of the screens and for stories in a browser. Nothing of it ships. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redacted } from "#bytes";
import { comeToRest, found, letIn, type Character } from "../../vouchsafe/people.ts";
import { openHome, type Home } from "../../vouchsafe/home.ts";
import { startRelay, type RelayProcess } from "../../vouchsafe/relay-process.ts";
import { closeDesk, type OpenDesk } from "../core/index.ts";
import { launchDesk, type LauncherOptions, type RunningDesk } from "../server/launcher.ts";
import { buildDeskScreens } from "../ui/build.ts";

const WORK_FACTOR = 4;

export const PASSPHRASE = "a passphrase for one play";
export const NAMES = ["Amina", "Tomas", "Ilya"] as const;

export interface Standing {
  readonly home: Home;
  readonly screensDir: string;
  readonly desks: readonly OpenDesk[];
  /** The relay that runs now; `restartRelay` puts another in its place. */
  relay(): RelayProcess;
  restartRelay(tellDir: string): Promise<void>;
  /** Closes the desk of one person and starts it as the program does, locked. */
  launch(name: string, options?: Partial<LauncherOptions>): Promise<RunningDesk>;
  /** Starts a desk in an empty folder, or in one of that name where it began to be one. */
  launchEmpty(folder?: string): Promise<RunningDesk>;
  end(): Promise<void>;
}

/** Stands a group of `persons` up; their desks are open in this process. `called`: what the group calls them, where that is not their own name. */
export async function standUp(persons: number, called: readonly string[] = []): Promise<Standing> {
  const dir = mkdtempSync(join(tmpdir(), "vouchsafe-desks-"));
  const home = await openHome(join(dir, "group"), true);
  const screensDir = join(dir, "screens");
  await buildDeskScreens(screensDir);
  let relay = await startRelay({ dataDir: home.relayDir, port: home.relayPort, accountHash: home.accountHash });
  const desks: OpenDesk[] = [];
  const open = new Set<OpenDesk>();
  const running: RunningDesk[] = [];
  const end = async (): Promise<void> => {
    for (const desk of running) await desk.stop();
    for (const desk of open) closeDesk(desk);
    await relay.stop();
    rmSync(dir, { recursive: true, force: true, maxRetries: 3 });
  };
  const start = async (options: LauncherOptions): Promise<RunningDesk> => {
    const desk = await launchDesk(options);
    running.push(desk);
    return desk;
  };
  try {
    const cast: Character[] = NAMES.slice(0, persons).map((name, n) => ({
      name: called[n] ?? name,
      desk: name.toLowerCase(),
      passphrase: new Redacted(PASSPHRASE),
    }));
    const surroundings = { workFactor: WORK_FACTOR };
    for (const [n, character] of cast.entries()) {
      const desk =
        n === 0 ? await found(home, character, surroundings) : (await letIn(home, desks[0]!, character, desks[1] ?? null, surroundings)).desk;
      desks.push(desk);
      open.add(desk);
    }
    await comeToRest(...desks);
  } catch (error) {
    await end();
    throw error;
  }
  return {
    home,
    screensDir,
    desks,
    relay: () => relay,
    async restartRelay(tellDir) {
      await relay.stop();
      relay = await startRelay({ dataDir: home.relayDir, port: home.relayPort, accountHash: home.accountHash, tellDir });
    },
    async launch(name, options = {}) {
      const desk = desks[NAMES.findIndex((known) => known === name)]!;
      if (open.delete(desk)) closeDesk(desk);
      return start({ dir: home.deskDir(name.toLowerCase()), screensDir, ...options });
    },
    launchEmpty: (folder = "empty") => start({ dir: join(dir, folder), screensDir, account: { relay: home.relayUrl, token: home.accountToken } }),
    end,
  };
}
