// Tests of finding where the picture of a JPEG scan ends.
import { array, assert, integer, property, uint8Array } from "fast-check";
import { expect, it } from "vitest";
import { flatExtendedJpeg, losslessJpeg } from "../../testing/jpegEncoders.ts";
import { jpegPicture } from "../../testing/pictureFixtures.ts";
import { cleanJpeg } from "./cleanJpeg.ts";
import { JpegScans } from "./jpegScans.ts";

/** The bytes of a stream between its scan header and its end that belong to the picture, with `behind` put after them. */
function pictureOf(
  stream: Uint8Array,
  behind: Uint8Array = new Uint8Array(0),
): { readonly found: number | null; readonly there: number } {
  const scans = new JpegScans();
  const view = new DataView(stream.buffer, stream.byteOffset);
  for (let at = 2; ;) {
    const marker = view.getUint8(at + 1);
    const end = at + 2 + view.getUint16(at + 2);
    const payload = stream.subarray(at + 4, end);
    scans.take(marker, payload);
    at = end;
    if (marker !== 0xda) continue;
    const data = stream.subarray(end, -2);
    const found = scans.endOfScan(payload, Buffer.concat([data, behind]));
    return { found, there: data.byteLength };
  }
}

/** As entropy-coded data may be: a zero behind each FF. */
function stuffed(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from(
    [...bytes].flatMap((byte) => (byte === 0xff ? [byte, 0] : [byte])),
  );
}

const sample = integer({ min: 0, max: 65_535 });

it("follows lossless samples of any value to their last byte, whatever stands behind", () => {
  assert(
    property(
      array(sample, { minLength: 6, maxLength: 6 }),
      uint8Array({ maxLength: 9 }),
      (samples, behind) => {
        const { found, there } = pictureOf(
          losslessJpeg(samples, 3),
          stuffed(behind),
        );
        expect(found).toBe(there);
      },
    ),
  );
});

it("follows blocks with coefficients", () => {
  for (const value of [0, 1, 2047, 4095]) {
    const { found, there } = pictureOf(
      flatExtendedJpeg(value),
      Buffer.from("JANE DOE"),
    );
    expect(found).toBe(there);
  }
});

it("finds no end in data that code less than the frame", () => {
  const stream = losslessJpeg([1, 20, 300, 4000, 50_000, 6], 3);
  const short = Buffer.concat([stream.subarray(0, -4), stream.subarray(-2)]);

  expect(pictureOf(short).found).toBeNull();
});

it("leaves out of a picture what stands behind its blocks, and refuses one whose blocks are not all there", () => {
  const whole = jpegPicture({ columns: 64, rows: 64 });
  const behind = Buffer.concat([
    whole.subarray(0, -2),
    Buffer.from("JANE DOE"),
    whole.subarray(-2),
  ]);
  const short = Buffer.concat([whole.subarray(0, -6), whole.subarray(-2)]);
  const clean = (bytes: Buffer) => {
    const cleaned = cleanJpeg(bytes);
    return cleaned.ok ? Buffer.concat(cleaned.value) : cleaned.failure;
  };

  expect(clean(behind)).toEqual(whole);
  expect(clean(short)).toBe("damaged");
});
