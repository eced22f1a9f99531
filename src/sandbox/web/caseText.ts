// Words on the pages: labels of the contract's lists, and the little HTML that cases carry.
import { certainties, systems } from "../../shared/contractLists.ts";
import type { StackState } from "../api/stackState.ts";
import type { StackRecord } from "../state/records.ts";
import { html, type Html } from "./html.ts";

export function systemName(systemId: number): string {
  return systems.find(({ id }) => id === systemId)?.name ?? "Unknown system";
}

export function certaintyName(certaintyId: number | null): string {
  return certainties.find(({ id }) => id === certaintyId)?.name ?? "Not given";
}

/** Plane and specifics as the site joins them. */
export function stackLabel(stack: StackRecord): string {
  const parts = [stack.perspective, stack.specifics].filter(
    (part) => part !== "",
  );
  return parts.length === 0 ? "No plane or specifics" : parts.join(", ");
}

/** What a stack's state means to the one who sent it. */
export const stateWords: Readonly<Record<StackState, string>> = {
  queued: "Waiting",
  "pending-dicom-processing": "Processing",
  "completed-dicom-processing": "Ready",
  failed: "Processing failed",
};

/** `1 image`, `2 images`. */
export function counted(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? "" : "s"}`;
}

const entities: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
};

/** Paragraphs of a case's HTML, as text: tags other than `p` and `br` stay visible, so that nothing in them acts. */
export function paragraphs(body: string): readonly Html[] {
  return body
    .replace(/<br ?\/?>/g, "\n")
    .split(/<\/?p>/)
    .map((text) =>
      text.replace(/&(amp|lt|gt|quot|#39);/g, (name) => entities[name] ?? name),
    )
    .filter((text) => text.trim() !== "")
    .map((text) => html`<p class="prose">${text}</p>`);
}

/** Date and time in UTC, to the minute. */
export function shortTime(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 16).replace("T", " ");
}
