// Every state a case, its preparation, its sending and its stacks can be in, with the words it is known by in the window.
import { expect } from "@playwright/test";
import type {
  CaseStage,
  PreparationView,
  SendPhase,
  StackSendState,
  UploadView,
} from "../../src/shared/snapshot.ts";
import type { NonIdempotentCall } from "../../src/shared/failure.ts";
import type { ConnectivityState } from "../../src/shared/network.ts";
import type { RunningApp } from "./launchApp.ts";
import { keepPictures } from "./pictures.ts";

/** Every kind has to be named here, or this does not compile. */
const states = {
  /** In the list of cases. */
  stage: {
    draft: "Draft",
    scanning: /^Reading, [\d,]+ found$/,
    preparing: /^Preparing \d+\s?%$/,
    queued: /^Queued/,
    uploading: /^Uploading \d+\s?%$/,
    paused: /^Paused at \d+\s?%$/,
    needsAttention: "Needs attention",
    sent: "Sent, site is processing",
    done: "Done",
    cancelled: "Cancelled",
  } satisfies Record<CaseStage["kind"], string | RegExp>,
  /** In Check. */
  preparation: {
    notStarted: /^Copies of the selected images are made without patient data/,
    outdated: "Not all that is selected is prepared",
    running: /^\d+ of \d+ images, /,
    held: /^\d+ images prepared, \d+ stack held back$/,
    ready: /^\d+ images prepared and checked/,
    failed: "A file could not be written",
  } satisfies Record<PreparationView["kind"], string | RegExp>,
  /** In Upload. */
  upload: {
    notStarted: "Nothing has been sent yet",
    queued: "Waiting for its turn",
    running: /^\d+ of \d+ images · /,
    paused: /^Paused at/,
    stopped: "The service found attributes it does not accept",
    inDoubt: "Was the draft made?",
    done: /^\d+ images? arrived as a draft$/,
    cancelled: "The upload was cancelled",
  } satisfies Record<UploadView["kind"], string | RegExp>,
  doubt: {
    createCase: "Was the draft made?",
    createStudy: "Was the study added?",
    attachStack: "Was the stack added?",
  } satisfies Record<NonIdempotentCall, string | RegExp>,
  gap: {
    offline: "No network",
    captivePortal: "The network wants you to sign in",
  } satisfies Record<
    Exclude<ConnectivityState["kind"], "unknown" | "online" | "tlsIntercepted">,
    string | RegExp
  >,
  /** The step that is marked as current. */
  phase: {
    creatingCase: "Make the draft",
    addingStudies: "Add studies",
    sendingImages: "Send images",
    attachingStacks: "Attach stacks",
    finishing: "Finish",
    processing: "Site processes",
  } satisfies Record<SendPhase, string | RegExp>,
  /** In the table of stacks. */
  stack: {
    waiting: "Waiting",
    sending: /^\d+ of \d+$/,
    stored: "All images arrived",
    attached: "In the draft",
    processing: /^Site is processing/,
    processed: "Visible on the site",
    processingFailed: "Site could not process it",
  } satisfies Record<StackSendState["kind"], string | RegExp>,
} as const;

type Area = keyof typeof states;
export type StateName = {
  [A in Area]: `${A}.${Extract<keyof (typeof states)[A], string>}`;
}[Area];

function wordsOf(name: StateName): string | RegExp {
  const [area = "", kind = ""] = name.split(".");
  const words: Record<string, Record<string, string | RegExp>> = states;
  const found = words[area]?.[kind];
  if (found === undefined) throw new Error(`There is no state ${name}.`);
  return found;
}

/** Where in the window a state is said. */
function placeOf(app: RunningApp, name: StateName) {
  const { page } = app;
  const words = wordsOf(name);
  const exact = { exact: true };
  if (name.startsWith("stage."))
    return page
      .getByRole("navigation", { name: "Cases" })
      .getByText(words, exact);
  if (name.startsWith("phase."))
    return page.locator("[aria-current=step]", { hasText: words });
  if (name.startsWith("stack."))
    return page.getByRole("table", { name: "Stacks" }).getByText(words, exact);
  return page.getByRole("tabpanel").getByText(words, exact);
}

/** Remembers which states a window was seen in. */
export class StateGallery {
  readonly #seen = new Set<StateName>();

  /** Waits for the first of the states, expects the words of the others beside it, and keeps pictures under its name. */
  async see(app: RunningApp, ...names: readonly StateName[]): Promise<void> {
    for (const name of names) {
      await expect(placeOf(app, name).first(), name).toBeVisible({
        timeout: 30_000,
      });
      this.#seen.add(name);
    }
    if (names.length > 0) await keepPictures(app, names.join("+"));
  }

  /** States nobody has seen yet. */
  get missing(): readonly string[] {
    return Object.entries(states)
      .flatMap(([area, kinds]) =>
        Object.keys(kinds).map((kind) => `${area}.${kind}`),
      )
      .filter((name) => ![...this.#seen].some((seen) => seen === name));
  }
}
