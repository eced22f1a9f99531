// The storage's only call: `PUT` to a presigned URL (contract section 6.2), with refusals in the storage's own XML.
import type { Readable } from "node:stream";
import type { IncomingHttpHeaders } from "node:http";
import { assertNever } from "../../shared/assertNever.ts";
import { emptyAnswer, type Answer } from "../server/answer.ts";
import { idParam, type Exchange } from "../server/exchange.ts";
import type { Route } from "../server/route.ts";
import type { Service } from "../service.ts";
import { maxObjectBytes } from "../state/objectStore.ts";
import { checkPresignedUrl } from "./presignedUrl.ts";

/** A refusal as S3 writes it. Codes and messages are constants, so nothing needs escaping. */
function storageError(status: number, code: string, message: string): Answer {
  return {
    status,
    headers: { "content-type": "application/xml" },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
  };
}

function tooLarge(): Answer {
  return storageError(
    400,
    "EntityTooLarge",
    "Your proposed upload exceeds the maximum allowed size",
  );
}

/** Headers the storage refuses before it looks at the URL; null if they are fine. */
function headerError(headers: IncomingHttpHeaders): Answer | null {
  if (headers.authorization !== undefined)
    return storageError(
      400,
      "InvalidArgument",
      "Only one auth mechanism allowed; only the X-Amz-Signature query parameter or the Authorization header should be specified",
    );
  if (headers["transfer-encoding"] !== undefined)
    return storageError(
      501,
      "NotImplemented",
      "A header you provided implies functionality that is not implemented: Transfer-Encoding",
    );
  const length = headers["content-length"];
  if (length === undefined)
    return storageError(
      411,
      "MissingContentLength",
      "You must provide the Content-Length HTTP header.",
    );
  return Number(length) > maxObjectBytes ? tooLarge() : null;
}

function urlError(service: Service, exchange: Exchange): Answer | null {
  const verdict = checkPresignedUrl(
    service.data.signingKeyHex,
    exchange.url,
    service.clock.nowMs(),
  );
  if (verdict === "badSignature")
    return storageError(
      403,
      "SignatureDoesNotMatch",
      "The request signature we calculated does not match the signature you provided.",
    );
  if (verdict === "expired" || exchange.faults.expiredUrl)
    return storageError(403, "AccessDenied", "Request has expired");
  return null;
}

async function putObject(
  service: Service,
  exchange: Exchange,
): Promise<Answer> {
  const refusal =
    headerError(exchange.request.headers) ?? urlError(service, exchange);
  if (refusal !== null) return refusal;
  const uploadId = idParam(exchange, "upload");
  const upload =
    uploadId === null ? undefined : service.data.uploads.get(uploadId);
  if (upload === undefined)
    return storageError(
      404,
      "NoSuchUpload",
      "The specified upload does not exist.",
    );
  const body: Readable = exchange.request;
  const stored = await service.objects.write(body, upload.sha256);
  if (stored.ok) return emptyAnswer(200, { etag: `"${stored.value.sha256}"` });
  switch (stored.failure) {
    case "hashMismatch":
      return storageError(
        400,
        "XAmzContentSHA256Mismatch",
        "The provided content SHA-256 does not match what was computed.",
      );
    case "tooLarge":
      return tooLarge();
    case "interrupted":
      return storageError(
        400,
        "IncompleteBody",
        "You did not provide the number of bytes specified by the Content-Length HTTP header",
      );
    default:
      return assertNever(stored.failure, "store failure");
  }
}

/** `PUT /uploads/{upload}` on the storage listener. */
export function storagePutRoute(service: Service): Route {
  return {
    name: "storagePut",
    method: "PUT",
    path: "/uploads/{upload}",
    handle: (exchange) => putObject(service, exchange),
  };
}
