// Brings one file to the storage: with a fresh URL and a fresh body on every attempt, proved while it is sent and afterwards.
import type { Failure } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { SpooledFile } from "../ports/spool.ts";
import type { UploadGrant } from "../radiopaedia/imageUploads.ts";
import type { BlockPool } from "./blockPool.ts";
import { classifyFailure } from "./classifyFailure.ts";
import { isYoung, type GrantedFile } from "./presignQueue.ts";
import type { PutOutcome } from "./putSlots.ts";
import { SpoolBody } from "./spoolBody.ts";
import type { StepContext } from "./stepContext.ts";
import type { UploadEvent } from "./transition.ts";

/** Fresh URLs that may be refused in a row before the storage is believed. */
const mostExpiredUrls = 3;

/** A URL that can be used now. */
type UsableGrant = UploadGrant & {
  readonly url: NonNullable<UploadGrant["url"]>;
};

/** What files are sent with. */
export interface SendContext extends StepContext {
  /** Of this step alone: a case stays in memory long after it is sent. */
  readonly blocks: BlockPool;
}

/** A file whose first bytes may be in memory before its turn comes. */
export interface ReadyFile {
  readonly granted: GrantedFile;
  /** Null if the storage holds it already. */
  readonly body: SpoolBody | null;
}

/** Begins to read the file. Either `storeFile` or `body.discard` has to follow. */
export function readAhead(
  context: SendContext,
  granted: GrantedFile,
): ReadyFile {
  if (granted.grant.url === null) return { granted, body: null };
  const body = bodyOf(context, granted.file, { isPaced: true });
  body.readAhead();
  return { granted, body };
}

/** Stores the file and answers what to record of it. */
export async function storeFile(
  context: SendContext,
  { granted, body }: ReadyFile,
  signal: AbortSignal,
): Promise<Result<UploadEvent, Failure>> {
  const { file } = granted;
  const attempts = new FileAttempts(context, granted, body);
  const stored = await context.retrier
    .run((s) => attempts.next(s), signal, { kind: "storagePut" })
    // Used by the first attempt, if there was one.
    .finally(() => body?.discard());
  if (!stored.ok) return stored;
  return success({
    kind: "imageStored",
    atMs: context.clock.nowMs(),
    sha256Hex: file.sha256Hex,
    uploadId: stored.value,
  });
}

function bodyOf(
  { spool, blocks, line, etags, meter }: SendContext,
  file: SpooledFile,
  { isPaced }: { readonly isPaced: boolean },
): SpoolBody {
  return new SpoolBody(file, {
    spool,
    blocks,
    bandwidth: isPaced ? line.bandwidth : null,
    computesMd5: etags.areMd5,
    bytesPerSecond: () => meter.bytesPerSecond ?? meter.arrivedBytesPerSecond,
  });
}

class FileAttempts {
  readonly #context: SendContext;
  readonly #file: SpooledFile;
  /** To be used by the next attempt; null: a fresh one is needed. */
  #grant: GrantedFile | null;
  /** The storage took this file and confirmed something else: that it holds "it" proves nothing. */
  #isStoredOtherwise: boolean;

  /** Where the file went last, or would go. */
  #url: UploadGrant["url"];
  /** The limit let the whole file through already. */
  #isReserved = false;

  /** For the first PUT; null: one has to be made. */
  #body: SpoolBody | null;

  constructor(
    context: SendContext,
    granted: GrantedFile,
    body: SpoolBody | null,
  ) {
    this.#context = context;
    this.#body = body;
    this.#file = granted.file;
    this.#grant = granted;
    this.#url = granted.grant.url;
    this.#isStoredOtherwise = context.recorder.state.storedOtherwise.has(
      granted.file.sha256Hex,
    );
  }

  /** One attempt; expired URLs are replaced within it and count for nothing. Answers the upload id. */
  async next(signal: AbortSignal): Promise<Result<number, Failure>> {
    for (let expired = 0; ; expired += 1) {
      const stored = await this.#nextTry(signal);
      if (stored.ok) return stored;
      const verdict = classifyFailure(stored.failure, { kind: "storagePut" });
      if (verdict.kind !== "expiredUrl" || expired === mostExpiredUrls)
        return stored;
    }
  }

  /**
   * A URL ages until its PUT begins, and the wait for a place may be longer than its life: so first the place, then the look at
   * the URL. What the storage holds already needs no place.
   */
  async #nextTry(signal: AbortSignal): Promise<Result<number, Failure>> {
    if (this.#grant?.grant.url === null)
      return this.#store(signal, () => undefined);
    const slot = await this.#context.line.slots.acquire(signal);
    if (slot === null) return failed({ kind: "cancelled" });
    let end: PutOutcome | null = null;
    try {
      // Whoever had the place may have been told to wait.
      const clear = await this.#context.retrier.clearAgain(signal);
      if (!clear.ok) return clear;
      if (this.#isGathered && !(await this.#reserve(signal)))
        return failed({ kind: "cancelled" });
      return await this.#store(signal, (put) => {
        end = put;
      });
    } finally {
      slot.release(end);
    }
  }

  /** Under a limit the line would take the whole body, at the limit's pace, before any of it leaves. */
  get #isGathered(): boolean {
    const { client, line } = this.#context;
    return (
      line.bandwidth.isLimited &&
      this.#url !== null &&
      client().gathersBodies(this.#url)
    );
  }

  /** Has the limit's wait before the URL is looked at, which would age meanwhile; what was read ahead is given back. False at an abort. */
  async #reserve(signal: AbortSignal): Promise<boolean> {
    await this.#body?.discard();
    this.#body = null;
    this.#isReserved = await this.#context.line.bandwidth.reserve(
      this.#file.sizeBytes,
      signal,
    );
    return this.#isReserved;
  }

  /** `onPutEnd`: what a PUT told of the line; null: nothing. */
  async #store(
    signal: AbortSignal,
    onPutEnd: (end: PutOutcome | null) => void,
  ): Promise<Result<number, Failure>> {
    const usable = await this.#usableGrant(signal);
    if (!usable.ok) return usable;
    const { grant } = usable.value;
    if (grant.url === null)
      return this.#isStoredOtherwise
        ? failed({ kind: "storedOtherwise" })
        : success(grant.uploadId);
    const put = await this.#put({ ...grant, url: grant.url }, signal);
    onPutEnd(this.#endOf(put));
    if (put.ok) return success(grant.uploadId);
    const isOther = put.failure.kind === "storedOtherwise";
    if (isOther && !this.#isStoredOtherwise) {
      // On the disk: after a restart the service would be believed that it holds this file.
      const noted = await this.#noteStoredOtherwise();
      if (!noted.ok) return noted;
    }
    // Only over the same URL can it be put right: asked for another, the service says that it holds the file.
    this.#grant = isOther ? usable.value : null;
    return put;
  }

  #noteStoredOtherwise(): Promise<Result<null, Failure>> {
    this.#isStoredOtherwise = true;
    const { recorder, clock } = this.#context;
    return recorder.receipt({
      kind: "imageStoredOtherwise",
      atMs: clock.nowMs(),
      sha256Hex: this.#file.sha256Hex,
    });
  }

  #endOf(put: Result<null, Failure>): PutOutcome | null {
    if (put.ok) return { bytes: this.#file.sizeBytes, wasCongested: false };
    return isCongestion(put.failure) ? { bytes: 0, wasCongested: true } : null;
  }

  /** The grant at hand if its URL is young enough, else a fresh one. */
  async #usableGrant(
    signal: AbortSignal,
  ): Promise<Result<GrantedFile, Failure>> {
    const { client, clock, engine } = this.#context;
    const held = this.#grant;
    this.#grant = null;
    const askedAtMs = clock.nowMs();
    if (
      held !== null &&
      (held.grant.url === null ||
        isYoung(held, askedAtMs, engine.presignMaxAgeMs))
    )
      return success(held);
    const file = this.#file;
    const asked = await client().presign([file.sha256Hex], signal);
    if (!asked.ok) return asked;
    const grant = asked.value.get(file.sha256Hex);
    return grant === undefined
      ? failed(missingGrant)
      : success({ file, grant, askedAtMs });
  }

  async #put(
    grant: UsableGrant,
    signal: AbortSignal,
  ): Promise<Result<null, Failure>> {
    const { client, meter, onProgress } = this.#context;
    const file = this.#file;
    this.#url = grant.url;
    const body =
      this.#body ?? bodyOf(this.#context, file, { isPaced: !this.#isReserved });
    this.#body = null;
    // For this try alone.
    this.#isReserved = false;
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
    const confirmed = put.ok
      ? await this.#confirm(put.value.md5Hex, body)
      : put;
    meter.ended(file.sha256Hex, confirmed.ok);
    return confirmed;
  }

  /** Compares what the storage says it holds, where it says something that can be compared. */
  async #confirm(
    storedMd5Hex: string | null,
    body: SpoolBody,
  ): Promise<Result<null, Failure>> {
    const { etags, spool, blocks } = this.#context;
    // Answered before all of it was there, by whatever stands in between: nothing proves that this file is what was stored.
    if (!body.isProved) return failed({ kind: "storedOtherwise" });
    if (storedMd5Hex === null) return success(null);
    // From the second file on it is made while the file is sent.
    etags.areMd5 = true;
    const sentMd5Hex =
      body.md5Hex ??
      (await md5Of(
        new SpoolBody(this.#file, {
          spool,
          blocks,
          bandwidth: null,
          computesMd5: true,
          bytesPerSecond: () => null,
        }),
      ));
    return sentMd5Hex === storedMd5Hex
      ? success(null)
      : failed({ kind: "storedOtherwise" });
  }
}

/** Reads a body to its end. It was read a moment ago: what fails now is told by the next attempt. */
async function md5Of(body: SpoolBody): Promise<string | null> {
  try {
    const stream = body.stream();
    while ((await stream.next()).done !== true);
  } catch {
    return null;
  }
  body.exchangeEnded();
  return body.md5Hex;
}

/** True for failures that fewer PUTs at a time may spare. */
function isCongestion({ kind }: Failure): boolean {
  return (
    kind === "connectionLost" ||
    kind === "stalled" ||
    kind === "rateLimited" ||
    kind === "serverError"
  );
}

const missingGrant: Failure = {
  kind: "unexpectedAnswer",
  call: "presign",
  problem: "no upload for a hash",
};
