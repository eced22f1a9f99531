// Takes wrappings, comments and all else that decoding does without off JPEG 2000 codestreams (ITU-T T.800 annex A and I) without touching packets.
import type { RefusalReason } from "../../../shared/failure.ts";
import { success, type Result } from "../../../shared/result.ts";
import { StreamCleaner, type CleanedStream } from "./cleanedStream.ts";
import type { CodestreamReader } from "./codestreamReader.ts";
import { Jpeg2000Header } from "./jpeg2000Headers.ts";

const SOC = 0xff4f;
const SIZ = 0xff51;
const SOT = 0xff90;
const SOD = 0xff93;
const EOC = 0xffd9;
const COM = 0xff64;

const sotBytes = 12;
/** Where the components stand in SIZ, counted from its marker. */
const sizeComponents = 40;

/** A run of the reader's bytes. */
interface Extent {
  readonly start: number;
  readonly end: number;
}

/** Where a walk goes on; null where the bytes are not what they should be. */
type Step = Result<number | null, RefusalReason>;

/**
 * The bare codestream (PS3.5 A.4.4): of a JP2 file only what is in its codestream box. What decoding does without is left
 * out of the main header; in tile-parts, which say how long they are, a blank comment takes its place. Null if it is not
 * put together as JPEG 2000 part 1 is, has room for more than parameters, or if a palette of the wrapping gives its
 * samples another meaning.
 */
export async function cleanJpeg2000(
  reader: CodestreamReader,
): Promise<Result<CleanedStream | null, RefusalReason>> {
  const cleaner = new StreamCleaner();
  const extent = await codestreamExtent(reader, cleaner);
  if (!extent.ok) return extent;
  if (extent.value === null) return success(null);
  const { start, end } = extent.value;
  const walk = new CodestreamWalk(reader, cleaner, end);
  const contentEnd = await walk.run(start);
  if (!contentEnd.ok) return contentEnd;
  if (contentEnd.value === null) return success(null);
  const padding = await reader.bytes(contentEnd.value, 2);
  return padding.ok
    ? success(
        cleaner.finish(contentEnd.value, reader.lengthBytes, padding.value),
      )
    : padding;
}

/** What SIZ says that the rest has to agree with. */
interface Layout {
  readonly end: number;
  readonly components: number;
  readonly tiles: number;
}

class CodestreamWalk {
  readonly #reader: CodestreamReader;
  readonly #cleaner: StreamCleaner;
  readonly #end: number;
  /** How many parts of each tile were met. */
  readonly #partsOfTile = new Map<number, number>();

  constructor(reader: CodestreamReader, cleaner: StreamCleaner, end: number) {
    this.#reader = reader;
    this.#cleaner = cleaner;
    this.#end = end;
  }

  /** From the first marker to behind the last. */
  async run(start: number): Promise<Step> {
    this.#cleaner.keep(start, start + 2);
    const layout = await this.#size(start + 2);
    if (!layout.ok) return layout;
    if (layout.value === null) return success(null);
    const { components, tiles } = layout.value;
    const main = new Jpeg2000Header(components, null);
    const first = await this.#header(layout.value.end, SOT, main);
    if (!first.ok || first.value === null) return first;
    let offset = first.value;
    for (;;) {
      const code = await this.#word(offset);
      if (!code.ok) return code;
      if (code.value === EOC) {
        this.#cleaner.keep(offset, offset + 2);
        return success(offset + 2);
      }
      if (code.value !== SOT) return success(null);
      const header = new Jpeg2000Header(components, main);
      const next = await this.#tilePart(offset, tiles, header);
      if (!next.ok || next.value === null) return next;
      offset = next.value;
    }
  }

  /** SIZ, which comes first (T.800 A.5.1): of each component three bytes, the first with the sign, and the bits less one. */
  async #size(start: number): Promise<Result<Layout | null, RefusalReason>> {
    const segment = await this.#segment(start);
    if (!segment.ok) return segment;
    const view = segment.value;
    if (
      view === null ||
      view.getUint16(0) !== SIZ ||
      view.byteLength < sizeComponents
    )
      return success(null);
    const components = view.getUint16(sizeComponents - 2);
    const tiles = tileCount(view);
    if (view.byteLength !== sizeComponents + 3 * components || tiles === 0)
      return success(null);
    this.#cleaner.noteSize({
      columns: view.getUint32(6) - view.getUint32(14),
      rows: view.getUint32(10) - view.getUint32(18),
      components,
    });
    for (let at = sizeComponents; at < view.byteLength; at += 3)
      this.#cleaner.notePrecision((view.getUint8(at) & 0x7f) + 1);
    const end = start + view.byteLength;
    this.#cleaner.keep(start, end);
    return success({ end, components, tiles });
  }

  /** Marker segments up to `until`, where the walk goes on. */
  async #header(
    start: number,
    until: number,
    header: Jpeg2000Header,
  ): Promise<Step> {
    let offset = start;
    for (;;) {
      const code = await this.#word(offset);
      if (!code.ok) return code;
      if (code.value === until) return success(header.agrees ? offset : null);
      const segment = await this.#segment(offset);
      if (!segment.ok) return segment;
      if (segment.value === null) return success(null);
      const end = offset + segment.value.byteLength;
      const use = header.take(segment.value);
      if (use === "notTrusted") return success(null);
      if (use === "needed") this.#cleaner.keep(offset, end);
      else if (until === SOT) this.#cleaner.drop();
      else this.#blank(offset, segment.value);
      offset = end;
    }
  }

  /** A comment of the same length that says nothing: kept as it is if it is that already. */
  #blank(start: number, segment: DataView): void {
    const length = segment.byteLength;
    const blank = new Uint8Array(length);
    const view = viewOf(blank);
    view.setUint16(0, COM);
    view.setUint16(2, length - 2);
    if (blank.every((byte, at) => byte === segment.getUint8(at)))
      this.#cleaner.keep(start, start + length);
    else this.#cleaner.replace(blank);
  }

  /** One tile-part (T.800 A.4.2): its header, then packets nobody looks into. */
  async #tilePart(
    offset: number,
    tiles: number,
    header: Jpeg2000Header,
  ): Promise<Step> {
    const read = await this.#segment(offset);
    if (!read.ok) return read;
    const view = read.value;
    if (view?.byteLength !== sotBytes || !this.#isNextPart(view, tiles))
      return success(null);
    const declared = view.getUint32(6);
    // Psot of 0: the last tile-part, up to the end of the codestream.
    const end =
      declared === 0 ? await this.#lastEnd() : success(offset + declared);
    if (!end.ok || end.value === null) return end;
    this.#cleaner.keep(offset, offset + sotBytes);
    const data = await this.#header(offset + sotBytes, SOD, header);
    if (!data.ok || data.value === null) return data;
    if (end.value > this.#end || end.value < data.value + 2)
      return success(null);
    this.#cleaner.keepSamples(data.value, end.value);
    return end;
  }

  /** True if the part is of a tile of the image, and the next of it: decoders pass over others. */
  #isNextPart(startOfTile: DataView, tiles: number): boolean {
    const tile = startOfTile.getUint16(4);
    const known = this.#partsOfTile.get(tile) ?? 0;
    this.#partsOfTile.set(tile, known + 1);
    return tile < tiles && startOfTile.getUint8(10) === known;
  }

  /** Where EOC stands at the end of the stream, before a byte of padding perhaps. */
  async #lastEnd(): Promise<Step> {
    for (const offset of [this.#end - 2, this.#end - 3]) {
      const code = await this.#word(offset);
      if (!code.ok) return code;
      if (code.value === EOC) return success(offset);
    }
    return success(null);
  }

  /** The segment at `offset`, from its marker to its end. Valid until the next reading. */
  async #segment(
    offset: number,
  ): Promise<Result<DataView | null, RefusalReason>> {
    const length = await this.#word(offset + 2);
    if (!length.ok) return length;
    if (length.value === null || length.value < 2) return success(null);
    const bytes = length.value + 2;
    if (offset + bytes > this.#end) return success(null);
    const read = await this.#reader.bytes(offset, bytes);
    if (!read.ok) return read;
    return success(read.value.byteLength === bytes ? viewOf(read.value) : null);
  }

  async #word(offset: number): Promise<Step> {
    if (offset < 0 || offset + 2 > this.#end) return success(null);
    const read = await this.#reader.bytes(offset, 2);
    return read.ok ? success(viewOf(read.value).getUint16(0)) : read;
  }
}

const jp2Signature = 0x6a502020;
const jp2FileType = 0x66747970;
const jp2Header = 0x6a703268;
const jp2Codestream = 0x6a703263;
const jp2Palette = "pclr";
/** A header box with a palette is a few hundred bytes; larger ones hold a colour profile. */
const maxHeaderBoxBytes = 4096;

/** Where the codestream lies: all of it, or the contents of a box of a JP2 file. */
async function codestreamExtent(
  reader: CodestreamReader,
  cleaner: StreamCleaner,
): Promise<Result<Extent | null, RefusalReason>> {
  const start = await reader.bytes(0, 2);
  if (!start.ok) return start;
  if (start.value.byteLength === 2 && viewOf(start.value).getUint16(0) === SOC)
    return success({ start: 0, end: reader.lengthBytes });
  let offset = 0;
  for (;;) {
    const box = await boxAt(reader, offset);
    if (!box.ok) return box;
    if (box.value === null) return success(null);
    const { type, start: contentStart, end } = box.value;
    if (offset === 0 && type !== jp2Signature) return success(null);
    if (type === jp2Codestream) {
      const soc = await reader.bytes(contentStart, 2);
      if (!soc.ok) return soc;
      return success(
        soc.value.byteLength === 2 && viewOf(soc.value).getUint16(0) === SOC
          ? { start: contentStart, end }
          : null,
      );
    }
    if (type === jp2Header) {
      const content = await reader.bytes(contentStart, maxHeaderBoxBytes);
      if (!content.ok) return content;
      if (Buffer.from(content.value).includes(jp2Palette)) return success(null);
    } else if (type !== jp2FileType) cleaner.drop();
    offset = end;
  }
}

/** The box at `offset` (T.800 I.4): its type, and where its contents are. */
async function boxAt(
  reader: CodestreamReader,
  offset: number,
): Promise<Result<(Extent & { readonly type: number }) | null, RefusalReason>> {
  const read = await reader.bytes(offset, 16);
  if (!read.ok) return read;
  if (read.value.byteLength < 8) return success(null);
  const view = viewOf(read.value);
  const declared = view.getUint32(0);
  const type = view.getUint32(4);
  const isLong = declared === 1;
  if (isLong && read.value.byteLength < 16) return success(null);
  // A length of 0 means up to the end of the file.
  const length = isLong
    ? Number(view.getBigUint64(8))
    : declared === 0
      ? reader.lengthBytes - offset
      : declared;
  const headBytes = isLong ? 16 : 8;
  const end = offset + length;
  return success(
    length < headBytes || end > reader.lengthBytes
      ? null
      : { type, start: offset + headBytes, end },
  );
}

/** Tiles of the image (T.800 B.3); 0 where the sizes make no sense. */
function tileCount(size: DataView): number {
  const along = (at: number) => {
    const [image, tile, start] = [at, at + 16, at + 24].map((place) =>
      size.getUint32(place),
    );
    if (image === undefined || tile === undefined || start === undefined)
      return 0;
    return tile === 0 || start >= image ? 0 : Math.ceil((image - start) / tile);
  };
  return along(6) * along(10);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
