// The threads that de-identify for a command: they load their code and prove themselves while the images are still looked at.
import { systemMediaProbe } from "../adapters/fileTree/systemMediaProbe.ts";
import type { PreparedStack, Preparer } from "../core/ports/preparer.ts";
import type { DiskFailure } from "../shared/failure.ts";
import { success, type Result } from "../shared/result.ts";
import { createPreparer } from "../workers/preparer.ts";
import type { CliEnvironment } from "./environment.ts";

type Request = Omit<Parameters<Preparer["prepare"]>[0], "onProgress">;

/** What does `work` with a preparer whose threads start at once, as those of the window do after a scan; they end with it. */
export async function withPreparer<T>(
  environment: CliEnvironment,
  work: (preparer: Preparer) => Promise<T>,
): Promise<T> {
  const preparer = createPreparer({ ...environment, probe: systemMediaProbe });
  preparer.start();
  try {
    return await work(preparer);
  } finally {
    await preparer.close();
  }
}

/** De-identifies what there is, with a line of progress where there is a terminal. */
export async function prepareImages(
  preparer: Preparer,
  request: Request,
  { stderr, signal }: CliEnvironment,
): Promise<
  Result<readonly PreparedStack[], DiskFailure | { readonly kind: "cancelled" }>
> {
  const total = request.stacks.reduce(
    (sum, { images }) => sum + images.length,
    0,
  );
  if (total === 0) return success([]);
  const say = (line: string) => {
    if (stderr.isTTY === true) stderr.write(`\r\u001b[K${line}`);
  };
  try {
    return await preparer.prepare(
      {
        ...request,
        onProgress: ({ preparedImages }) => {
          say(`De-identifying: ${preparedImages} of ${total} images`);
        },
      },
      signal,
    );
  } finally {
    say("");
  }
}
