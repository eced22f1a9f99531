// One stack, slice by slice: links work without the script, which adds wheel, keys and slider.
import type { Answer } from "../server/answer.ts";
import type { Service } from "../service.ts";
import type { CaseRecord, StackRecord, StudyRecord } from "../state/records.ts";
import { counted, stackLabel } from "./caseText.ts";
import { html, noHtml, pageAnswer, type Html } from "./html.ts";
import { keyIndex, stateBadge, warningList } from "./stackCard.ts";

/** A stack with what it belongs to. */
export interface StackInCase {
  readonly record: CaseRecord;
  readonly study: StudyRecord;
  readonly stack: StackRecord;
}

function sliceLink(
  base: string,
  number: number,
  label: string,
  count: number,
): Html {
  return number < 1 || number > count
    ? html`<span class="button disabled">${label}</span>`
    : html`<a class="button" href="${base}?slice=${number}">${label}</a>`;
}

function sliceFacts(service: Service, stack: StackRecord, index: number): Html {
  const uploadId = stack.uploadIds[index] ?? 0;
  const sha256 = service.data.uploads.get(uploadId)?.sha256 ?? "";
  const sizeBytes = service.objects.sizeBytes(sha256) ?? 0;
  return html`<p class="quiet mono" id="slice-facts">
    Upload ${uploadId} · ${sizeBytes} bytes · SHA-256 ${sha256.slice(0, 16)}…
  </p>`;
}

/** Page of a stack; `sliceNumber` counts from 1 and is brought into range. */
export function stackPage(
  service: Service,
  { record, study, stack }: StackInCase,
  sliceNumber: number | null,
): Answer {
  const count = stack.uploadIds.length;
  const wanted = sliceNumber ?? keyIndex(stack) + 1;
  const number = Math.max(1, Math.min(count, wanted));
  const base = `/cases/${String(record.caseId)}/stacks/${String(stack.stackId)}`;
  const isKey = number === keyIndex(stack) + 1;
  return pageAnswer({
    title: `${stackLabel(stack)} - ${record.title}`,
    body: html`<nav>
        <a href="/">All cases</a> /
        <a href="/cases/${record.caseId}">${record.title}</a>
      </nav>
      <div class="heading">
        <h1>${stackLabel(stack)}</h1>
        <p>
          ${stateBadge(service, stack)}
          <span class="quiet"
            >${study.modality} · ${counted(count, "image")} · key image
            ${keyIndex(stack) + 1}</span
          >
        </p>
      </div>
      ${warningList(stack)}
      <section
        class="viewer"
        data-slices="${stack.uploadIds.join(",")}"
        data-key="${keyIndex(stack) + 1}"
      >
        <img
          id="slice"
          src="/slices/${stack.uploadIds[number - 1] ?? 0}"
          alt="Slice ${number} of ${count}"
        />
        <div class="controls">
          ${sliceLink(base, number - 1, "Previous", count)}
          <input
            id="slider"
            type="range"
            min="1"
            max="${count}"
            value="${number}"
            aria-label="Slice"
            hidden
          />
          <output id="slice-number">${number} / ${count}</output>
          ${sliceLink(base, number + 1, "Next", count)}
        </div>
        <p class="quiet" id="key-note">${isKey ? "Key image" : noHtml}</p>
      </section>
      ${sliceFacts(service, stack, number - 1)}
      <details>
        <summary>All ${counted(count, "slice")}</summary>
        <div class="strip">
          ${stack.uploadIds.map(
            (uploadId, index) =>
              html`<a href="${base}?slice=${index + 1}"
                ><img
                  src="/slices/${uploadId}"
                  alt="Slice ${index + 1}"
                  loading="lazy"
                /><span>${index + 1}</span></a
              >`,
          )}
        </div>
      </details>`,
  });
}
