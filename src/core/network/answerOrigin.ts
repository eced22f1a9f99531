// Whether an answer comes from the service, or from something that stands between: a sign-in page, a filter.
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

function redirectHost(url: URL, location: string | undefined): string | null {
  return location !== undefined && URL.canParse(location, url.href)
    ? new URL(location, url.href).hostname
    : null;
}
