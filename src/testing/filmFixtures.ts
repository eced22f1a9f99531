// Small MP4 films made from scratch, with room for everything a real one carries besides its pictures.

type Bytes = readonly number[] | Uint8Array;

const text = (value: string) => Buffer.from(value, "latin1");

function u32(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => bytes.writeUInt32BE(value, index * 4));
  return bytes;
}

/** A box of an MP4 file. */
export function mp4Box(type: string, ...payload: Bytes[]): Buffer {
  const body = Buffer.concat(payload.map((part) => Buffer.from(part)));
  return Buffer.concat([u32(body.length + 8), text(type), body]);
}

export interface FilmOptions {
  /** Boxes beside the tracks in the movie box. */
  readonly inMovie?: readonly Buffer[];
  /** Boxes in the video track. */
  readonly inTrack?: readonly Buffer[];
  readonly handlerName?: string;
  readonly compressorName?: string;
  /** Seconds since 1904, in every header. */
  readonly madeAt?: number;
  /** Media data that no sample refers to, between the two chunks. */
  readonly unused?: string;
  /** Handlers of further tracks, whose samples are the unused data. */
  readonly otherTracks?: readonly string[];
  readonly after?: readonly Buffer[];
  /** One chunk each; those of the plain film if not given. */
  readonly samples?: readonly Uint8Array[];
  /** H.264 if not given. */
  readonly coding?: FilmCoding;
}

/** The entry of the sample description, and its configuration. */
export interface FilmCoding {
  readonly entry: string;
  readonly configuration: Buffer;
}

const plainCoding: FilmCoding = {
  entry: "avc1",
  configuration: mp4Box(
    "avcC",
    [1, 100, 0, 31, 255, 225, 0, 1, 0x67, 1, 0, 1, 0x68],
  ),
};

/** A NAL unit behind its length in four bytes; texts are Latin-1. */
export function nalUnit(...parts: readonly (Bytes | string)[]): Buffer {
  const unit = Buffer.concat(
    parts.map((part) =>
      typeof part === "string" ? text(part) : Buffer.from(part),
    ),
  );
  return Buffer.concat([u32(unit.length), unit]);
}

/** Samples of the plain film: a slice each. */
export const filmSamples = [
  nalUnit([0x65], "first sample"),
  nalUnit([0x41], "second sample"),
] as const;

/** A film of two samples that no decoder would play, in boxes that every reader understands. */
export function mp4Film(options: FilmOptions = {}): Buffer {
  const fileType = mp4Box("ftyp", text("isom"), u32(1), text("isomavc1"));
  const unused = text(options.unused ?? "");
  const samples = options.samples ?? filmSamples;
  const [first = Buffer.alloc(0), ...others] = samples;
  const media = Buffer.concat([first, unused, ...others]);
  const movieAt = (at: number) => {
    const unusedAt = at + first.length;
    const offsets = [at];
    let end = unusedAt + unused.length;
    for (const { length } of others) {
      offsets.push(end);
      end += length;
    }
    return movieBox(options, [
      { handler: "vide", samples, offsets },
      ...(options.otherTracks ?? []).map((handler) => ({
        handler,
        samples: [unused],
        offsets: [unusedAt],
      })),
    ]);
  };
  const mediaAt = fileType.length + movieAt(0).length + 8;
  return Buffer.concat([
    fileType,
    movieAt(mediaAt),
    mp4Box("mdat", media),
    ...(options.after ?? []),
  ]);
}

interface FilmTrack {
  readonly handler: string;
  readonly samples: readonly Uint8Array[];
  readonly offsets: readonly number[];
}

function movieBox(options: FilmOptions, tracks: readonly FilmTrack[]): Buffer {
  const { madeAt = 0, inMovie = [] } = options;
  return mp4Box(
    "moov",
    mp4Box("mvhd", u32(0, madeAt, madeAt, 1000, 2000), Buffer.alloc(80)),
    ...tracks.map((each) => trackBox(options, each)),
    ...inMovie,
  );
}

function trackBox(
  options: FilmOptions,
  { handler, samples, offsets }: FilmTrack,
): Buffer {
  const {
    madeAt = 0,
    handlerName = "",
    compressorName = "",
    inTrack = [],
    coding = plainCoding,
  } = options;
  const entry = Buffer.alloc(78);
  entry.writeUInt16BE(320, 24);
  entry.writeUInt16BE(240, 26);
  entry.write(compressorName, 43, "latin1");
  const count = samples.length;
  return mp4Box(
    "trak",
    mp4Box("tkhd", u32(7, madeAt, madeAt, 1, 0, 2000), Buffer.alloc(60)),
    mp4Box(
      "mdia",
      mp4Box("mdhd", u32(0, madeAt, madeAt, 1000, 2000, 0)),
      mp4Box(
        "hdlr",
        u32(0, 0),
        text(handler),
        u32(0, 0, 0),
        text(`${handlerName}\0`),
      ),
      mp4Box(
        "minf",
        mp4Box("vmhd", u32(1, 0, 0)),
        mp4Box("dinf", mp4Box("dref", u32(0, 1), mp4Box("url ", u32(1)))),
        mp4Box(
          "stbl",
          mp4Box(
            "stsd",
            u32(0, 1),
            mp4Box(coding.entry, entry, coding.configuration),
          ),
          mp4Box("stts", u32(0, 1, count, 1000)),
          mp4Box("stsc", u32(0, 1, 1, 1, 1)),
          mp4Box(
            "stsz",
            u32(0, 0, count, ...samples.map(({ length }) => length)),
          ),
          mp4Box("stco", u32(0, count, ...offsets)),
        ),
      ),
    ),
    ...inTrack,
  );
}
