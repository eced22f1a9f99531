// Calls 7 and 8: presigned URLs for hashes, and the PUT of one object to the storage (contract sections 6.1 and 6.2).
import { z } from "zod";
import type { Failure } from "../../shared/failure.ts";
import type { Sha256Hex } from "../../shared/identifiers.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import type { PresignedUrl } from "../model/brands.ts";
import { strangeStorageAnswer } from "../network/answerOrigin.ts";
import type { HttpBody, HttpResponse } from "../ports/httpClient.ts";
import { callApi, parseAnswer, plainFailure, type ApiDeps } from "./apiCall.ts";
import { storageRefusal } from "./refusal.ts";
import { remoteIdSchema } from "./remoteId.ts";

/** What the service wants done for one hash. A null URL: it already holds these bytes. */
export interface UploadGrant {
  readonly uploadId: number;
  readonly url: PresignedUrl | null;
}

const entrySchema = z.union([
  z.object({
    id: remoteIdSchema,
    url: z
      .string()
      .min(1)
      // The URL is a credential that nobody else may make: this is its one parser.
      .transform((text) => text as PresignedUrl),
  }),
  z
    .object({ id: remoteIdSchema, status: z.literal("already_uploaded") })
    .transform(({ id }) => ({ id, url: null })),
]);

/** A bare array is tolerated. */
const presignSchema = z.union([
  z.object({ uploads: z.array(entrySchema) }).transform((body) => body.uploads),
  z.array(entrySchema),
]);

/** Asks for one upload per hash. The hashes must be distinct: the answer names none, only its order does. */
export async function presign(
  deps: ApiDeps,
  hashes: readonly Sha256Hex[],
  signal: AbortSignal,
): Promise<Result<ReadonlyMap<Sha256Hex, UploadGrant>, Failure>> {
  const answer = plainFailure(
    await callApi(
      deps,
      {
        method: "POST",
        path: deps.settings.directUploadsPath,
        body: { sha256: hashes },
      },
      signal,
    ),
  );
  if (!answer.ok) return answer;
  const parsed = parseAnswer(presignSchema, answer.value, "presign");
  if (!parsed.ok) return parsed;
  if (parsed.value.length !== hashes.length)
    return unexpected(
      `${parsed.value.length} uploads for ${hashes.length} hashes`,
    );
  const ids = new Set(parsed.value.map((entry) => entry.id));
  if (ids.size !== hashes.length) return unexpected("an upload id twice");
  if (parsed.value.some(({ url }) => url !== null && !isAllowed(url, deps)))
    return unexpected("a storage address that is not https");
  return success(
    new Map(
      hashes.flatMap((hash, index) => {
        const entry = parsed.value[index];
        return entry === undefined
          ? []
          : [[hash, { uploadId: entry.id, url: entry.url }] as const];
      }),
    ),
  );
}

/** Plain http only for a service that is itself plain http (the sandbox on the loopback address). */
function isAllowed(url: PresignedUrl, { settings }: ApiDeps): boolean {
  const protocol = URL.canParse(url) ? new URL(url).protocol : "";
  return (
    protocol === "https:" ||
    (protocol === "http:" && settings.origin.startsWith("http:"))
  );
}

function unexpected(problem: string): Result<never, Failure> {
  return failed({ kind: "unexpectedAnswer", call: "presign", problem });
}

/** What the storage says it holds. */
export interface StoredObject {
  /** Its ETag, where that has the form of an MD5; other storages put other things there. */
  readonly md5Hex: string | null;
}

/** Sends the bytes of one object. No token: the URL is the credential. Idempotent. */
export async function putObject(
  deps: ApiDeps,
  object: {
    readonly url: PresignedUrl;
    readonly body: HttpBody;
    readonly onSentBytes?: (sentBytes: number) => void;
  },
  signal: AbortSignal,
): Promise<Result<StoredObject, Failure>> {
  const answer = await deps.http.send(
    {
      method: "PUT",
      url: object.url,
      headers: {
        "content-type": deps.settings.putContentType,
        "user-agent": deps.settings.userAgent,
      },
      body: object.body,
      stallTimeoutMs: deps.settings.putStallTimeoutMs,
      ...(object.onSentBytes && { onSentBytes: object.onSentBytes }),
    },
    signal,
  );
  if (!answer.ok) return answer;
  const { status, headers } = answer.value;
  const strange = strangeStorageAnswer(
    new URL(object.url),
    answer.value,
    deps.settings.storageProof,
  );
  if (strange !== null) return failed({ kind: "strangerAnswered", ...strange });
  return status >= 200 && status < 300
    ? success({ md5Hex: md5Of(headers) })
    : failed(storageRefusal(answer.value, deps.clock.nowMs()));
}

/**
 * Quoted 32 hexadecimal digits: S3 gives the MD5 of an object that came in one piece. One that is encrypted with a key of the
 * customer or of the key service has an ETag that looks the same and is none (S3 API reference, "Object").
 */
function md5Of(headers: HttpResponse["headers"]): string | null {
  const encryption = headers["x-amz-server-side-encryption"] ?? "AES256";
  const isOfCustomer = Object.keys(headers).some((name) =>
    name.startsWith("x-amz-server-side-encryption-customer-"),
  );
  if (encryption !== "AES256" || isOfCustomer) return null;
  const etag = /^"([0-9a-f]{32})"$/i.exec(headers["etag"] ?? "");
  return etag?.[1]?.toLowerCase() ?? null;
}
