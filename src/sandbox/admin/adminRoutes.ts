// Endpoints for tests and demonstrations under /sandbox, all behind the admin token (docs/sandbox.md).
import { z } from "zod";
import { readJsonObject } from "../api/apiRoute.ts";
import { noFaults, faultScriptSchema } from "../faults/faultScript.ts";
import { issueGrant, newSecret, revokeAll } from "../oauth/grants.ts";
import {
  bytesAnswer,
  emptyAnswer,
  jsonAnswer,
  type Answer,
} from "../server/answer.ts";
import { idParam, type Exchange } from "../server/exchange.ts";
import type { Route } from "../server/route.ts";
import { setFaults, type Service } from "../service.ts";
import { changeSettings, settingsChangeSchema } from "../settings.ts";
import { sandboxClient } from "../../shared/sandboxClient.ts";
import { demoLogin, demoLogins } from "../state/demoLogins.ts";
import { sha256OfText } from "../state/sandboxData.ts";
import { describeState } from "./describeState.ts";

/** A route that answers only with the admin token. */
export function adminRoute(service: Service, route: Route): Route {
  return {
    ...route,
    handle: (exchange) => {
      const given = exchange.request.headers["x-sandbox-token"];
      const isKnown =
        typeof given === "string" &&
        sha256OfText(given) === sha256OfText(service.adminToken);
      return isKnown
        ? route.handle(exchange)
        : Promise.resolve(jsonAnswer(401, { error: "X-Sandbox-Token needed" }));
    },
  };
}

/** Reads a body of a schema, or answers 400 with the first problem. */
async function withBody<Body>(
  exchange: Exchange,
  schema: z.ZodType<Body>,
  use: (body: Body) => Promise<Answer> | Answer,
): Promise<Answer> {
  const body = await readJsonObject(exchange);
  if (!body.ok) return body.failure;
  const parsed = schema.safeParse(body.value);
  if (!parsed.success)
    return jsonAnswer(400, { error: z.prettifyError(parsed.error) });
  return use(parsed.data);
}

const tokenRequestSchema = z.strictObject({
  clientId: z.string().default(sandboxClient.clientId),
  login: z.enum(demoLogins).default(demoLogin),
});

const revokeRequestSchema = z.strictObject({
  what: z.enum(["access", "grant"]),
});

const clientRequestSchema = z.strictObject({
  name: z.string().min(1).max(100),
  isConfidential: z.boolean().default(true),
  redirectUris: z
    .array(z.url({ protocol: /^https$/ }))
    .max(10)
    .default([]),
});

const caseChangeSchema = z
  .strictObject({
    status: z.enum(["draft", "pending_review", "published"]),
    visibility: z.enum(["public", "unlisted"]),
  })
  .partial();

async function registerClient(
  service: Service,
  wanted: z.infer<typeof clientRequestSchema>,
): Promise<Answer> {
  const clientId = newSecret();
  const clientSecret = wanted.isConfidential ? newSecret() : "";
  service.data.clients.set(clientId, {
    clientId,
    name: wanted.name,
    clientSecretHash: wanted.isConfidential ? sha256OfText(clientSecret) : null,
    redirectUris: wanted.redirectUris,
  });
  await service.save();
  return jsonAnswer(201, { clientId, clientSecret });
}

async function changeCase(
  service: Service,
  exchange: Exchange,
): Promise<Answer> {
  const caseId = idParam(exchange, "case") ?? 0;
  return withBody(exchange, caseChangeSchema, async (change) => {
    const record = service.data.cases.get(caseId);
    if (record === undefined) return emptyAnswer(404);
    service.data.cases.set(caseId, {
      ...record,
      status: change.status ?? record.status,
      visibility: change.visibility ?? record.visibility,
    });
    await service.save();
    return emptyAnswer(204);
  });
}

async function deleteCase(
  service: Service,
  exchange: Exchange,
): Promise<Answer> {
  const caseId = idParam(exchange, "case") ?? 0;
  if (!service.data.cases.has(caseId)) return emptyAnswer(404);
  service.data.deleteCase(caseId);
  await service.save();
  return emptyAnswer(204);
}

async function deleteStudy(
  service: Service,
  exchange: Exchange,
): Promise<Answer> {
  const studyId = idParam(exchange, "study") ?? 0;
  if (service.data.studies.get(studyId)?.caseId !== idParam(exchange, "case"))
    return emptyAnswer(404);
  service.data.deleteStudy(studyId);
  await service.save();
  return emptyAnswer(204);
}

async function sendObject(
  service: Service,
  exchange: Exchange,
): Promise<Answer> {
  const bytes = await service.objects.read(exchange.params["sha256"] ?? "");
  return bytes === null
    ? emptyAnswer(404)
    : bytesAnswer("application/octet-stream", bytes);
}

function accountRoutes(service: Service): readonly Route[] {
  return [
    {
      name: "adminTokens",
      method: "POST",
      path: "/sandbox/tokens",
      handle: (exchange) =>
        withBody(exchange, tokenRequestSchema, async ({ clientId, login }) => {
          if (!service.data.clients.has(clientId)) return emptyAnswer(404);
          const pair = issueGrant(service, clientId, login);
          await service.save();
          return jsonAnswer(201, pair);
        }),
    },
    {
      name: "adminRevoke",
      method: "POST",
      path: "/sandbox/revoke",
      handle: (exchange) =>
        withBody(exchange, revokeRequestSchema, async ({ what }) => {
          revokeAll(service, what);
          await service.save();
          return emptyAnswer(204);
        }),
    },
    {
      name: "adminClients",
      method: "POST",
      path: "/sandbox/clients",
      handle: (exchange) =>
        withBody(exchange, clientRequestSchema, (wanted) =>
          registerClient(service, wanted),
        ),
    },
  ];
}

function behaviourRoutes(service: Service): readonly Route[] {
  return [
    {
      name: "adminFaults",
      method: "POST",
      path: "/sandbox/faults",
      handle: (exchange) =>
        withBody(exchange, faultScriptSchema, (script) => {
          setFaults(service, script);
          return emptyAnswer(204);
        }),
    },
    {
      name: "adminClearFaults",
      method: "DELETE",
      path: "/sandbox/faults",
      handle: () => {
        setFaults(service, noFaults);
        return Promise.resolve(emptyAnswer(204));
      },
    },
    {
      name: "adminSettings",
      method: "POST",
      path: "/sandbox/settings",
      handle: (exchange) =>
        withBody(exchange, settingsChangeSchema, (change) => {
          service.settings = changeSettings(service.settings, change);
          return jsonAnswer(200, service.settings);
        }),
    },
  ];
}

function contentRoutes(service: Service): readonly Route[] {
  return [
    {
      name: "adminState",
      method: "GET",
      path: "/sandbox/state",
      handle: () => Promise.resolve(jsonAnswer(200, describeState(service))),
    },
    {
      name: "adminObject",
      method: "GET",
      path: "/sandbox/objects/{sha256}",
      handle: (exchange) => sendObject(service, exchange),
    },
    {
      name: "adminChangeCase",
      method: "POST",
      path: "/sandbox/cases/{case}",
      handle: (exchange) => changeCase(service, exchange),
    },
    {
      name: "adminDeleteCase",
      method: "DELETE",
      path: "/sandbox/cases/{case}",
      handle: (exchange) => deleteCase(service, exchange),
    },
    {
      name: "adminDeleteStudy",
      method: "DELETE",
      path: "/sandbox/cases/{case}/studies/{study}",
      handle: (exchange) => deleteStudy(service, exchange),
    },
    {
      name: "adminClearRequests",
      method: "DELETE",
      path: "/sandbox/requests",
      handle: () => {
        service.log.clear();
        return Promise.resolve(emptyAnswer(204));
      },
    },
  ];
}

/** All admin endpoints. */
export function adminRoutes(service: Service): readonly Route[] {
  return [
    ...accountRoutes(service),
    ...behaviourRoutes(service),
    ...contentRoutes(service),
  ].map((route) => adminRoute(service, route));
}
