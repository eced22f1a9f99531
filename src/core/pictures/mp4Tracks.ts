// Movie and track headers of an MP4 film without times and names (ISO/IEC 14496-12 8.2 to 8.6).
import type { PictureProblem } from "../../shared/pictureFormat.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import { bytesOfLatin1, bytesOfU32be, joined, u32be, u8 } from "./integers.ts";
import { box, boxAt, boxesIn, handlerOf } from "./mp4Boxes.ts";
import {
  readSampleTable,
  type SamplePlaces,
  type SampleTable,
} from "./mp4SampleTable.ts";

export interface CleanMovie {
  readonly table: SampleTable;
  /** The movie box. */
  readonly write: (places: SamplePlaces) => Uint8Array;
}

/** A header box: its length by version, and what is emptied beside the two times at its start. */
interface HeaderForm {
  readonly lengths: readonly [number, number];
  /** From the end of the payload: first byte and one after the last. */
  readonly emptied: readonly (readonly [number, number])[];
}

const movieHeader: HeaderForm = {
  lengths: [100, 112],
  emptied: [
    [74, 64],
    [28, 4],
  ],
};
const trackHeader: HeaderForm = {
  lengths: [84, 96],
  emptied: [
    [60, 52],
    [46, 44],
  ],
};
const mediaHeader: HeaderForm = { lengths: [24, 36], emptied: [] };

/** Written as the language "und". */
const undetermined = [0x55, 0xc4, 0, 0];

/** A header with its times at 0; null if it does not have the length of its version. */
function timeless(
  payload: Uint8Array | null,
  form: HeaderForm,
): Uint8Array | null {
  if (payload === null) return null;
  const version = u8(payload, 0);
  if (payload.length !== form.lengths[version]) return null;
  const header = payload.slice();
  header.fill(0, 4, version === 0 ? 12 : 20);
  for (const [from, to] of form.emptied)
    header.fill(0, header.length - from, header.length - to);
  return header;
}

/**
 * The movie with its one video track. Sound is left out: a voice tells who speaks and may say a name, and nobody can look
 * at it. Tracks of text or data are refused, since what they say may belong to the picture.
 */
export function cleanMovie(
  movie: Uint8Array,
): Result<CleanMovie, PictureProblem> {
  const boxes = boxesIn(movie);
  const header = timeless(boxAt(movie, "mvhd"), movieHeader);
  if (boxes === null || header === null) return failed("damaged");
  // Samples in fragments, or a compressed movie box.
  if (boxes.some(({ type }) => type === "mvex" || type === "cmov"))
    return failed("unsupported");
  const tracks = boxes.filter(({ type }) => type === "trak");
  const handlers = tracks.map(({ payload }) => handlerOf(payload));
  if (handlers.some((handler) => handler !== "vide" && handler !== "soun"))
    return failed("textTrack");
  const videos = tracks.filter((_, index) => handlers[index] === "vide");
  const [video] = videos;
  if (video === undefined || videos.length > 1) return failed("unsupported");
  const track = cleanTrack(video.payload);
  if (!track.ok) return track;
  return success({
    table: track.value.table,
    write: (places) =>
      box("moov", box("mvhd", header), track.value.write(places)),
  });
}

function cleanTrack(track: Uint8Array): Result<CleanMovie, PictureProblem> {
  const header = timeless(boxAt(track, "tkhd"), trackHeader);
  const media = timeless(boxAt(track, "mdia", "mdhd"), mediaHeader);
  const sampleTable = boxAt(track, "mdia", "minf", "stbl");
  if (header === null || media === null || sampleTable === null)
    return failed("damaged");
  if (!isSelfContained(track)) return failed("unsupported");
  const table = readSampleTable(sampleTable);
  if (!table.ok) return table;
  const edits = boxAt(track, "edts", "elst");
  if (edits !== null && !isEditList(edits)) return failed("damaged");
  media.set(undetermined, media.length - 4);
  return success({
    table: table.value,
    write: (places) =>
      box(
        "trak",
        box("tkhd", header),
        ...(edits === null ? [] : [box("edts", box("elst", edits))]),
        box(
          "mdia",
          box("mdhd", media),
          box("hdlr", plainHandler),
          box(
            "minf",
            box("vmhd", bytesOfU32be(1, 0, 0)),
            box("dinf", box("dref", bytesOfU32be(0, 1), selfReference)),
            table.value.write(places),
          ),
        ),
      ),
  });
}

const plainHandler = joined([
  bytesOfU32be(0, 0),
  bytesOfLatin1("vide"),
  bytesOfU32be(0, 0, 0),
  bytesOfLatin1("VideoHandler\0"),
]);

/** Flag 1: the samples are in this very file (8.7.2). */
const selfReference = box("url ", bytesOfU32be(1));

function isSelfContained(track: Uint8Array): boolean {
  const references = boxAt(track, "mdia", "minf", "dinf", "dref");
  const entries = references === null ? null : boxesIn(references.subarray(8));
  return (
    entries?.length === 1 &&
    entries.every(
      ({ type, payload }) => type === "url " && u32be(payload, 0) === 1,
    )
  );
}

function isEditList(payload: Uint8Array): boolean {
  const entryBytes = [12, 20][u8(payload, 0)];
  return (
    entryBytes !== undefined &&
    payload.length === 8 + u32be(payload, 4) * entryBytes
  );
}
