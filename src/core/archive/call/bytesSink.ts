// Takes a small binary answer into memory; what is no success stays text.
import type { HttpResponse, ResponseSink } from "../../ports/httpClient.ts";
import { failed, success } from "../../../shared/result.ts";

export class BytesSink implements ResponseSink {
  readonly #maxBytes: number;
  #chunks: Uint8Array[] = [];
  #sizeBytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  begin({ status }: Omit<HttpResponse, "text">): boolean {
    // A retry begins anew.
    this.#chunks = [];
    this.#sizeBytes = 0;
    return status === 200 || status === 206;
  }

  write(chunk: Uint8Array) {
    this.#sizeBytes += chunk.length;
    if (this.#sizeBytes > this.#maxBytes)
      return Promise.resolve(failed({ kind: "unpackFailed" } as const));
    this.#chunks.push(chunk);
    return Promise.resolve(success(null));
  }

  bytes(): Uint8Array {
    const all = new Uint8Array(this.#sizeBytes);
    let at = 0;
    for (const chunk of this.#chunks) {
      all.set(chunk, at);
      at += chunk.length;
    }
    return all;
  }
}
