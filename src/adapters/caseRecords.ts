// The folder of all cases: one folder per case with its sealed record; journal and spool lie beside it.
import { mkdir, readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { RecordStore, StoredRecord } from "../core/ports/recordStore.ts";
import type { Removal } from "../core/ports/removal.ts";
import { allForgotten } from "../core/workspace/notForgotten.ts";
import { errnoOf, readFailure, writeFailure } from "../shared/diskErrors.ts";
import type { DiskFailure, NotForgotten } from "../shared/failure.ts";
import type { CaseId } from "../shared/identifiers.ts";
import { caseIdSchema } from "../shared/ipc.ts";
import { failed, type Result } from "../shared/result.ts";

/** Where things of one case lie. */
export interface CaseFolders {
  readonly record: string;
  readonly journal: string;
  readonly spool: string;
}

/** The folder of all cases in the folder that the window keeps its data in. */
export function casesFolderIn(dataFolder: string): string {
  return join(dataFolder, "cases");
}

/** Paths of a case below the folder of all cases. */
export function caseFolders(casesFolder: string, caseId: CaseId): CaseFolders {
  return placesIn(join(casesFolder, caseId));
}

function placesIn(folder: string): CaseFolders {
  return {
    record: join(folder, "record.sealed"),
    journal: join(folder, "journal.jsonl"),
    spool: join(folder, "spool"),
  };
}

/** A durable, sealed document; see src/adapters/sealedRecords.ts. */
interface RecordFile {
  read(): Promise<Result<unknown, DiskFailure>>;
  write(content: unknown): Promise<Result<null, DiskFailure>>;
}

/** Records of cases below a folder. `recordAt` seals and opens the file at a path. */
export function createCaseRecords(
  casesFolder: string,
  recordAt: (path: string) => RecordFile,
  removal: Removal,
): RecordStore {
  const files = new Map<CaseId, RecordFile>();
  const fileOf = (caseId: CaseId): RecordFile => {
    const file =
      files.get(caseId) ?? recordAt(caseFolders(casesFolder, caseId).record);
    files.set(caseId, file);
    return file;
  };
  return {
    async load() {
      const records: StoredRecord[] = [];
      const failures: DiskFailure[] = [];
      const journalsOnly: CaseId[] = [];
      for (const caseId of await listCases(casesFolder, failures)) {
        const content = await fileOf(caseId).read();
        if (!content.ok) failures.push(content.failure);
        if (content.ok && content.value !== null)
          records.push({ caseId, content: content.value });
        else if (await hasJournal(caseFolders(casesFolder, caseId).journal))
          journalsOnly.push(caseId);
        // Neither: a crash came before the first record. Images that were prepared belong to no case any more.
        else if (content.ok && (await holdsSpoolOnly(casesFolder, caseId)))
          await removeCase(join(casesFolder, caseId), removal);
      }
      return { records, failures, journalsOnly };
    },
    async save(caseId, content) {
      const { spool } = caseFolders(casesFolder, caseId);
      try {
        await mkdir(spool, { recursive: true, mode: 0o700 });
      } catch (error) {
        return failed(writeFailure(error));
      }
      return fileOf(caseId).write(content);
    },
    async remove(caseId) {
      files.delete(caseId);
      return removeCase(join(casesFolder, caseId), removal);
    },
    async removeOthers(known) {
      const names = await removal.list(casesFolder);
      if (names === null) return unlisted;
      const others = names.filter((name) => !isOneOf(known, name));
      const removed = await Promise.all(
        others.map((name) => removeCase(join(casesFolder, name), removal)),
      );
      return allForgotten(
        removed.map((done) => ({ what: "otherFiles", done })),
      );
    },
  };
}

function isOneOf(known: ReadonlySet<CaseId>, name: string): boolean {
  const parsed = caseIdSchema.safeParse(name);
  return parsed.success && known.has(parsed.data);
}

const unlisted: Result<null, NotForgotten> = failed({
  kind: "notForgotten",
  code: "UNREADABLE",
  remains: [{ what: "otherFiles", count: 1 }],
});

/** The record last: what could not be removed of a case is still known by it, and can be removed once more. */
async function removeCase(
  folder: string,
  removal: Removal,
): Promise<Result<null, NotForgotten>> {
  const { record, journal, spool } = placesIn(folder);
  const names = (await removal.list(folder)) ?? [];
  const removed = await removal.remove(
    names
      .map((name) => join(folder, name))
      .filter((path) => path !== record)
      .map((path) => ({
        what:
          path === spool
            ? "preparedImages"
            : path.startsWith(journal)
              ? "journals"
              : "otherFiles",
        path,
      })),
  );
  if (!removed.ok) return removed;
  return removal.remove([{ what: "drafts", path: folder }]);
}

/** Also if it was kept aside: what was sent is then unknown, which is not nothing. */
async function hasJournal(path: string): Promise<boolean> {
  const names = await readdir(dirname(path)).catch(() => []);
  const journal = basename(path);
  return names.some(
    (name) => name === journal || name.startsWith(`${journal}.damaged-`),
  );
}

/** A record that was kept aside, or anything else, may still be wanted. */
async function holdsSpoolOnly(
  casesFolder: string,
  caseId: CaseId,
): Promise<boolean> {
  const { record, spool } = caseFolders(casesFolder, caseId);
  const names = await readdir(dirname(record)).catch(() => null);
  return names?.every((name) => name === basename(spool)) === true;
}

/** Case folders by name; anything else in there is not ours and is left alone. */
async function listCases(
  casesFolder: string,
  failures: DiskFailure[],
): Promise<readonly CaseId[]> {
  try {
    const entries = await readdir(casesFolder, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory())
      .map((entry) => caseIdSchema.safeParse(entry.name))
      .flatMap((parsed) => (parsed.success ? [parsed.data] : []));
  } catch (error) {
    if (errnoOf(error) !== "ENOENT") failures.push(readFailure(error));
    return [];
  }
}
