// X-Raydar over HTTP: one form with the key and one file, sent once, within a given time (contract sections 2 to 4).
import type {
  HttpBody,
  HttpClient,
  HttpFailure,
  HttpResponse,
} from "../../core/ports/httpClient.ts";
import type { Clock } from "../../core/ports/clock.ts";
import type { Random } from "../../core/ports/random.ts";
import type {
  ChestXrayReader,
  ReaderAnswer,
  ReaderQuestion,
} from "../../core/ports/secondLook.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import {
  readerConnectMs,
  largestAnswerBytes,
  type LookAlgorithm,
} from "../../shared/secondLook.ts";

const paths: Readonly<Record<LookAlgorithm, string>> = {
  image: "/api/cv",
  report: "/api/nlp",
};

export interface ReaderAdapterDeps {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly random: Random;
  /** Name of the app and where to ask about it, as they are when something is sent (contract section 8). */
  readonly userAgent: () => string;
}

/** A reader behind the HTTP port. */
export function createHttpChestXrayReader(
  deps: ReaderAdapterDeps,
): ChestXrayReader {
  return {
    async ask(question, signal) {
      const sent = await within(
        question.timeoutMs,
        { ...deps, signal },
        (cut) => send(question, deps, cut),
      );
      if (sent === "timedOut")
        return failed({ kind: "timedOut", afterMs: question.timeoutMs });
      return sent.ok ? success(answerOf(sent.value)) : sent;
    },
  };
}

function answerOf({ status, headers, text }: HttpResponse): ReaderAnswer {
  const isCut = Buffer.byteLength(text, "utf8") >= largestAnswerBytes;
  return { status, headers, text, isCut };
}

function send(
  question: ReaderQuestion,
  { http, random, userAgent }: ReaderAdapterDeps,
  signal: AbortSignal,
): Promise<Result<HttpResponse, HttpFailure>> {
  // Random, so that no file holds it.
  const boundary = `casedrop-${Buffer.from(random.bytes(24)).toString("hex")}`;
  const body = formBody(question, boundary);
  return http.send(
    {
      method: "POST",
      url: `${question.baseUrl}${paths[question.algorithm]}`,
      headers: {
        "content-type": `multipart/form-data; boundary=${boundary}`,
        "user-agent": userAgent(),
        accept: "application/json",
      },
      body,
      connectTimeoutMs: readerConnectMs,
      stallTimeoutMs: question.timeoutMs,
    },
    signal,
  );
}

/** The two parts in the order of the vendor's sample; the file is called `file`, whatever it is called here. */
function formBody(
  { key, bytes, onSent }: ReaderQuestion,
  boundary: string,
): HttpBody {
  const chunks = [
    `--${boundary}\r\nContent-Disposition: form-data; name="key"\r\n\r\n${key}\r\n`,
    `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="file"\r\nContent-Type: application/octet-stream\r\n\r\n`,
    bytes,
    `\r\n--${boundary}--\r\n`,
  ].map((chunk) =>
    typeof chunk === "string" ? Buffer.from(chunk, "utf8") : chunk,
  );
  return {
    sizeBytes: chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0),
    // eslint-disable-next-line @typescript-eslint/require-await -- all of it is in memory
    async *stream() {
      yield* chunks;
      onSent();
    },
  };
}

/** Runs something that can be cut off for as long as it may take. */
async function within<T>(
  timeoutMs: number,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T | "timedOut"> {
  const tooLate = new AbortController();
  const over = new AbortController();
  const sleeping = clock.sleep(timeoutMs, over.signal).then(() => {
    if (!over.signal.aborted) tooLate.abort();
  });
  const outcome = await run(AbortSignal.any([signal, tooLate.signal]));
  over.abort();
  await sleeping;
  return tooLate.signal.aborted ? "timedOut" : outcome;
}
