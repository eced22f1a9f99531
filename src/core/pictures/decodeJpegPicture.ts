// Pixels of a JPEG, turned the way viewers show it.
import { decodeJpeg } from "../pixels/codecs/jpeg/decodeJpeg.ts";
import type { DecodedFrame } from "../pixels/decodedFrame.ts";
import { jpegOrientation } from "./cleanJpeg.ts";
import { u16be, u8 } from "./integers.ts";
import { isOnItsSide, type Orientation } from "./jpegOrientation.ts";
import { isSupportedFrame, jpegSegments } from "./jpegSegments.ts";
import { rgbFrame, rgbRoom } from "./rgbFrame.ts";

/** Grey or colour of eight bits as a frame; null if the file is damaged or of another kind (four inks, twelve bits). */
export function decodeJpegPicture(bytes: Uint8Array): DecodedFrame | null {
  const parsed = jpegSegments(bytes);
  if (!parsed.ok) return null;
  const frame = parsed.value.find(({ marker }) => isSupportedFrame(marker));
  if (frame === undefined || u8(frame.payload, 0) !== 8) return null;
  const rows = u16be(frame.payload, 1);
  const columns = u16be(frame.payload, 3);
  const components = u8(frame.payload, 5);
  if (components !== 1 && components !== 3) return null;
  const rgb = rgbRoom(columns, rows);
  const decoded =
    rgb === null ? null : decodeJpeg(bytes, { rows, columns, components });
  if (rgb === null || decoded === null) return null;
  const { colour, samples } = decoded;
  for (let index = 0; index < rgb.length; index += 1)
    rgb[index] = samples[components === 1 ? Math.floor(index / 3) : index] ?? 0;
  const turned = turn({ columns, rows, samples: rgb }, jpegOrientation(bytes));
  return {
    ...rgbFrame(turned.columns, turned.rows, turned.samples),
    // Without a mark three components are luminance and chroma, as every viewer takes them (JFIF 1.02).
    photometricInterpretation:
      components === 3 && colour !== "RGB" ? "YBR_FULL" : "RGB",
  };
}

interface Pixels {
  readonly columns: number;
  readonly rows: number;
  readonly samples: Uint8Array;
}

/** Turns and mirrors pixels of three bytes (CIPA DC-008 4.6.4 A). */
export function turn(pixels: Pixels, orientation: Orientation): Pixels {
  if (orientation === 1) return pixels;
  const { columns, rows, samples } = pixels;
  const size = isOnItsSide(orientation)
    ? { columns: rows, rows: columns }
    : { columns, rows };
  const turned = new Uint8Array(samples.length);
  const [right, bottom] = [columns - 1, rows - 1];
  for (let y = 0; y < size.rows; y += 1)
    for (let x = 0; x < size.columns; x += 1) {
      // Where the pixel at (x, y) of the result is stored.
      const [fromX, fromY] = {
        2: [right - x, y],
        3: [right - x, bottom - y],
        4: [x, bottom - y],
        5: [y, x],
        6: [y, bottom - x],
        7: [right - y, bottom - x],
        8: [right - y, x],
      }[orientation] as [number, number];
      const from = (fromY * columns + fromX) * 3;
      turned.set(samples.subarray(from, from + 3), (y * size.columns + x) * 3);
    }
  return { ...size, samples: turned };
}
