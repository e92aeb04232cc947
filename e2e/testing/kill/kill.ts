/** Kills one write path's process at a random moment, again and again, and looks each time what is left. */
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { WRITE_PATHS } from "./write-paths.ts";

const KILLED = join(import.meta.dirname, "killed.ts");
/** Runs that came to their end before they were killed, for one kill. */
const MOST_LATE = 20;
const FEW = 3;
const GUESS_MS = 400;
const MOST_MS = 60_000;

export interface Kills {
  readonly kills: number;
  readonly acknowledged: number;
  /** Runs that had come to their end, looked at all the same. */
  readonly whole: number;
}

/** @param path number of the write path. Throws what its check throws, with the moment of the kill. */
export async function killOften(root: string, path: number, times: number): Promise<Kills> {
  const scenario = WRITE_PATHS[path]!;
  const [template, work] = [join(root, `template-${path}`), join(root, `work-${path}`)];
  const anew = "anew" in scenario;
  if (!anew) {
    mkdirSync(template, { recursive: true });
    await scenario.prepare(template);
  }
  // How long a run takes, from the first word to the last: where there are many, the first is left to come to its end.
  let runMs = times > FEW ? MOST_MS : GUESS_MS;
  const sums = { kills: 0, acknowledged: 0, whole: 0 };
  for (let late = 0; sums.kills < times;) {
    rmSync(work, { recursive: true, force: true });
    if (anew) {
      mkdirSync(work, { recursive: true });
      await scenario.prepare(work);
    } else cpSync(template, work, { recursive: true });
    const stop = "beside" in scenario ? scenario.beside?.(work) : undefined;
    const afterMs = runMs === MOST_MS ? MOST_MS : Math.random() * runMs;
    const { said, tookMs } = await runAndDie(work, path, afterMs);
    await stop?.();
    const isWhole = said.at(-1) === "end";
    const acknowledged = isWhole ? said.slice(0, -1) : said;
    try {
      await scenario.check(work, acknowledged);
    } catch (error) {
      throw new Error(`${scenario.name}: killed ${afterMs.toFixed(1)} ms after it began, ${acknowledged.length} acknowledged (${acknowledged.at(-1) ?? "nothing"})`, { cause: error });
    }
    sums.acknowledged += acknowledged.length;
    if (isWhole) {
      sums.whole += 1;
      late += 1;
      runMs = Math.min(runMs, tookMs);
      if (late > MOST_LATE) throw new Error(`${scenario.name}: it is always done before it is killed`);
    } else {
      sums.kills += 1;
      late = 0;
      // On a busy machine the first guess is no more than the beginning of a run.
      if (acknowledged.length === 0) runMs = Math.min(runMs * 1.3, MOST_MS - 1);
    }
  }
  rmSync(work, { recursive: true, force: true });
  return sums;
}

/** What the process had said when it was killed, so long after its first word; or everything, ending with `end`. */
function runAndDie(work: string, path: number, afterMs: number): Promise<{ readonly said: readonly string[]; readonly tookMs: number }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", KILLED, work, String(path)], { stdio: ["ignore", "pipe", "pipe"] });
    let [said, wrong, begun] = ["", "", 0];
    let timer: NodeJS.Timeout | undefined;
    child.stderr.setEncoding("utf8").on("data", (text: string) => (wrong += text));
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      if (begun !== 0) return;
      begun = performance.now();
      timer = setTimeout(() => child.kill("SIGKILL"), afterMs);
    });
    child.once("error", reject);
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      // A line that is not whole was never said.
      const lines = said.split("\n").slice(1, -1);
      if (signal === "SIGKILL" || code === 0) resolve({ said: lines, tookMs: performance.now() - begun });
      else reject(new Error(`the process ended with ${code}: ${wrong.slice(0, 2000)}`));
    });
  });
}
