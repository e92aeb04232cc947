/** `npm run bench -- NAME […]`: runs bench/NAME.ts; without a name, lists them. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const FOLDER = join(ROOT, "bench");

const names = (existsSync(FOLDER) ? readdirSync(FOLDER) : [])
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
  .map((file) => file.slice(0, -".ts".length))
  .sort();
const [name, ...rest] = process.argv.slice(2);

if (name !== undefined && names.includes(name)) {
  const ran = spawnSync(process.execPath, ["--disable-warning=ExperimentalWarning", "--expose-gc", join(FOLDER, `${name}.ts`), ...rest], {
    cwd: ROOT,
    stdio: "inherit",
  });
  process.exitCode = ran.status ?? 1;
} else {
  if (name !== undefined) console.error(`There is no bench ${name}.`);
  console.log(names.length === 0 ? "There is nothing in bench/." : `npm run bench -- NAME, with NAME one of: ${names.join(" ")}`);
  process.exitCode = name === undefined ? 0 : 1;
}
