// An entry of an archive as a byte source: in place where it lies open, else unpacked as far as reads need it.
import type { DiskFailure } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { ArchiveEntry, PlainFile } from "../model/fileSource.ts";
import type { ByteSource } from "../ports/byteSource.ts";
import { archiveLimits } from "./archiveLimits.ts";
import {
  entryRange,
  isReadInPlace,
  unpackBeginning,
  unpackToScratch,
  unpackWhole,
} from "./entryData.ts";
import type { Scratch } from "./scratch.ts";

/** What opening an entry needs. */
export interface EntryDeps {
  readonly scratch: Scratch;
  /** Opens a file of this computer. */
  readonly open: (file: PlainFile) => Promise<Result<ByteSource, DiskFailure>>;
}

/** Opens an entry for reading. Its container is closed with it. */
export async function openEntry(
  entry: ArchiveEntry,
  deps: EntryDeps,
): Promise<Result<ByteSource, DiskFailure>> {
  const container = await deps.open(entry.container);
  if (!container.ok) return container;
  if (!isReadInPlace(entry))
    return success(new PackedEntry(entry, container.value, deps));
  const range = await entryRange(container.value, entry);
  if (range.ok && range.value.length === entry.sizeBytes)
    return success(new RangeSource(container.value, range.value));
  await container.value.close();
  return range.ok ? failed({ kind: "unpackFailed" }) : range;
}

/** A stretch of a file as a byte source of its own. */
export class RangeSource implements ByteSource {
  readonly sizeBytes: number;
  readonly #container: ByteSource;
  readonly #offset: number;

  constructor(
    container: ByteSource,
    range: { readonly offset: number; readonly length: number },
  ) {
    this.#container = container;
    this.#offset = range.offset;
    this.sizeBytes = range.length;
  }

  read(
    offset: number,
    length: number,
  ): Promise<Result<Uint8Array, DiskFailure>> {
    const wanted = Math.max(0, Math.min(length, this.sizeBytes - offset));
    return this.#container.read(this.#offset + offset, wanted);
  }

  close(): Promise<void> {
    return this.#container.close();
  }
}

/** Holds most headers. */
const firstLookBytes = 16 * 1024;
/**
 * Packed bytes to unpack from, tried in this order until a read has what it needs: enough for a first look at any ratio,
 * enough for nearly every header, enough for long ones. After that the whole.
 */
const beginningSteps = [18 * 1024, 96 * 1024, 512 * 1024];

class PackedEntry implements ByteSource {
  readonly sizeBytes: number;
  readonly firstLookBytes = firstLookBytes;
  readonly #entry: ArchiveEntry;
  readonly #container: ByteSource;
  readonly #deps: EntryDeps;
  /** As much as was unpacked so far. */
  #beginning: Uint8Array = new Uint8Array(0);
  #step = 0;
  /** The whole, in a private file. */
  #unpacked: { readonly file: PlainFile; readonly source: ByteSource } | null =
    null;

  constructor(entry: ArchiveEntry, container: ByteSource, deps: EntryDeps) {
    this.#entry = entry;
    this.#container = container;
    this.#deps = deps;
    this.sizeBytes = entry.sizeBytes;
  }

  async read(
    offset: number,
    length: number,
  ): Promise<Result<Uint8Array, DiskFailure>> {
    const end = Math.min(offset + length, this.sizeBytes);
    while (this.#unpacked === null && this.#beginning.length < end) {
      const unpacked = await this.#unpackMore();
      if (!unpacked.ok) return unpacked;
    }
    if (this.#unpacked !== null)
      return await this.#unpacked.source.read(offset, length);
    // A copy, since the caller may keep and change it.
    return success(this.#beginning.slice(offset, Math.max(offset, end)));
  }

  async close(): Promise<void> {
    await this.#container.close();
    if (this.#unpacked === null) return;
    await this.#unpacked.source.close();
    await this.#deps.scratch.remove(this.#unpacked.file);
  }

  async #unpackMore(): Promise<Result<null, DiskFailure>> {
    const step = beginningSteps[this.#step++];
    const packedBytes =
      this.#entry.packed.kind === "zip" ? this.#entry.packed.packedBytes : 0;
    if (step === undefined || step >= packedBytes) return this.#unpackAll();
    const beginning = await unpackBeginning(this.#container, this.#entry, step);
    if (beginning.ok) this.#beginning = beginning.value;
    // Too much or not deflate's: unpacking the whole decides.
    else if (beginning.failure.kind === "unpackFailed")
      this.#step = beginningSteps.length;
    else return beginning;
    return this.#beginning.length > this.sizeBytes
      ? failed({ kind: "unpackFailed" })
      : success(null);
  }

  async #unpackAll(): Promise<Result<null, DiskFailure>> {
    if (this.sizeBytes <= archiveLimits.inMemoryBytes) {
      const whole = await unpackWhole(this.#container, this.#entry);
      if (!whole.ok) return whole;
      this.#beginning = whole.value;
      return success(null);
    }
    const { scratch, open } = this.#deps;
    const file = await unpackToScratch(this.#container, this.#entry, scratch);
    if (!file.ok) return file;
    const source = await open(file.value);
    if (!source.ok) {
      await scratch.remove(file.value);
      return source;
    }
    this.#unpacked = { file: file.value, source: source.value };
    return success(null);
  }
}
