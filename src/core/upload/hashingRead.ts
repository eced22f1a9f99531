// Reads a spooled file and hashes it on the spot, for spools that have no thread to do it in.
import { createHash } from "node:crypto";
import type { DiskFailure } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type {
  HashedBlock,
  HashingRead,
  OpenSpooledFile,
  SpooledFile,
} from "../ports/spool.ts";

/** The reading of one file that `open` opens. */
export function hashingRead(
  file: SpooledFile,
  open: () => Promise<Result<OpenSpooledFile, DiskFailure>>,
  withMd5: boolean,
): HashingRead {
  const sha256 = createHash("sha256");
  const md5 = withMd5 ? createHash("md5") : null;
  let source: OpenSpooledFile | null = null;
  let offset = 0;
  return {
    async next(target): Promise<Result<HashedBlock, DiskFailure>> {
      if (source === null) {
        const opened = await open();
        if (!opened.ok) return opened;
        source = opened.value;
      }
      const read = await source.readInto(target, offset);
      if (!read.ok) return read;
      if (read.value === 0) return failed({ kind: "spoolDamaged" });
      const part = target.subarray(0, read.value);
      sha256.update(part);
      md5?.update(part);
      offset += read.value;
      return success({
        bytes: read.value,
        digests:
          offset < file.sizeBytes
            ? null
            : {
                sha256Hex: sha256.digest("hex"),
                md5Hex: md5?.digest("hex") ?? null,
              },
      });
    },
    async close() {
      await source?.close();
      source = null;
    },
  };
}
