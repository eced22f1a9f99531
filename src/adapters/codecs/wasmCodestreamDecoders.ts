// JPEG-LS by CharLS, JPEG 2000 and HTJ2K by OpenJPEG, as WebAssembly in the bundle; each is started when first needed.
import type {
  CodestreamDecoder,
  CodestreamDecoders,
} from "../../core/pixels/codecs/codestream.ts";
import { assertNever } from "../../shared/assertNever.ts";

type WasmCodec = Parameters<CodestreamDecoders["load"]>[0];

/** A started module. */
interface StartedCodec {
  newDecoder(): EmscriptenCodec.Decoder;
  memoryBytes(): number;
}

/** Memory of WebAssembly grows and never shrinks: a module that has more than this is started anew. */
const maxKeptBytes = 256 << 20;

/** Codecs for one thread. Modules are kept until they fail, because what a failure leaves behind in them is not known. */
export function createWasmCodestreamDecoders(): CodestreamDecoders {
  const started = new Map<WasmCodec, Promise<StartedCodec>>();
  return {
    async load(codec) {
      const starting = started.get(codec) ?? start(codec);
      started.set(codec, starting);
      const module = await starting;
      return decoderOf(module, () => {
        if (started.get(codec) === starting) started.delete(codec);
      });
    },
  };
}

function decoderOf(
  module: StartedCodec,
  discard: () => void,
): CodestreamDecoder {
  return {
    decode(codestream) {
      try {
        return decodeWith(module.newDecoder(), codestream);
      } catch {
        // C++ exceptions arrive as numbers, exhausted memory and broken bounds as errors.
        discard();
        return null;
      } finally {
        if (module.memoryBytes() > maxKeptBytes) discard();
      }
    },
  };
}

function decodeWith(
  decoder: EmscriptenCodec.Decoder,
  codestream: Uint8Array,
): ReturnType<CodestreamDecoder["decode"]> {
  try {
    decoder.getEncodedBuffer(codestream.length).set(codestream);
    decoder.decode();
    const info = decoder.getFrameInfo();
    const bytes = new Uint8Array(decoder.getDecodedBuffer());
    // Nothing decoded is how OpenJPEG says that it could not.
    if (bytes.length === 0) return null;
    return {
      bytes,
      size: {
        rows: info.height,
        columns: info.width,
        components: info.componentCount,
        precision: info.bitsPerSample,
        isSigned: info.isSigned === true,
      },
      isPlanar: info.componentCount > 1 && decoder.getInterleaveMode?.() === 0,
    };
  } finally {
    decoder.delete();
  }
}

async function start(codec: WasmCodec): Promise<StartedCodec> {
  switch (codec) {
    case "JPEG-LS": {
      const [glue, binary] = await Promise.all([
        import("@cornerstonejs/codec-charls/decodewasmjs"),
        import("@cornerstonejs/codec-charls/decodewasm?url&inline"),
      ]);
      const module = await glue.default(optionsFor(binary.default));
      return {
        newDecoder: () => new module.JpegLSDecoder(),
        memoryBytes: () => module.HEAPU8.length,
      };
    }
    case "JPEG 2000": {
      const [glue, binary] = await Promise.all([
        import("@cornerstonejs/codec-openjpeg/decodewasmjs"),
        import("@cornerstonejs/codec-openjpeg/decodewasm?url&inline"),
      ]);
      const module = await glue.default(optionsFor(binary.default));
      return {
        newDecoder: () => new module.J2KDecoder(),
        memoryBytes: () => module.HEAPU8.length,
      };
    }
    default:
      return assertNever(codec, "WebAssembly codec");
  }
}

function optionsFor(dataUrl: string): EmscriptenCodec.Options {
  const base64 = dataUrl.slice(dataUrl.indexOf(",") + 1);
  return {
    wasmBinary: Buffer.from(base64, "base64"),
    // What codecs print may quote the image, and would stand in nobody's log.
    print: () => undefined,
    printErr: () => undefined,
  };
}
