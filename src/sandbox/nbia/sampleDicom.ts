// Synthetic DICOM files of the sample archive: written by code of its own, so that the app's reader is tested against something else.

/** One image of the sample archive. */
export interface SampleImage {
  readonly seriesInstanceUID: string;
  readonly studyInstanceUID: string;
  readonly sopInstanceUID: string;
  readonly patientId: string;
  readonly modality: string;
  readonly bodyPart: string;
  readonly description: string;
  readonly number: number;
  readonly rows: number;
}

const explicitLittleEndian = "1.2.840.10008.1.2.1";
const storageClasses: Readonly<Record<string, string>> = {
  CT: "1.2.840.10008.5.1.4.1.1.2",
  MR: "1.2.840.10008.5.1.4.1.1.4",
  CR: "1.2.840.10008.5.1.4.1.1.1",
  DX: "1.2.840.10008.5.1.4.1.1.1.1",
};

/** Element in explicit VR little endian (PS3.5 7.1.2). */
function element(tag: number, vr: string, value: Buffer | string): Buffer {
  const bytes = Buffer.isBuffer(value) ? value : Buffer.from(value, "latin1");
  const pad = bytes.length % 2 === 0 ? "" : vr === "UI" ? "\0" : " ";
  const body = Buffer.concat([bytes, Buffer.from(pad, "latin1")]);
  const isLong = ["OB", "OW", "UN", "SQ"].includes(vr);
  const head = Buffer.alloc(isLong ? 12 : 8);
  head.writeUInt16LE(tag >>> 16, 0);
  head.writeUInt16LE(tag & 0xffff, 2);
  head.write(vr, 4, "latin1");
  if (isLong) head.writeUInt32LE(body.length, 8);
  else head.writeUInt16LE(body.length, 6);
  return Buffer.concat([head, body]);
}

function unsignedShort(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

/** A disc in a field of noise that repeats with the number of the image. */
function pixels(rows: number, number: number): Buffer {
  const bytes = Buffer.alloc(rows * rows * 2);
  const radius = rows * (0.2 + 0.02 * (number % 10));
  let noise = number + 1;
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < rows; x++) {
      noise = (Math.imul(noise, 1_103_515_245) + 12_345) & 0x7fffffff;
      const inside = Math.hypot(x - rows / 2, y - rows / 2) < radius;
      bytes.writeUInt16LE(
        (inside ? 1_200 : 200) + (noise % 64),
        2 * (y * rows + x),
      );
    }
  return bytes;
}

/** The bytes of a whole file (PS3.10 7.1). */
export function sampleDicomFile(image: SampleImage): Buffer {
  const sopClassUID =
    storageClasses[image.modality] ?? storageClasses["CT"] ?? "";
  const meta = Buffer.concat([
    element(0x00020001, "OB", Buffer.from([0, 1])),
    element(0x00020002, "UI", sopClassUID),
    element(0x00020003, "UI", image.sopInstanceUID),
    element(0x00020010, "UI", explicitLittleEndian),
    element(0x00020012, "UI", "2.25.990001"),
  ]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(meta.length);
  const number = String(image.number);
  return Buffer.concat([
    Buffer.alloc(128),
    Buffer.from("DICM"),
    element(0x00020000, "UL", length),
    meta,
    element(0x00080016, "UI", sopClassUID),
    element(0x00080018, "UI", image.sopInstanceUID),
    element(0x00080020, "DA", "20160106"),
    element(0x00080060, "CS", image.modality),
    element(0x00080070, "LO", "SAMPLE MAKER"),
    element(0x0008103e, "LO", image.description),
    element(0x00100010, "PN", image.patientId),
    element(0x00100020, "LO", image.patientId),
    element(0x00120062, "CS", "YES"),
    element(0x00180015, "CS", image.bodyPart),
    element(0x00180050, "DS", "5"),
    element(0x0020000d, "UI", image.studyInstanceUID),
    element(0x0020000e, "UI", image.seriesInstanceUID),
    element(0x00200011, "IS", "1"),
    element(0x00200013, "IS", number),
    element(0x00200032, "DS", `0\\0\\${String(5 * image.number)}`),
    element(0x00200037, "DS", "1\\0\\0\\0\\1\\0"),
    element(0x00200052, "UI", `${image.studyInstanceUID}.9`),
    element(0x00280002, "US", unsignedShort(1)),
    element(0x00280004, "CS", "MONOCHROME2"),
    element(0x00280010, "US", unsignedShort(image.rows)),
    element(0x00280011, "US", unsignedShort(image.rows)),
    element(0x00280030, "DS", "1\\1"),
    element(0x00280100, "US", unsignedShort(16)),
    element(0x00280101, "US", unsignedShort(12)),
    element(0x00280102, "US", unsignedShort(11)),
    element(0x00280103, "US", unsignedShort(0)),
    element(0x7fe00010, "OW", pixels(image.rows, image.number)),
  ]);
}
