// One listening socket: finds the route, acts out the faults, writes the answer, keeps the log.
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { failed, success, type Result } from "../../shared/result.ts";
import type { SandboxClock } from "../clock.ts";
import {
  untroubled,
  type FaultInjector,
  type FaultPlan,
  type Interruption,
} from "../faults/faultPlan.ts";
import { faultableRoutes } from "../faults/faultScript.ts";
import { errnoOf } from "../../shared/diskErrors.ts";
import { jsonAnswer, textAnswer, type Answer } from "./answer.ts";
import type { Exchange } from "./exchange.ts";
import type { RequestLog } from "./requestLog.ts";
import { matchRoute, type Route, type RouteMatch } from "./route.ts";

/** What a listener needs of the service. */
export interface ListenerContext {
  readonly listener: "site" | "storage";
  readonly routes: readonly Route[];
  /** Asked for every request: a new script may have been set. */
  readonly faults: () => FaultInjector;
  readonly log: RequestLog;
  readonly clock: SandboxClock;
  /** Aborted on close: ends every delay and stall. */
  readonly closing: AbortSignal;
}

/** A request without an answer: its connection was destroyed. */
const noAnswer = Symbol("no answer");

/** Only names of this computer: a page elsewhere must not reach the sandbox by a name it made point here. */
function isHostOfThisComputer(request: IncomingMessage): boolean {
  return /^(127\.0\.0\.1|localhost)(:\d{1,5})?$/.test(
    request.headers.host ?? "",
  );
}

/** Takes bytes off the request until `count` came or it ended. */
async function takeBytes(
  request: IncomingMessage,
  count: number,
): Promise<void> {
  let taken = 0;
  if (count === 0) return;
  await new Promise<void>((resolve) => {
    request.on("data", (chunk: Buffer) => {
      taken += chunk.length;
      if (taken < count) return;
      request.pause();
      resolve();
    });
    request.on("end", resolve);
    request.on("error", () => {
      resolve();
    });
    request.on("close", resolve);
  });
}

async function interruptBefore(
  context: ListenerContext,
  request: IncomingMessage,
  fault: Extract<Interruption, { kind: "cut" | "stall" }>,
): Promise<typeof noAnswer> {
  if (fault.when === "midBody") await takeBytes(request, fault.afterBytes);
  if (fault.when === "beforeAnswer")
    await takeBytes(request, Number.POSITIVE_INFINITY);
  if (fault.kind === "stall")
    await context.clock.sleep(fault.ms, context.closing);
  request.socket.resetAndDestroy();
  return noAnswer;
}

/** An error of the service itself; after the effect the page of a gateway, which does not know of it. */
function scriptedAnswer({
  status,
  body,
  afterEffect,
}: Extract<Interruption, { kind: "status" }>): Answer {
  const words = `Scripted fault: ${String(status)}`;
  if (body !== undefined) return textAnswer(status, body);
  return afterEffect
    ? textAnswer(status, words)
    : jsonAnswer(status, { error: words });
}

function statusAnswer(
  fault: Extract<Interruption, { kind: "status" }>,
): Answer {
  const answer = scriptedAnswer(fault);
  if (fault.retryAfterSeconds === undefined) return answer;
  const retryAfter = String(fault.retryAfterSeconds);
  return {
    ...answer,
    headers: { ...answer.headers, "retry-after": retryAfter },
  };
}

async function answerUnder(
  context: ListenerContext,
  request: IncomingMessage,
  plan: FaultPlan,
  effect: () => Promise<Answer>,
): Promise<Answer | typeof noAnswer> {
  const fault = plan.interruption;
  if (plan.delayMs > 0)
    await context.clock.sleep(plan.delayMs, context.closing);
  if (fault?.kind === "cut" || fault?.kind === "stall")
    return interruptBefore(context, request, fault);
  if (fault?.kind === "status" && !fault.afterEffect)
    return statusAnswer(fault);
  if (fault?.kind === "replaced")
    return {
      status: fault.status,
      headers: { "content-type": "text/html" },
      body: fault.body,
    };
  const answer = await effect();
  if (fault?.kind === "status") return statusAnswer(fault);
  if (fault?.kind === "wrongJson") return { ...answer, body: fault.body };
  if (fault?.kind === "lostAnswer") {
    request.socket.destroy();
    return noAnswer;
  }
  return answer;
}

function write(response: ServerResponse, answer: Answer, dateMs: number): void {
  const body = Buffer.from(answer.body);
  response.sendDate = false;
  response.writeHead(answer.status, {
    ...answer.headers,
    "content-length": String(body.length),
    date: new Date(dateMs).toUTCString(),
  });
  // Node reads and drops what the route left unread of the request, so that the other side gets to see an early refusal.
  response.end(body);
}

function requestUrl(request: IncomingMessage): URL | null {
  try {
    return new URL(request.url ?? "/", "http://127.0.0.1");
  } catch {
    return null;
  }
}

async function effectOf(
  context: ListenerContext,
  match: RouteMatch,
  { request, url }: Pick<Exchange, "request" | "url">,
  plan: FaultPlan,
): Promise<Answer> {
  if (match.kind === "wrongMethod")
    return textAnswer(405, "Method not allowed");
  if (match.kind === "notFound") return textAnswer(404, "Not found");
  try {
    return await match.route.handle({
      request,
      url,
      params: match.params,
      faults: plan,
      startOfWork: async () => {
        if (plan.slowWorkMs > 0)
          await context.clock.sleep(plan.slowWorkMs, context.closing);
      },
    });
  } catch {
    // A bug here or a full disk; what was thrown may name files of this computer.
    return textAnswer(500, "Internal server error");
  }
}

async function serve(
  context: ListenerContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = requestUrl(request);
  if (url === null || !isHostOfThisComputer(request)) {
    write(response, textAnswer(400, "Bad request"), context.clock.nowMs());
    return;
  }
  const method = request.method ?? "GET";
  const match = matchRoute(context.routes, method, url.pathname);
  const route = match.kind === "found" ? match.route.name : null;
  const isFaultable =
    route !== null && faultableRoutes.some((name) => name === route);
  const plan = isFaultable ? context.faults().planFor(route) : untroubled;
  const length = request.headers["content-length"];
  const entry = context.log.begin({
    listener: context.listener,
    route,
    method,
    path: url.pathname,
    atMs: context.clock.nowMs(),
    hadAuthorization: request.headers.authorization !== undefined,
    userAgent: (request.headers["user-agent"] ?? "").slice(0, 200),
    contentLength: length === undefined ? null : Number(length),
    faults: plan.kinds,
  });
  const answer = await answerUnder(context, request, plan, () =>
    effectOf(context, match, { request, url }, plan),
  );
  const nowMs = context.clock.nowMs();
  const isAnswered = answer !== noAnswer && !response.destroyed;
  context.log.end(entry, isAnswered ? answer.status : null, nowMs);
  if (isAnswered) write(response, answer, nowMs + plan.clockSkewMs);
}

/** A listener on 127.0.0.1. */
export interface Listener {
  /** http://127.0.0.1:PORT */
  readonly origin: string;
  close(): Promise<void>;
}

/** Why a port could not be had. */
export type ListenFailure =
  | { readonly kind: "portInUse"; readonly port: number }
  | { readonly kind: "cannotListen"; readonly code: string };

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}

/** Starts listening on 127.0.0.1; port 0 takes any free one. */
export function listen(
  context: ListenerContext,
  port: number,
): Promise<Result<Listener, ListenFailure>> {
  const server = createServer((request, response) => {
    // The connection may break at any time; that is the other side's business.
    response.on("error", () => undefined);
    request.on("error", () => undefined);
    void serve(context, request, response);
  });
  server.keepAliveTimeout = 60_000;
  // How slow a body may come is for fault scripts to say.
  server.requestTimeout = 0;
  server.maxConnections = 256;
  return new Promise((resolve) => {
    server.once("error", (error) => {
      const code = errnoOf(error);
      resolve(
        failed(
          code === "EADDRINUSE"
            ? { kind: "portInUse", port }
            : { kind: "cannotListen", code },
        ),
      );
    });
    server.listen(port, "127.0.0.1", () => {
      // A TCP server that listens has an address of this form.
      const address = server.address() as AddressInfo;
      resolve(
        success({
          origin: `http://127.0.0.1:${String(address.port)}`,
          close: () => closeServer(server),
        }),
      );
    });
  });
}
