// Routes of the web pages on which arrived cases can be looked at and cleared away.
import { html, pageAnswer } from "./html.ts";
import {
  bytesAnswer,
  emptyAnswer,
  redirectAnswer,
  type Answer,
} from "../server/answer.ts";
import { idParam, readForm, type Exchange } from "../server/exchange.ts";
import type { Route } from "../server/route.ts";
import type { Service } from "../service.ts";
import { sha256OfText } from "../state/sandboxData.ts";
import { casePage } from "./casePage.ts";
import { homePage } from "./homePage.ts";
import { sliceRoutes } from "./sliceRoute.ts";
import { stackPage } from "./stackPage.ts";
import { styleSheet } from "./styleSheet.ts";
import { viewerScript } from "./viewerScript.ts";

function missingPage(): Answer {
  return pageAnswer({
    title: "Not here",
    status: 404,
    body: html`<section class="card narrow">
      <h1>Not here</h1>
      <p>There is no such page, or the case was deleted.</p>
      <p><a href="/">All cases</a></p>
    </section>`,
  });
}

function showCase(service: Service, exchange: Exchange): Answer {
  const record = service.data.cases.get(idParam(exchange, "case") ?? 0);
  return record === undefined ? missingPage() : casePage(service, record);
}

function showStack(service: Service, exchange: Exchange): Answer {
  const { data } = service;
  const record = data.cases.get(idParam(exchange, "case") ?? 0);
  const stack = data.stacks.get(idParam(exchange, "stack") ?? 0);
  const study = data.studies.get(stack?.studyId ?? 0);
  if (record === undefined || stack === undefined || study === undefined)
    return missingPage();
  if (study.caseId !== record.caseId) return missingPage();
  const slice = exchange.url.searchParams.get("slice") ?? "";
  const sliceNumber = /^\d{1,6}$/.test(slice) ? Number(slice) : null;
  return stackPage(service, { record, study, stack }, sliceNumber);
}

async function actOnCase(
  service: Service,
  exchange: Exchange,
): Promise<Answer> {
  const form = await readForm(exchange);
  if (!form.ok) return form.failure;
  const token = form.value.get("formToken") ?? "";
  if (sha256OfText(token) !== sha256OfText(service.formToken))
    return missingPage();
  const record = service.data.cases.get(idParam(exchange, "case") ?? 0);
  if (record === undefined) return missingPage();
  const { caseId } = record;
  const page = `/cases/${String(caseId)}`;
  switch (form.value.get("action")) {
    case "delete":
      service.data.deleteCase(caseId);
      await service.save();
      return redirectAnswer("/");
    case "publish":
      service.data.cases.set(caseId, { ...record, status: "published" });
      break;
    case "draft":
      service.data.cases.set(caseId, { ...record, status: "draft" });
      break;
    case undefined:
    default:
      return missingPage();
  }
  await service.save();
  return redirectAnswer(page);
}

type PlainHandler = (exchange: Exchange) => Answer;

function getPage(name: string, path: string, handle: PlainHandler): Route {
  return {
    name,
    method: "GET",
    path,
    handle: (exchange) => Promise.resolve(handle(exchange)),
  };
}

/** All pages, their pictures, style and script. */
export function pageRoutes(service: Service): readonly Route[] {
  return [
    getPage("home", "/", () => homePage(service)),
    // Where the app's link to one's own drafts leads on the real site.
    getPage("userCases", "/users/{login}/cases", () => homePage(service)),
    getPage("casePage", "/cases/{case}", (exchange) =>
      showCase(service, exchange),
    ),
    getPage("stackPage", "/cases/{case}/stacks/{stack}", (exchange) =>
      showStack(service, exchange),
    ),
    {
      name: "caseAction",
      method: "POST",
      path: "/cases/{case}/actions",
      handle: (exchange) => actOnCase(service, exchange),
    },
    ...sliceRoutes(service),
    // Browsers ask for it unasked; without one they complain in the console.
    getPage("icon", "/favicon.ico", () => emptyAnswer(204)),
    getPage("style", "/assets/sandbox.css", () =>
      bytesAnswer("text/css; charset=utf-8", Buffer.from(styleSheet)),
    ),
    getPage("script", "/assets/sandbox.js", () =>
      bytesAnswer("text/javascript; charset=utf-8", Buffer.from(viewerScript)),
    ),
  ];
}
