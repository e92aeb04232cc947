/** The three verifiers, asked the same questions. Each answers with an exit status. */
import { execFile, execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { without } from "../../../scripts/system-packages.ts";
import { runVerify } from "../check.ts";

/** One run: a package, and a trust directory or none. */
export type Question = { readonly packagePath: string; readonly trustPath: string | null };

const VERIFY_SH = fileURLToPath(new URL("../verify.sh", import.meta.url));
const VERIFY_TS = fileURLToPath(new URL("../verify.ts", import.meta.url));
const PACKAGE_PY = fileURLToPath(new URL("../../../verifier-py/package.py", import.meta.url));
const PYTHON = "/usr/bin/python3";
const AT_ONCE = 2;

/** Imports package.py once and answers every question: starting Python for each takes longer than the answer. */
const PYTHON_LOOP = `
import contextlib, importlib.util, io, json, sys
spec = importlib.util.spec_from_file_location("package", sys.argv[1])
package = importlib.util.module_from_spec(spec)
spec.loader.exec_module(package)
answers = []
for arguments in json.load(sys.stdin):
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        answers.append(package.main(arguments))
print(json.dumps(answers))
`;

/** Why verify.sh or package.py cannot be asked here, or false. */
export const shMissing = without("openssh-client");
export const pythonMissing = without("python3-cryptography");

export async function askTypeScript(questions: readonly Question[]): Promise<number[]> {
  const answers: number[] = [];
  for (const question of questions) answers.push(await runVerify(argumentsOf(question), () => undefined));
  return answers;
}

/** `shell` may be several words; `path` is where it looks for programs. */
export async function askSh(questions: readonly Question[], shell = "sh", path = process.env["PATH"] ?? ""): Promise<number[]> {
  const answers: number[] = Array.from({ length: questions.length });
  let next = 0;
  const work = async (): Promise<void> => {
    for (let at = next++; at < questions.length; at = next++)
      answers[at] = await statusOf([...shell.split(" "), VERIFY_SH, ...argumentsOf(questions[at]!)], path);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return answers;
}

/** Shells and awks beside the machine's own, where they are installed: each a shell and the path it works with. */
export function otherMachines(scratch: string): { name: string; shell: string; path: string }[] {
  const path = process.env["PATH"] ?? "";
  const find = (program: string): string | null => {
    const found = spawnSync("sh", ["-c", `command -v ${program}`], { encoding: "utf8" });
    return found.status === 0 ? found.stdout.trim() : null;
  };
  const pathWith = (name: string, links: readonly (readonly [string, string])[]): string => {
    const folder = join(scratch, `with-${name}`);
    mkdirSync(folder);
    for (const [link, program] of links) symlinkSync(program, join(folder, link));
    return folder;
  };
  const machines: { name: string; shell: string; path: string }[] = [];
  for (const shell of ["bash", "dash", "ksh", "mksh"]) if (find(shell)) machines.push({ name: shell, shell, path });
  for (const awk of ["gawk", "mawk", "original-awk"]) {
    const program = find(awk);
    if (program) machines.push({ name: awk, shell: "sh", path: `${pathWith(awk, [["awk", program]])}:${path}` });
  }
  const busybox = find("busybox");
  if (busybox) {
    const applets = ["awk", "cat", "cmp", "cut", "find", "mktemp", "rm", "sed", "sha256sum", "sha512sum", "sort", "tail", "tr", "wc", "xargs"];
    const folder = pathWith("busybox", [...applets.map((applet) => [applet, busybox] as const), ["ssh-keygen", find("ssh-keygen")!]]);
    machines.push({ name: "busybox", shell: `${busybox} sh`, path: folder });
  }
  return machines;
}

export function askPython(questions: readonly Question[]): number[] {
  const input = JSON.stringify(questions.map(argumentsOf));
  return JSON.parse(execFileSync(PYTHON, ["-B", "-c", PYTHON_LOOP, PACKAGE_PY], { input, encoding: "utf8" })) as number[];
}

/** The three, each as a program of its own, run by somebody whom the modes of files keep out: verify.sh, verify.ts, package.py. */
export function askAsNobody(question: Question): (number | null)[] {
  const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  const programs = [["sh", VERIFY_SH], [process.execPath, VERIFY_TS], [PYTHON, "-B", PACKAGE_PY]] as const;
  return programs.map(([program, ...args]) => spawnSync(program, [...args, ...argumentsOf(question)], { ...nobody, env: { ...process.env, HOME: "/", TMPDIR: "/tmp" } }).status);
}

function argumentsOf({ packagePath, trustPath }: Question): string[] {
  return trustPath === null ? [packagePath] : [packagePath, "--trust", trustPath];
}

function statusOf([program, ...args]: readonly string[], path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    execFile(program!, args, { env: { ...process.env, PATH: path } }, (error, _stdout, stderr) => {
      const status = error ? error.code : 0;
      if (typeof status !== "number") reject(error ?? new Error("no exit status"));
      else if (stderr !== "" && status !== 64) reject(new Error(`verify.sh complained: ${stderr}`));
      else resolve(status);
    });
  });
}
