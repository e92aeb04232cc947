import { spawnSync } from "node:child_process";
import { DESK_FLAGS } from "../../apps/desk/server/node-flags.ts";

/** CPU seconds (user and system) of this process, added up by name. A clock on a wall says little on a shared machine. */
export class Clock {
  readonly seconds: { [name: string]: number } = {};

  time<T>(name: string, work: () => T): T {
    const before = process.cpuUsage();
    const result = work();
    const { user, system } = process.cpuUsage(before);
    this.seconds[name] = (this.seconds[name] ?? 0) + (user + system) / 1e6;
    return result;
  }
}

/** The most memory this process ever had, MiB. */
export function peakMiB(): number {
  return process.resourceUsage().maxRSS / 1024;
}

/** Runs one part of a benchmark in a process of its own, started as a desk's is, so that its memory is its own, and gives back what it printed. */
export function inProcess(script: string, ...args: readonly string[]): { [name: string]: number } {
  const child = spawnSync(process.execPath, [...process.execArgv, ...DESK_FLAGS, script, "part", ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  if (child.status !== 0) throw new Error(`${args[0]} failed`);
  return child.stdout === "" ? {} : (JSON.parse(child.stdout) as { [name: string]: number });
}

/** The value below which this share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))]!;
}
