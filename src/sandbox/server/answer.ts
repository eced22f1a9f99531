// Answers as values: a route computes one, the listener alone writes it to the socket.

/** What is sent back. Content-Length and Date are the listener's business. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

const noStore = { "cache-control": "no-store" };

/** A JSON answer. */
export function jsonAnswer(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return {
    status,
    headers: {
      ...noStore,
      "content-type": "application/json; charset=utf-8",
      ...headers,
    },
    body: JSON.stringify(value),
  };
}

/** An answer without a body. */
export function emptyAnswer(
  status: number,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return { status, headers: { ...noStore, ...headers }, body: "" };
}

/** A plain-text answer. */
export function textAnswer(status: number, text: string): Answer {
  return {
    status,
    headers: { ...noStore, "content-type": "text/plain; charset=utf-8" },
    body: text,
  };
}

/** Bytes of a given type, never to be taken for another type. */
export function bytesAnswer(contentType: string, body: Uint8Array): Answer {
  return {
    status: 200,
    headers: {
      ...noStore,
      "content-type": contentType,
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "same-origin",
    },
    body,
  };
}

/** Sends the browser elsewhere. */
export function redirectAnswer(location: string): Answer {
  return emptyAnswer(302, { location, "referrer-policy": "no-referrer" });
}
