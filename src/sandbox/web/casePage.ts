// One case: its texts, its studies with their stacks, and what was refused.
import type { Answer } from "../server/answer.ts";
import type { Service } from "../service.ts";
import type {
  CaseRecord,
  RejectionRecord,
  StudyRecord,
} from "../state/records.ts";
import { certaintyName, prose, shortTime, systemName } from "./caseText.ts";
import { statusBadge } from "./homePage.ts";
import { html, noHtml, pageAnswer, type Html } from "./html.ts";
import { stackCard } from "./stackCard.ts";

function fact(name: string, value: string): Html {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}

function facts(record: CaseRecord): Html {
  const quiz = record.suitableForQuiz === true ? "Suitable" : "Not suitable";
  const finished =
    record.uploadFinishedAtMs === null
      ? "Not marked"
      : `${shortTime(record.uploadFinishedAtMs)} UTC`;
  return html`<dl class="facts">
    ${fact("System", systemName(record.systemId))}
    ${fact("Certainty", certaintyName(record.diagnosticCertaintyId))}
    ${fact("Age", record.age ?? "Not given")}
    ${fact("Gender", record.gender ?? "Not given")} ${fact("Quiz mode", quiz)}
    ${fact("Upload finished", finished)}
  </dl>`;
}

function studySection(service: Service, study: StudyRecord): Html {
  const stacks = service.data.stacksOf(study.studyId);
  const images = service.data.imagesOf(study.studyId);
  const name = study.modality === "" ? "No modality" : study.modality;
  return html`<section class="study">
    <h2>
      ${name}${study.caption === "" ? "" : `: ${study.caption}`}
      <span class="quiet">position ${study.position}</span>
    </h2>
    ${prose(study.findings)}
    ${
      stacks.length + images.length === 0
        ? html`<p class="quiet">No images in this study.</p>`
        : noHtml
    }
    <div class="grid">
      ${stacks.map((stack) => stackCard(service, study.caseId, stack))}
      ${images.map(
        (image) =>
          html`<div class="card stack">
            <img
              class="picture"
              src="/images/${image.imageId}"
              alt="${image.filename}"
              loading="lazy"
            />
            <div class="text">
              <h3>${image.filename}</h3>
              <p class="quiet">
                ${image.contentType === "application/zip" ? "Stack of pictures; the first is shown" : `${image.contentType}, sent as plain image`}
              </p>
            </div>
          </div>`,
      )}
    </div>
  </section>`;
}

/** (gggg,eeee) */
function tagText(tag: string): string {
  return `(${tag.slice(0, 4)},${tag.slice(4)})`;
}

function rejectionSection(rejections: readonly RejectionRecord[]): Html {
  if (rejections.length === 0) return noHtml;
  return html`<section class="card refused">
    <h2>Refused files</h2>
    <p>
      Files that the anonymisation policy would change, or that cannot be read.
      Each refused the stack it came in.
    </p>
    <table>
      <thead>
        <tr>
          <th>Upload</th>
          <th>Time (UTC)</th>
          <th>Why</th>
        </tr>
      </thead>
      <tbody>
        ${rejections.map(
          (rejection) =>
            html`<tr>
              <td>${rejection.uploadId}</td>
              <td>${shortTime(rejection.atMs)}</td>
              <td>
                ${[...rejection.tags.map(tagText), ...rejection.problems].join(
                  ", ",
                )}
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}

function caseForms(service: Service, record: CaseRecord): Html {
  return html`<form
    class="actions"
    method="post"
    action="/cases/${record.caseId}/actions"
  >
    <input type="hidden" name="formToken" value="${service.formToken}" />
    ${
      record.status === "draft"
        ? html`<button name="action" value="publish">Publish</button>`
        : html`<button name="action" value="draft">Return to draft</button>`
    }
    <button class="danger" name="action" value="delete">Delete case</button>
  </form>`;
}

/** Page of a case. */
export function casePage(service: Service, record: CaseRecord): Answer {
  const rejections = service.data.rejections.filter(
    (rejection) => rejection.caseId === record.caseId,
  );
  return pageAnswer({
    title: record.title,
    body: html`<nav><a href="/">All cases</a></nav>
      <div class="heading">
        <h1>${record.title}</h1>
        <p>
          ${statusBadge(record)}
          <span class="quiet">case ${record.caseId}</span>
        </p>
      </div>
      ${facts(record)} ${rejectionSection(rejections)}
      ${
        record.presentation === null
          ? noHtml
          : html`<section>
              <h2>Presentation</h2>
              <p class="prose">${record.presentation}</p>
            </section>`
      }
      ${service.data
        .studiesOf(record.caseId)
        .map((study) => studySection(service, study))}
      ${
        record.body === null
          ? noHtml
          : html`<section>
              <h2>Discussion</h2>
              ${prose(record.body)}
            </section>`
      }
      ${caseForms(service, record)}`,
  });
}
