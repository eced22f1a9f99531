// What the window itself remembers: which part is shown, what is selected, which dialog is open. Nothing of the case.
import { create } from "zustand";
import type { CaseForm } from "../../shared/caseForm.ts";
import type { CaseId, StackId } from "../../shared/identifiers.ts";
import type { DisplayWindow } from "../images/imageSource.ts";

export type CasePart = "images" | "details" | "check" | "upload" | "secondLook";

export const caseParts: readonly CasePart[] = [
  "images",
  "details",
  "check",
  "upload",
  "secondLook",
];

/** What is shown beside the viewer's image. */
export type ViewerSide = "view" | "masks";

/** The one dialog that is open. */
type OpenDialog =
  | { readonly kind: "settings" }
  | { readonly kind: "diagnostics" }
  | { readonly kind: "shortcuts" }
  | { readonly kind: "sentCases" }
  | { readonly kind: "leftOut"; readonly caseId: CaseId }
  | { readonly kind: "forget"; readonly caseId: CaseId }
  | { readonly kind: "forgetEverything" }
  | { readonly kind: "signOut" }
  | { readonly kind: "cancelUpload"; readonly caseId: CaseId }
  | {
      readonly kind: "viewer";
      readonly stackId: StackId;
      readonly index: number;
      /** The side to open with; by default what the stack asks for. */
      readonly side?: ViewerSide;
    };

/** What fills the window beside the list of cases. */
export type Page = "case" | "archive";

interface ViewState {
  readonly page: Page;
  readonly part: CasePart;
  /** The stack whose settings are shown beside the cards. */
  readonly selectedStackId: StackId | null;
  readonly dialog: OpenDialog | null;
  /** Windows chosen in the viewer, by stack; absent means the file's own. */
  readonly windows: ReadonlyMap<StackId, DisplayWindow>;
  /** Stacks that were opened in the viewer or scrolled through on their card since the app started. */
  readonly lookedAt: ReadonlySet<StackId>;
  /** The panel of the account is open. */
  readonly isAccountShown: boolean;
  /** A field to be focused as soon as it is there. */
  readonly focusField: keyof CaseForm | null;
}

/** Read with a selector. */
export const useViewState = create<ViewState>(() => ({
  page: "case",
  part: "images",
  selectedStackId: null,
  dialog: null,
  windows: new Map(),
  lookedAt: new Set(),
  isAccountShown: false,
  focusField: null,
}));

/** Shows the open case, or what is beside it. */
export function showPage(page: Page): void {
  useViewState.setState({ page });
}

/** Shows a part of the open case. */
export function showPart(part: CasePart): void {
  useViewState.setState({ page: "case", part });
}

/** Shows a field of the case form and puts the cursor into it. */
export function showField(field: keyof CaseForm): void {
  useViewState.setState({ page: "case", part: "details", focusField: field });
}

/** The field has the cursor now. */
export function fieldFocused(): void {
  useViewState.setState({ focusField: null });
}

/** Shows the settings of a stack beside the cards; null shows none. */
export function selectStack(stackId: StackId | null): void {
  useViewState.setState({ selectedStackId: stackId });
}

export function openDialog(dialog: OpenDialog): void {
  useViewState.setState({ dialog });
}

export function closeDialog(): void {
  useViewState.setState({ dialog: null });
}

/** Opens the panel of the account, where a sign-in goes on. */
export function showAccount(): void {
  setAccountShown(true);
}

/** Opens or closes the panel of the account. */
export function setAccountShown(isAccountShown: boolean): void {
  useViewState.setState({ isAccountShown });
}

/** Remembers how a stack is windowed; null returns to the file's own. */
export function setStackWindow(
  stackId: StackId,
  window: DisplayWindow | null,
): void {
  useViewState.setState((state) => {
    const windows = new Map(state.windows);
    if (window === null) windows.delete(stackId);
    else windows.set(stackId, window);
    return { windows };
  });
}

/** Remembers that the user has scrolled through a stack. */
export function markLookedAt(stackId: StackId): void {
  if (useViewState.getState().lookedAt.has(stackId)) return;
  useViewState.setState((state) => ({
    lookedAt: new Set(state.lookedAt).add(stackId),
  }));
}

/** Another case is shown, from this part on: nothing of the last one stays selected. */
export function resetForCase(part: CasePart): void {
  useViewState.setState({ part, selectedStackId: null, focusField: null });
}
