// Tells by the first bytes of a codestream which transfer syntaxes (PS3.5 A.4) it can stand under.

/** What a codestream says of itself. */
export interface CodestreamSyntax {
  /** The transfer syntax that promises no more than is plain to see. */
  readonly transferSyntaxUID: string;
  /** All that the codestream does not contradict, that one included. */
  readonly fitting: ReadonlySet<string>;
}

const jpegFamily = "1.2.840.10008.1.2.4.";
const RLELossless = "1.2.840.10008.1.2.5";

/** Null for what is none of JPEG, JPEG-LS, JPEG 2000, HTJ2K and RLE, or does not show enough of its head. */
export function codestreamSyntax(bytes: Uint8Array): CodestreamSyntax | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 8) return null;
  switch (view.getUint32(0)) {
    case 0xff4fff51:
      return isHighThroughput(view) ? family(203, 201, 202) : family(...part1);
    // The box that some writers put around a JPEG 2000 codestream, against PS3.5 A.4.4.
    case 0x0000000c:
      return view.getUint32(4) === 0x6a502020
        ? family(...part1, 201, 202, 203)
        : null;
  }
  if (view.getUint16(0) === 0xffd8 && view.getUint8(2) === 0xff)
    return jpegSyntax(view);
  return startsAsRle(view) ? only(RLELossless) : null;
}

/** JPEG 2000, lossless or not; with the extensions of part 2. */
const part1 = [91, 90, 92, 93] as const;

function family(first: number, ...others: readonly number[]): CodestreamSyntax {
  return {
    transferSyntaxUID: `${jpegFamily}${first}`,
    fitting: new Set([first, ...others].map((each) => `${jpegFamily}${each}`)),
  };
}

function only(transferSyntaxUID: string): CodestreamSyntax {
  return { transferSyntaxUID, fitting: new Set([transferSyntaxUID]) };
}

const startOfScan = 0xda;
const jpegLsFrame = 0xf7;
/** What one decoder makes of them all: that a file says another of them than it has is neither rare nor in anyone's way. */
const jpegs = [50, 51, 53, 55, 57, 70] as const;

/** By the start of frame (ITU-T T.81 table B.1, T.87 C.1.1), and by the scan's header what only that tells. */
function jpegSyntax(view: DataView): CodestreamSyntax | null {
  let frame = 0;
  for (const { code, content } of segments(view)) {
    if (code === startOfScan)
      return syntaxOfFrame(frame, scanParameter(content));
    if ((code >= 0xc0 && code <= 0xc3) || code === jpegLsFrame) frame = code;
  }
  return syntaxOfFrame(frame, null);
}

/** Of lossless JPEG the predictor, of JPEG-LS how far a sample may be off: behind two bytes for each component. */
function scanParameter(scan: DataView): number | null {
  const at = 1 + 2 * scan.getUint8(0);
  return at < scan.byteLength ? scan.getUint8(at) : null;
}

function syntaxOfFrame(
  frame: number,
  parameter: number | null,
): CodestreamSyntax | null {
  switch (frame) {
    case 0xc0:
      return family(50, ...jpegs);
    case 0xc1:
      return family(51, ...jpegs);
    case 0xc2:
      return family(55, ...jpegs);
    case 0xc3:
      return family(parameter === 1 ? 70 : 57, ...jpegs);
    case jpegLsFrame:
      return parameter === 0 ? family(80, 81) : family(81, 80);
    default:
      return null;
  }
}

/** Marker segments up to and with the first scan's header, as far as they are there. */
function* segments(
  view: DataView,
): Generator<{ readonly code: number; readonly content: DataView }> {
  let at = 2;
  while (at + 4 <= view.byteLength && view.getUint8(at) === 0xff) {
    const code = view.getUint8(at + 1);
    if (code === 0xff) {
      at += 1;
      continue;
    }
    const length = view.getUint16(at + 2);
    const end = at + 2 + length;
    if (length < 3 || end > view.byteLength) return;
    const start = view.byteOffset + at + 4;
    yield { code, content: new DataView(view.buffer, start, length - 2) };
    if (code === startOfScan) return;
    at = end;
  }
}

/** By the capabilities (ITU-T T.814 A.3), which stand right behind the size. */
function isHighThroughput(view: DataView): boolean {
  for (const { code, content } of segments(view)) {
    if (code === 0x50 && content.byteLength >= 4)
      return (content.getUint32(0) & 0x00020000) !== 0;
    if (code === 0x90) return false;
  }
  return false;
}

/** A header of 64 bytes (PS3.5 G.5): the number of segments, where each begins, and zeros for those that are not there. */
function startsAsRle(view: DataView): boolean {
  if (view.byteLength < 64) return false;
  const count = view.getUint32(0, true);
  if (count < 1 || count > 15 || view.getUint32(4, true) !== 64) return false;
  const offsets = Array.from({ length: 15 }, (_, index) =>
    view.getUint32(4 + 4 * index, true),
  );
  return offsets.every((offset, index) =>
    index < count
      ? index === 0 || offset > (offsets[index - 1] ?? 0)
      : offset === 0,
  );
}
