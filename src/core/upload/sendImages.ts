// Step: bring every image that is still needed to the storage, several at a time.
import type { Failure } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { SpooledFile } from "../ports/spool.ts";
import { BlockPool } from "./blockPool.ts";
import { PresignQueue } from "./presignQueue.ts";
import { mostReadAhead, ReadyFiles } from "./readyFiles.ts";
import type { StepContext } from "./stepContext.ts";
import {
  readAhead,
  storeFile,
  type ReadyFile,
  type SendContext,
} from "./storeFile.ts";
import type { UploadEvent } from "./transition.ts";

/** Sends the files. The first failure that trying again does not mend ends the step; what is stored stays stored. */
export async function sendImages(
  context: StepContext,
  files: readonly SpooledFile[],
  signal: AbortSignal,
): Promise<Result<null, Failure>> {
  const { engine, retrier, client, meter, line } = context;
  const stop = new AbortController();
  const stepSignal = AbortSignal.any([signal, stop.signal]);
  const queue = new PresignQueue(files, {
    clock: context.clock,
    presign: (hashes) =>
      retrier.run((s) => client().presign(hashes, s), stepSignal),
    bytesPerSecond: () => meter.bytesPerSecond,
    maxFiles: engine.presignBatch,
    minFiles: () => line.slots.limit + mostReadAhead,
    maxAgeMs: engine.presignMaxAgeMs,
  });
  const failures: Failure[] = [];
  const fail = (failure: Failure): void => {
    failures.push(failure);
    stop.abort();
  };
  meter.restart();
  try {
    const cutOff = () => {
      stop.abort();
    };
    const blocks = new BlockPool(line.slots.limit + mostReadAhead);
    await sendAll({ ...context, blocks }, queue, { fail, cutOff }, stepSignal);
  } finally {
    stop.abort();
    meter.restart();
  }
  if (signal.aborted) return failed({ kind: "cancelled" });
  // The others were only cut off by the first.
  return failures[0] === undefined ? success(null) : failed(failures[0]);
}

/**
 * Hands out the files, never more at a time than the line bears, with a few more being read; one that waits for its next try counts, so that a storage
 * in trouble is not asked by ever more of them. Resolves when none is under way and every receipt was written or failed.
 */
async function sendAll(
  context: SendContext,
  queue: PresignQueue,
  { fail, cutOff }: { fail: (failure: Failure) => void; cutOff: () => void },
  signal: AbortSignal,
): Promise<void> {
  const underWay = new Set<Promise<void>>();
  const receipts: Promise<void>[] = [];
  const bugs: unknown[] = [];
  const noteBug = (error: unknown): void => {
    bugs.push(error);
  };
  const send = async (ready: ReadyFile): Promise<void> => {
    const stored = await storeFile(context, ready, signal);
    // Not waited for: the next PUT need not stand still while the disk writes. A receipt that a crash swallows costs no
    // byte, since the service then says that it holds the file.
    if (stored.ok)
      receipts.push(keepReceipt(context, stored.value, fail).catch(noteBug));
    else fail(stored.failure);
  };
  const isOver = () => signal.aborted || bugs.length > 0;
  const files = new ReadyFiles(queue, (file) => readAhead(context, file));
  for (;;) {
    while (!isOver() && underWay.size >= context.line.slots.limit)
      await Promise.race(underWay);
    if (isOver()) break;
    // Read while the others are on the line, so that none waits for the disk.
    const next = await files.next().catch((error: unknown) => {
      noteBug(error);
      return success(null);
    });
    if (!next.ok) fail(next.failure);
    if (!next.ok || next.value === null) break;
    const sending = send(next.value)
      .catch(noteBug)
      .then(() => {
        underWay.delete(sending);
      });
    underWay.add(sending);
  }
  // The queue may be waiting in a request of its own: only the end of the step calls that back.
  if (bugs.length > 0) cutOff();
  await Promise.all([files.discard().catch(noteBug), ...underWay]);
  await Promise.all(receipts);
  // Passed on only now, when nothing is left that could go on in the background.
  if (bugs.length > 0) throw bugs[0];
}

async function keepReceipt(
  { recorder }: StepContext,
  event: UploadEvent,
  fail: (failure: Failure) => void,
): Promise<void> {
  const written = await recorder.receipt(event);
  if (!written.ok) fail(written.failure);
}
