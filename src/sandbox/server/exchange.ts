// One request as its route sees it, and bounded reading of its body.
import type { IncomingMessage } from "node:http";
import { failed, success, type Result } from "../../shared/result.ts";
import { textAnswer, type Answer } from "./answer.ts";

/** Room for a presign request of ten thousand hashes, and far more than any form. */
const maxBodyBytes = 4 * 1024 * 1024;

/** Faults a route acts out by itself; all others are the listener's. */
export interface RouteFaults {
  readonly expiredUrl: boolean;
  readonly silentJobFailure: boolean;
}

/** One request. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly url: URL;
  /** Values of the `{name}` parts of the route's path. */
  readonly params: Readonly<Record<string, string>>;
  readonly faults: RouteFaults;
  /** Resolves when the service gets to work on a body that it has read: late under a `slowWork` fault, else at once. */
  readonly startOfWork: () => Promise<void>;
}

/** A positive integer in the path, or null: no record has such an id. */
export function idParam(exchange: Exchange, name: string): number | null {
  const text = exchange.params[name] ?? "";
  return /^[1-9][0-9]{0,14}$/.test(text) ? Number(text) : null;
}

/** Reads the whole body; a body over 4 MiB is refused with 413. */
export async function readBody(
  exchange: Exchange,
): Promise<Result<Buffer, Answer>> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of exchange.request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBodyBytes)
      return failed(textAnswer(413, "Request body too large"));
    chunks.push(chunk);
  }
  await exchange.startOfWork();
  return success(Buffer.concat(chunks));
}

/** Media type of the request body, lower-case, without parameters. */
export function contentType(exchange: Exchange): string {
  const header = exchange.request.headers["content-type"] ?? "";
  return (header.split(";")[0] ?? "").trim().toLowerCase();
}

/** Reads form fields; of a repeated field the last one counts. */
export async function readForm(
  exchange: Exchange,
): Promise<Result<ReadonlyMap<string, string>, Answer>> {
  const body = await readBody(exchange);
  if (!body.ok) return body;
  return success(new Map(new URLSearchParams(body.value.toString("utf8"))));
}
