// Which images the uploads of a state folder sent before. Each job remembers its own, as digests under a key of its own: two
// commands at the same time never write one file.
import { readdir } from "node:fs/promises";
import { join } from "node:path";
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

const recordName = "sent-images.json";

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
        return failed({ kind: "recordDamaged", record: "draft" });
      }
    },
    write: (content) =>
      file.write(Buffer.from(JSON.stringify(content), "utf8")),
    remove: () => file.remove(),
  };
}

async function memoryIn(folder: string): Promise<SentImages> {
  const { memory } = await SentImages.open({
    record: plainRecord(join(folder, recordName)),
    random: systemRandom,
    nextTurn: async () => {
      await nextTurn();
    },
  });
  return memory;
}

/** The other jobs of the state folder that sent any of these images; most first. */
export async function sentByOthers(
  stateFolder: string,
  ownCaseId: CaseId,
  images: readonly StackImage[],
): Promise<readonly SentMatch[]> {
  const found: SentMatch[] = [];
  for (const name of await readdir(stateFolder).catch(() => [])) {
    const memory = await memoryIn(join(stateFolder, name));
    found.push(...(await memory.matches(images, ownCaseId)));
  }
  return found.sort((a, b) => b.count - a.count);
}

/** Notes in the folder of a job what it is about to send. */
export async function noteSent(
  folder: string,
  facts: SentCaseFacts,
  images: readonly StackImage[],
): Promise<Result<null, DiskFailure>> {
  return (await memoryIn(folder)).note(facts, images);
}
