// Each number that X-Raydar's reference names (sections 3, 4, 5.1 and 8), as the code has it.
import { describe, expect, it } from "vitest";
import {
  largestAnswerBytes,
  longReportWords,
  readerConnectMs,
  readerKeyLength,
} from "../../shared/secondLook.ts";
import { findingLabels } from "../../shared/secondLookLabels.ts";
import { defaultWaitMs, shownCharacters } from "./classifyAnswer.ts";
import {
  adultYears,
  largeFilmBytes,
  largestFilmBytes,
} from "./filmEligibility.ts";
import { leastFindings } from "./parseAnswer.ts";
import { leastPauseMs, lookTimeoutsMs } from "./readerDesk.ts";

describe("the reader's reference", () => {
  it.each([
    ["characters of a key", readerKeyLength, 16],
    ["to connect", readerConnectMs, 10_000],
    ["in total for a film", lookTimeoutsMs.image, 60_000],
    ["in total for a report", lookTimeoutsMs.report, 30_000],
    ["bytes of a film with a warning", largeFilmBytes, 30_000_000],
    ["bytes of a film that is refused", largestFilmBytes, 100_000_000],
    ["years of an adult", adultYears, 16],
    ["words of a report with a warning", longReportWords, 300],
    ["bytes of an answer", largestAnswerBytes, 1024 * 1024],
    ["characters of an answer that is shown", shownCharacters, 300],
    ["findings of a reading", findingLabels.length, 37],
    ["known findings that a reading needs", leastFindings, 30],
    ["wait without Retry-After", defaultWaitMs, 60_000],
    ["between two questions", leastPauseMs, 5_000],
  ])("%s: %d", (_what, is, said) => {
    expect(is).toBe(said);
  });
});
