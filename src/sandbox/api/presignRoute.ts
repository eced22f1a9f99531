// `POST /direct_s3_uploads` (contract section 6.1).
import { jsonAnswer, type Answer } from "../server/answer.ts";
import type { Exchange } from "../server/exchange.ts";
import type { Route } from "../server/route.ts";
import type { Service } from "../service.ts";
import { presign } from "../storage/presignedUrl.ts";
import { apiRoute, invalid, readJsonObject } from "./apiRoute.ts";

function readHashes(value: unknown): readonly string[] | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  const hashes: readonly unknown[] = value;
  const good = hashes.filter(
    (hash): hash is string =>
      typeof hash === "string" && /^[0-9a-f]{64}$/.test(hash),
  );
  return good.length === hashes.length ? good : null;
}

/** Upload id of a hash: the same for as long as the service lives. */
function uploadIdOf(service: Service, sha256: string): number {
  const { data } = service;
  const known = data.uploadIdByHash.get(sha256);
  if (known !== undefined) return known;
  const uploadId = data.nextId("upload");
  data.uploads.set(uploadId, { uploadId, sha256 });
  data.uploadIdByHash.set(sha256, uploadId);
  return uploadId;
}

async function presignUploads(
  service: Service,
  exchange: Exchange,
): Promise<Answer> {
  const body = await readJsonObject(exchange);
  if (!body.ok) return body.failure;
  const hashes = readHashes(body.value["sha256"]);
  if (hashes === null)
    return invalid({ sha256: "must be a list of SHA-256 hashes" });
  if (hashes.length > service.settings.maxPresignBatch)
    return invalid({ sha256: "has too many entries" });
  // What the site answers to a repeated hash is unknown: clients shall ask for distinct ones.
  if (new Set(hashes).size !== hashes.length)
    return invalid({ sha256: "has repeated entries" });
  const lifetimeMs = exchange.faults.expiredUrl
    ? -1
    : service.settings.urlLifetimeMs;
  const expiresAtMs = service.clock.nowMs() + lifetimeMs;
  const uploads = hashes.map((sha256) => {
    const id = uploadIdOf(service, sha256);
    if (service.objects.has(sha256)) return { id, status: "already_uploaded" };
    const path = presign(service.data.signingKeyHex, id, expiresAtMs);
    return { id, url: `${service.storageOrigin}${path}` };
  });
  await service.save();
  return jsonAnswer(200, { uploads });
}

/** Hands out upload ids and presigned URLs, in the order of the hashes. */
export function presignRoute(service: Service): Route {
  return apiRoute(service, {
    name: "presign",
    method: "POST",
    path: "/direct_s3_uploads",
    handle: (exchange) => presignUploads(service, exchange),
  });
}
