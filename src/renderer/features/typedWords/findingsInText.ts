// Findings of the last check placed in the text as it is now: typing goes on while the check is on its way.
import { typedWordWords } from "../../../shared/messages/typedWordWords.ts";
import type { CaseSnapshot } from "../../../shared/snapshot.ts";
import type {
  TypedField,
  TypedWordFinding,
} from "../../../shared/typedWords.ts";

/** A finding to underline. */
export interface ShownFinding {
  readonly findingId: string;
  readonly start: number;
  readonly end: number;
  /** Stands in the way of sending. */
  readonly isBlocking: boolean;
  readonly why: string;
}

/** What was found in one field; the same empty list if nothing. */
export function findingsOf(
  snapshot: CaseSnapshot,
  field: TypedField,
): readonly TypedWordFinding[] {
  return (
    snapshot.check.typed.find(({ field: other }) => isSameField(other, field))
      ?.findings ?? none
  );
}

const none: readonly TypedWordFinding[] = [];

function isSameField(one: TypedField, other: TypedField): boolean {
  if (one.field !== other.field) return false;
  if (one.kind === "study" && other.kind === "study")
    return one.studyKey === other.studyKey;
  if (one.kind === "stack" && other.kind === "stack")
    return one.stackId === other.stackId;
  return one.kind === other.kind;
}

/** Findings in `checked` moved to where their words are in `shown`; those whose words were changed are left out. */
export function findingsInText(
  findings: readonly TypedWordFinding[],
  checked: string,
  shown: string,
): readonly TypedWordFinding[] {
  if (checked === shown) return findings;
  const most = Math.min(checked.length, shown.length);
  let same = 0;
  while (same < most && checked[same] === shown[same]) same += 1;
  let sameEnd = 0;
  while (
    sameEnd < most - same &&
    checked[checked.length - 1 - sameEnd] === shown[shown.length - 1 - sameEnd]
  )
    sameEnd += 1;
  const moved = shown.length - checked.length;
  return findings.flatMap((finding) => {
    if (finding.end <= same) return [finding];
    if (finding.start < checked.length - sameEnd) return [];
    return [
      { ...finding, start: finding.start + moved, end: finding.end + moved },
    ];
  });
}

/** Undecided findings as they are underlined. */
export function underlined(
  findings: readonly TypedWordFinding[],
): readonly ShownFinding[] {
  return findings
    .filter(({ status }) => status.kind === "open")
    .map(({ findingId, kind, start, end }) => ({
      findingId,
      start,
      end,
      isBlocking: kind === "patientWord",
      why: typedWordWords(kind).title,
    }));
}

/** A text cut at its findings; overlapping ones give way to the earlier. */
export function partsOf(
  text: string,
  findings: readonly ShownFinding[],
): readonly { readonly text: string; readonly finding: ShownFinding | null }[] {
  const parts: { text: string; finding: ShownFinding | null }[] = [];
  let place = 0;
  for (const finding of [...findings].sort((a, b) => a.start - b.start)) {
    if (finding.start < place || finding.end > text.length) continue;
    if (finding.start > place)
      parts.push({ text: text.slice(place, finding.start), finding: null });
    parts.push({ text: text.slice(finding.start, finding.end), finding });
    place = finding.end;
  }
  parts.push({ text: text.slice(place), finding: null });
  return parts;
}
