// Port: where fetched series lie. A series is in the store whole, with its record, or not at all.
import type { DiskFailure } from "../../shared/failure.ts";
import type { Result } from "../../shared/result.ts";
import type { StoredSeries } from "./archiveDownloads.ts";
import type { ByteSource } from "./byteSource.ts";
import type { Scratch } from "../media/scratch.ts";

type Done<T> = Promise<Result<T, DiskFailure>>;

/** A file that is being received; what was written stays after a kill. */
export interface IncomingFile {
  readonly sizeBytes: number;
  write(chunk: Uint8Array): Done<null>;
  /** Throws away what was received so far. */
  restart(): Done<null>;
  close(): Done<null>;
}

/** The place where one series is put together, out of sight of everyone who reads the store. */
export interface SeriesStaging {
  /** Opens a received file for more, making it if need be. `name` is of this program's making. */
  receive(name: string): Done<IncomingFile>;
  /** Opens a received file for reading. */
  openReceived(name: string): Done<ByteSource>;
  /** A place for one unpacked file of the series under this name. */
  fileNamed(name: string): Scratch;
  /** Turns a received file into a file of the series. */
  adopt(receivedName: string, name: string): Done<null>;
  openFile(name: string): Done<ByteSource>;
  /** Removes the files of the series, not what was received. */
  clearFiles(): Done<null>;
  /** Moves the files into the store in one step, then writes the record that makes them count. */
  commit(record: string): Done<StoredSeries>;
  /** Removes everything. */
  discard(): Done<null>;
}

export interface SeriesStore {
  /** Null unless files and record are both there. */
  find(seriesInstanceUID: string): Done<StoredSeries | null>;
  /** The text of its record. */
  record(stored: StoredSeries): Done<string>;
  /** Puts another record in place of the one it has, in one step: after a kill it is the old one or the new one. */
  replaceRecord(stored: StoredSeries, record: string): Done<null>;
  /** Removes files and record; nothing to do where there are none. After a kill in between, the series is not in the store. */
  remove(seriesInstanceUID: string): Done<null>;
  freeBytes(): Done<number>;
  stage(seriesInstanceUID: string): Done<SeriesStaging>;
}
