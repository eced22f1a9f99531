// Which images the uploads of a state folder sent before. Each job remembers its own, as digests under a key of its own: two
// commands at the same time never write one file.
import { readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { createDurableFile } from "../adapters/durableFile.ts";
import { systemRandom } from "../adapters/systemRandom.ts";
import type { StackImage } from "../core/model/stack.ts";
import {
  SentImages,
  type SentCaseFacts,
  type SentImagesRecord,
  type SentMatch,
} from "../core/sentBefore/sentImages.ts";
import type { DiskFailure } from "../shared/failure.ts";
import type { CaseId } from "../shared/identifiers.ts";
import { failed, success, type Result } from "../shared/result.ts";

/** Of the record in the folder of a job. */
export const sentRecordName = "sent-images.json";

/** A private JSON document. The command line has no keychain: what protects it is that it holds no identity, only keyed digests. */
function plainRecord(path: string): SentImagesRecord {
  const file = createDurableFile(path);
  return {
    async read() {
      const content = await file.read();
      if (!content.ok || content.value === null) return content;
      try {
        return success(
          JSON.parse(Buffer.from(content.value).toString("utf8")) as unknown,
        );
      } catch {
        return failed({ kind: "recordDamaged", record: "sentImages" });
      }
    },
    write: (content) =>
      file.write(Buffer.from(JSON.stringify(content), "utf8")),
    remove: () => file.remove(),
  };
}

function memoryIn(folder: string) {
  return SentImages.open({
    record: plainRecord(join(folder, sentRecordName)),
    random: systemRandom,
    nextTurn: async () => {
      await nextTurn();
    },
  });
}

/** What other jobs of a state folder sent of some images. */
interface SentByOthers {
  /** Most first. */
  readonly matches: readonly SentMatch[];
  /** Folders of jobs whose records cannot be read: they may have sent any of them. */
  readonly unreadable: readonly string[];
}

/** A file among the folders of jobs. */
function isNoFolder(failure: DiskFailure): boolean {
  return failure.kind === "unreadable" && failure.code === "ENOTDIR";
}

/** The other jobs of the state folder that sent any of these images. */
export async function sentByOthers(
  stateFolder: string,
  own: { readonly path: string; readonly caseId: CaseId },
  images: readonly StackImage[],
): Promise<SentByOthers> {
  const matches: SentMatch[] = [];
  const unreadable: string[] = [];
  for (const name of await readdir(stateFolder).catch(() => [])) {
    const path = join(stateFolder, name);
    const { memory, failure } = await memoryIn(path);
    if (
      failure !== null &&
      !isNoFolder(failure) &&
      resolve(path) !== resolve(own.path)
    )
      unreadable.push(name);
    matches.push(...(await memory.matches(images, own.caseId)));
  }
  return { matches: matches.sort((a, b) => b.count - a.count), unreadable };
}

/** Notes in the folder of a job what it is about to send. */
export async function noteSent(
  folder: string,
  facts: SentCaseFacts,
  images: readonly StackImage[],
): Promise<Result<null, DiskFailure>> {
  const { memory } = await memoryIn(folder);
  return memory.note(facts, images);
}
