// The folder that `casedrop deidentify` writes: checked before, filled by moving verified files, removed again when the run fails.
import { randomBytes } from "node:crypto";
import {
  copyFile,
  mkdir,
  rmdir,
  readdir,
  realpath,
  rename,
  rm,
  stat,
  unlink,
  writeFile,
} from "node:fs/promises";
import { dirname, join, relative, resolve, sep, isAbsolute } from "node:path";
import { removeFileSpool } from "../adapters/fileSpool/fileSpool.ts";
import { spooledName } from "../adapters/fileSpool/spoolNames.ts";
import type { Stack, StackImage } from "../core/model/stack.ts";
import { summedActions } from "../core/casefile/tagActions.ts";
import type {
  ImageTreatment,
  PreparedStack,
  StackToPrepare,
} from "../core/ports/preparer.ts";
import type { SpooledFile } from "../core/ports/spool.ts";
import { errnoOf, writeFailure } from "../shared/diskErrors.ts";
import type { DiskFailure, RefusalReason } from "../shared/failure.ts";
import type { StackId } from "../shared/identifiers.ts";
import type { MaskShape } from "../shared/mask.ts";
import { failed, success, type Result } from "../shared/result.ts";
import type { PixelTreatment } from "../shared/stackFacts.ts";
import type { TagActionCount } from "../shared/snapshot.ts";

/** One image that was written. */
export interface PlacedImage {
  readonly image: StackImage;
  /** Below the output folder, with slashes. */
  readonly path: string;
  readonly file: SpooledFile;
  readonly treatment: PixelTreatment | null;
  /** What was painted over. */
  readonly masks: readonly MaskShape[];
}

/** One stack of the output. */
export interface PlacedStack {
  readonly images: readonly PlacedImage[];
  readonly refused: readonly {
    readonly image: StackImage;
    readonly reason: RefusalReason;
  }[];
  readonly actions: readonly TagActionCount[];
}

const spoolName = ".casedrop-unfinished";

/** Where files wait inside the output folder, so that moving them is only a new name. */
export function spoolFolderIn(out: string): string {
  return join(resolve(out), spoolName);
}

/** Why this folder cannot be written to, as a sentence; null if it can. */
export async function refusedOutFolder(
  out: string,
  sources: readonly string[],
): Promise<string | null> {
  const target = await realLocation(resolve(out));
  for (const source of sources)
    if (isWithin(target, await realLocation(resolve(source))))
      return "--out lies in a folder that is read. Choose a folder outside it.";
  try {
    const entries = await readdir(target);
    return entries.length === 0
      ? null
      : "--out is not empty. Choose an empty folder, or one that does not exist.";
  } catch (error) {
    const code =
      errnoOf(error) === "ENOENT" ? await tryToMake(target) : errnoOf(error);
    return code === null ? null : `--out cannot be used (${code}).`;
  }
}

/**
 * The errno name if a folder cannot be made there, else null; what it made to find out is gone again. One level at a time:
 * Node's recursive mkdir never returns where a file system answers ENOENT to a folder whose parent exists, as /proc does.
 */
async function tryToMake(folder: string): Promise<string | null> {
  const missing: string[] = [];
  for (
    let path = folder;
    (await stat(path).catch(() => null)) === null && dirname(path) !== path;
    path = dirname(path)
  )
    missing.unshift(path);
  const made: string[] = [];
  try {
    for (const path of missing) {
      await mkdir(path);
      made.unshift(path);
    }
    return null;
  } catch (error) {
    return errnoOf(error);
  } finally {
    for (const path of made) await rmdir(path);
  }
}

/** Why the report cannot be written there; null if it seems it can. */
export async function refusedReportFile(path: string): Promise<string | null> {
  try {
    if ((await stat(dirname(resolve(path)))).isDirectory()) return null;
  } catch {
    // The sentence below says what is wrong.
  }
  return "The folder of --report does not exist.";
}

/** The path with links resolved as far as it exists. */
async function realLocation(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const parent = dirname(path);
    return parent === path
      ? path
      : join(await realLocation(parent), relative(parent, path));
  }
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === "" || (way.split(sep)[0] !== ".." && !isAbsolute(way));
}

/** Gives every prepared file its place: OUT/study/stack/image.dcm, numbered in display order, without gaps. */
export async function placeOutputs(given: {
  readonly out: string;
  readonly spoolFolder: string;
  readonly studies: readonly (readonly Stack[])[];
  readonly asked: readonly StackToPrepare[];
  readonly prepared: readonly PreparedStack[];
}): Promise<Result<readonly PlacedStack[], DiskFailure>> {
  const { studies, spoolFolder } = given;
  const prepared = new Map(
    given.prepared.map((stack) => [stack.stackId, stack]),
  );
  const masks = new Map(
    given.asked.map((stack) => [stack.stackId, stack.masks ?? []]),
  );
  const placing = new Placing(resolve(given.out), spoolFolder, masks);
  const placed: PlacedStack[] = [];
  try {
    for (const [study, stacks] of studies.entries())
      for (const [index, stack] of stacks.entries()) {
        const answer = prepared.get(stack.id);
        const folder = `${numbered(study, 3)}/${numbered(index, 3)}`;
        if (answer !== undefined)
          placed.push(await placing.stack(stack, answer, folder));
      }
  } catch (error) {
    return failed(writeFailure(error));
  }
  const removed = await removeFileSpool(spoolFolder);
  return removed.ok ? success(placed) : removed;
}

class Placing {
  readonly #out: string;
  readonly #spoolFolder: string;
  /** Of each image of a stack, in the order of the stack. */
  readonly #masks: ReadonlyMap<StackId, readonly (readonly MaskShape[])[]>;
  /** Where a file with this hash went: two images may be equal to the last byte. */
  readonly #places = new Map<string, string>();

  constructor(
    out: string,
    spoolFolder: string,
    masks: ReadonlyMap<StackId, readonly (readonly MaskShape[])[]>,
  ) {
    this.#out = out;
    this.#spoolFolder = spoolFolder;
    this.#masks = masks;
  }

  async stack(
    stack: Stack,
    prepared: PreparedStack,
    folder: string,
  ): Promise<PlacedStack> {
    const images: PlacedImage[] = [];
    const treatments: ImageTreatment[] = [];
    const refused: { image: StackImage; reason: RefusalReason }[] = [];
    for (const [index, image] of stack.images.entries()) {
      const outcome = prepared.images[index];
      if (outcome === undefined) continue;
      if (!outcome.ok) {
        refused.push({ image, reason: outcome.failure });
        continue;
      }
      if (images.length === 0)
        await mkdir(join(this.#out, folder), { recursive: true });
      const path = `${folder}/${numbered(images.length, 5)}.dcm`;
      await this.#place(outcome.value, join(this.#out, path));
      const done = prepared.treatments[index] ?? null;
      if (done !== null) treatments.push(done);
      const treatment = done?.pixels ?? null;
      const masks = this.#masks.get(stack.id)?.[index] ?? [];
      images.push({ image, path, file: outcome.value, treatment, masks });
    }
    return { images, refused, actions: summedActions(treatments) };
  }

  async #place(file: SpooledFile, to: string): Promise<void> {
    const known = this.#places.get(file.sha256Hex);
    if (known !== undefined) {
      await copyFile(known, to);
      return;
    }
    await rename(join(this.#spoolFolder, spooledName(file.sha256Hex)), to);
    this.#places.set(file.sha256Hex, to);
  }
}

/** Number of a 0-based place, from 1, with leading zeros so that names sort. */
function numbered(index: number, digits: number): string {
  return String(index + 1).padStart(digits, "0");
}

/** Removes what a failed run wrote. The folder was empty before. */
export async function discardOutput(out: string): Promise<void> {
  const target = resolve(out);
  const names = await readdir(target).catch(() => []);
  for (const name of names)
    if (name === spoolName || /^\d{3,}$/.test(name))
      await rm(join(target, name), { recursive: true, force: true });
}

/** Writes the report whole or not at all. Only its owner may read it. */
export async function writeReport(
  path: string,
  document: string,
): Promise<boolean> {
  const temporary = `${resolve(path)}.${randomBytes(8).toString("hex")}`;
  try {
    await writeFile(temporary, document, { mode: 0o600, flag: "wx" });
    await rename(temporary, resolve(path));
    return true;
  } catch {
    await unlink(temporary).catch(() => undefined);
    return false;
  }
}
