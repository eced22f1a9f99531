// Unpacks a deflated data set (PS3.5 A.5), which has to be done whole because nothing says where Pixel Data begins.
import { constants, inflateRaw } from "node:zlib";
import { failed, success, type Result } from "../../shared/result.ts";
import type { ByteSource } from "../ports/byteSource.ts";
import {
  unreadable,
  type GrowingBytes,
  type HeadFailure,
} from "./headBytes.ts";

/** Where the packed bytes begin, and how many they may be, packed or unpacked. */
export interface DeflatedPart {
  readonly offset: number;
  readonly maxBytes: number;
}

/** The bytes up to the part as they are, followed by the inflated data set. A cut end gives what could be unpacked. */
export async function inflateDataSet(
  source: ByteSource,
  head: GrowingBytes,
  part: DeflatedPart,
): Promise<Result<GrowingBytes, HeadFailure>> {
  const { offset, maxBytes } = part;
  const packedBytes = source.sizeBytes - offset;
  if (packedBytes > maxBytes)
    return failed({ kind: "damaged", problem: "tooLarge" });
  const packed = await source.read(offset, packedBytes);
  if (!packed.ok) return failed(unreadable(packed.failure));
  const inflated = await inflate(packed.value, maxBytes);
  if (!inflated.ok) return inflated;
  const bytes = new Uint8Array(offset + inflated.value.length);
  bytes.set(head.bytes.subarray(0, offset));
  bytes.set(inflated.value, offset);
  return success(new WholeBytes(bytes));
}

function inflate(
  packed: Uint8Array,
  maxBytes: number,
): Promise<Result<Uint8Array, HeadFailure>> {
  return new Promise((resolve) => {
    inflateRaw(
      packed,
      {
        maxOutputLength: maxBytes,
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
