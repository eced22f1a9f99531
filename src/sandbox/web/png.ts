// A PNG encoder for 8-bit grey and RGB images (PNG specification, third edition: chunks, filter 0, zlib).
import { crc32, deflateSync } from "node:zlib";

/** 8-bit pixels, row by row, samples interleaved. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  /** width * height * channels bytes. */
  readonly samples: Uint8Array;
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Compression is for a loopback connection: speed counts more than size. */
const compressionLevel = 3;

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

/** Each row with the number of its filter in front: 0, none. */
function filteredRows(raster: Raster): Buffer {
  const rowLength = raster.width * raster.channels;
  const rows = Buffer.alloc((rowLength + 1) * raster.height);
  for (let row = 0; row < raster.height; row += 1)
    rows.set(
      raster.samples.subarray(row * rowLength, (row + 1) * rowLength),
      row * (rowLength + 1) + 1,
    );
  return rows;
}

/** The image as a PNG file. */
export function encodePng(raster: Raster): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(raster.width, 0);
  header.writeUInt32BE(raster.height, 4);
  header.writeUInt8(8, 8);
  header.writeUInt8(raster.channels === 1 ? 0 : 2, 9);
  const pixels = deflateSync(filteredRows(raster), { level: compressionLevel });
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", pixels),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}
