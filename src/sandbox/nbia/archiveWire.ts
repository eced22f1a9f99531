// Bytes in and out of the sample archive, and the faults that strike on their way.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { SandboxClock } from "../clock.ts";
import { answer, blank, json, type ArchiveAnswer } from "./archiveAnswer.ts";
import type { ArchiveFault } from "./archiveFaults.ts";

const maxBodyBytes = 4 * 1024 * 1024;
const pieceBytes = 4_096;

/** The body of a request as text; what is beyond 4 MiB is dropped. */
export async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= maxBodyBytes) chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** The value of a JSON text, or null. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The answer, or what a fault puts in its place. */
export function replyUnder(
  faults: readonly ArchiveFault[],
  respond: () => ArchiveAnswer,
): ArchiveAnswer {
  for (const fault of faults) {
    if (fault.kind === "blank") return blank;
    if (fault.kind === "status")
      return answer(
        fault.status,
        fault.contentType,
        fault.body,
        fault.retryAfterSeconds === undefined
          ? {}
          : { "retry-after": String(fault.retryAfterSeconds) },
      );
  }
  const replied = respond();
  const isSingle = faults.some(({ kind }) => kind === "singleObject");
  if (!isSingle || typeof replied.body !== "string") return replied;
  const value = parsedJson(replied.body);
  return Array.isArray(value) ? json(value[0]) : replied;
}

/** Writes an answer piece by piece, as slowly and as far as the faults let it. */
export async function writeAnswer(
  response: ServerResponse,
  { status, headers, body }: ArchiveAnswer,
  faults: readonly ArchiveFault[],
  service: { readonly clock: SandboxClock; readonly closing: AbortController },
): Promise<void> {
  const isWhole = typeof body === "string" || Buffer.isBuffer(body);
  response.writeHead(status, {
    ...headers,
    ...(isWhole && { "content-length": String(Buffer.byteLength(body)) }),
  });
  const breaks = faults.find(
    (fault) => fault.kind === "cut" || fault.kind === "stall",
  );
  const slow = faults.find((fault) => fault.kind === "slow");
  const limit = breaks?.afterBytes ?? Number.POSITIVE_INFINITY;
  const { clock, closing } = service;
  let sent = 0;
  for (const whole of isWhole ? [Buffer.from(body)] : body)
    for (let at = 0; at < whole.length; at += pieceBytes) {
      if (response.destroyed) return;
      const piece = whole.subarray(
        at,
        Math.min(at + pieceBytes, at + limit - sent),
      );
      await written(response, piece);
      sent += piece.length;
      if (slow !== undefined) await clock.sleep(slow.pauseMs, closing.signal);
      if (sent < limit) continue;
      if (breaks?.kind === "stall")
        await clock.sleep(breaks.ms, closing.signal);
      response.socket?.destroy();
      return;
    }
  response.end();
}

/** Resolves when the system has the piece, so that a break after it loses none of it. */
function written(response: ServerResponse, piece: Buffer): Promise<void> {
  return new Promise((resolve) => {
    response.once("close", resolve);
    response.write(piece, () => {
      response.off("close", resolve);
      resolve();
    });
  });
}
