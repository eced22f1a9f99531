// The least that any de-identification into a spool has to do: read each file, hash it, write it under its hash. Prints one JSON line.
import { createHash } from "node:crypto";
import {
  closeSync,
  fdatasyncSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import {
  isMainThread,
  parentPort,
  Worker,
  workerData,
} from "node:worker_threads";

if (isMainThread) await measure();
else serve();

async function measure() {
  const [source = ".", out = "out", threads = "2"] = process.argv.slice(2);
  mkdirSync(out);
  const files = readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const workers = Array.from(
    { length: Number(threads) },
    () => new Worker(new URL(import.meta.url), { workerData: out }),
  );
  let next = 0;
  let answered = 0;
  const cpuBefore = process.cpuUsage();
  const startedAtMs = performance.now();
  await new Promise((resolve, reject) => {
    for (const worker of workers) {
      const give = () => {
        if (next < files.length) worker.postMessage(files[next++]);
      };
      worker.on("error", reject);
      worker.on("message", () => {
        answered += 1;
        if (answered === files.length) resolve(null);
        give();
      });
      // The next file is there already when one ends, as in the pool.
      give();
      give();
    }
  });
  const ms = performance.now() - startedAtMs;
  const cpu = process.cpuUsage(cpuBefore);
  await Promise.all(workers.map((worker) => worker.terminate()));
  const cpuMs = (cpu.user + cpu.system) / 1e3;
  process.stdout.write(
    `${JSON.stringify({ ms, cpuMs, prepared: files.length })}\n`,
  );
}

function serve() {
  const buffer = Buffer.allocUnsafeSlow(64 * 1024 * 1024);
  const unfinished = join(workerData, `unfinished-${process.hrtime.bigint()}`);
  parentPort.on("message", (file) => {
    const from = openSync(file, "r");
    const { size } = fstatSync(from);
    const length = readSync(from, buffer, 0, size, 0);
    closeSync(from);
    const bytes = buffer.subarray(0, length);
    const hash = createHash("sha256").update(bytes).digest("hex");
    const to = openSync(unfinished, "wx", 0o600);
    writeSync(to, bytes);
    fdatasyncSync(to);
    closeSync(to);
    renameSync(unfinished, join(workerData, hash));
    parentPort.postMessage(null);
  });
}
