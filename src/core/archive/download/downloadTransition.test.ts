// The life of a download: what each event does in each state.
import { describe, expect, it } from "vitest";
import type { DownloadState } from "../../../shared/archive.ts";
import {
  downloadTransition,
  type DownloadEvent,
} from "./downloadTransition.ts";

const states = {
  waiting: { kind: "waiting" },
  fetching: {
    kind: "fetching",
    attempt: 1,
    receivedBytes: 5,
    expectedBytes: null,
  },
  checking: { kind: "checking" },
  retrying: {
    kind: "retrying",
    attempt: 2,
    atMs: 9,
    failure: { kind: "notAvailable" },
  },
  paused: { kind: "paused" },
  failed: { kind: "failed", failure: { kind: "notAvailable" } },
  stored: { kind: "stored", imageCount: 3, warnings: [] },
} as const satisfies Record<string, DownloadState>;

const events = {
  received: {
    kind: "received",
    attempt: 1,
    receivedBytes: 6,
    expectedBytes: 9,
  },
  arrived: { kind: "arrived" },
  tryFailed: {
    kind: "tryFailed",
    nextAttempt: 2,
    atMs: 9,
    failure: { kind: "notAvailable" },
  },
  gaveUp: { kind: "gaveUp", failure: { kind: "notAvailable" } },
  stored: { kind: "stored", imageCount: 3, warnings: [] },
  pauseAsked: { kind: "pauseAsked" },
  resumeAsked: { kind: "resumeAsked" },
} as const satisfies Record<string, DownloadEvent>;

/** The state after each event: received, arrived, tryFailed, gaveUp, stored, pauseAsked, resumeAsked. */
const expected: Readonly<Record<keyof typeof states, string>> = {
  waiting: "fetching checking retrying failed stored paused waiting",
  fetching: "fetching checking retrying failed stored paused fetching",
  checking: "fetching checking retrying failed stored paused checking",
  retrying: "fetching checking retrying failed stored paused retrying",
  paused: "paused paused paused paused stored paused waiting",
  failed: "fetching checking retrying failed stored failed waiting",
  stored: "stored stored stored stored stored stored stored",
};

describe("a download", () => {
  it.each(Object.entries(expected))("that is %s becomes %s", (name, row) => {
    const state = states[name as keyof typeof states];
    const after = Object.values(events).map(
      (event) => downloadTransition(state, event).kind,
    );
    expect(after.join(" ")).toBe(row);
  });

  it("carries what it was told", () => {
    expect(downloadTransition(states.waiting, events.received)).toEqual({
      kind: "fetching",
      attempt: 1,
      receivedBytes: 6,
      expectedBytes: 9,
    });
    expect(downloadTransition(states.fetching, events.tryFailed)).toEqual(
      states.retrying,
    );
  });
});

it("goes on after a change of the licence only by a new decision, and after one of the images by itself", () => {
  const changed = {
    kind: "failed",
    failure: {
      kind: "listChanged",
      change: { kind: "licence", was: "CC BY 4.0", now: "CC BY-NC 4.0" },
    },
  } as const;
  expect(downloadTransition(changed, { kind: "resumeAsked" })).toBe(changed);
  const stricter = {
    kind: "failed",
    failure: { kind: "stricterLicenceElsewhere", licence: "CC BY-NC 4.0" },
  } as const;
  expect(downloadTransition(stricter, { kind: "resumeAsked" })).toBe(stricter);
  const grown = {
    kind: "failed",
    failure: {
      kind: "listChanged",
      change: { kind: "images", was: 3, now: 4 },
    },
  } as const;
  expect(downloadTransition(grown, { kind: "resumeAsked" })).toEqual({
    kind: "waiting",
  });
});
