// The pool with real threads: small worker scripts, written to a temporary folder, that misbehave on cue.
import { getEventListeners, once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Worker } from "node:worker_threads";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createThreadPool, type ThreadPool } from "./threadPool.ts";

/** Speaks the messages of jobMessages.ts in plain JavaScript. */
const workerSource = `
import { parentPort, workerData } from "node:worker_threads";
const held = new Map();
let jobs = 0;
parentPort.on("message", (message) => {
  if (message.kind === "cancel") {
    held.delete(message.id);
    parentPort.postMessage({ kind: "answer", id: message.id, answer: "cancelled in thread" });
    return;
  }
  const { id, job } = message;
  jobs += 1;
  if (job === "crash") setImmediate(() => { throw new RangeError("DOE^JOHN"); });
  else if (job === "exit") process.exit(3);
  else if (job === "hold") { held.set(id, job); parentPort.postMessage({ kind: "progress", id, progress: "holding" }); }
  else if (job === "count") parentPort.postMessage({ kind: "answer", id, answer: "job " + jobs + " of the thread" });
  else if (job === "release") { for (const each of [...held.keys(), id]) parentPort.postMessage({ kind: "answer", id: each, answer: "released" }); }
  else if (job === "constant") parentPort.postMessage({ kind: "answer", id, answer: workerData });
  else if (job === "throw") parentPort.postMessage({ kind: "thrown", id, errorName: "TypeError", frames: "    at f (x.js:1:1)" });
  else parentPort.postMessage({ kind: "answer", id, answer: "did " + job });
});
`;

let folder = "";
let script = new URL("file:///");
let pool: ThreadPool<unknown, string, string> | null = null;

function startPool(options: { threads: number; jobsPerThread?: number }) {
  const started = createThreadPool<unknown, string, string>({
    script,
    workerData: "shared",
    ...options,
  });
  pool = started;
  return started;
}

let closeWatch = () => {};

/** The threads that start from now on; asked a tick later, since that is when Node tells of a new one. */
function watchStarts() {
  const workers: Worker[] = [];
  const add = (worker: Worker) => {
    workers.push(worker);
  };
  process.on("worker", add);
  closeWatch = () => process.off("worker", add);
  return async () => {
    await new Promise<void>((told) => {
      process.nextTick(told);
    });
    return workers;
  };
}

/** Starts a job that stays in its thread, and waits until it is there. */
async function startHolding(
  on: ThreadPool<unknown, string, string>,
  signal?: AbortSignal,
) {
  let answer: Promise<string> = Promise.resolve("");
  await new Promise<void>((holding) => {
    answer = on.run("hold", {
      ...(signal === undefined ? {} : { signal }),
      onProgress: () => {
        holding();
      },
    });
  });
  return { answer };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "casedrop-pool-"));
  await writeFile(join(folder, "worker.mjs"), workerSource);
  script = pathToFileURL(join(folder, "worker.mjs"));
});
afterEach(async () => {
  closeWatch();
  await pool?.close();
  pool = null;
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe("a pool of threads", () => {
  it("answers each job of a long queue once, in the order given", async () => {
    const jobs = Array.from({ length: 200 }, (_, index) => `job ${index}`);
    const started = startPool({ threads: 2, jobsPerThread: 3 });

    const answers = await Promise.all(jobs.map((job) => started.run(job)));

    expect(answers).toEqual(jobs.map((job) => `did ${job}`));
  });

  it("gives every thread its constant data", async () => {
    await expect(startPool({ threads: 1 }).run("constant")).resolves.toBe(
      "shared",
    );
  });

  it("hands on progress of a running job", async () => {
    const cancelling = new AbortController();
    const { answer } = await startHolding(
      startPool({ threads: 1 }),
      cancelling.signal,
    );
    cancelling.abort();
    await answer;
  });

  it("tells a running job that it is cancelled, and settles with what it answers", async () => {
    const cancelling = new AbortController();
    const { answer } = await startHolding(
      startPool({ threads: 1 }),
      cancelling.signal,
    );

    cancelling.abort();

    await expect(answer).resolves.toBe("cancelled in thread");
  });

  it("takes a cancelled job out of the queue before it starts", async () => {
    const started = startPool({ threads: 1 });
    const { answer } = await startHolding(started);
    const cancelling = new AbortController();
    const queued = started.run("later", { signal: cancelling.signal });

    cancelling.abort();

    await expect(queued).rejects.toMatchObject({ kind: "cancelled" });
    const closed = expect(answer).rejects.toMatchObject({ kind: "closed" });
    await started.close();
    await closed;
  });

  it("rejects a job whose signal was aborted beforehand", async () => {
    const job = startPool({ threads: 1 }).run("late", {
      signal: AbortSignal.abort(),
    });
    await expect(job).rejects.toMatchObject({ kind: "cancelled" });
  });

  it("fails the job of a crashed thread by the error's name only, and goes on with a new thread", async () => {
    const started = startPool({ threads: 1 });
    const crashing = started.run("crash");
    const next = started.run("next");

    await expect(crashing).rejects.toMatchObject({
      kind: "crashed",
      errorName: "RangeError",
      message: "Job crashed (RangeError)",
    });
    await expect(next).resolves.toBe("did next");
  });

  it("fails the job of a thread that exits by itself", async () => {
    const started = startPool({ threads: 1 });
    await expect(started.run("exit")).rejects.toMatchObject({
      kind: "crashed",
      errorName: "exit 3",
    });
    await expect(started.run("again")).resolves.toBe("did again");
  });

  it("fails a job whose script is missing instead of waiting for ever", async () => {
    const missing = createThreadPool({
      script: pathToFileURL(join(folder, "missing.mjs")),
      threads: 1,
    });
    pool = missing as ThreadPool<unknown, string, string>;
    await expect(missing.run("job")).rejects.toMatchObject({ kind: "crashed" });
  });

  it("fails a job whose handler threw, with the thread's own frames", async () => {
    await expect(startPool({ threads: 1 }).run("throw")).rejects.toMatchObject({
      kind: "thrown",
      errorName: "TypeError",
      stack: expect.stringContaining("at f (x.js:1:1)") as unknown,
    });
  });

  it("fails a job that cannot be sent, and keeps its thread", async () => {
    const started = startPool({ threads: 1 });
    await expect(started.run(() => 1)).rejects.toMatchObject({
      kind: "thrown",
      errorName: "DataCloneError",
    });
    await expect(started.run("fine")).resolves.toBe("did fine");
  });

  it("listens once to a signal, however many jobs it cancels, and not any more when all are settled", async () => {
    const started = startPool({ threads: 1 });
    const cancelling = new AbortController();
    const { signal } = cancelling;
    const { answer } = await startHolding(started, signal);
    const queued = Promise.allSettled(
      ["a", "b", "c"].map((job) => started.run(job, { signal })),
    );
    expect(getEventListeners(signal, "abort")).toHaveLength(1);

    cancelling.abort();

    expect(await answer).toBe("cancelled in thread");
    expect((await queued).map(({ status }) => status)).toEqual([
      "rejected",
      "rejected",
      "rejected",
    ]);
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });

  it("gives the next job a new thread after an answer that ends the thread, and only if it was its last", async () => {
    const started = startPool({ threads: 1, jobsPerThread: 2 });
    const endsThread = () => true;
    const first = await started.run("count", { endsThread });
    const { answer } = await startHolding(started);
    const beside = await started.run("count", { endsThread });
    await started.run("release");
    const last = await started.run("count");

    // Each thread counts its own jobs.
    expect([first, await answer, beside, last]).toEqual([
      "job 1 of the thread",
      "released",
      "job 2 of the thread",
      "job 4 of the thread",
    ]);
  });

  it("starts all threads before the first job when asked, once however often, and gives them the jobs", async () => {
    const threads = watchStarts();
    const started = startPool({ threads: 2 });
    started.start();
    started.start();
    expect(await threads()).toHaveLength(2);

    await expect(
      Promise.all(["a", "b"].map((job) => started.run(job))),
    ).resolves.toEqual(["did a", "did b"]);
    expect(await threads()).toHaveLength(2);
  });

  it("ends threads that never had a job when it closes, and starts none afterwards", async () => {
    const threads = watchStarts();
    const started = startPool({ threads: 2 });
    started.start();
    const exits = (await threads()).map((worker) => once(worker, "exit"));
    await started.close();
    started.start();

    await expect(Promise.all(exits)).resolves.toHaveLength(2);
    expect(await threads()).toHaveLength(2);
  });

  it("replaces threads that die while idle as jobs come, or when asked to start again", async () => {
    const threads = watchStarts();
    const started = startPool({ threads: 2 });
    started.start();
    for (const worker of [...(await threads())]) await worker.terminate();

    await expect(started.run("after")).resolves.toBe("did after");
    expect(await threads()).toHaveLength(3);
    started.start();
    expect(await threads()).toHaveLength(4);
  });

  it("does not start a script for ever that cannot be loaded", async () => {
    const threads = watchStarts();
    const missing = createThreadPool<unknown, string, string>({
      script: pathToFileURL(join(folder, "missing.mjs")),
      threads: 1,
    });
    pool = missing;
    missing.start();
    const [first] = await threads();
    await new Promise((exited) => first?.once("exit", exited));

    await expect(missing.run("job")).rejects.toMatchObject({ kind: "crashed" });
    expect(await threads()).toHaveLength(2);
  });

  it("rejects everything when it closes, and takes no more", async () => {
    const started = startPool({ threads: 1 });
    const { answer } = await startHolding(started);
    const queued = started.run("later");
    const both = Promise.allSettled([answer, queued]);

    await started.close();

    expect((await both).map((outcome) => outcome.status)).toEqual([
      "rejected",
      "rejected",
    ]);
    await expect(started.run("more")).rejects.toMatchObject({ kind: "closed" });
  });
});
