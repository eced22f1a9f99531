// Takes comments and wrappings off JPEG 2000 codestreams (ITU-T T.800 annex A and I) without touching packets.
import type { RefusalReason } from "../../../shared/failure.ts";
import { success, type Result } from "../../../shared/result.ts";
import { StreamCleaner, type CleanedStream } from "./cleanedStream.ts";
import type { CodestreamReader } from "./codestreamReader.ts";

const SOC = 0xff4f;
const SIZ = 0xff51;
const SOT = 0xff90;
const SOD = 0xff93;
const EOC = 0xffd9;
const COM = 0xff64;

/** CAP, SIZ, COD, COC, CPF, TLM, PLM, PLT, QCD, QCC, RGN, POC, PPM, PPT, CRG: all that part 1 has in headers besides COM. */
const headerMarkers: ReadonlySet<number> = new Set([
  0xff50, 0xff51, 0xff52, 0xff53, 0xff55, 0xff57, 0xff58, 0xff59, 0xff5c,
  0xff5d, 0xff5e, 0xff5f, 0xff60, 0xff61, 0xff63,
]);

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
 * The bare codestream (PS3.5 A.4.4): of a JP2 file only what is in its codestream box. Comments of the main header are
 * left out; those of tile-parts, whose lengths others count on, are blanked. Null if it is not put together as JPEG 2000
 * part 1 is, or if a palette of the wrapping gives its samples another meaning.
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

class CodestreamWalk {
  readonly #reader: CodestreamReader;
  readonly #cleaner: StreamCleaner;
  readonly #end: number;

  constructor(reader: CodestreamReader, cleaner: StreamCleaner, end: number) {
    this.#reader = reader;
    this.#cleaner = cleaner;
    this.#end = end;
  }

  /** From the first marker to behind the last. */
  async run(start: number): Promise<Step> {
    this.#cleaner.keep(start, start + 2);
    const first = await this.#header(start + 2, SOT);
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
      const next = await this.#tilePart(offset);
      if (!next.ok || next.value === null) return next;
      offset = next.value;
    }
  }

  /** Marker segments up to `until`, where the walk goes on. */
  async #header(start: number, until: number): Promise<Step> {
    let offset = start;
    for (;;) {
      const code = await this.#word(offset);
      if (!code.ok || code.value === until)
        return code.ok ? success(offset) : code;
      const isComment = code.value === COM;
      if (code.value === null || !(isComment || headerMarkers.has(code.value)))
        return success(null);
      const length = await this.#word(offset + 2);
      if (!length.ok) return length;
      const end = offset + 2 + (length.value ?? 0);
      if (length.value === null || length.value < 2 || end > this.#end)
        return success(null);
      if (code.value === SIZ) {
        const noted = await this.#notePrecision(offset, end);
        if (!noted.ok) return noted;
      }
      if (!isComment) this.#cleaner.keep(offset, end);
      else if (until === SOT) this.#cleaner.drop();
      else {
        const blanked = await this.#blank(offset, end);
        if (!blanked.ok) return blanked;
      }
      offset = end;
    }
  }

  /** Of all components: the first of the three bytes of each (T.800 A.5.1) has the sign, and the bits less one. */
  async #notePrecision(start: number, end: number): Promise<Step> {
    const read = await this.#reader.bytes(start, end - start);
    if (!read.ok) return read;
    for (let at = sizeComponents; at < read.value.byteLength; at += 3)
      this.#cleaner.notePrecision(((read.value[at] ?? 0) & 0x7f) + 1);
    return success(end);
  }

  /** A comment of the same length that says nothing: kept as it is if it says nothing already. */
  async #blank(start: number, end: number): Promise<Step> {
    const read = await this.#reader.bytes(start, end - start);
    if (!read.ok) return read;
    const bytes = read.value.slice();
    if (bytes.subarray(4).every((byte) => byte === 0))
      this.#cleaner.keep(start, end);
    else this.#cleaner.replace(bytes.fill(0, 4));
    return success(end);
  }

  /** One tile-part (T.800 A.4.2): its header, then packets nobody looks into. */
  async #tilePart(offset: number): Promise<Step> {
    const read = await this.#reader.bytes(offset, sotBytes);
    if (!read.ok) return read;
    if (read.value.byteLength < sotBytes) return success(null);
    const view = viewOf(read.value);
    const declared = view.getUint32(6);
    // Psot of 0: the last tile-part, up to the end of the codestream.
    const end =
      declared === 0 ? await this.#lastEnd() : success(offset + declared);
    if (!end.ok || end.value === null) return end;
    this.#cleaner.keep(offset, offset + sotBytes);
    const data = await this.#header(offset + sotBytes, SOD);
    if (!data.ok || data.value === null) return data;
    if (end.value > this.#end || end.value < data.value + 2)
      return success(null);
    this.#cleaner.keepSamples(data.value, end.value);
    return end;
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

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
