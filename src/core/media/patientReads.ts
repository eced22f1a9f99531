// Tries reads again that fail for a moment, as they do on scratched discs and on shares that wake up.
import type { DiskFailure } from "../../shared/failure.ts";
import type { Result } from "../../shared/result.ts";
import type { ByteSource } from "../ports/byteSource.ts";
import type { Clock } from "../ports/clock.ts";

/** Pauses before the second, third and fourth attempt. */
const pausesMs = [50, 250, 1000];

/** Errors that may be gone a moment later; others stay as they are. */
const transientCodes = new Set([
  "EAGAIN",
  "EBUSY",
  "EINTR",
  "EIO",
  "EMFILE",
  "ENFILE",
  "ENOTCONN",
  "ESTALE",
  "ETIMEDOUT",
]);

type Sleeper = Pick<Clock, "sleep">;

/** Makes attempts until one succeeds, fails for good, or has failed four times. */
export async function withPatience<
  Value,
  Failure extends { readonly kind: string },
>(
  clock: Sleeper,
  attempt: () => Result<Value, Failure> | Promise<Result<Value, Failure>>,
): Promise<Result<Value, Failure>> {
  let outcome = await attempt();
  for (const pauseMs of pausesMs) {
    if (outcome.ok || !isTransient(outcome.failure)) return outcome;
    await clock.sleep(pauseMs);
    outcome = await attempt();
  }
  return outcome;
}

function isTransient(failure: { readonly kind: string }): boolean {
  return (
    failure.kind === "unreadable" &&
    "code" in failure &&
    typeof failure.code === "string" &&
    transientCodes.has(failure.code)
  );
}

/** The source, with patience in every read. `clock` may want to know of reads that succeed. */
export function patientSource<Source extends ByteSource>(
  source: Source,
  clock: Sleeper & { readonly renew?: () => void },
): Source {
  const read = source.read.bind(source);
  source.read = async (
    offset: number,
    length: number,
  ): Promise<Result<Uint8Array, DiskFailure>> => {
    const outcome = await withPatience(clock, () => read(offset, length));
    if (outcome.ok) clock.renew?.();
    return outcome;
  };
  return source;
}
