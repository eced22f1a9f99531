// A gap of the network is said in Upload as it is in the list of cases.
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { networkGapWords } from "../../../shared/messages/networkGapWords.ts";
import { stageView } from "../caseList/caseStage.ts";
import { NetworkGapCallout } from "./NetworkGapCallout.tsx";

it.each(["offline", "captivePortal"] as const)(
  "says of %s what the list of cases says, why, and that sending goes on",
  (gap) => {
    const html = renderToStaticMarkup(<NetworkGapCallout gap={gap} />);
    const { title, why } = networkGapWords[gap];
    expect(html).toContain(title);
    expect(html).toContain(`${why} Sending goes on by itself`);
    const { words } = stageView({
      kind: "uploading",
      fraction: 0,
      waitsFor: { kind: "network", gap },
    });
    expect(words.startsWith(title)).toBe(true);
  },
);
