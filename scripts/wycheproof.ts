/**
 * `sh scripts/with-node.sh scripts/wycheproof.ts`: takes Wycheproof's cases (Apache-2.0) out of the source package of Debian's android-platform-external-boringssl into
 * `.wycheproof/`, which is no part of the project. About 29 MB are fetched, once; apt checks their signatures. For Debian, and needs no root.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const TARGET = fileURLToPath(new URL("../.wycheproof", import.meta.url));
const PACKAGE = "android-platform-external-boringssl";
const KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";
const FILES = ["eddsa", "x25519", "aes_gcm", "chacha20_poly1305", "hkdf_sha256", "hmac_sha256"].map((name) => `${name}_test.json`);

const scratch = mkdtempSync(join(tmpdir(), "vouchsafe-wycheproof-"));
try {
  mkdirSync(join(scratch, "lists/partial"), { recursive: true });
  writeFileSync(join(scratch, "sources.list"), sourcesOfThisMachine());
  const options = [`Dir::Etc::sourcelist=${join(scratch, "sources.list")}`, "Dir::Etc::sourceparts=/dev/null", `Dir::State::lists=${join(scratch, "lists")}`, "APT::Sandbox::User=root"];
  const apt = (...command: string[]): void => run("apt-get", ["-qq", ...options.flatMap((option) => ["-o", option]), ...command]);
  apt("update");
  apt("source", "--download-only", PACKAGE);
  const archive = readdirSync(scratch).find((name) => name.includes(".orig.tar"));
  if (archive === undefined) throw new Error("no source archive came");
  mkdirSync(TARGET, { recursive: true });
  run("tar", ["xf", join(scratch, archive), "-C", TARGET, "--strip-components=4", "--wildcards", ...[...FILES, "LICENSE"].map((name) => `*/wycheproof_testvectors/${name}`)]);
  console.log(`Wycheproof's cases are in .wycheproof: ${FILES.join(" ")}`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** Debian's own archive as this machine is set up to reach it, asked for sources. */
function sourcesOfThisMachine(): string {
  const format = "$(ORIGIN)|$(LABEL)|$(COMPONENT)|$(REPO_URI)|$(CODENAME)";
  const { stdout } = spawnSync("apt-get", ["indextargets", "--format", format, "Identifier: Packages"], { encoding: "utf8" });
  const lines = new Set(
    (stdout ?? "").split("\n").flatMap((line) => {
      const [origin, label, component, uri, codename] = line.split("|");
      if (origin !== "Debian" || label !== "Debian" || component !== "main" || codename?.includes("-") !== false) return [];
      return [`deb-src [signed-by=${KEYRING}] ${uri} ${codename} main\n`];
    }),
  );
  if (lines.size === 0) throw new Error("this machine knows no archive of Debian's: run apt-get update first");
  return [...lines].join("");
}

function run(program: string, args: readonly string[]): void {
  const ran = spawnSync(program, args, { cwd: scratch, stdio: ["ignore", "ignore", "inherit"] });
  if (ran.status !== 0) throw new Error(`${program} failed`);
}
