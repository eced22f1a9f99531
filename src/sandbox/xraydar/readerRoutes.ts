// The sandbox as X-Raydar: reads nothing, answers made-up numbers in whatever form or failure a test asks for (reference section 11).
import { z } from "zod";
import type { Answer } from "../server/answer.ts";
import {
  bytesAnswer,
  emptyAnswer,
  jsonAnswer,
  textAnswer,
} from "../server/answer.ts";
import type { Exchange } from "../server/exchange.ts";
import type { Route } from "../server/route.ts";
import type { Service } from "../service.ts";
import { receivedQuestion, type ReceivedQuestion } from "./formParts.ts";
import { answerForms, madeUpAnswer } from "./madeUpReadings.ts";

/** As the reference allows; X-Raydar's own limit is not documented. */
const largestFileBytes = 110 * 1024 * 1024;
const keyLength = 16;

const behaviourSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("answer"), form: z.enum(answerForms) }),
  z.strictObject({
    kind: z.literal("status"),
    status: z.number().int().min(300).max(599),
    retryAfterSeconds: z.number().int().min(0).max(86_400).optional(),
    isHtml: z.boolean().default(false),
  }),
  /** Answers nothing for this long, then as usual. */
  z.strictObject({
    kind: z.literal("stall"),
    ms: z.number().int().min(0).max(600_000),
  }),
  /** Ends the connection in the middle of the answer. */
  z.strictObject({ kind: z.literal("cut") }),
]);
type Behaviour = z.infer<typeof behaviourSchema>;

/** Body of `POST /sandbox/xraydar`. */
const readerBehaviourSchema = z
  .strictObject({ image: behaviourSchema, report: behaviourSchema })
  .partial();

type Algorithm = "image" | "report";

/** How it answers now, and what it was asked. */
interface ReaderState {
  readonly behaviours: Map<Algorithm, Behaviour>;
  readonly received: (ReceivedQuestion & { readonly algorithm: Algorithm })[];
}

async function readFile(exchange: Exchange): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of exchange.request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= largestFileBytes) chunks.push(chunk);
  }
  return length > largestFileBytes ? null : Buffer.concat(chunks);
}

async function read(
  service: Service,
  state: ReaderState,
  algorithm: Algorithm,
  exchange: Exchange,
): Promise<Answer> {
  const body = await readFile(exchange);
  if (body === null) return textAnswer(413, "File too large");
  const { request, url } = exchange;
  const { question, key } = receivedQuestion(request.headers, url, body);
  state.received.push({ algorithm, ...question });
  const behaviour = state.behaviours.get(algorithm);
  if (behaviour?.kind === "status") return statusAnswer(behaviour);
  if (behaviour?.kind === "stall") {
    const gone = new AbortController();
    request.socket.once("close", () => {
      gone.abort();
    });
    await service.clock.sleep(behaviour.ms, gone.signal);
  }
  if (behaviour?.kind === "cut") return cutAnswer(exchange);
  if (question.problems.length > 0)
    return textAnswer(400, question.problems.join(", "));
  if (key.length !== keyLength) return textAnswer(401, "Unknown key");
  const form = behaviour?.kind === "answer" ? behaviour.form : "usual";
  const { contentType, body: text } = madeUpAnswer(form, algorithm);
  return bytesAnswer(contentType, Buffer.from(text, "utf8"));
}

function statusAnswer(
  behaviour: Extract<Behaviour, { kind: "status" }>,
): Answer {
  const { status, retryAfterSeconds, isHtml } = behaviour;
  const answer = textAnswer(
    status,
    isHtml ? "<html><body>Bad gateway</body></html>" : "Scripted refusal",
  );
  return {
    ...answer,
    headers: {
      ...answer.headers,
      ...(isHtml && { "content-type": "text/html" }),
      ...(retryAfterSeconds !== undefined && {
        "retry-after": String(retryAfterSeconds),
      }),
      ...(status < 400 && { location: "/x-raydar/elsewhere" }),
    },
  };
}

function cutAnswer({ request }: Exchange): Answer {
  request.socket.write(
    'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 900\r\n\r\n{"AI_urgency": "urgent", "AI_predi',
  );
  request.socket.end();
  return emptyAnswer(200);
}

/** What the app asks. */
export function readerRoutes(
  service: Service,
  asAdmin: (route: Route) => Route,
): readonly Route[] {
  const state: ReaderState = { behaviours: new Map(), received: [] };
  return [
    {
      name: "xraydarImage",
      method: "POST",
      path: "/x-raydar/api/cv",
      handle: (exchange) => read(service, state, "image", exchange),
    },
    {
      name: "xraydarReport",
      method: "POST",
      path: "/x-raydar/api/nlp",
      handle: (exchange) => read(service, state, "report", exchange),
    },
    asAdmin({
      name: "adminXraydar",
      method: "POST",
      path: "/sandbox/xraydar",
      handle: (exchange) => setBehaviour(state, exchange),
    }),
    asAdmin({
      name: "adminXraydarReceived",
      method: "GET",
      path: "/sandbox/xraydar",
      handle: () =>
        Promise.resolve(jsonAnswer(200, { received: state.received })),
    }),
  ];
}

async function setBehaviour(
  state: ReaderState,
  exchange: Exchange,
): Promise<Answer> {
  const body = await readFile(exchange);
  const parsed = readerBehaviourSchema.safeParse(
    jsonOf(body?.toString("utf8") ?? ""),
  );
  if (!parsed.success)
    return jsonAnswer(400, { error: z.prettifyError(parsed.error) });
  const { image, report } = parsed.data;
  if (image !== undefined) state.behaviours.set("image", image);
  if (report !== undefined) state.behaviours.set("report", report);
  return emptyAnswer(204);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
