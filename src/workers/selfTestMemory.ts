// The disk of the self-test: made-up files to read, and a spool to write to, all in memory.
//
// Objects have the properties of the real ones in their order, so that code compiled for these is compiled for those.
import { basename } from "node:path";
import type { SpoolFileSystem } from "../adapters/fileSpool/spoolWriter.ts";
import type { SynchronousFiles } from "./sourceFile.ts";

/** A time of today's length: V8 keeps small numbers in another form. */
export const memoryFileTimeMs = 1_700_000_000_000;

/** Files named by their index. */
export function memoryFiles(files: readonly Uint8Array[]): SynchronousFiles {
  const bytesOf = (descriptor: number) =>
    files[descriptor] ?? new Uint8Array(0);
  return {
    open: (path) => Number(basename(path)),
    stat: (descriptor) => ({
      size: bytesOf(descriptor).byteLength,
      mtimeMs: memoryFileTimeMs,
    }),
    read: (descriptor, bytes, position) =>
      copyFrom(bytesOf(descriptor), bytes, position),
    close: () => undefined,
  };
}

/** A folder whose files have their bytes in `outputs`, in the order in which they were begun. */
export function memorySpool(outputs: Buffer[]): SpoolFileSystem {
  return {
    create: () => outputs.push(Buffer.alloc(0)) - 1,
    writev: (fd, chunks) => {
      const before = outputs[fd] ?? Buffer.alloc(0);
      const after = Buffer.concat([before, ...chunks]);
      outputs[fd] = after;
      return after.byteLength - before.byteLength;
    },
    read: (fd, bytes, position) =>
      copyFrom(outputs[fd] ?? new Uint8Array(0), bytes, position),
    sync: () => undefined,
    close: () => undefined,
    rename: () => undefined,
    remove: () => undefined,
    sleep: () => Promise.resolve(),
  };
}

function copyFrom(file: Uint8Array, bytes: Buffer, position: number): number {
  const part = file.subarray(position, position + bytes.byteLength);
  bytes.set(part);
  return part.byteLength;
}
