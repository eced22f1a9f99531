// The pages on which the demo user allows an application to act for them (RFC 6749 4.1).
import { failed, success, type Result } from "../../shared/result.ts";
import { redirectAnswer, type Answer } from "../server/answer.ts";
import { readForm, type Exchange } from "../server/exchange.ts";
import type { Route } from "../server/route.ts";
import type { PendingAuthorization, Service } from "../service.ts";
import { demoLogin, demoLogins } from "../state/demoLogins.ts";
import type { ClientRecord } from "../state/records.ts";
import { html, pageAnswer } from "../web/html.ts";
import {
  holdAuthorization,
  isRedirectAllowed,
  issueCode,
  outOfBandUri,
} from "./grants.ts";

/** An unanswered request dies after ten minutes. */
const pendingLifetimeMs = 600_000;

/** Shown when the request cannot be trusted enough to send the browser anywhere. */
function refusalPage(title: string, explanation: string, status = 400): Answer {
  return pageAnswer({
    title,
    status,
    body: html`<section class="card narrow" role="alert">
      <h1>${title}</h1>
      <p>${explanation}</p>
    </section>`,
  });
}

/** Sends an error or a code back to the application; out of band it is shown instead. */
function sendBack(
  request: Pick<PendingAuthorization, "redirectUri" | "state">,
  outcome: Readonly<Record<string, string>>,
): Answer {
  if (request.redirectUri === outOfBandUri) {
    const error = outcome["error"];
    if (error !== undefined)
      return refusalPage("Not authorized", `The request ended with: ${error}`);
    const code = encodeURIComponent(outcome["code"] ?? "");
    return redirectAnswer(`/oauth/authorize/native?code=${code}`);
  }
  const target = new URL(request.redirectUri);
  for (const [key, value] of Object.entries(outcome))
    target.searchParams.set(key, value);
  if (request.state !== null) target.searchParams.set("state", request.state);
  return redirectAnswer(target.href);
}

/** Error code for a request whose client and redirect URI are good, or null. */
function requestError(service: Service, query: URLSearchParams): string | null {
  if (query.get("response_type") !== "code") return "unsupported_response_type";
  const scopes = (query.get("scope") ?? "").split(/\s+/).filter(Boolean);
  if (scopes.some((scope) => !service.settings.allowedScopes.includes(scope)))
    return "invalid_scope";
  const challenge = query.get("code_challenge");
  const method = query.get("code_challenge_method");
  if (challenge === null) return method === null ? null : "invalid_request";
  const isS256 = method === "S256" && /^[\w-]{43}$/.test(challenge);
  return isS256 ? null : "invalid_request";
}

function checkRequest(
  service: Service,
  query: URLSearchParams,
): Result<
  { readonly client: ClientRecord; readonly request: PendingAuthorization },
  Answer
> {
  const client = service.data.clients.get(query.get("client_id") ?? "");
  if (client === undefined)
    return failed(
      refusalPage(
        "Unknown application",
        "The client id is not registered with this sandbox.",
        401,
      ),
    );
  const redirectUri = query.get("redirect_uri") ?? "";
  if (!isRedirectAllowed(client, redirectUri))
    return failed(
      refusalPage(
        "Redirect not allowed",
        "The redirect URI is not registered for this application.",
      ),
    );
  const state = query.get("state");
  const error = requestError(service, query);
  if (error !== null)
    return failed(sendBack({ redirectUri, state }, { error }));
  return success({
    client,
    request: {
      clientId: client.clientId,
      redirectUri,
      state,
      codeChallenge: query.get("code_challenge"),
      expiresAtMs: service.clock.nowMs() + pendingLifetimeMs,
    },
  });
}

function showRequest(service: Service, exchange: Exchange): Answer {
  const checked = checkRequest(service, exchange.url.searchParams);
  if (!checked.ok) return checked.failure;
  const { client, request } = checked.value;
  const isOutOfBand = request.redirectUri === outOfBandUri;
  const nonce = holdAuthorization(service, request);
  return pageAnswer({
    title: "Authorize",
    formTargets: isOutOfBand ? [] : [new URL(request.redirectUri).origin],
    body: html`<section class="card narrow">
      <h1>Authorize ${client.name}?</h1>
      <p>
        This practice service has two users, so that working with several
        accounts can be practised too.
      </p>
      <p>${client.name} will be able to:</p>
      <ul>
        <li>see your name and how many drafts you have</li>
        <li>create draft cases and upload images to them</li>
      </ul>
      <form method="post" action="/oauth/authorize" class="decision">
        <input type="hidden" name="nonce" value="${nonce}" />
        <label for="login">Sign in as</label>
        <select id="login" name="login">
          ${demoLogins.map((login) => html`<option>${login}</option>`)}
        </select>
        <button
          id="authorize"
          class="primary"
          name="decision"
          value="authorize"
        >
          Authorize
        </button>
        <button id="deny" name="decision" value="deny">Deny</button>
      </form>
      <p class="quiet">
        ${
          isOutOfBand
            ? "You will be shown a code to copy."
            : "Your browser will then return to the application."
        }
      </p>
    </section>`,
  });
}

async function decide(service: Service, exchange: Exchange): Promise<Answer> {
  const form = await readForm(exchange);
  if (!form.ok) return form.failure;
  const nonce = form.value.get("nonce") ?? "";
  const request = service.pendingAuthorizations.get(nonce);
  service.pendingAuthorizations.delete(nonce);
  if (request === undefined || request.expiresAtMs <= service.clock.nowMs())
    return refusalPage(
      "Request expired",
      "Go back to the application and start signing in again.",
    );
  if (form.value.get("decision") !== "authorize")
    return sendBack(request, { error: "access_denied" });
  const wanted = form.value.get("login");
  const login = demoLogins.find((known) => known === wanted) ?? demoLogin;
  return sendBack(request, { code: issueCode(service, request, login) });
}

function showCode(exchange: Exchange): Answer {
  const code = exchange.url.searchParams.get("code") ?? "";
  return pageAnswer({
    title: "Authorization code",
    body: html`<section class="card narrow">
      <h1>Authorization code</h1>
      <p>Copy this code and paste it into the application.</p>
      <p>
        <code
          id="authorization_code"
          class="code"
          role="textbox"
          aria-readonly="true"
          aria-label="Authorization code"
          tabindex="0"
          >${code}</code
        >
      </p>
    </section>`,
  });
}

/** The authorize page, the decision on it, and the page that shows a code. */
export function authorizeRoutes(service: Service): readonly Route[] {
  return [
    {
      name: "authorize",
      method: "GET",
      path: "/oauth/authorize",
      handle: (exchange) => Promise.resolve(showRequest(service, exchange)),
    },
    {
      name: "authorizeDecision",
      method: "POST",
      path: "/oauth/authorize",
      handle: (exchange) => decide(service, exchange),
    },
    {
      name: "authorizationCode",
      method: "GET",
      path: "/oauth/authorize/native",
      handle: (exchange) => Promise.resolve(showCode(exchange)),
    },
  ];
}
