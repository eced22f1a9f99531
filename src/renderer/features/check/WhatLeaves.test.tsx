// By what the stacks that leave are told apart.
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import type { StackId } from "../../../shared/identifiers.ts";
import { tableRows } from "../../testing/looks.ts";
import { caseSnapshot, stackView, studyView } from "../../testing/snapshots.ts";
import { WhatLeaves } from "./WhatLeaves.tsx";

it("tells two versions of one series apart", () => {
  const stacks = [
    stackView(),
    stackView({
      stackId: "00000000000000a2" as StackId,
      traits: [{ criterion: "version", value: "2" }],
    }),
  ];
  const html = renderToStaticMarkup(
    <WhatLeaves
      snapshot={caseSnapshot({ studies: [studyView({ stacks })] })}
    />,
  );
  expect(tableRows(html).map(([stack]) => stack)).toEqual([
    "Stack",
    "Abdomen40 images",
    "Abdomenversion 2 · 40 images",
  ]);
});
