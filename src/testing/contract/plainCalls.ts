// Calls of the contract suite that the client would never make, or whose answers it reads only in part.
import { jsonOrNull } from "../../core/radiopaedia/answerDetail.ts";
import { never, valueOf } from "./contractDraft.ts";
import type { ServiceUnderTest } from "./serviceUnderTest.ts";

/** An answer with its body as a value; null if it is no JSON. */
export interface JsonAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly json: unknown;
}

/** One call with the token in force, or with another; a text is sent as it is, anything else as JSON. */
export async function plainCall(
  service: ServiceUnderTest,
  [method, path]: readonly ["GET" | "POST" | "PUT", string],
  {
    body,
    token,
  }: { readonly body?: unknown; readonly token?: string | undefined } = {},
): Promise<JsonAnswer> {
  const accessToken = token ?? (await service.pair()).accessToken;
  const { status, headers, text } = valueOf(
    await service.http.send(
      {
        method,
        url: `${service.origin}${path}`,
        headers: {
          authorization: `Bearer ${accessToken}`,
          accept: "application/json",
          "user-agent": "Casedrop/contract",
          ...(body !== undefined && { "content-type": "application/json" }),
        },
        ...(body !== undefined && {
          body: typeof body === "string" ? body : JSON.stringify(body),
        }),
        stallTimeoutMs: 30_000,
      },
      never,
    ),
  );
  return { status, headers, json: jsonOrNull(text) };
}
