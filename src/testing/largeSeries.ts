// A server that plays NBIA for one series of any size and one collection of any length, holding neither in memory.
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { constants, crc32, deflateRawSync } from "node:zlib";
import { sampleDicomFile } from "../sandbox/nbia/sampleDicom.ts";
import { zipOfPacked, type PackedFile } from "../sandbox/nbia/streamedZip.ts";

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

/** The files of the zip, one after the other; the list of hashes last. */
function* packedFiles(images: number): Generator<PackedFile> {
  const pixels = Buffer.alloc(pixelBytes);
  for (let at = 0; at < pixelBytes; at += 2)
    pixels.writeUInt16LE((at >> 3) & 0xfff, at);
  const packedPixels = deflateRawSync(pixels, { level: 1 });
  const hashes = ["Filename,MD5Hash"];
  const small = (name: string, text: string): PackedFile => {
    const bytes = Buffer.from(text);
    return {
      name,
      packed: deflateRawSync(bytes),
      sizeBytes: bytes.length,
      crc: crc32(bytes),
    };
  };
  yield small(
    "LICENSE",
    "License: CC BY 4.0\nhttps://creativecommons.org/licenses/by/4.0/\n",
  );
  for (let number = 1; number <= images; number++) {
    const header = sizedHeader(number);
    const name = `1-${String(number).padStart(6, "0")}.dcm`;
    hashes.push(
      `${name},${createHash("md5").update(header).update(pixels).digest("hex")}`,
    );
    yield {
      name,
      // The end of the header is flushed to a whole byte; the pixels, packed once, follow it.
      packed: Buffer.concat([
        deflateRawSync(header, { finishFlush: constants.Z_SYNC_FLUSH }),
        packedPixels,
      ]),
      sizeBytes: header.length + pixelBytes,
      crc: crc32(pixels, crc32(header)),
    };
  }
  yield small("md5hashes.csv", `${hashes.join("\n")}\n`);
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
    const { pathname, searchParams } = new URL(
      request.url ?? "/",
      "http://localhost",
    );
    request.resume();
    const json = (value: unknown) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify(value));
    };
    if (pathname.startsWith("/nlst/")) json([]);
    else if (
      pathname.endsWith("/getSeriesMetadata") ||
      (searchParams.get("SeriesInstanceUID") === largeSeriesUID &&
        pathname.endsWith("/getSeries"))
    )
      json([row(options.images)]);
    else if (pathname.endsWith("/getSeries"))
      json(
        Array.from({ length: options.rows ?? 1 }, (_, index) =>
          row(1, `${largeSeriesUID}.${String(index + 1)}`),
        ),
      );
    else if (pathname.endsWith("/getImage")) {
      response.writeHead(200, { "content-type": "application/octet-stream" });
      Readable.from(zipOfPacked(packedFiles(options.images), true)).pipe(
        response,
      );
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
