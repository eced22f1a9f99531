// How the samples of a video track are coded (ISO/IEC 14496-12 8.5.2, 12.1.3): kept without the encoder's name and private boxes.
import type { PictureProblem } from "../../shared/pictureFormat.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import { bytesOfU32be, latin1, u32be } from "./integers.ts";
import { box, boxesIn, type Mp4Box } from "./mp4Boxes.ts";
import { cleanConfiguration } from "./mp4Configurations.ts";
import { sampleForm, type SampleForm } from "./sampleForms.ts";

/** Codings that browsers play. */
const codings = ["avc1", "avc3", "hvc1", "hev1", "mp4v", "vp09", "av01"];
/** Decoder configurations and pixel shape; bit rates are no more than information. */
const keptConfigurations = ["avcC", "hvcC", "vpcC", "av1C", "esds", "pasp"];

/** Fields of a visual sample entry before its boxes. */
const entryBytes = 78;

export interface SampleDescription {
  /** The description box of one entry, written anew. */
  readonly bytes: Uint8Array;
  readonly form: SampleForm;
}

/** How samples are coded, for the new file and for cleaning them. */
export function cleanDescription(
  payload: Uint8Array | null,
): Result<SampleDescription, PictureProblem> {
  const entries = payload === null ? null : boxesIn(payload.subarray(8));
  const entry = entries?.[0];
  if (payload === null || entry === undefined) return failed("damaged");
  // Several entries: a film whose coding changes on the way.
  if (entries?.length !== 1 || u32be(payload, 4) !== 1)
    return failed("unsupported");
  if (!codings.includes(entry.type)) return failed("unsupported");
  if (entry.payload.length < entryBytes) return failed("damaged");
  const configurations = boxesIn(entry.payload.subarray(entryBytes));
  if (configurations === null) return failed("damaged");
  const kept = cleanConfigurations(configurations);
  // The entry mp4v stands for MPEG-2 and others too.
  if (kept === null)
    return failed(entry.type === "mp4v" ? "unsupported" : "damaged");
  const form = sampleForm(entry.type, kept);
  if (form === null) return failed("damaged");
  const described = kept.map(({ type, payload }) => box(type, payload));
  return success({
    bytes: box(
      "stsd",
      bytesOfU32be(0, 1),
      box(entry.type, entryFields(entry.payload), ...described),
    ),
    form,
  });
}

/** Each kind once; null if there is another of it, or one that has room for more than it says. */
function cleanConfigurations(
  configurations: readonly Mp4Box[],
): readonly Mp4Box[] | null {
  const seen = new Set<string>();
  const kept: Mp4Box[] = [];
  for (const configuration of configurations.filter(isKept)) {
    const { type, payload } = configuration;
    const content =
      type === "colr" ? payload : cleanConfiguration(type, payload);
    if (content === null || seen.has(type)) return null;
    seen.add(type);
    kept.push({ type, payload: content });
  }
  return kept;
}

/** Colours by number (nclx) stay; a profile may be private. */
function isKept({ type, payload }: Mp4Box): boolean {
  if (type === "colr")
    return latin1(payload, 0, 4) === "nclx" && payload.length === 11;
  return keptConfigurations.includes(type);
}

/** Columns and rows stay; everything else has its one value, above all no compressor name. */
function entryFields(payload: Uint8Array): Uint8Array {
  const fields = new Uint8Array(entryBytes);
  const view = new DataView(fields.buffer);
  view.setUint16(6, 1);
  fields.set(payload.subarray(24, 28), 24);
  // 72 dots per inch in 16.16, one frame per sample, 24 bits, no colour table.
  view.setUint32(28, 0x00480000);
  view.setUint32(32, 0x00480000);
  view.setUint16(40, 1);
  view.setUint16(74, 24);
  view.setInt16(76, -1);
  return fields;
}
