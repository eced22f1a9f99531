// Words on the pages: labels of the contract's lists, and the little HTML that cases carry.
import { certainties, systems } from "../../shared/contractLists.ts";
import type { StackState } from "../api/stackState.ts";
import type { StackRecord } from "../state/records.ts";
import { escapeHtml, Html } from "./html.ts";

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

/** Tags of the contract's HTML (section 4), as they are shown; `p` is given the look of prose. */
const allowedTags = /^<(\/?)(p|ul|ol|li|strong|em|sub|sup|br)(?: ?\/)?>$/;

/**
 * A case's HTML with the tags of the contract's subset, without attributes; any other tag stays visible as text, so that
 * nothing in it acts. Tags are closed in the order in which they were opened, whatever the text does.
 */
export function prose(body: string): Html {
  const open: string[] = [];
  const pieces = (body.match(/<[^<>]*>|[^<]+|</g) ?? []).map((piece) => {
    const [, slash, tag] = allowedTags.exec(piece) ?? [];
    if (tag === undefined) return escapeHtml(unescaped(piece));
    if (tag === "br") return "<br>";
    if (slash === "") {
      open.push(tag);
      return tag === "p" ? '<p class="prose">' : `<${tag}>`;
    }
    if (open.at(-1) !== tag) return escapeHtml(piece);
    open.pop();
    return `</${tag}>`;
  });
  return new Html(
    [...pieces, ...open.reverse().map((tag) => `</${tag}>`)].join(""),
  );
}

function unescaped(text: string): string {
  return text.replace(
    /&(amp|lt|gt|quot|#39);/g,
    (name) => entities[name] ?? name,
  );
}

/** Date and time in UTC, to the minute. */
export function shortTime(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 16).replace("T", " ");
}
