// Types of the WebAssembly codecs, whose packages bring none: Emscripten modules, and their binaries as data URLs.

/** The part of the codecs' interface that is used. */
declare namespace EmscriptenCodec {
  /** How a module is started: from bytes at hand, and without a word on the console. */
  interface Options {
    readonly wasmBinary: Uint8Array;
    readonly print: (line: string) => void;
    readonly printErr: (line: string) => void;
  }

  /** What a codec says of the image it decoded. */
  interface FrameInfo {
    readonly width: number;
    readonly height: number;
    readonly bitsPerSample: number;
    readonly componentCount: number;
    /** Absent where the codec knows no sign. */
    readonly isSigned?: boolean;
  }

  /** A decoder object; its buffers are views of the module's memory, and good only until the next call. */
  interface Decoder {
    /** Memory for the codestream; to be filled before `decode`. */
    getEncodedBuffer(length: number): Uint8Array;
    decode(): void;
    getFrameInfo(): FrameInfo;
    getDecodedBuffer(): Uint8Array;
    /** JPEG-LS: 0 where components follow each other, otherwise by line or sample. */
    getInterleaveMode?(): number;
    delete(): void;
  }

  interface Module {
    readonly HEAPU8: Uint8Array;
  }

  interface CharlsModule extends Module {
    readonly JpegLSDecoder: new () => Decoder;
  }

  interface OpenJpegModule extends Module {
    readonly J2KDecoder: new () => Decoder;
  }
}

declare module "*?url&inline" {
  const dataUrl: string;
  export = dataUrl;
}

declare module "@cornerstonejs/codec-charls/decodewasmjs" {
  const createModule: (
    options: EmscriptenCodec.Options,
  ) => Promise<EmscriptenCodec.CharlsModule>;
  export = createModule;
}

declare module "@cornerstonejs/codec-openjpeg/decodewasmjs" {
  const createModule: (
    options: EmscriptenCodec.Options,
  ) => Promise<EmscriptenCodec.OpenJpegModule>;
  export = createModule;
}
