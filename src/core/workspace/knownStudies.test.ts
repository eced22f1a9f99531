// The studies of a draft, put together from what several cases sent to it.
import { describe, expect, it } from "vitest";
import type { SentStudies } from "../ports/caseSender.ts";
import { knownStudies } from "./knownStudies.ts";

const draft = {
  serviceOrigin: "https://radiopaedia.org",
  login: "jo",
  remoteCaseId: 8731,
};

function sentTo(
  change: Partial<Omit<typeof draft, "login">> & {
    readonly login?: string | null;
  },
  studies: SentStudies["studies"],
  goneStudyIds: readonly number[] = [],
) {
  const { remoteCaseId, ...destination } = { ...draft, ...change };
  return {
    destination,
    sentStudies: () => ({ remoteCaseId, studies, goneStudyIds }),
  };
}

const baseline = { remoteStudyId: 12, name: "CT, Baseline", stackCount: 3 };
const later = { remoteStudyId: 11, name: "MRI", stackCount: 1 };

describe("known studies", () => {
  it("are those of every case that went to the draft, with the stacks of all", () => {
    const sent = [
      sentTo({}, [baseline, later]),
      sentTo({ login: "Jo" }, [{ ...baseline, name: "", stackCount: 2 }]),
    ];
    expect(knownStudies(sent, draft)).toEqual([
      later,
      { ...baseline, stackCount: 5 },
    ]);
    expect(knownStudies(sent.toReversed(), draft)).toEqual([
      later,
      { ...baseline, stackCount: 5 },
    ]);
  });

  it("are none of another draft, account or site, nor of a case that names nobody", () => {
    const sent = [
      sentTo({ remoteCaseId: 8732 }, [baseline]),
      sentTo({ login: "kim" }, [baseline]),
      sentTo({ login: null }, [baseline]),
      sentTo({ serviceOrigin: "casedrop-sandbox" }, [baseline]),
      { destination: draft, sentStudies: () => null },
    ];
    expect(knownStudies(sent, draft)).toEqual([]);
  });

  it("are without one that a case found gone, whoever made it", () => {
    const sent = [sentTo({}, [baseline, later]), sentTo({}, [], [12])];
    expect(knownStudies(sent, draft)).toEqual([later]);
  });
});
