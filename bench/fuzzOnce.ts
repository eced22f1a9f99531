// Fuzzes the readers of archives and disc directories with the seeds it is given; prints one JSON line.
import { fuzzOnce } from "../src/testing/fuzzMedia.ts";

const [first = "0", count = "20000"] = process.argv.slice(2);
let slowestMs = 0;
let slowestSeed = 0;
let peakBytes = 0;
for (let done = 0; done < Number(count); done++) {
  const seed = Number(first) + done;
  const startedAtMs = performance.now();
  try {
    await fuzzOnce(seed);
  } catch (error) {
    throw new Error(`Seed ${seed}`, { cause: error });
  }
  const tookMs = performance.now() - startedAtMs;
  if (tookMs > slowestMs) {
    slowestMs = tookMs;
    slowestSeed = seed;
  }
  if (done % 100 === 0)
    peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
}
console.log(
  JSON.stringify({
    slowestMs,
    slowestSeed,
    peakMB: Math.round(peakBytes / 1e6),
  }),
);
