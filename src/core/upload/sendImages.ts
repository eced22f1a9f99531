// Step: bring every image that is still needed to the storage, several at a time.
import type { Failure } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { SpooledFile } from "../ports/spool.ts";
import type { UploadGrant } from "../radiopaedia/imageUploads.ts";
import { classifyFailure } from "./classifyFailure.ts";
import { PresignQueue, type GrantedFile } from "./presignQueue.ts";
import { SpoolBody } from "./spoolBody.ts";
import type { StepContext } from "./stepContext.ts";
import type { UploadEvent } from "./transition.ts";

/** Fresh URLs that may be refused in a row before the storage is believed. */
const mostExpiredUrls = 3;

/** Sends the files. The first failure that trying again does not mend ends the step; what is stored stays stored. */
export async function sendImages(
  context: StepContext,
  files: readonly SpooledFile[],
  signal: AbortSignal,
): Promise<Result<null, Failure>> {
  const { engine, retrier, client, meter } = context;
  const stop = new AbortController();
  const stepSignal = AbortSignal.any([signal, stop.signal]);
  const queue = new PresignQueue(files, {
    clock: context.clock,
    presign: (hashes) =>
      retrier.run((s) => client().presign(hashes, s), stepSignal),
    bytesPerSecond: () => meter.bytesPerSecond,
    maxFiles: engine.presignBatch,
    minFiles: engine.parallelPuts,
    maxAgeMs: engine.presignMaxAgeMs,
  });
  const failures: Failure[] = [];
  const receipts: Promise<void>[] = [];
  const fail = (failure: Failure): void => {
    failures.push(failure);
    stop.abort();
  };
  const worker = async (): Promise<void> => {
    while (!stepSignal.aborted) {
      const next = await queue.take();
      if (!next.ok) {
        fail(next.failure);
        return;
      }
      if (next.value === null) return;
      const stored = await sendFile(context, next.value, stepSignal);
      // Not waited for: the next PUT need not stand still while the disk writes. A receipt that a crash swallows costs no
      // byte, since the service then says that it holds the file.
      if (stored.ok) receipts.push(keepReceipt(context, stored.value, fail));
      else fail(stored.failure);
    }
  };
  meter.restart();
  const ends = await Promise.allSettled(
    Array.from({ length: engine.parallelPuts }, () =>
      worker().catch((error: unknown) => {
        stop.abort();
        throw error;
      }),
    ),
  );
  await Promise.all(receipts);
  meter.restart();
  // A bug: passed on only now, when no worker is left that could go on in the background.
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  if (signal.aborted) return failed({ kind: "cancelled" });
  // The others were only cut off by the first.
  return failures[0] === undefined ? success(null) : failed(failures[0]);
}

/** One file, with a fresh URL and a fresh body on every attempt. Answers what to record of it. */
async function sendFile(
  context: StepContext,
  { file, grant }: GrantedFile,
  signal: AbortSignal,
): Promise<Result<UploadEvent, Failure>> {
  let unused: UploadGrant | null = grant;
  const stored = await context.retrier.run(
    async (s) => {
      const first = unused;
      unused = null;
      return storeOnce(context, file, first, s);
    },
    signal,
    { kind: "storagePut" },
  );
  if (!stored.ok) return stored;
  return success({
    kind: "imageStored",
    atMs: context.clock.nowMs(),
    sha256Hex: file.sha256Hex,
    uploadId: stored.value,
  });
}

async function keepReceipt(
  { recorder }: StepContext,
  event: UploadEvent,
  fail: (failure: Failure) => void,
): Promise<void> {
  const written = await recorder.receipt(event);
  if (!written.ok) fail(written.failure);
}

/** One attempt; expired URLs are replaced within it. Answers the upload id. */
async function storeOnce(
  context: StepContext,
  file: SpooledFile,
  unused: UploadGrant | null,
  signal: AbortSignal,
): Promise<Result<number, Failure>> {
  let grant = unused;
  for (let expired = 0; ; expired += 1) {
    if (grant === null) {
      const asked = await context.client().presign([file.sha256Hex], signal);
      if (!asked.ok) return asked;
      grant = asked.value.get(file.sha256Hex) ?? null;
      if (grant === null) return failed(missingGrant);
    }
    if (grant.url === null) return success(grant.uploadId);
    if (signal.aborted) return failed({ kind: "cancelled" });
    const put = await putFile(
      context,
      file,
      { ...grant, url: grant.url },
      signal,
    );
    if (put.ok) return success(grant.uploadId);
    const verdict = classifyFailure(put.failure, { kind: "storagePut" });
    if (verdict.kind !== "expiredUrl" || expired === mostExpiredUrls)
      return put;
    grant = null;
  }
}

async function putFile(
  { client, spool, blocks, meter, onProgress }: StepContext,
  file: SpooledFile,
  grant: { readonly url: NonNullable<UploadGrant["url"]> },
  signal: AbortSignal,
): Promise<Result<null, Failure>> {
  const body = new SpoolBody(spool, file, blocks);
  const put = await client().putObject(
    {
      url: grant.url,
      body,
      onSentBytes: (bytes) => {
        meter.sent(file.sha256Hex, bytes);
        onProgress();
      },
    },
    signal,
  );
  body.exchangeEnded();
  meter.ended(file.sha256Hex, put.ok);
  return put;
}

const missingGrant: Failure = {
  kind: "unexpectedAnswer",
  call: "presign",
  problem: "no upload for a hash",
};
