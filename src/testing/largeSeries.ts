// A server that plays NBIA for one series of any size and one collection of any length, holding neither in memory.
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { constants, crc32, deflateRawSync } from "node:zlib";
import { sampleDicomFile } from "../sandbox/nbia/sampleDicom.ts";

export const largeSeriesUID = "1.3.6.1.4.1.99999.77.1.1";
const rows = 512;
const pixelBytes = rows * rows * 2;

/** Header of the nth image: everything before its pixels, which are the same in each. */
function headerOf(number: number): Buffer {
  return sampleDicomFile({
    seriesInstanceUID: largeSeriesUID,
    studyInstanceUID: "1.3.6.1.4.1.99999.77.1",
    sopInstanceUID: `${largeSeriesUID}.${String(100_000 + number)}`,
    patientId: "LARGE-001",
    modality: "CT",
    bodyPart: "CHEST",
    description: "Large",
    // Of one length in decimal notation, so that all files have one size.
    number: 100_000 + number,
    rows: 0,
  });
}

/** The header with the size of the image and the length of its pixel data filled in. */
function sizedHeader(number: number): Buffer {
  const header = headerOf(number);
  for (const tag of [0x0010, 0x0011]) {
    const at = header.indexOf(Buffer.from([0x28, 0, tag, 0, 0x55, 0x53]));
    header.writeUInt16LE(rows, at + 8);
  }
  header.writeUInt32LE(pixelBytes, header.length - 4);
  return header;
}

/** Entries of the zip, one after the other; the list of hashes last. */
function* zipPieces(images: number): Generator<Buffer> {
  const pixels = Buffer.alloc(pixelBytes);
  for (let at = 0; at < pixelBytes; at += 2)
    pixels.writeUInt16LE((at >> 3) & 0xfff, at);
  const packedPixels = deflateRawSync(pixels, { level: 1 });
  const directory: Buffer[] = [];
  const hashes = ["Filename,MD5Hash"];
  let offset = 0;
  const entry = (name: string, packed: Buffer, size: number, crc: number) => {
    const nameBytes = Buffer.from(name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(45, 4);
    local.writeUInt16LE(0x808, 6);
    local.writeUInt16LE(8, 8);
    local.writeUInt16LE(nameBytes.length, 26);
    const descriptor = Buffer.alloc(16);
    descriptor.writeUInt32LE(0x08074b50, 0);
    descriptor.writeUInt32LE(crc, 4);
    descriptor.writeUInt32LE(packed.length, 8);
    descriptor.writeUInt32LE(size, 12);
    const record = Buffer.alloc(46 + nameBytes.length + 12);
    record.writeUInt32LE(0x02014b50, 0);
    record.writeUInt16LE(45, 4);
    record.writeUInt16LE(45, 6);
    record.writeUInt16LE(0x808, 8);
    record.writeUInt16LE(8, 10);
    record.writeUInt32LE(crc, 16);
    record.writeUInt32LE(packed.length, 20);
    record.writeUInt32LE(size, 24);
    record.writeUInt16LE(nameBytes.length, 28);
    record.writeUInt16LE(12, 30);
    record.writeUInt32LE(0xffffffff, 42);
    nameBytes.copy(record, 46);
    record.writeUInt16LE(1, 46 + nameBytes.length);
    record.writeUInt16LE(8, 48 + nameBytes.length);
    record.writeBigUInt64LE(BigInt(offset), 50 + nameBytes.length);
    directory.push(record);
    const whole = Buffer.concat([local, nameBytes, packed, descriptor]);
    offset += whole.length;
    return whole;
  };
  const small = (name: string, bytes: Buffer) =>
    entry(name, deflateRawSync(bytes), bytes.length, crc32(bytes));
  yield small(
    "LICENSE",
    Buffer.from(
      "License: CC BY 4.0\nhttps://creativecommons.org/licenses/by/4.0/\n",
    ),
  );
  for (let number = 1; number <= images; number++) {
    const header = sizedHeader(number);
    // The end of the header is flushed to a whole byte; the pixels, packed once, follow it.
    const packed = Buffer.concat([
      deflateRawSync(header, { finishFlush: constants.Z_SYNC_FLUSH }),
      packedPixels,
    ]);
    const name = `1-${String(number).padStart(6, "0")}.dcm`;
    hashes.push(
      `${name},${createHash("md5").update(header).update(pixels).digest("hex")}`,
    );
    yield entry(
      name,
      packed,
      header.length + pixelBytes,
      crc32(pixels, crc32(header)),
    );
  }
  yield small("md5hashes.csv", Buffer.from(`${hashes.join("\n")}\n`));
  const records = Buffer.concat(directory);
  yield records;
  yield ending(directory.length, records.length, offset);
}

function ending(count: number, directoryBytes: number, offset: number): Buffer {
  const end64 = Buffer.alloc(56);
  end64.writeUInt32LE(0x06064b50, 0);
  end64.writeBigUInt64LE(44n, 4);
  end64.writeUInt16LE(45, 12);
  end64.writeUInt16LE(45, 14);
  end64.writeBigUInt64LE(BigInt(count), 24);
  end64.writeBigUInt64LE(BigInt(count), 32);
  end64.writeBigUInt64LE(BigInt(directoryBytes), 40);
  end64.writeBigUInt64LE(BigInt(offset), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(offset + directoryBytes), 8);
  locator.writeUInt32LE(1, 16);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(0xffff, 8);
  end.writeUInt16LE(0xffff, 10);
  end.writeUInt32LE(0xffffffff, 12);
  end.writeUInt32LE(0xffffffff, 16);
  return Buffer.concat([end64, locator, end]);
}

/** What the list of the archive says of the series. */
function row(images: number, uid = largeSeriesUID) {
  return {
    SeriesInstanceUID: uid,
    StudyInstanceUID: "1.3.6.1.4.1.99999.77.1",
    Collection: "LARGE",
    PatientID: "LARGE-001",
    Modality: "CT",
    SeriesDescription: "Large series of a large collection",
    ImageCount: images,
    FileSize: images * (sizedHeader(1).length + pixelBytes),
    LicenseName: "Creative Commons Attribution 4.0 International License",
    LicenseURI: "https://creativecommons.org/licenses/by/4.0/",
  };
}

/** Starts it on a free port: `getImage` sends a series of so many images of half a megabyte, `getSeries` so many rows. */
export function startLargeSeries(options: {
  readonly images: number;
  readonly rows?: number;
}): Promise<{ readonly origin: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    request.resume();
    const json = (value: unknown) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify(value));
    };
    if (pathname.startsWith("/nlst/")) json([]);
    else if (pathname.endsWith("/getSeriesMetadata"))
      json([row(options.images)]);
    else if (pathname.endsWith("/getSeries"))
      json(
        Array.from({ length: options.rows ?? 1 }, (_, index) =>
          row(1, `${largeSeriesUID}.${String(index + 1)}`),
        ),
      );
    else if (pathname.endsWith("/getImage")) {
      response.writeHead(200, { "content-type": "application/octet-stream" });
      Readable.from(zipPieces(options.images)).pipe(response);
    } else {
      response.writeHead(404);
      response.end();
    }
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      // A TCP server that listens has an address of this form.
      const { port } = server.address() as AddressInfo;
      resolve({
        origin: `http://127.0.0.1:${String(port)}`,
        close: () =>
          new Promise((closed) => {
            server.close(() => {
              closed();
            });
            server.closeAllConnections();
          }),
      });
    });
  });
}
