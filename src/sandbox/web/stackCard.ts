// A stack as a card: key image, plane and specifics, number of images, state.
import { stackStateAt } from "../api/stackState.ts";
import type { Service } from "../service.ts";
import type { StackRecord } from "../state/records.ts";
import { counted, stackLabel, stateWords } from "./caseText.ts";
import { html, type Html } from "./html.ts";

/** 0-based index of a stack's key image. */
export function keyIndex(stack: StackRecord): number {
  return stack.rootIndex ?? 0;
}

/** Upload id of the key image. */
export function keyUploadId(stack: StackRecord): number {
  return stack.uploadIds[keyIndex(stack)] ?? 0;
}

/** The label of a stack's state. */
export function stateBadge(service: Service, stack: StackRecord): Html {
  const state = stackStateAt(stack, service.clock.nowMs());
  return html`<span class="badge ${state}">${stateWords[state]}</span>`;
}

/** Remarks that did not refuse the stack. */
export function warningList(stack: StackRecord): readonly Html[] {
  return stack.warnings.map(
    (warning) => html`<p class="warning">${warning}</p>`,
  );
}

/** The card. */
export function stackCard(
  service: Service,
  caseId: number,
  stack: StackRecord,
): Html {
  const href = `/cases/${String(caseId)}/stacks/${String(stack.stackId)}`;
  return html`<a class="card stack" href="${href}">
    <img
      class="picture"
      src="/slices/${keyUploadId(stack)}"
      alt="Key image of ${stackLabel(stack)}"
      loading="lazy"
    />
    <div class="text">
      <h3>${stackLabel(stack)}</h3>
      <p class="quiet">
        ${counted(stack.uploadIds.length, "image")} · key image
        ${keyIndex(stack) + 1}
      </p>
      <p>${stateBadge(service, stack)}</p>
      ${warningList(stack)}
    </div>
  </a>`;
}
