// Decodes the images of a stack one after another for the text detector; a multi-frame file is opened once for its frames.
import type { DicomDataSet } from "../core/dicom/dataSet.ts";
import { readDataSet } from "../core/dicom/readDataSet.ts";
import type { FrameToSearch } from "../core/burnedInText/searchStack.ts";
import { hiddenInBmp } from "../core/pictures/decodeBmp.ts";
import { decodePicture } from "../core/pictures/decodePicture.ts";
import { hiddenInPng } from "../core/pictures/decodePng.ts";
import { leavesItsScreen } from "../core/pictures/leavesItsScreen.ts";
import type { CodestreamDecoders } from "../core/pixels/codecs/codestream.ts";
import type { DecodedFrame } from "../core/pixels/decodedFrame.ts";
import { frameDisplayOf } from "../core/pixels/frameDisplay.ts";
import { readFrame } from "../core/pixels/readFrame.ts";
import type { ByteSource } from "../core/ports/byteSource.ts";
import type { DiskFailure, RefusalReason } from "../shared/failure.ts";
import type { PictureFormat, PictureProblem } from "../shared/pictureFormat.ts";
import { failed, success, type Result } from "../shared/result.ts";
import type { ImageToSearch } from "./detectJobs.ts";
import type { FoundFiles } from "./foundFiles.ts";
import { refusalOf } from "./sourceFile.ts";

/** Larger pictures are not decoded. */
const mostPictureBytes = 256 * 1024 * 1024;

/** A DICOM file that stays open as long as its frames are asked for. */
interface OpenFile {
  readonly path: string;
  readonly source: ByteSource;
  readonly dataSet: DicomDataSet;
}

/** Frames of one job; to be closed at its end. */
export class FramesToSearch {
  readonly #found: Pick<FoundFiles, "openAgain">;
  readonly #decoders: CodestreamDecoders;
  #open: OpenFile | null = null;

  constructor(
    found: Pick<FoundFiles, "openAgain">,
    decoders: CodestreamDecoders,
  ) {
    this.#found = found;
    this.#decoders = decoders;
  }

  /** The decoded image, or why it cannot be had. */
  async decode(
    image: ImageToSearch,
  ): Promise<Result<FrameToSearch, RefusalReason>> {
    if (image.picture !== undefined)
      return await this.#decodePicture(image, image.picture);
    const file = await this.#fileOf(image);
    if (!file.ok) return file;
    const { source, dataSet } = file.value;
    const frame = await readFrame(
      source,
      dataSet,
      image.frameIndex,
      this.#decoders,
    );
    return frame.ok
      ? success({
          frame: frame.value,
          palette: frameDisplayOf(dataSet).palette,
        })
      : frame;
  }

  async close(): Promise<void> {
    await this.#open?.source.close();
    this.#open = null;
  }

  async #fileOf(
    image: ImageToSearch,
  ): Promise<Result<OpenFile, RefusalReason>> {
    const { path } = image.source;
    if (this.#open?.path === path) return success(this.#open);
    await this.close();
    const source = await this.#found.openAgain(image.source);
    if (!source.ok) return failed(refusalOf(source.failure));
    const dataSet = await readDataSet(source.value);
    if (!dataSet.ok) {
      await source.value.close();
      return failed(
        dataSet.failure.kind === "damaged"
          ? { kind: "header", problem: dataSet.failure.problem }
          : { kind: "sourceChanged" },
      );
    }
    this.#open = { path, source: source.value, dataSet: dataSet.value };
    return success(this.#open);
  }

  async #decodePicture(
    { source }: ImageToSearch,
    format: PictureFormat,
  ): Promise<Result<FrameToSearch, RefusalReason>> {
    const refused = (problem: PictureProblem) =>
      failed({ kind: "picture", format, problem } as const);
    // All its frames leave, and none can be decoded.
    if (format === "mp4") return refused("unsupported");
    const opened = await this.#found.openAgain(source);
    if (!opened.ok) return failed(refusalOf(opened.failure));
    try {
      if (opened.value.sizeBytes > mostPictureBytes) return refused("tooLarge");
      const bytes = await readWhole(opened.value);
      if (!bytes.ok) return failed(refusalOf(bytes.failure));
      // The part beyond leaves as well.
      if (leavesItsScreen(bytes.value, format)) return refused("unsupported");
      const frame = decodePicture(bytes.value, format);
      if (frame === null) return refused("damaged");
      const hidden = hiddenIn(bytes.value, format);
      return success({ frame, palette: null, hidden });
    } finally {
      await opened.value.close();
    }
  }
}

/** What leaves with a picture and is not seen in it. */
function hiddenIn(
  bytes: Uint8Array,
  format: PictureFormat,
): readonly DecodedFrame[] {
  if (format === "png") return hiddenInPng(bytes);
  return format === "bmp" ? hiddenInBmp(bytes) : [];
}

function readWhole(
  source: ByteSource,
): Promise<Result<Uint8Array, DiskFailure>> {
  return source.read(0, source.sizeBytes);
}
