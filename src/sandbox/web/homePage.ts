// The first page: all cases, newest first, and how much of the quota is used.
import type { Answer } from "../server/answer.ts";
import type { Service } from "../service.ts";
import { demoLogin, demoLogins, type DemoLogin } from "../state/demoLogins.ts";
import type { CaseRecord } from "../state/records.ts";
import { counted, shortTime, systemName } from "./caseText.ts";
import { html, noHtml, pageAnswer, type Html } from "./html.ts";
import { keyUploadId } from "./stackCard.ts";

const statusWords: Readonly<Record<CaseRecord["status"], string>> = {
  draft: "Draft",
  pending_review: "Pending review",
  published: "Published",
};

/** The label of a case's status. */
export function statusBadge(record: CaseRecord): Html {
  return html`<span class="badge ${record.status}"
    >${statusWords[record.status]}</span
  >`;
}

function caseCard(service: Service, record: CaseRecord): Html {
  const studies = service.data.studiesOf(record.caseId);
  const stacks = studies.flatMap((study) =>
    service.data.stacksOf(study.studyId),
  );
  const images = stacks.reduce((sum, stack) => sum + stack.uploadIds.length, 0);
  const first = stacks[0];
  const picture =
    first === undefined
      ? html`<div class="picture empty">No images</div>`
      : html`<img
          class="picture"
          src="/slices/${keyUploadId(first)}"
          alt=""
          loading="lazy"
        />`;
  return html`<a class="card case" href="/cases/${record.caseId}">
    ${picture}
    <div class="text">
      <h2>${record.title}</h2>
      <p class="quiet">
        ${systemName(record.systemId)} · ${counted(stacks.length, "stack")} ·
        ${counted(images, "image")}
      </p>
      <p>
        ${statusBadge(record)}
        <span class="quiet">${shortTime(record.createdAtMs)}</span>
      </p>
    </div>
  </a>`;
}

function quotaLine(service: Service, drafts: number): string {
  const allowed = service.settings.allowedDraftCases;
  return allowed === null
    ? `${counted(drafts, "draft")}, unlimited`
    : `${String(drafts)} of ${counted(allowed, "draft")} used`;
}

/** Page with all cases. */
export function homePage(service: Service): Answer {
  const cases = [...service.data.cases.values()].reverse();
  const draftsOf = (login: DemoLogin) =>
    cases.filter(
      (record) => record.login === login && record.status === "draft",
    ).length;
  // The second user appears once there is something to show.
  const users = demoLogins.filter(
    (login) =>
      login === demoLogin || cases.some((record) => record.login === login),
  );
  return pageAnswer({
    title: "Cases",
    body: html`<div class="heading">
        <h1>Cases that arrived</h1>
        ${users.map(
          (login) =>
            html`<p class="quiet">
              ${login}: ${quotaLine(service, draftsOf(login))}
            </p>`,
        )}
      </div>
      ${
        cases.length === 0
          ? html`<section class="card narrow">
              <h2>No cases yet</h2>
              <p>
                Cases that are sent to this sandbox appear here, with every
                image as it arrived.
              </p>
            </section>`
          : noHtml
      }
      <div class="grid">
        ${cases.map((record) => caseCard(service, record))}
      </div>`,
  });
}
