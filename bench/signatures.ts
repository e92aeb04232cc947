/** What strict signatures and sealed bodies cost, in CPU time of this process: other work on the machine does not count. */
import { utf8 } from "#bytes";
import { isStrictKey, Signer, verifyStrict } from "#prim";
import { openBodyWithSiv, sealBodyWithSiv } from "#seal";

const ROUNDS = 3;

/** Microseconds of CPU for one call: the best of three rounds. */
function costOf(name: string, times: number, call: (i: number) => unknown): void {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const started = process.cpuUsage();
    for (let i = 0; i < times; i++) call(round * times + i);
    const { user, system } = process.cpuUsage(started);
    best = Math.min(best, (user + system) / times);
  }
  console.log(`${best.toFixed(1).padStart(9)} µs  ${name}`);
}

const signer = Signer.random();
const message = utf8("x".repeat(400));
const signature = signer.sign(message);
const keys = Array.from({ length: 3 * 300 }, () => Signer.random().publicKey);
const [key, aad] = [new Uint8Array(32), utf8("work")];

costOf("sign 400 bytes", 2000, () => signer.sign(message));
costOf("verify 400 bytes, key met before", 2000, () => verifyStrict(signer.publicKey, message, signature));
costOf("check a key met for the first time", 300, (i) => isStrictKey(keys[i]!));
for (const sizeBytes of [512, 65_536, 1_048_576]) {
  const plaintext = new Uint8Array(sizeBytes);
  const blob = sealBodyWithSiv(key, "entry", aad, plaintext);
  const times = Math.max(20, Math.round(2_000_000 / (sizeBytes + 1000)));
  costOf(`seal ${sizeBytes} bytes (made salt)`, times, () => sealBodyWithSiv(key, "entry", aad, plaintext));
  costOf(`open ${sizeBytes} bytes (made salt)`, times, () => openBodyWithSiv(key, "entry", aad, blob));
}
