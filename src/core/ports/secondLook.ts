// Ports of the second look: who reads films and reports, and who makes a film ready for it.
import type {
  DiskFailure,
  Failure,
  NetworkFailure,
} from "../../shared/failure.ts";
import type { LookAlgorithm, MadeFilm } from "../../shared/secondLook.ts";
import type { Result } from "../../shared/result.ts";
import type { FileSource } from "../model/fileSource.ts";
import type { SpooledFile } from "./spool.ts";

/** One question. The key goes into the body and nowhere else (contract section 3). */
export interface ReaderQuestion {
  readonly algorithm: LookAlgorithm;
  /** Address of the reader without a slash at its end: `https://x-raydar.info`. */
  readonly baseUrl: string;
  readonly key: string;
  /** One DICOM file, or one text. */
  readonly bytes: Uint8Array;
  /** From the first byte of the request to the last of the answer. */
  readonly timeoutMs: number;
  /** Called once all bytes were handed over to the connection. */
  readonly onSent: () => void;
}

/** What came back, whatever its status. Redirects are answers, never followed. */
export interface ReaderAnswer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** The answer was longer than what is kept of it. */
  readonly isCut: boolean;
}

export type ReaderFailure =
  | NetworkFailure
  | DiskFailure
  | { readonly kind: "timedOut"; readonly afterMs: number }
  | { readonly kind: "cancelled" };

/** Reads chest films and reports. Asks once for each call; never again by itself. */
export interface ChestXrayReader {
  ask(
    question: ReaderQuestion,
    signal: AbortSignal,
  ): Promise<Result<ReaderAnswer, ReaderFailure>>;
}

/** UIDs of a film that are used once, so that it cannot be linked with the case. */
export interface FilmUIDs {
  readonly study: string;
  readonly series: string;
  readonly instance: string;
}

/** A film as it is sent. */
export interface FilmBytes extends Omit<MadeFilm, "reader"> {
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Makes films out of verified copies in a spool, off the main thread. */
export interface FilmMaker {
  make(
    order: {
      readonly spoolFolder: string;
      readonly copy: SpooledFile;
      readonly uids: FilmUIDs;
      /** The file that the copy was made of, where it has a lookup table: no copy has one. Null where it has none. */
      readonly tablesIn: FileSource | null;
    },
    signal: AbortSignal,
  ): Promise<Result<FilmBytes, Failure>>;
}
