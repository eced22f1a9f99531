// Unpacks a deflated data set (PS3.5 A.5), which has to be done whole because nothing says where Pixel Data begins.
import { constants, inflateRaw } from "node:zlib";
import { failed, success, type Result } from "../../shared/result.ts";
import type { ByteSource } from "../ports/byteSource.ts";
import {
  unreadable,
  type GrowingBytes,
  type HeadFailure,
} from "./headBytes.ts";

/** Largest deflated data set, packed or unpacked; guards against small files that unpack to fill the memory. */
const maxInflatedBytes = 256 * 1024 * 1024;

/** The bytes up to `offset` as they are, followed by the inflated data set. A cut end gives what could be unpacked. */
export async function inflateDataSet(
  source: ByteSource,
  head: GrowingBytes,
  offset: number,
): Promise<Result<GrowingBytes, HeadFailure>> {
  const packedBytes = source.sizeBytes - offset;
  if (packedBytes > maxInflatedBytes)
    return failed({ kind: "damaged", problem: "tooLarge" });
  const packed = await source.read(offset, packedBytes);
  if (!packed.ok) return failed(unreadable(packed.failure));
  const inflated = await inflate(packed.value);
  if (!inflated.ok) return inflated;
  const bytes = new Uint8Array(offset + inflated.value.length);
  bytes.set(head.bytes.subarray(0, offset));
  bytes.set(inflated.value, offset);
  return success(new WholeBytes(bytes));
}

function inflate(packed: Uint8Array): Promise<Result<Uint8Array, HeadFailure>> {
  return new Promise((resolve) => {
    inflateRaw(
      packed,
      {
        maxOutputLength: maxInflatedBytes,
        finishFlush: constants.Z_SYNC_FLUSH,
      },
      (error: NodeJS.ErrnoException | null, inflated) => {
        if (error === null && inflated.length > 0) resolve(success(inflated));
        else
          resolve(
            failed({
              kind: "damaged",
              problem:
                error?.code === "ERR_BUFFER_TOO_LARGE"
                  ? "tooLarge"
                  : "inflateFailed",
            }),
          );
      },
    );
  });
}

/** Bytes that are all there already. */
class WholeBytes implements GrowingBytes {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  growTo(): Promise<Result<null, HeadFailure>> {
    return Promise.resolve(
      failed({ kind: "damaged", problem: "truncated" } as const),
    );
  }

  skipTo(): Promise<Result<null, HeadFailure>> {
    return this.growTo();
  }
}
