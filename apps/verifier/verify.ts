/** The verifier as a program: `node apps/verifier/verify.ts PACKAGE [--trust DIRECTORY]`. */
import { runVerify } from "./check.ts";

process.exitCode = await runVerify(process.argv.slice(2), (line) => console.log(line));
