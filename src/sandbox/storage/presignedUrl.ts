// URLs that are themselves a permission for one PUT: a path, an end of life, and an HMAC over both.
import { createHmac, timingSafeEqual } from "node:crypto";

function signature(
  signingKeyHex: string,
  path: string,
  expiresAtMs: string,
): string {
  return createHmac("sha256", Buffer.from(signingKeyHex, "hex"))
    .update(`PUT\n${path}\n${expiresAtMs}`)
    .digest("hex");
}

/** Path and query under which one upload may be put until `expiresAtMs`. */
export function presign(
  signingKeyHex: string,
  uploadId: number,
  expiresAtMs: number,
): string {
  const path = `/uploads/${String(uploadId)}`;
  const expires = String(expiresAtMs);
  const query = new URLSearchParams({
    "X-Amz-Expires": expires,
    "X-Amz-Signature": signature(signingKeyHex, path, expires),
  });
  return `${path}?${query.toString()}`;
}

/** What a presigned URL is good for now. */
export function checkPresignedUrl(
  signingKeyHex: string,
  url: URL,
  nowMs: number,
): "good" | "expired" | "badSignature" {
  const expires = url.searchParams.get("X-Amz-Expires") ?? "";
  const given = Buffer.from(url.searchParams.get("X-Amz-Signature") ?? "");
  const expected = Buffer.from(signature(signingKeyHex, url.pathname, expires));
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    return "badSignature";
  return Number(expires) > nowMs ? "good" : "expired";
}
