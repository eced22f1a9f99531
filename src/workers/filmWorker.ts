// Worker thread of the maker of films: makes what is sent out of a verified copy, verifies that too, and renders it from its own bytes.
import { createHash } from "node:crypto";
import { createWasmCodestreamDecoders } from "../adapters/codecs/wasmCodestreamDecoders.ts";
import { fileSpoolReader } from "../adapters/fileSpool/fileSpool.ts";
import { readDataSet } from "../core/dicom/readDataSet.ts";
import { HeaderReader } from "../core/dicom/headerReader.ts";
import * as tags from "../core/dicom/generated/tags.ts";
import { frameDisplayOf } from "../core/pixels/frameDisplay.ts";
import { readFrame } from "../core/pixels/readFrame.ts";
import { renderFrame } from "../core/pixels/renderFrame.ts";
import type { ByteSource } from "../core/ports/byteSource.ts";
import { filmWarnings } from "../core/secondLook/filmEligibility.ts";
import { filmTables } from "../core/secondLook/filmTables.ts";
import { makeFilm, type FilmLookup } from "../core/secondLook/makeFilm.ts";
import { filmResidue } from "../core/secondLook/verifyFilm.ts";
import type { Failure, RefusalReason } from "../shared/failure.ts";
import type { Sha256Hex } from "../shared/identifiers.ts";
import type { PreviewImage } from "../shared/preview.ts";
import { failed, success, type Result } from "../shared/result.ts";
import type { FilmWarning } from "../shared/secondLook.ts";
import type { FilmAnswer, FilmJob } from "./filmJobs.ts";
import { foundFiles } from "./foundFiles.ts";
import { serveJobs } from "./serveJobs.ts";
import { threadScratch } from "./threadData.ts";

const decoders = createWasmCodestreamDecoders();
const originals = foundFiles(threadScratch());
const previewSidePixels = 1_024;

serveJobs<FilmJob, FilmAnswer>(async (job, { transferWithAnswer }) => {
  const answer = await make(job);
  if (answer.ok)
    transferWithAnswer(
      answer.value.bytes.buffer,
      answer.value.preview.pixels.buffer,
    );
  return answer;
});

async function make(job: FilmJob): Promise<FilmAnswer> {
  const copy = await verifiedCopy(job);
  if (!copy.ok) return copy;
  const lookup = await lookupOf(job);
  const making = { uids: job.uids, lookup };
  const made = await makeFilm(copy.value, making, decoders);
  if (!made.ok) return refused(made.failure);
  const bytes = made.value;
  const film = inMemory(bytes);
  const residue = await filmResidue(film, job.uids);
  if (residue.length > 0) return refused({ kind: "residue", tags: residue });
  const shown = await shownFilm(film, lookup);
  if (!shown.ok) return shown;
  return success({
    bytes,
    sha256Hex: sha256HexOf(bytes),
    sizeBytes: bytes.byteLength,
    ...shown.value,
  });
}

/** Tables of the original, which is read only if it is still the file that was scanned. */
async function lookupOf({ tablesIn }: FilmJob): Promise<FilmLookup> {
  if (tablesIn === null) return "none";
  const opened = await originals.openAgain(tablesIn);
  if (!opened.ok) return "lost";
  try {
    const dataSet = await readDataSet(opened.value);
    return (dataSet.ok ? filmTables(dataSet.value) : null) ?? "lost";
  } finally {
    await opened.value.close();
  }
}

/** The copy as it was verified, whole: its hash is looked at once more. */
async function verifiedCopy({
  spoolFolder,
  copy,
}: FilmJob): Promise<Result<ByteSource, Failure>> {
  const opened = await fileSpoolReader(spoolFolder).open(copy);
  if (!opened.ok) return opened;
  try {
    const bytes = await opened.value.read(0, copy.sizeBytes);
    if (!bytes.ok) return bytes;
    return sha256HexOf(bytes.value) === copy.sha256Hex
      ? success(inMemory(bytes.value))
      : failed({ kind: "spoolDamaged" });
  } finally {
    await opened.value.close();
  }
}

/** What the user sees is rendered from the bytes that would be sent. */
async function shownFilm(
  film: ByteSource,
  lookup: FilmLookup,
): Promise<
  Result<
    {
      readonly preview: PreviewImage;
      readonly warnings: readonly FilmWarning[];
    },
    Failure
  >
> {
  const dataSet = await readDataSet(film);
  if (!dataSet.ok) return refused({ kind: "header", problem: "badStructure" });
  const frame = await readFrame(film, dataSet.value, 0, decoders);
  if (!frame.ok) return refused(frame.failure);
  const sopClassUID = new HeaderReader(dataSet.value).ascii(tags.SOPClassUID);
  return success({
    preview: renderFrame(frame.value, {
      display: frameDisplayOf(dataSet.value, 0),
      maxSidePixels: previewSidePixels,
      window: null,
    }),
    warnings: [
      ...(lookup === "lost" ? [{ kind: "lookupTable" } as const] : []),
      ...filmWarnings(sopClassUID, film.sizeBytes),
    ],
  });
}

function refused(reason: RefusalReason): Result<never, Failure> {
  return failed({ kind: "refusedImage", reason });
}

function sha256HexOf(bytes: Uint8Array): Sha256Hex {
  return createHash("sha256").update(bytes).digest("hex") as Sha256Hex;
}

function inMemory(bytes: Uint8Array): ByteSource {
  return {
    sizeBytes: bytes.byteLength,
    read: (offset, length) =>
      Promise.resolve(success(bytes.slice(offset, offset + length))),
    close: () => Promise.resolve(),
  };
}
