// The films of a case and what keeps them here; consents that count once, for what was shown; readings that are kept.
import { describe, expect, it } from "vitest";
import type { Sha256Hex } from "../../shared/identifiers.ts";
import { failed, success } from "../../shared/result.ts";
import type { SavedLook } from "../../shared/secondLook.ts";
import { searchedStack } from "../../testing/fakeTextDetector.ts";
import {
  groupsOf,
  scannedInstance,
  stackOf,
  studyOf,
} from "../../testing/groupedImages.ts";
import type { PublicSeries } from "../archive/credit/publicSeries.ts";
import { emptyDraft } from "../casefile/caseDraft.ts";
import { allChosenStacks } from "../casefile/caseImages.ts";
import { collectPrepared, stacksToPrepare } from "../casefile/preparedCase.ts";
import { CaseSecondLook, type LookedAtCase } from "./caseSecondLook.ts";
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

/** A case with one frontal film that everything has passed; what is asked of the reader is written down. */
function lookedAt() {
  const asked: LookQuestion[] = [];
  const now = {
    isOn: true,
    prepared: preparedAs(digest("a")),
    publicSeries: [] as readonly PublicSeries[],
    looks: [] as readonly SavedLook[],
    isSearched: true,
  };
  const lookedAtCase: LookedAtCase = {
    spoolFolder: "/spool",
    parts: () => ({
      stacks,
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
          return Promise.resolve(failed({ kind: "noKey" } as const));
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
        seriesInstanceUID: "1.2.3.1.1",
        collection: "SAMPLE",
        licence: { name: "", uri: "" },
        doi: null,
        descriptionUri: "",
        citation: null,
        verdict: { kind: "blocked", reason: "missing", licence: "" },
        decision: {
          isNonCommercialConfirmed: false,
          resolvedLicence: null,
          isViewOnly: false,
        },
      },
    ];
    expect(obstacleKinds(parts)).toEqual([
      ["licence", "textNotLookedFor", "notPrepared"],
    ]);
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
    expect(asked).toEqual([
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
