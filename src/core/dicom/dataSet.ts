// The parsed form of a DICOM file's header: elements as offsets into bytes that were read, never copies of pixel data.

/** A tag as one number: group * 0x10000 + element, so (0010,0010) is 0x00100010. */
export type Tag = number;

/** One data element (PS3.5 7.1). Offsets are absolute positions in `DicomDataSet.bytes`. */
export interface DicomElement {
  readonly tag: Tag;
  /** Two letters: from the file (explicit VR) or the dictionary (implicit VR; UN where unknown). */
  readonly vr: string;
  /** Position of the tag itself. */
  readonly startOffset: number;
  readonly valueOffset: number;
  /** Length of the value in bytes; for undefined length, up to but not including the delimiter. */
  readonly valueLength: number;
  /** Position after the element, delimiter included. */
  readonly endOffset: number;
  readonly hasUndefinedLength: boolean;
  /**
   * Items of a sequence, each a list of elements in file order; absent for anything else. Items are written as the data
   * set is, except below an element of VR UN, where they are implicit VR little endian (PS3.5 6.2.2).
   */
  readonly items?: readonly (readonly DicomElement[])[];
  /**
   * Present where the element, or an element inside it, is not written as its surroundings are (an implicit VR element
   * in an explicit VR data set): readable, but copied as it stands it would pass the flaw on.
   */
  readonly isMisencoded?: true;
  /** Present for a value too large to keep (over 1 MiB, top level): its place in `bytes` is there, but holds zeros. */
  readonly isValueLoaded?: false;
}

/** How values are written in the parsed bytes. */
export interface ValueEncoding {
  readonly isExplicitVR: boolean;
  readonly isBigEndian: boolean;
}

/** Everything before the pixel data, plus where the pixel data lies. Meta elements (group 0002) are separate and always explicit little endian. */
export interface DicomDataSet {
  /** Bytes the offsets refer to. For a deflated file these are the inflated bytes, not the file's. */
  readonly bytes: Uint8Array;
  readonly isDeflated: boolean;
  readonly hasPreamble: boolean;
  readonly meta: readonly DicomElement[];
  /** Elements before Pixel Data in file order; Pixel Data itself is not among them. */
  readonly elements: readonly DicomElement[];
  /** From file meta, corrected where the data set plainly contradicts it. */
  readonly transferSyntaxUID: string;
  readonly encoding: ValueEncoding;
  readonly pixelData: {
    readonly tag: Tag;
    readonly vr: string;
    /** Position in the file (inflated bytes if deflated) of the first value byte. */
    readonly valueOffset: number;
    /** Null when encapsulated (undefined length). */
    readonly valueLength: number | null;
  } | null;
  /** Size of the whole (inflated) file in bytes, to compare with what Pixel Data claims. */
  readonly totalSizeBytes: number;
}
