// A service with nothing but uploads: it keeps hashes in place of bytes, so that hundreds of megabytes cost no disk. Its URLs run out.
import { createHash } from "node:crypto";
import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import type { Clock } from "../../core/ports/clock.ts";

/** What came in. */
export interface ExpiringStorage {
  readonly origin: string;
  /** Upload ids by hash, and those that arrived whole. */
  readonly uploadIds: ReadonlyMap<string, number>;
  readonly arrived: ReadonlySet<string>;
  /** The one stack that was attached. */
  readonly attached: () => readonly number[] | null;
  readonly refusedAsExpired: () => number;
  /** The longest time between a URL and its use, in milliseconds of the clock. */
  readonly oldestUsedMs: () => number;
  close(): Promise<void>;
}

/** `storageOrigin` is where URLs point to: the line in between. */
export async function expiringStorage(
  clock: Clock,
  urlLifetimeMs: number,
  storageOrigin: () => string,
): Promise<ExpiringStorage> {
  const uploadIds = new Map<string, number>();
  const arrived = new Set<string>();
  let attached: readonly number[] | null = null;
  let expired = 0;
  let oldestUsedMs = 0;

  const put = async (
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> => {
    const [, hash = "", madeAt = "0"] =
      /^\/put\/([0-9a-f]{64})\/(\d+)$/.exec(request.url ?? "") ?? [];
    const ageMs = clock.nowMs() - Number(madeAt);
    const isExpired = ageMs > urlLifetimeMs;
    if (isExpired) expired += 1;
    else oldestUsedMs = Math.max(oldestUsedMs, ageMs);
    const sum = createHash("sha256");
    for await (const chunk of request) sum.update(chunk as Buffer);
    const isRight = sum.digest("hex") === hash;
    if (isRight && !isExpired) arrived.add(hash);
    response
      .writeHead(isExpired ? 403 : isRight ? 200 : 400, { etag: `"${hash}"` })
      .end();
  };

  const answerTo = (path: string, body: string): unknown => {
    if (path.endsWith("/users/current")) return { login: "slow", quotas: null };
    if (path === "/direct_s3_uploads") {
      const { sha256 } = JSON.parse(body) as { readonly sha256: string[] };
      return {
        uploads: sha256.map((hash) => {
          const id = uploadIds.get(hash) ?? uploadIds.size + 1;
          uploadIds.set(hash, id);
          return arrived.has(hash)
            ? { id, status: "already_uploaded" }
            : {
                id,
                url: `${storageOrigin()}/put/${hash}/${Math.round(clock.nowMs())}`,
              };
        }),
      };
    }
    if (path.endsWith("/series")) {
      const { stack_upload } = JSON.parse(body) as {
        readonly stack_upload: { readonly uploaded_data: readonly number[] };
      };
      attached = stack_upload.uploaded_data;
    }
    return { id: 1 };
  };

  const server = createServer((request, response) => {
    request.on("error", () => undefined);
    const path = request.url ?? "";
    if (path.startsWith("/put/")) {
      put(request, response).catch(() => undefined);
      return;
    }
    let body = "";
    request
      .on("data", (data: Buffer) => (body += data.toString()))
      .on("end", () => {
        response
          .writeHead(200, { "content-type": "application/json" })
          .end(JSON.stringify(answerTo(path, body)));
      });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    uploadIds,
    arrived,
    attached: () => attached,
    refusedAsExpired: () => expired,
    oldestUsedMs: () => oldestUsedMs,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}
