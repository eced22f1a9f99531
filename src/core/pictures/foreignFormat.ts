// Recognises pictures and films of formats that the service does not take, so that they are not passed off as nothing.
import type { ForeignPictureFormat } from "../../shared/pictureFormat.ts";
import type { ByteSource } from "../ports/byteSource.ts";
import { latin1 } from "./integers.ts";

const beginningBytes = 16;

/** First bytes, as one character each; a dot stands for any. */
const beginnings: readonly {
  readonly format: ForeignPictureFormat;
  readonly pattern: RegExp;
}[] = [
  // ISO/IEC 23008-12: what phones photograph in
  { format: "HEIC", pattern: /^.{4}ftyp(?:hei[cxms]|hev[cmsx]|mif1|msf1)/s },
  { format: "AVIF", pattern: /^.{4}ftypavi[fs]/s },
  // TIFF 6.0, and BigTIFF
  { format: "TIFF", pattern: /^(?:II[*+]\0|MM\0[*+])/ },
  { format: "WebP", pattern: /^RIFF.{4}WEBP/s },
  { format: "AVI", pattern: /^RIFF.{4}AVI /s },
  { format: "QuickTime", pattern: /^.{4}ftypqt {2}/s },
  // the header object of ASF
  {
    format: "WMV",
    pattern:
      /^\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\x00\xaa\x00\x62\xce\x6c/,
  },
];

/** The format by the first bytes; null for all others, and where they cannot be read. Ask after DICOM was ruled out. */
export async function foreignFormatOf(
  file: ByteSource,
): Promise<ForeignPictureFormat | null> {
  const read = await file.read(0, beginningBytes);
  if (!read.ok) return null;
  const text = latin1(read.value, 0, beginningBytes);
  return beginnings.find(({ pattern }) => pattern.test(text))?.format ?? null;
}
