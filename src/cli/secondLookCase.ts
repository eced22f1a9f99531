// The case behind `casedrop second-look`: scanned, searched for text and de-identified like one that is sent, in a folder that goes with the command.
import { randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemMediaProbe } from "../adapters/fileTree/systemMediaProbe.ts";
import { emptyDraft } from "../core/casefile/caseDraft.ts";
import { allChosenStacks } from "../core/casefile/caseImages.ts";
import {
  collectPrepared,
  stacksToPrepare,
} from "../core/casefile/preparedCase.ts";
import type { LookedAtCase } from "../core/secondLook/caseSecondLook.ts";
import type { CaseId } from "../shared/identifiers.ts";
import { failureWords } from "../shared/messages/failureWords.ts";
import { failed, success, type Result } from "../shared/result.ts";
import type { SavedLook } from "../shared/secondLook.ts";
import { createPreparer } from "../workers/preparer.ts";
import type { CliEnvironment } from "./environment.ts";
import type { MaskEntry } from "./maskFile.ts";
import { scanPaths } from "./scanPaths.ts";
import { searchText } from "./searchText.ts";
import { withMasks } from "./uploadMasks.ts";

/** A case for one look, and the folder it lies in. */
export interface CommandCase extends LookedAtCase {
  /** Also for what is shown; removed by `remove`. */
  readonly folder: string;
  remove(): Promise<void>;
}

/** Makes the case. Fails with a sentence for the user; nothing is left behind then. */
export async function openCommandCase(
  paths: readonly string[],
  masks: readonly MaskEntry[],
  environment: CliEnvironment,
): Promise<Result<CommandCase, string>> {
  const { outcome, grouped } = await scanPaths(paths, environment);
  if (outcome.missingRoots.length > 0 || outcome.wasCancelled)
    return failed("Nothing was sent.");
  const masked = withMasks(emptyDraft, masks, grouped);
  if (!masked.ok) return masked;
  const { draft } = masked.value;
  const stacks = allChosenStacks(grouped, draft);
  const { patientWords } = outcome;
  const searchOf = await searchText(stacks, patientWords, environment);
  const folder = await mkdtemp(join(tmpdir(), "casedrop-second-look-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  const spoolFolder = join(folder, "spool");
  const asked = stacksToPrepare(stacks);
  const preparer = createPreparer({ ...environment, probe: systemMediaProbe });
  try {
    const prepared =
      asked.length === 0
        ? success([])
        : await preparer.prepare(
            {
              caseId: randomUUID() as CaseId,
              spoolFolder,
              saltHex: randomBytes(32).toString("hex"),
              patientWords,
              stacks: asked,
              onProgress: () => undefined,
            },
            environment.signal,
          );
    if (!prepared.ok) {
      await remove();
      const { title, why } = failureWords(prepared.failure);
      return failed(`${title}. ${why} Nothing was sent.`);
    }
    let secondLooks: readonly SavedLook[] = [];
    const { publicSeries = [] } = outcome;
    const preparation = { prepared: collectPrepared(asked, prepared.value) };
    return success({
      folder,
      spoolFolder,
      remove,
      parts: () => ({
        stacks,
        searchOf,
        preparation,
        intake: { patientWords },
        draft,
        record: { secondLooks, publicSeries },
      }),
      keep: (looks) => {
        secondLooks = looks;
      },
      changed: () => undefined,
    });
  } finally {
    await preparer.close();
  }
}
