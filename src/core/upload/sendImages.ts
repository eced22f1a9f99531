// Step: bring every image that is still needed to the storage, several at a time.
import type { Failure } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { SpooledFile } from "../ports/spool.ts";
import type { UploadGrant } from "../radiopaedia/imageUploads.ts";
import { classifyFailure } from "./classifyFailure.ts";
import { PresignQueue, type GrantedFile } from "./presignQueue.ts";
import { spoolBody } from "./spoolBody.ts";
import type { StepContext } from "./stepContext.ts";

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
  const worker = async (): Promise<void> => {
    while (!stepSignal.aborted) {
      const next = await queue.take();
      if (next.ok && next.value === null) return;
      const result =
        next.ok && next.value !== null
          ? await sendFile(context, next.value, stepSignal)
          : next;
      if (result.ok) continue;
      failures.push(result.failure);
      stop.abort();
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
  meter.restart();
  // A bug: passed on only now, when no worker is left that could go on in the background.
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  if (signal.aborted) return failed({ kind: "cancelled" });
  // The others were only cut off by the first.
  return failures[0] === undefined ? success(null) : failed(failures[0]);
}

/** One file, with a fresh URL and a fresh body on every attempt. */
async function sendFile(
  context: StepContext,
  { file, grant }: GrantedFile,
  signal: AbortSignal,
): Promise<Result<null, Failure>> {
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
  return context.recorder.receipt({
    kind: "imageStored",
    atMs: context.clock.nowMs(),
    sha256Hex: file.sha256Hex,
    uploadId: stored.value,
  });
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
  { client, spool, meter, onProgress }: StepContext,
  file: SpooledFile,
  grant: { readonly url: NonNullable<UploadGrant["url"]> },
  signal: AbortSignal,
): Promise<Result<null, Failure>> {
  const put = await client().putObject(
    {
      url: grant.url,
      body: spoolBody(spool, file),
      onSentBytes: (bytes) => {
        meter.sent(file.sha256Hex, bytes);
        onProgress();
      },
    },
    signal,
  );
  meter.ended(file.sha256Hex, put.ok);
  return put;
}

const missingGrant: Failure = {
  kind: "unexpectedAnswer",
  call: "presign",
  problem: "no upload for a hash",
};
