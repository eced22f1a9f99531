// What `casedrop upload` keeps between runs: one folder per job, found again by its arguments.
import { createHash, randomUUID } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { z } from "zod";
import { createDurableFile } from "../adapters/durableFile.ts";
import {
  casesBelow,
  journalEntries,
  journalName,
  type CasesBelow,
} from "../adapters/journal/casesBelow.ts";
import { lockJournal, type Unlock } from "../adapters/journal/journalLock.ts";
import { systemRandom } from "../adapters/systemRandom.ts";
import { replay } from "../core/upload/transition.ts";
import type { CaseId } from "../shared/identifiers.ts";
import type { DiskFailure } from "../shared/failure.ts";
import { failed, success, type Result } from "../shared/result.ts";
import type { SendAccount } from "../shared/snapshot.ts";

/** What tells one job from another. */
export interface UploadJob {
  readonly paths: readonly string[];
  readonly caseFile: string;
  readonly origin: string;
  /** The draft that the images are added to; null: a new case. */
  readonly appendedTo: number | null;
  /** The study of that draft which takes the stacks; null: new ones are made. */
  readonly studyId: number | null;
}

/** The folder of a job, locked for this process. */
export interface UploadFolder {
  readonly path: string;
  readonly caseId: CaseId;
  /** Keys the UID mapping, so that preparing again yields the same files. */
  readonly saltHex: string;
  readonly journalPath: string;
  readonly spoolFolder: string;
  /** The other jobs in the same state folder, and the cases below these folders, as they are now. */
  readonly otherCases: (alsoBelow: readonly string[]) => Promise<CasesBelow>;
  /** The account of the plan, without what was left out since; empty while there is none. */
  frozenAccount(): Promise<SendAccount>;
  readonly unlock: Unlock;
}

const emptyAccount: SendAccount = {
  found: 0,
  uploaded: 0,
  leftOut: 0,
  leftOutByReason: [],
  uploadedImages: 0,
};

const recordSchema = z.strictObject({
  version: z.literal(1),
  caseId: z.uuid().transform((text) => text as CaseId),
  saltHex: z.string().regex(/^[0-9a-f]{64}$/),
});

/**
 * Opens the folder of a job, made if absent. `inUseElsewhere`: another process works on it; `recordDamaged`: its record
 * cannot be understood.
 */
export async function openUploadFolder(
  stateFolder: string,
  job: UploadJob,
): Promise<Result<UploadFolder, DiskFailure>> {
  const name = jobName(job);
  const folder = join(resolve(stateFolder), name);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch {
    return failed({ kind: "unwritable", code: "STATE_FOLDER" });
  }
  const locked = await lockJournal(join(folder, "job"));
  if (!locked.ok) return locked;
  const record = await openRecord(join(folder, "job.json"));
  if (!record.ok) {
    await locked.value();
    return record;
  }
  return success({
    ...record.value,
    path: folder,
    journalPath: join(folder, journalName),
    spoolFolder: join(folder, "spool"),
    otherCases: (alsoBelow) =>
      casesBelow([resolve(stateFolder), ...alsoBelow], job.origin, folder),
    frozenAccount: async () => {
      const entries = await journalEntries(join(folder, journalName));
      const state = replay(entries ?? []);
      return state.ok ? state.value.plan.account : emptyAccount;
    },
    unlock: locked.value,
  });
}

function jobName(job: UploadJob): string {
  const { paths, caseFile, origin, appendedTo, studyId } = job;
  const study = studyId === null ? "" : ` ${studyId}`;
  const key = JSON.stringify([
    // A bare origin for new cases, as before there were others.
    appendedTo === null ? origin : `${origin} ${appendedTo}${study}`,
    resolve(caseFile),
    ...paths.map((path) => resolve(path)).sort(),
  ]);
  return createHash("sha256").update(key).digest("hex").slice(0, 32);
}

async function openRecord(path: string) {
  const file = createDurableFile(path);
  const content = await file.read();
  if (!content.ok) return content;
  if (content.value !== null) return parseRecord(content.value);
  const record = {
    version: 1 as const,
    caseId: randomUUID() as CaseId,
    saltHex: Buffer.from(systemRandom.bytes(32)).toString("hex"),
  };
  const written = await file.write(Buffer.from(JSON.stringify(record), "utf8"));
  return written.ok ? success(record) : written;
}

function parseRecord(content: Uint8Array) {
  try {
    const parsed = recordSchema.safeParse(
      JSON.parse(Buffer.from(content).toString("utf8")),
    );
    if (parsed.success) return success(parsed.data);
  } catch {
    // Not JSON: damaged all the same.
  }
  return failed({ kind: "recordDamaged", record: "draft" } as const);
}
