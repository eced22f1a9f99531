// A folder that the built workers read as if it were a disc: every read of it is noted, and fails on cue. No part of the product knows of it.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";

/** One read of a file of the medium. */
export interface MediumRead {
  /** Path below the medium, with forward slashes. */
  readonly file: string;
  readonly offset: number;
  /** Bytes that were read. */
  readonly length: number;
}

/** What goes wrong. */
export interface MediumFaults {
  /** Reading the byte at `offset` of a file fails so many times with EIO. */
  readonly badSpot?: {
    readonly file: string;
    readonly offset: number;
    readonly times: number;
  };
  /** What the disk of the scratch files claims to have left. */
  readonly freeBytes?: number;
  /** Scratch files refuse what goes beyond so many bytes of all of them together. */
  readonly scratchBytes?: number;
  /** Reading this file never ends, as with a disc that is stuck. */
  readonly stuckAt?: string;
}

/** Goes before the code of a worker. Patches what it reads files with. */
const hook = `
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
const { medium, log, faultsFile } = SETTINGS;
const { openSync, readSync, closeSync, appendFileSync, readFileSync } = fs;
const { open, statfs } = fs.promises;
const opened = new Map();
let failures = 0;
let written = 0;
const faults = () => JSON.parse(readFileSync(faultsFile, "utf8"));
const isOnMedium = (path) => String(path).startsWith(medium);
const note = (entry) => appendFileSync(log, JSON.stringify(entry) + "\\n");
fs.openSync = (path, ...rest) => {
  const descriptor = openSync(path, ...rest);
  if (isOnMedium(path)) opened.set(descriptor, String(path));
  return descriptor;
};
fs.closeSync = (descriptor) => {
  opened.delete(descriptor);
  closeSync(descriptor);
};
fs.readSync = (descriptor, bytes, start, length, position) => {
  const path = opened.get(descriptor);
  if (path === undefined) return readSync(descriptor, bytes, start, length, position);
  const { badSpot, stuckAt } = faults();
  if (stuckAt !== undefined && path.endsWith(stuckAt))
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  const isBad = badSpot !== undefined && path.endsWith(badSpot.file) && failures < badSpot.times
    && position <= badSpot.offset && badSpot.offset < position + length;
  if (isBad && position === badSpot.offset) {
    failures += 1;
    throw Object.assign(new Error("bad spot"), { code: "EIO" });
  }
  const most = isBad ? badSpot.offset - position : length;
  const count = readSync(descriptor, bytes, start, most, position);
  note({ path, offset: position, length: count });
  return count;
};
fs.promises.open = async (path, ...rest) => {
  if (isOnMedium(path)) note({ path, offset: 0, length: Infinity });
  const handle = await open(path, ...rest);
  const write = handle.write.bind(handle);
  handle.write = async (bytes, ...more) => {
    written += bytes.length;
    if (written > (faults().scratchBytes ?? Infinity))
      throw Object.assign(new Error("full"), { code: "ENOSPC" });
    return await write(bytes, ...more);
  };
  return handle;
};
fs.promises.statfs = async (path, ...rest) => {
  const stats = await statfs(path, ...rest);
  // An ISO 9660 file system, for the system's own probe (linux/magic.h).
  if (isOnMedium(path)) return { ...stats, type: 0x9660 };
  const { freeBytes } = faults();
  return freeBytes === undefined ? stats : { ...stats, bavail: freeBytes, bsize: 1 };
};
syncBuiltinESMExports();
`;

/** A medium, and workers that note what they read of it. */
export class RecordedMedium {
  /** The folder to read. It need not be there yet. */
  readonly folder: string;
  /** Folder of the workers, with a slash at its end. */
  readonly workersUrl: URL;
  readonly #log: string;
  readonly #faults: string;

  private constructor(base: string) {
    this.folder = join(base, "medium");
    this.workersUrl = new URL("workers/", pathToFileURL(`${base}/`));
    this.#log = join(base, "reads");
    this.#faults = join(base, "faults");
  }

  /** Makes the workers in a folder of the test. */
  static async make(base: string, builtWorkers: URL): Promise<RecordedMedium> {
    const made = new RecordedMedium(base);
    await mkdir(made.workersUrl, { recursive: true });
    await made.#writeWorkers(builtWorkers);
    await made.breakWith({});
    await made.forgetReads();
    return made;
  }

  async #writeWorkers(builtWorkers: URL): Promise<void> {
    const settings = {
      medium: this.folder,
      log: this.#log,
      faultsFile: this.#faults,
    };
    const write = (name: string, text: string) =>
      writeFile(new URL(name, this.workersUrl), text);
    await write("package.json", '{"type":"module"}');
    await write("hook.js", hook.replace("SETTINGS", JSON.stringify(settings)));
    for (const name of ["scan", "prepare", "render", "detect", "compare"]) {
      const built = new URL(`${name}Worker.js`, builtWorkers).href;
      await write(
        `${name}Worker.js`,
        `import "./hook.js";\nawait import(${JSON.stringify(built)});\n`,
      );
    }
  }

  /** Options of node under which a command, with its workers, reads the medium so; on Linux it takes it for a disc. */
  get nodeOptions(): readonly string[] {
    return ["--import", new URL("hook.js", this.workersUrl).href];
  }

  /** From now on. Workers count failures for themselves. */
  async breakWith(faults: MediumFaults): Promise<void> {
    await writeFile(this.#faults, JSON.stringify(faults));
  }

  async forgetReads(): Promise<void> {
    await writeFile(this.#log, "");
  }

  /** In the order in which they were made. */
  async reads(): Promise<readonly MediumRead[]> {
    const lines = (await readFile(this.#log, "utf8")).split("\n");
    return lines.filter(Boolean).map((line) => {
      const { path, offset, length } = JSON.parse(line) as {
        path: string;
        offset: number;
        length: number | null;
      };
      const file = relative(this.folder, path).replaceAll("\\", "/");
      return { file, offset, length: length ?? Number.POSITIVE_INFINITY };
    });
  }
}
