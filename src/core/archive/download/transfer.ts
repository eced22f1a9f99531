// Receives one answer into a file: watched for the first byte, for silence, and for the whole taking too long.
import type { ArchiveFailure } from "../../../shared/archive.ts";
import { failed, success, type Result } from "../../../shared/result.ts";
import type { Clock } from "../../ports/clock.ts";
import type { HttpResponse, ResponseSink } from "../../ports/httpClient.ts";
import type { IncomingFile } from "../../ports/seriesStore.ts";
import type { ArchiveCaller } from "../call/archiveCaller.ts";
import {
  transferTimeMs,
  type ArchiveManners,
} from "../call/archiveSettings.ts";
import type { GivenParameter } from "../call/buildRequest.ts";
import type { ArchiveEndpoint } from "../catalogue/endpoint.ts";

export interface TransferDeps {
  readonly caller: ArchiveCaller;
  readonly clock: Clock;
  readonly manners: ArchiveManners;
}

export interface Transfer {
  readonly endpoint: ArchiveEndpoint;
  readonly given: readonly GivenParameter[];
  readonly baseUrl?: string;
  readonly file: IncomingFile;
  /** Of what is expected in all; null if nobody knows. */
  readonly sizeBytes: number | null;
  /** True if the source goes on from where a broken transfer ended (RFC 9110 14). */
  readonly canResume: boolean;
  /** Bytes that are in the file. */
  readonly onReceived: (receivedBytes: number) => void;
}

/** Receives the whole answer, once; tries are the caller's business. */
export async function receive(
  deps: TransferDeps,
  transfer: Transfer,
  signal: AbortSignal,
): Promise<Result<null, ArchiveFailure>> {
  const { clock, manners } = deps;
  const limitMs = transferTimeMs(transfer.sizeBytes);
  const ended = new AbortController();
  const cut: { by: ArchiveFailure | null } = { by: null };
  const cutAfter = async (ms: number, failure: ArchiveFailure) => {
    await clock.sleep(ms, ended.signal);
    if (ended.signal.aborted) return;
    cut.by = failure;
    ended.abort();
  };
  const sink = new FileSink(transfer);
  void cutAfter(limitMs, { kind: "transferTooLong", afterMs: limitMs });
  const firstByte = async () => {
    await clock.sleep(manners.firstByteMs, ended.signal);
    if (ended.signal.aborted || sink.hasBegun) return;
    cut.by = { kind: "stalled", afterMs: manners.firstByteMs };
    ended.abort();
  };
  void firstByte();
  const either = AbortSignal.any([signal, ended.signal]);
  const { file } = transfer;
  const isResumed = transfer.canResume && file.sizeBytes > 0;
  const answer = await deps.caller.call(
    transfer.endpoint,
    transfer.given,
    either,
    {
      sink,
      mayRetry: false,
      ...(transfer.baseUrl !== undefined && { baseUrl: transfer.baseUrl }),
      ...(isResumed && {
        headers: { range: `bytes=${String(file.sizeBytes)}-` },
      }),
    },
  );
  ended.abort();
  if (!answer.ok) return failed(cut.by ?? answer.failure);
  return success(null);
}

/** Writes an answer into the file: from its beginning, or behind what is there where the source agreed to go on. */
class FileSink implements ResponseSink {
  hasBegun = false;
  readonly #transfer: Transfer;
  #isFresh = true;

  constructor(transfer: Transfer) {
    this.#transfer = transfer;
  }

  begin({ status, headers }: Omit<HttpResponse, "text">): boolean {
    this.hasBegun = true;
    const { file } = this.#transfer;
    const start = /^bytes (\d+)-/.exec(headers["content-range"] ?? "")?.[1];
    this.#isFresh = !(status === 206 && Number(start) === file.sizeBytes);
    // A range that begins elsewhere than was asked for is of no use.
    return status === 200 || (status === 206 && !this.#isFresh);
  }

  async write(chunk: Uint8Array) {
    const { file, onReceived } = this.#transfer;
    if (this.#isFresh) {
      this.#isFresh = false;
      const restarted = await file.restart();
      if (!restarted.ok) return restarted;
    }
    const written = await file.write(chunk);
    if (written.ok) onReceived(file.sizeBytes);
    return written;
  }
}
