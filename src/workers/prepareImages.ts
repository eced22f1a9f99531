// Prepares the images of one job: read, plan, write, verify, and only then into the spool.
import { setImmediate as nextTurn } from "node:timers/promises";
import type {
  SpoolWriter,
  UnfinishedFile,
} from "../adapters/fileSpool/spoolWriter.ts";
import { applyDeid } from "../core/deid/applyDeid.ts";
import { planPixels, type FrameDecoder } from "../core/deid/framePixels.ts";
import type { PatientWordSearches } from "../core/deid/patientWordSearch.ts";
import { keptFreeTextTags } from "../core/deid/freeTextOfStack.ts";
import type { Tag } from "../core/dicom/dataSet.ts";
import { planDeid, type DeidPlan } from "../core/deid/planDeid.ts";
import type { RememberedValues } from "../core/deid/rememberedValues.ts";
import {
  readSourceInstance,
  type SourceInstance,
} from "../core/deid/sourceInstance.ts";
import { createUIDMapper, type UIDMapper } from "../core/deid/uidMapping.ts";
import { verifyDeid } from "../core/deid/verifyDeid.ts";
import type { PatientWords } from "../core/patientWords/patientWords.ts";
import { RememberedRows } from "../core/masks/rememberedRows.ts";
import type { FileSource } from "../core/model/fileSource.ts";
import type { SpooledFile } from "../core/ports/spool.ts";
import type { RefusalReason } from "../shared/failure.ts";
import { failed, success, type Result } from "../shared/result.ts";
import { ActionSets } from "./actionSets.ts";
import type { ImageFailure } from "./imageFailure.ts";
import type { ImageDone, PrepareAnswer, PrepareJob } from "./prepareJobs.ts";
import { preparePicture } from "./preparePicture.ts";
import {
  openSourceFile,
  type ReadingDeps,
  type SourceFile,
} from "./sourceFile.ts";

/** A file that is open, with what was read of it. */
interface OpenInstance {
  readonly source: SourceFile;
  readonly instance: SourceInstance;
}

/** The file of the last image, or why it cannot be used: true of all its frames. */
interface LastFile {
  readonly path: string;
  readonly opened: Result<OpenInstance, RefusalReason>;
}

/** What is to be written, and what the check must let pass. */
interface PlannedImage {
  readonly plan: DeidPlan;
  readonly keptFreeText: ReadonlySet<Tag>;
}

/** An image in the spool, and what was done to it. */
interface PreparedImage {
  readonly file: SpooledFile;
  readonly done: ImageDone;
}

/** What preparing needs of its thread. */
export interface PreparationDeps {
  readonly spool: SpoolWriter;
  readonly reading: ReadingDeps;
  readonly decode: FrameDecoder;
  readonly remembered: RememberedValues;
  /** The searches for the words of a case: the same for all its jobs. */
  readonly searchesFor: (caseWords: PatientWords) => PatientWordSearches;
}

/** A turn of the event loop for each small slice would take longer than writing its head. */
const turnMs = 5;

/** Prepares all images of the job in order; ends early when the disk fails or `signal` aborts. */
export async function prepareImages(
  job: PrepareJob,
  deps: PreparationDeps,
  signal: AbortSignal,
): Promise<PrepareAnswer> {
  const preparation = new JobPreparation(job, deps);
  const words = deps.searchesFor(job.patientWords).withWords([]);
  try {
    const images: Result<SpooledFile, RefusalReason>[] = [];
    const treatments: (ImageDone | null)[] = [];
    let turnEndsMs = 0;
    for (const image of job.images) {
      // The message that cancels arrives between turns of the event loop only.
      if (performance.now() >= turnEndsMs) {
        await nextTurn();
        turnEndsMs = performance.now() + turnMs;
      }
      if (signal.aborted) return { kind: "cancelled" };
      const { file, picture: format, masks = [] } = image;
      const prepared =
        format === undefined
          ? await preparation.prepare(image)
          : await preparePicture({ file, format, masks }, { ...deps, words });
      treatments.push(prepared.ok ? prepared.value.done : null);
      if (prepared.ok) images.push(success(prepared.value.file));
      else if (prepared.failure.kind === "refused")
        images.push(failed(prepared.failure.reason));
      else return { kind: "stopped", failure: prepared.failure.failure };
    }
    return {
      kind: "prepared",
      images,
      treatments,
    };
  } finally {
    await preparation.close();
  }
}

class JobPreparation {
  readonly #job: PrepareJob;
  readonly #uids: UIDMapper;
  readonly #spool: SpoolWriter;
  readonly #reading: ReadingDeps;
  readonly #decode: FrameDecoder;
  readonly #masked = new RememberedRows();
  #last: LastFile | null = null;
  readonly #actions = new ActionSets();
  readonly #remembered: RememberedValues;
  readonly #searches: PatientWordSearches;
  readonly #keptFreeText: ReadonlySet<Tag>;
  readonly #acceptedFreeText: ReadonlySet<string>;

  constructor(job: PrepareJob, deps: PreparationDeps) {
    this.#job = job;
    this.#uids = createUIDMapper(Buffer.from(job.saltHex, "hex"));
    this.#spool = deps.spool;
    this.#reading = deps.reading;
    this.#decode = deps.decode;
    this.#remembered = deps.remembered;
    this.#searches = deps.searchesFor(job.patientWords);
    this.#keptFreeText = keptFreeTextTags(job.keptFreeText);
    this.#acceptedFreeText = new Set(job.acceptedFreeText);
  }

  async prepare({
    file,
    frame,
    variant,
    masks,
  }: PrepareJob["images"][number]): Promise<
    Result<PreparedImage, ImageFailure>
  > {
    const open = await this.#openInstance(file);
    if (!open.ok) return failed({ kind: "refused", reason: open.failure });
    const { source, instance } = open.value;
    const decode = this.#decode;
    const { stackId, sopInstanceUID, window } = this.#job;
    const pixels = await planPixels(
      instance,
      frame,
      { source, decode },
      { rowsOf: (size) => this.#masked.of(masks ?? [], size), window },
    );
    if (!pixels.ok) return failed({ kind: "refused", reason: pixels.failure });
    const plan = planDeid(instance, pixels.value, {
      uids: this.#uids.forVariant(variant ?? null),
      stackId,
      frame,
      sopInstanceUID,
      window,
      keptFreeText: this.#keptFreeText,
      acceptedFreeText: this.#acceptedFreeText,
      remembered: this.#remembered,
    });
    if (!plan.ok) return failed({ kind: "refused", reason: plan.failure });
    const spooled = await this.#write(open.value, plan.value);
    if (!spooled.ok) return spooled;
    const { treatment, actions } = plan.value;
    return success({
      file: spooled.value,
      done: { pixels: treatment, actions: this.#actions.of(actions) },
    });
  }

  async close(): Promise<void> {
    if (this.#last?.opened.ok === true)
      await this.#last.opened.value.source.close();
    this.#last = null;
  }

  /** The file, kept open and parsed while one frame after the other is taken from it. */
  async #openInstance(
    file: FileSource,
  ): Promise<Result<OpenInstance, RefusalReason>> {
    if (this.#last?.path === file.path) return this.#last.opened;
    await this.close();
    const opened = await openInstance(file, this.#reading, this.#searches);
    this.#last = { path: file.path, opened };
    return opened;
  }

  async #write(
    open: OpenInstance,
    plan: DeidPlan,
  ): Promise<Result<SpooledFile, ImageFailure>> {
    const begun = this.#spool.begin();
    if (!begun.ok) return failed({ kind: "disk", failure: begun.failure });
    const unfinished = begun.value;
    const finished = await finish(unfinished, open, {
      plan,
      keptFreeText: this.#keptFreeText,
    });
    if (!finished.ok) unfinished.discard();
    return finished;
  }
}

async function openInstance(
  file: FileSource,
  reading: ReadingDeps,
  searches: PatientWordSearches,
): Promise<Result<OpenInstance, RefusalReason>> {
  const source = await openSourceFile(file, reading);
  if (!source.ok) return source;
  const instance = await readSourceInstance(source.value, searches);
  if (instance.ok)
    return success({ source: source.value, instance: instance.value });
  await source.value.close();
  return instance;
}

/** Writes, reads back, verifies and commits; nothing gets its name before it was verified. */
async function finish(
  unfinished: UnfinishedFile,
  { source, instance }: OpenInstance,
  { plan, keptFreeText }: PlannedImage,
): Promise<Result<SpooledFile, ImageFailure>> {
  const dataSetBytes = instance.dataSet.bytes;
  const written = await applyDeid(plan, { source, dataSetBytes }, unfinished);
  if (!written.ok) return written;
  const verified = await verifyDeid(
    unfinished.written(),
    instance.identifiers,
    plan.masked,
    keptFreeText,
  );
  if (!verified.ok)
    return failed({ kind: "refused", reason: verified.failure });
  const committed = await unfinished.commit(written.value.sha256Hex);
  return committed.ok
    ? committed
    : failed({ kind: "disk", failure: committed.failure });
}
