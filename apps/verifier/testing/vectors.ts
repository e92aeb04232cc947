/** The package vectors as a list of questions: this package, with or without this trust directory. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { CheckDetail } from "#proof";

const ROOT = fileURLToPath(new URL("../../../vectors/package/", import.meta.url));

export type Vector = {
  /** `reject/extra-file-in-data` */
  readonly name: string;
  readonly packagePath: string;
  readonly trustPath: string;
  readonly withoutTrust: number;
  readonly withTrust: number;
  /** The first check that is not as it should be, with the trust directory. */
  readonly detail: CheckDetail | null;
};

/** Every vector, good and bad. */
export function packageVectors(): Vector[] {
  return ["accept", "reject"].flatMap((kind) =>
    readdirSync(join(ROOT, kind))
      .sort()
      .map((name) => {
        const folder = join(ROOT, kind, name);
        const expected = JSON.parse(readFileSync(join(folder, "expected.json"), "utf8")) as {
          package: string;
          trust: string;
          withoutTrust: number;
          withTrust: number;
          detail: CheckDetail | null;
        };
        const vector = { ...expected, name: `${kind}/${name}`, packagePath: join(folder, expected.package), trustPath: join(folder, expected.trust) };
        if (!existsSync(vector.packagePath) || !existsSync(vector.trustPath)) throw new Error(`${vector.name} has no package or no trust directory`);
        return vector;
      }),
  );
}

/** A path below the package vectors. */
export function vectorPath(...segments: readonly string[]): string {
  return join(ROOT, ...segments);
}
