// Words for what rests on this computer, and for what could not be deleted of it.
import type { Failure, NotForgotten } from "../failure.ts";
import type { Remains } from "../resting.ts";
import { countOf } from "./quantities.ts";
import type { Words } from "./words.ts";

/** Words for a deletion that did not happen, or not to its end. */
export function forgettingFailureWords(
  failure: NotForgotten | (Failure & { readonly kind: "stillSending" }),
): Words {
  return failure.kind === "stillSending"
    ? {
        title: "Cases are still being sent",
        why: `${countOf(failure.cases, "case")} ${failure.cases === 1 ? "is" : "are"} on the way or in the queue. Nothing was deleted.`,
        whatNext:
          "Let sending end, or cancel the upload of each, then try again.",
      }
    : {
        title: "Not everything could be deleted",
        why: `Still on this computer: ${listed(failure.remains.map(remainsWords))}. The system refused (${failure.code}).`,
        whatNext:
          "Close other programs that may have these files open, check that the disk can be written to, then forget once more. What is gone stays gone.",
      };
}

/** One kind with its count, as part of a sentence. */
function remainsWords({ what, count }: Remains): string {
  return {
    preparedImages: countOf(count, "prepared image"),
    journals: countOf(count, "journal"),
    drafts: countOf(count, "case record"),
    maskMemory: "the remembered masks",
    sentMemory: "the memory of images sent before",
    practiceCases: `${countOf(count, "file")} of the practice service`,
    sampleStudy: `${countOf(count, "file")} of the sample study`,
    publicSeries: `${countOf(count, "file")} fetched from public archives`,
    unpackedFiles: countOf(
      count,
      "encrypted working copy of an original",
      "encrypted working copies of originals",
    ),
    logs: countOf(count, "log file"),
    accounts: countOf(count, "sign-in or password", "sign-ins or passwords"),
    otherFiles: countOf(count, "other file"),
  }[what];
}

function listed(parts: readonly string[]): string {
  const last = parts.at(-1) ?? "";
  return parts.length < 2
    ? last
    : `${parts.slice(0, -1).join(", ")} and ${last}`;
}
