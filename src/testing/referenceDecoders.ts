// Other programs that decode DICOM pixels, for tests to compare with: DCMTK, GDCM, pydicom and OpenJPH, where they are installed.
import { execFile, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { promisify } from "node:util";

const run = promisify(execFile);
const timeoutMs = 60_000;

/** Rewrites a compressed file as an uncompressed one. */
export interface ReferenceDecoder {
  readonly name: string;
  /** True if the program is on this computer. */
  readonly isInstalled: boolean;
  /** The file's uncompressed form, or null if the program refused it. `scratch` names a file to write. */
  decode(path: string, scratch: string): Promise<Uint8Array | null>;
}

function isOnPath(command: string): boolean {
  return spawnSync(command, ["--version"]).error === undefined;
}

function converter(
  name: string,
  command: string,
  options: readonly string[],
): ReferenceDecoder {
  return {
    name,
    isInstalled: isOnPath(command),
    async decode(path, scratch) {
      await rm(scratch, { force: true });
      try {
        await run(command, [...options, path, scratch], { timeout: timeoutMs });
        return await readFile(scratch);
      } catch {
        return null;
      }
    },
  };
}

const gdcm = converter("GDCM", "gdcmconv", ["--raw"]);
const dcmtk = {
  rle: converter("DCMTK", "dcmdrle", []),
  // Colour as it is in the codestream: converting it is not decoding.
  jpeg: converter("DCMTK", "dcmdjpeg", ["--conv-never"]),
  jpegLs: converter("DCMTK", "dcmdjpls", []),
};

/** Rewrites uncompressed files too, in another encoding or the same. */
export const uncompressedReference: ReferenceDecoder = converter(
  "DCMTK",
  "dcmconv",
  ["+te"],
);

/** Programs that know a transfer syntax. */
export function referenceDecodersFor(
  transferSyntaxUID: string,
): readonly ReferenceDecoder[] {
  if (transferSyntaxUID === "1.2.840.10008.1.2.5") return [dcmtk.rle, gdcm];
  const number = Number(transferSyntaxUID.split(".").at(-1));
  if (number >= 50 && number <= 70) return [dcmtk.jpeg, gdcm];
  if (number === 80 || number === 81) return [dcmtk.jpegLs, gdcm];
  return number >= 90 && number <= 93 ? [gdcm] : [];
}

/** Decodes an HTJ2K codestream by OpenJPH, of one byte a sample; for comparison with OpenJPEG, which the app uses. */
export async function openJphSamples(
  codestream: Uint8Array,
): Promise<Uint8Array> {
  const require = createRequire(import.meta.url);
  const createModule = require("@cornerstonejs/codec-openjph/wasmjs") as (
    options: object,
  ) => Promise<{
    readonly HTJ2KDecoder: new () => {
      getEncodedBuffer(length: number): Uint8Array;
      decode(): void;
      getDecodedBuffer(): Uint8Array;
      delete(): void;
    };
  }>;
  const module = await createModule({
    wasmBinary: readFileSync(
      require.resolve("@cornerstonejs/codec-openjph/wasm"),
    ),
  });
  const decoder = new module.HTJ2KDecoder();
  decoder.getEncodedBuffer(codestream.length).set(codestream);
  decoder.decode();
  const samples = new Uint8Array(decoder.getDecodedBuffer());
  decoder.delete();
  return samples;
}

const pydicomScript = `
import hashlib, sys, warnings
import numpy, pydicom
warnings.filterwarnings("ignore")
for path in sys.stdin.read().splitlines():
    try:
        data_set = pydicom.dcmread(path, force=True)
        pixels = data_set.pixel_array
        count = int(data_set.get("NumberOfFrames", 1) or 1)
        frames = pixels if count > 1 else [pixels]
        indexes = range(count) if count <= 20 else [0, count // 2, count - 1]
        swapped = [numpy.ascontiguousarray(frames[i].astype(frames[i].dtype.newbyteorder("<"))) for i in indexes]
        print(" ".join(hashlib.sha256(frame.tobytes()).hexdigest() for frame in swapped))
    except Exception:
        print("-")
`;

/** 0-based frames that are compared: all up to 20, else the first, the middle and the last. */
export function comparedFrames(count: number): readonly number[] {
  return count > 20
    ? [0, Math.floor(count / 2), count - 1]
    : Array.from({ length: count }, (_, index) => index);
}

/** SHA-256 of the samples of the compared frames by pydicom, with spaces between, "-" where it cannot; null if pydicom is not installed. */
export function pydicomDigests(
  paths: readonly string[],
): readonly string[] | null {
  // The system's own Python has the system's packages.
  const { status, stdout } = spawnSync(
    "/usr/bin/python3",
    ["-c", pydicomScript],
    { input: paths.join("\n"), encoding: "utf8", maxBuffer: 1 << 24 },
  );
  return status === 0 ? stdout.trim().split("\n") : null;
}
