// Receives one answer into a file: watched for the first byte, for silence, and for the whole taking too long.
import type { ArchiveFailure } from "../../../shared/archive.ts";
import { failed, success, type Result } from "../../../shared/result.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Bandwidth } from "../../upload/bandwidth.ts";
import type { HttpResponse, ResponseSink } from "../../ports/httpClient.ts";
import type { IncomingFile } from "../../ports/seriesStore.ts";
import { hostFellSilent, type ArchiveCaller } from "../call/archiveCaller.ts";
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
  /** Keeps all transfers together below the rate that the user set; absent: as fast as it goes. */
  readonly bandwidth?: Pick<Bandwidth, "take">;
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

/** Receives the whole answer, once, and tells which service gave it; tries are the caller's business. */
export async function receive(
  deps: TransferDeps,
  transfer: Transfer,
  signal: AbortSignal,
): Promise<Result<{ readonly baseUrl: string }, ArchiveFailure>> {
  const { clock, manners } = deps;
  const limitMs = transferTimeMs(transfer.sizeBytes);
  const ended = new AbortController();
  const cut: { by: ArchiveFailure | null } = { by: null };
  const either = AbortSignal.any([signal, ended.signal]);
  const sink = new FileSink(transfer, deps, either);
  const cutWhenTooLong = async () => {
    // Time that was spent to keep the user's own limit does not count.
    for (let countedMs = 0, leftMs = limitMs; leftMs > 0;) {
      await clock.sleep(leftMs, ended.signal);
      if (ended.signal.aborted) return;
      leftMs = sink.heldBackMs - countedMs;
      countedMs = sink.heldBackMs;
    }
    cut.by = { kind: "transferTooLong", afterMs: limitMs };
    ended.abort();
  };
  void cutWhenTooLong();
  const firstByte = async () => {
    await clock.sleep(manners.firstByteMs, ended.signal);
    if (ended.signal.aborted || sink.hasBegun) return;
    cut.by = { kind: "stalled", afterMs: manners.firstByteMs };
    ended.abort(hostFellSilent);
  };
  void firstByte();
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
  const { baseUrl } = transfer.endpoint;
  return success({ baseUrl: answer.value.baseUrl ?? baseUrl });
}

/** Writes an answer into the file: from its beginning, or behind what is there where the source agreed to go on. */
class FileSink implements ResponseSink {
  hasBegun = false;
  /** Milliseconds it waited so as not to go faster than the user wants. */
  heldBackMs = 0;
  readonly #transfer: Transfer;
  readonly #deps: TransferDeps;
  readonly #signal: AbortSignal;
  #isFresh = true;

  /** Holds nothing back once `signal` aborted. */
  constructor(transfer: Transfer, deps: TransferDeps, signal: AbortSignal) {
    this.#transfer = transfer;
    this.#deps = deps;
    this.#signal = signal;
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
    if (!written.ok) return written;
    onReceived(file.sizeBytes);
    const { clock, bandwidth } = this.#deps;
    const fromMs = clock.nowMs();
    // The next chunk is not read before: what is not taken is not sent.
    await bandwidth?.take(chunk.length, () => this.#signal);
    this.heldBackMs += clock.nowMs() - fromMs;
    return written;
  }
}
