// Whether an answer comes from the service, or from something that stands between: a sign-in page, a filter.
import type { ContractSettings } from "../../shared/contractSettings.ts";
import type { HttpResponse } from "../ports/httpClient.ts";

/** An answer that the service would not give to a call of its interface. */
export interface StrangeAnswer {
  readonly status: number;
  /** Where it points to, if it redirects. */
  readonly host: string | null;
}

/**
 * The answer, if it is not the service's own: a redirect to another host, an HTML page where JSON or an error belongs, or
 * status 511 (RFC 6585 6). The service answers unauthorised calls with 401; its errors from 500 on may be HTML.
 */
export function strangeAnswer(
  url: URL,
  response: HttpResponse,
): StrangeAnswer | null {
  const { status, headers } = response;
  if (status === 511) return { status, host: null };
  if (status >= 300 && status < 400) {
    const host = redirectHost(url, headers["location"]);
    return host === null || host === url.hostname ? null : { status, host };
  }
  const isHtml = /^\s*text\/html\b/i.test(headers["content-type"] ?? "");
  return isHtml && (status < 300 || status === 403)
    ? { status, host: null }
    : null;
}

/** The same for a call of the interface without a token, to which the service answers 401 (contract section 6.4), if it can answer at all. */
export function strangeUnauthorisedAnswer(
  url: URL,
  response: HttpResponse,
): StrangeAnswer | null {
  const { status } = response;
  const isService = status === 401 || status === 429 || status >= 500;
  return (
    strangeAnswer(url, response) ?? (isService ? null : { status, host: null })
  );
}

/**
 * The same for a look at the storage that sends nothing. S3 refuses that, or leads to a page about itself, always with a request
 * id; what refuses it or answers it in other words than XML without one is a filter or a portal.
 */
export function strangeStorageLook(
  url: URL,
  response: HttpResponse,
): StrangeAnswer | null {
  const { status, text } = response;
  if (isOfS3(response) && !isPage(text)) return null;
  const isAnswer = status < 300 || status === 403;
  return (
    strangeAnswer(url, response) ??
    (isAnswer && !/^\s*<(?:\?xml|Error)\b/.test(text)
      ? { status, host: null }
      : null)
  );
}

/**
 * The same for an answer of the storage to a PUT. S3 gives every answer a request id, and every object an ETag, and its bodies
 * are empty or XML (contract section 6.2); without any of these a 2xx is no proof that anything was stored, unless the user
 * chose that any success is.
 */
export function strangeStorageAnswer(
  url: URL,
  response: HttpResponse,
  proof: ContractSettings["storageProof"],
): StrangeAnswer | null {
  const { status, headers, text } = response;
  const isHtml = isPage(text);
  if (isOfS3(response) && !isHtml) return null;
  const isStored = status >= 200 && status < 300;
  const isProved = proof === "anySuccess" || headers["etag"] !== undefined;
  if (isStored && (isHtml || !isProved)) return { status, host: null };
  return strangeAnswer(url, response);
}

function isOfS3({ headers }: HttpResponse): boolean {
  return (
    headers["x-amz-request-id"] !== undefined ||
    headers["x-amz-id-2"] !== undefined
  );
}

function isPage(text: string): boolean {
  return /^\s*<(!doctype html|html)\b/i.test(text);
}

function redirectHost(url: URL, location: string | undefined): string | null {
  return location !== undefined && URL.canParse(location, url.href)
    ? new URL(location, url.href).hostname
    : null;
}
