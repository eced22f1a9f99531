// Types of the part of Tesseract's WebAssembly that is used; the package brings none.

declare namespace Tesseract {
  interface Options {
    readonly wasmBinary: Uint8Array;
    readonly print: (line: string) => void;
    readonly printErr: (line: string) => void;
  }

  /** TessBaseAPI; 0 means success where a number is returned. */
  interface Api {
    /** `engine` 1 is the neural network alone. */
    Init(folder: string | null, language: string, engine: 1): number;
    SetVariable(name: string, value: string): boolean;
    SetPageSegMode(mode: number): void;
    /** Takes the image from `/input` of the module's file system, which lies in memory. */
    SetImageFile(exifOrientation: 1, angle: 0): number;
    Recognize(monitor: null): number;
    GetTSVText(page: 0): string;
    Clear(): void;
  }

  interface Module {
    readonly TessBaseAPI: new () => Api;
    readonly FS: {
      writeFile(path: string, bytes: Uint8Array): void;
      unlink(path: string): void;
    };
  }
}

declare module "tesseract.js-core/tesseract-core-simd-lstm.js" {
  const createModule: (options: Tesseract.Options) => Promise<Tesseract.Module>;
  export = createModule;
}
