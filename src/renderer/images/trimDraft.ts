// The range of kept images between the hand that moves it and the case, which learns of it later.

/** First and last position, 0-based and inclusive. */
export type KeptRange = readonly [first: number, last: number];

export interface TrimDraft {
  /** What the user set and the case is not known to have; null: what the case has counts. */
  readonly range: KeptRange | null;
  /** Edits that were sent and not answered. */
  readonly unanswered: number;
}

export type TrimEvent =
  | { readonly kind: "moved"; readonly range: KeptRange }
  | { readonly kind: "sent"; readonly range: KeptRange }
  | { readonly kind: "answered"; readonly isDone: boolean }
  /** What the case has by the latest state, which may be older than what was sent. */
  | { readonly kind: "told"; readonly range: KeptRange };

export const noTrimDraft: TrimDraft = { range: null, unanswered: 0 };

/**
 * The draft after an event. It stays until the case has what was sent last: the next key press counts from what is shown, so
 * going back to an older state meanwhile would lose steps.
 */
export function nextTrimDraft(draft: TrimDraft, event: TrimEvent): TrimDraft {
  const { range, unanswered } = draft;
  switch (event.kind) {
    case "moved":
      return { ...draft, range: event.range };
    case "sent":
      return { range: event.range, unanswered: unanswered + 1 };
    case "answered":
      return {
        range: event.isDone ? range : null,
        unanswered: unanswered - 1,
      };
    case "told": {
      const [first, last] = event.range;
      const isThere = range?.[0] === first && range[1] === last;
      return isThere && unanswered === 0 ? noTrimDraft : draft;
    }
  }
}
