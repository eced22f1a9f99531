// The cache of answers as files in one folder, readable by their owner only, and never more than a given size.
import {
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { AnswerCache } from "../../core/ports/answerCache.ts";

const keptSchema = z.object({
  atMs: z.number(),
  contentType: z.string(),
  text: z.string(),
});
const fileName = /^[0-9a-f]{64}\.json$/;

/** A cache in this folder, made with the first answer. */
export function createAnswerCacheFolder(
  folder: string,
  maxBytes: number,
): AnswerCache {
  /** One after the other, so that two writers do not make room for one another. */
  let last: Promise<unknown> = Promise.resolve();
  const inOrder = (work: () => Promise<void>): Promise<void> => {
    // The cache is a convenience: a disk that refuses costs a request and nothing else.
    const done = last.then(work).catch(() => undefined);
    last = done;
    return done;
  };
  return {
    async read(key) {
      try {
        const text = await readFile(join(folder, `${key}.json`), "utf8");
        const parsed = keptSchema.safeParse(JSON.parse(text));
        return parsed.success ? parsed.data : null;
      } catch {
        return null;
      }
    },
    write: (key, answer) =>
      inOrder(async () => {
        const text = JSON.stringify(answer);
        if (text.length > maxBytes / 4) return;
        await mkdir(folder, { recursive: true, mode: 0o700 });
        const temporary = join(folder, `${key}.tmp`);
        await writeFile(temporary, text, { mode: 0o600 });
        await rename(temporary, join(folder, `${key}.json`));
        await makeRoom(folder, maxBytes);
      }),
    clear: () => inOrder(() => rm(folder, { recursive: true, force: true })),
  };
}

/** Removes the oldest answers until the rest fits, and whatever a kill left half written. */
async function makeRoom(folder: string, maxBytes: number): Promise<void> {
  const files = [];
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (fileName.test(name)) {
      const { size, mtimeMs } = await stat(path);
      files.push({ path, size, mtimeMs });
    } else await rm(path, { force: true });
  }
  files.sort((a, b) => b.mtimeMs - a.mtimeMs);
  let total = 0;
  for (const { path, size } of files) {
    total += size;
    if (total > maxBytes) await rm(path, { force: true });
  }
}
