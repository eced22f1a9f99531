// The films of a case and what keeps them here; consents that count once, for what was shown; readings that are kept.
import { describe, expect, it } from "vitest";
import type { Sha256Hex } from "../../shared/identifiers.ts";
import { failed, success } from "../../shared/result.ts";
import { lookText } from "../../shared/messages/lookText.ts";
import {
  savedLookSchema,
  type LookStep,
  type SavedLook,
} from "../../shared/secondLook.ts";
import { searchedStack } from "../../testing/fakeTextDetector.ts";
import {
  groupsOf,
  scannedInstance,
  stackOf,
  studyOf,
} from "../../testing/groupedImages.ts";
import {
  damagedSeries,
  type PublicSeries,
} from "../archive/credit/publicSeries.ts";
import { emptyDraft } from "../casefile/caseDraft.ts";
import { allChosenStacks } from "../casefile/caseImages.ts";
import { collectPrepared, stacksToPrepare } from "../casefile/preparedCase.ts";
import {
  CaseSecondLook,
  type LookedAtCase,
  type SecondLookDeps,
} from "./caseSecondLook.ts";
import type { LookQuestion } from "./readerDesk.ts";

const film = scannedInstance("/film", {
  sopClassUID: "1.2.840.10008.5.1.4.1.1.1.1",
  modality: "DX",
  bodyPartExamined: "CHEST",
  viewPosition: "PA",
  patient: { name: "", id: "", birthDate: "", sex: "", age: "054Y" },
  pixels: {
    rows: 10,
    columns: 10,
    numberOfFrames: 1,
    samplesPerPixel: 1,
    photometricInterpretation: "MONOCHROME2",
    planarConfiguration: 0,
    bitsAllocated: 16,
    bitsStored: 12,
    highBit: 11,
    pixelRepresentation: 0,
  },
});
const stack = stackOf("f", 0, { images: [{ instance: film, frame: null }] });
const stacks = allChosenStacks(groupsOf([studyOf("1", [stack])]), emptyDraft);
const digest = (letter: string) => letter.repeat(64) as Sha256Hex;

function preparedAs(sha256Hex: Sha256Hex) {
  return collectPrepared(stacksToPrepare(stacks), [
    {
      stackId: stack.id,
      images: [success({ sha256Hex, sizeBytes: 10 })],
      treatments: [null],
    },
  ]);
}

/** The film's series, as if it came from a public archive. */
const publicFilm: PublicSeries = {
  seriesInstanceUID: "1.2.3.1.1",
  source: "nbia",
  collection: "SAMPLE",
  licence: { name: "CC BY 4.0", uri: "" },
  doi: "10.7937/sample",
  descriptionUri: "",
  citation: null,
  verdict: { kind: "attribution", licence: "CC BY 4.0" },
  decision: {
    isNonCommercialConfirmed: false,
    resolvedLicence: null,
    isViewOnly: false,
  },
};
const answered = (body: string) =>
  success({
    reading: { urgency: null, probabilities: [], otherFields: [] },
    body,
    askedAtMs: 0,
    sentSha256Hex: digest("f"),
  });

/** A case with one frontal film that everything has passed; what is asked of the reader is written down. */
function lookedAt() {
  const asked: LookQuestion[] = [];
  const now = {
    isOn: true,
    stacks,
    prepared: preparedAs(digest("a")),
    publicSeries: [] as readonly PublicSeries[],
    looks: [] as readonly SavedLook[],
    isSearched: true,
    unread: null as string | null,
    steps: [] as readonly LookStep[],
    answer: failed({ kind: "noKey" }) as Awaited<
      ReturnType<SecondLookDeps["desk"]["ask"]>
    >,
  };
  const lookedAtCase: LookedAtCase = {
    spoolFolder: "/spool",
    parts: () => ({
      stacks: now.stacks,
      searchOf: ({ id, images }) =>
        now.isSearched
          ? { kind: "looked", outcome: searchedStack({ stackId: id, images }) }
          : { kind: "waiting" },
      preparation: { prepared: now.prepared },
      intake: { patientWords: [{ kind: "name", text: "FIXTURE" }] },
      draft: emptyDraft,
      record: { secondLooks: now.looks, publicSeries: now.publicSeries },
    }),
    keep: (looks) => {
      now.looks = looks;
    },
    changed: () => undefined,
  };
  const look = new CaseSecondLook(
    {
      desk: {
        get isOn() {
          return now.isOn;
        },
        reader: "sandbox",
        ask: (question) => {
          asked.push(question);
          now.steps.forEach(question.onStep);
          if (now.unread !== null) question.onUnread(now.unread);
          return Promise.resolve(now.answer);
        },
      },
      films: {
        make: () =>
          Promise.resolve(
            success({
              bytes: new Uint8Array([1, 2, 3]),
              sha256Hex: digest("f"),
              sizeBytes: 3,
              preview: {
                width: 1,
                height: 1,
                pixels: new Uint8ClampedArray(4),
                window: null,
              },
              warnings: [],
            }),
          ),
      },
      clock: { nowMs: () => 1000, sleep: () => Promise.resolve() },
      random: {
        fraction: () => 0.5,
        bytes: (length) => new Uint8Array(length),
      },
    },
    lookedAtCase,
  );
  const place = { stackId: stack.id, imageIndex: 0 };
  const make = () => look.makeFilm(place, [], new AbortController().signal);
  const send = (sha256Hex = digest("f")) =>
    look.sendFilm({ sha256Hex, reader: "sandbox" });
  return { look, now, asked, make, send };
}

const obstacleKinds = ({ look }: ReturnType<typeof lookedAt>) =>
  look.view().films.map(({ obstacles }) => obstacles.map(({ kind }) => kind));

describe("the films of a case", () => {
  it("lists a film that everything has passed, with nothing against it", () => {
    expect(obstacleKinds(lookedAt())).toEqual([[]]);
  });

  it("names what keeps a film here", () => {
    const parts = lookedAt();
    parts.now.isSearched = false;
    parts.now.prepared = { images: new Map() };
    parts.now.publicSeries = [
      {
        ...publicFilm,
        verdict: { kind: "blocked", reason: "missing", licence: "" },
      },
    ];
    expect(obstacleKinds(parts)).toEqual([["licence", "textNotLookedFor"]]);
    parts.now.isSearched = true;
    expect(obstacleKinds(parts)).toEqual([["licence", "notPrepared"]]);
  });

  it("keeps a film here whose record of its licence is damaged", () => {
    const parts = lookedAt();
    parts.now.publicSeries = [damagedSeries(publicFilm.seriesInstanceUID)];
    expect(obstacleKinds(parts)).toEqual([["licence"]]);
  });

  it("shows and makes nothing while the second look is switched off", async () => {
    const parts = lookedAt();
    parts.now.isOn = false;
    expect(parts.look.view().films).toEqual([]);
    expect((await parts.make()).ok).toBe(false);
  });
});

describe("consent", () => {
  it("counts for one sending of the very film that was shown", async () => {
    const { make, send, asked } = lookedAt();
    expect((await send()).ok).toBe(false);
    await make();
    expect((await send(digest("0"))).ok).toBe(false);
    expect((await send()).ok).toBe(true);
    expect((await send()).ok).toBe(false);
    expect(asked).toMatchObject([
      {
        algorithm: "image",
        bytes: new Uint8Array([1, 2, 3]),
        reader: "sandbox",
      },
    ]);
  });

  it("ends when the copy behind the film is another one now", async () => {
    const { make, send, now, asked } = lookedAt();
    await make();
    now.prepared = preparedAs(digest("b"));
    expect((await send()).ok).toBe(false);
    expect(asked).toEqual([]);
  });

  it("to a report is consent to the text that was shown", async () => {
    const { look, asked } = lookedAt();
    const send = (text: string) =>
      look.sendReport({ text, accepted: [], reader: "sandbox" });
    expect((await send("No effusion.\r\n")).ok).toBe(false);
    expect((await send("Fixture has no effusion.")).ok).toBe(false);
    expect((await send("No effusion.")).ok).toBe(true);
    expect(asked).toHaveLength(1);
  });
});

it.each(["pausing", "sending", "sent"] as const)(
  "says of a question that was cancelled how far it had gone: %s",
  async (step) => {
    const { look, make, send, now } = lookedAt();
    now.steps = [step];
    now.answer = failed({ kind: "cancelled" });
    await make();
    await send();
    expect(look.view().state).toEqual({
      kind: "cancelled",
      algorithm: "image",
      step,
    });
    look.dismiss();
    expect(look.view().state).toEqual({ kind: "idle" });
  },
);

it("holds the whole of an answer with too few findings until the next question", async () => {
  const { look, make, send, now } = lookedAt();
  now.unread = "x".repeat(1000);
  await make();
  await send();
  expect(look.unreadAnswer()).toBe("x".repeat(1000));
  now.unread = null;
  await make();
  await send();
  expect(look.unreadAnswer()).toBeNull();
});

it("says why there is no reading until that was read", async () => {
  const { look, make, send, now } = lookedAt();
  await make();
  await send();
  expect(look.view().state).toMatchObject({
    kind: "failed",
    problem: { kind: "noKey" },
  });
  expect(now.looks).toEqual([]);
  look.dismiss();
  expect(look.view().state).toEqual({ kind: "idle" });
});

describe("a reading that is kept", () => {
  const credit =
    "SAMPLE. The Cancer Imaging Archive. https://doi.org/10.7937/sample Licence: CC BY 4.0.";

  it("has the credit of its public data with it, in the window and in a copy", async () => {
    const { look, make, send, now } = lookedAt();
    now.publicSeries = [publicFilm];
    now.answer = answered("{}");
    await make();
    await send();
    // Kept as it was when it was sent, whatever becomes of the series.
    now.publicSeries = [];
    const [kept] = now.looks;
    expect(savedLookSchema.parse(kept).credit).toBe(credit);
    const [shown] = look.view().looks;
    expect(shown?.credit).toBe(credit);
    expect(lookText(shown!)).toContain(`Film from public data: ${credit}`);
  });

  it("of an own film or a report has none", async () => {
    const { look, make, send, now } = lookedAt();
    now.answer = answered("{}");
    await make();
    await send();
    now.publicSeries = [publicFilm];
    await look.sendReport({
      text: "No effusion.",
      accepted: [],
      reader: "sandbox",
    });
    expect(look.view().looks.map((each) => each.credit)).toEqual([null, null]);
    expect(lookText(look.view().looks[0]!)).not.toContain("public data");
  });

  it("says which film it is of, and when that has left the case", async () => {
    const { look, make, send, now } = lookedAt();
    now.answer = answered("{}");
    await make();
    await send();
    const [shown] = look.view().looks;
    expect(shown?.filmPlace).toEqual({
      filmId: `${stack.id} 0`,
      stackNumber: 1,
      imageNumber: 1,
      imageCount: 1,
    });
    now.stacks = [];
    expect(look.view().looks[0]?.filmPlace).toBeNull();
  });

  it("has the answer as it was received, up to the megabyte that an answer may have", async () => {
    const { make, send, now } = lookedAt();
    const body = "x".repeat(1024 * 1024);
    now.answer = answered(body);
    await make();
    await send();
    expect(now.looks[0]?.body).toBe(body);
    expect(savedLookSchema.safeParse(now.looks[0]).success).toBe(true);
  });
});
