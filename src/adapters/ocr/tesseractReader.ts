// Reads lines and pages of text with Tesseract's neural network, as WebAssembly in the bundle together with its data; nothing touches disk or network.
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type {
  LineImage,
  LineReader,
  PageWord,
  TextReader,
} from "../../core/ports/textReader.ts";

/** PSM_SINGLE_LINE and PSM_SPARSE_TEXT of Tesseract's publictypes.h. */
const pageModes = { singleLine: 7, sparseText: 11 } as const;
/** Where the module's own file system, in memory, is given the image. */
const inputPath = "/input";

/** A reader for one thread; it is started once, and anew after an error, because what that leaves behind is not known. */
export function createTesseractReader(): TextReader {
  let starting: Promise<LineReader> | null = null;
  return {
    load() {
      starting ??= start(() => {
        starting = null;
      });
      return starting;
    },
  };
}

async function start(discard: () => void): Promise<LineReader> {
  const [glue, binary, data] = await Promise.all([
    import("tesseract.js-core/tesseract-core-simd-lstm.js"),
    import("tesseract.js-core/tesseract-core-simd-lstm.wasm?url&inline"),
    import("@tesseract.js-data/eng/4.0.0_best_int/eng.traineddata.gz?url&inline"),
  ]);
  const module = await glue.default({
    wasmBinary: bytesOf(binary.default),
    // What it prints may quote the image, and would stand in nobody's log.
    print: () => undefined,
    printErr: () => undefined,
  });
  module.FS.writeFile(
    "eng.traineddata",
    await promisify(gunzip)(bytesOf(data.default)),
  );
  const api = new module.TessBaseAPI();
  if (api.Init(null, "eng", 1) !== 0)
    throw new Error("Tesseract does not start");
  module.FS.unlink("eng.traineddata");
  // Nothing learnt from one image may show in the reading of another.
  api.SetVariable("classify_enable_learning", "0");
  const read = (image: LineImage, mode: number) => {
    try {
      return wordsIn(module, api, { image, mode });
    } catch {
      // C++ exceptions arrive as numbers, broken bounds as errors: an image that cannot be read.
      discard();
      return [];
    }
  };
  return {
    read: (line) => read(line, pageModes.singleLine),
    readPage: (page) => read(page, pageModes.sparseText),
  };
}

function wordsIn(
  module: Tesseract.Module,
  api: Tesseract.Api,
  { image, mode }: { readonly image: LineImage; readonly mode: number },
): readonly PageWord[] {
  api.SetPageSegMode(mode);
  module.FS.writeFile(inputPath, portableGraymap(image));
  if (api.SetImageFile(1, 0) !== 0 || api.Recognize(null) !== 0) return [];
  const words = wordsOf(api.GetTSVText(0));
  api.Clear();
  return words;
}

/** The image as a PGM file (binary, eight bits), which Tesseract reads without a codec. */
function portableGraymap({ columns, rows, values }: LineImage): Uint8Array {
  const head = Buffer.from(`P5\n${columns} ${rows}\n255\n`, "latin1");
  return Buffer.concat([head, values]);
}

/** Rows of level 5 are words: level, page, block, paragraph, line, word, left, top, width, height, confidence, text. */
function wordsOf(tsv: string): readonly PageWord[] {
  return tsv
    .split("\n")
    .map((row) => row.split("\t"))
    .filter(
      ([level, , , , , , , , , , , text]) =>
        level === "5" && text !== undefined && text.trim() !== "",
    )
    .map((cells) => ({
      text: (cells[11] ?? "").trim(),
      confidence: Number(cells[10]),
      left: Number(cells[6]),
      top: Number(cells[7]),
      width: Number(cells[8]),
      height: Number(cells[9]),
      line: cells.slice(2, 5).join(" "),
    }));
}

function bytesOf(dataUrl: string): Buffer {
  return Buffer.from(dataUrl.slice(dataUrl.indexOf(",") + 1), "base64");
}
