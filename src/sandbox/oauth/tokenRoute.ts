// The token endpoint: form in, JSON out (contract section 2).
import type { Result } from "../../shared/result.ts";
import { jsonAnswer, type Answer } from "../server/answer.ts";
import { contentType, readForm, type Exchange } from "../server/exchange.ts";
import type { Route } from "../server/route.ts";
import type { Service } from "../service.ts";
import {
  authenticateClient,
  exchangeCode,
  refreshGrant,
  type TokenPair,
} from "./grants.ts";

/** Error codes of RFC 6749 5.2 with the words a provider like Radiopaedia's uses. */
const descriptions = {
  invalid_request:
    "The request is missing a required parameter or is malformed.",
  invalid_client:
    "Client authentication failed due to unknown client or wrong secret.",
  invalid_grant:
    "The provided authorization grant is invalid, expired, revoked, or does not match the redirection URI used in the authorization request.",
  unsupported_grant_type:
    "The authorization grant type is not supported by the authorization server.",
} as const;

function oauthError(error: keyof typeof descriptions): Answer {
  const status = error === "invalid_client" ? 401 : 400;
  return jsonAnswer(status, { error, error_description: descriptions[error] });
}

/** The new pair is on disk before it is answered, so that a restart never forgets a token that a client holds. */
async function answerPair(
  service: Service,
  pair: Result<TokenPair, "invalid_grant">,
): Promise<Answer> {
  if (!pair.ok) return oauthError(pair.failure);
  await service.save();
  return jsonAnswer(200, pair.value);
}

async function token(service: Service, exchange: Exchange): Promise<Answer> {
  if (contentType(exchange) !== "application/x-www-form-urlencoded")
    return oauthError("invalid_request");
  const form = await readForm(exchange);
  if (!form.ok) return form.failure;
  const field = (name: string) => form.value.get(name) ?? "";
  const client = authenticateClient(
    service,
    field("client_id"),
    field("client_secret"),
  );
  if (client === null) return oauthError("invalid_client");
  const { clientId } = client;
  switch (form.value.get("grant_type")) {
    case undefined:
      return oauthError("invalid_request");
    case "authorization_code":
      return answerPair(
        service,
        exchangeCode(service, {
          clientId,
          code: field("code"),
          redirectUri: field("redirect_uri"),
          codeVerifier: form.value.get("code_verifier") ?? null,
        }),
      );
    case "refresh_token":
      return answerPair(
        service,
        refreshGrant(service, clientId, field("refresh_token")),
      );
    default:
      return oauthError("unsupported_grant_type");
  }
}

/** `POST /oauth/token`. */
export function tokenRoute(service: Service): Route {
  return {
    name: "token",
    method: "POST",
    path: "/oauth/token",
    handle: (exchange) => token(service, exchange),
  };
}
