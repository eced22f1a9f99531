// Before and after is shown of what would be sent now, and of nothing else.
import { describe, expect, it } from "vitest";
import { valueOf } from "../../testing/dicomFixtures.ts";
import {
  readyCase,
  settle,
  workspaceOverFakes,
} from "../../testing/workspaceFakes.ts";

async function caseOf(files: readonly string[]) {
  const fakes = workspaceOverFakes();
  fakes.scanner.files.set("/few", files);
  const caseId = await readyCase(fakes, "/few");
  await settle();
  const session = valueOf(fakes.workspace.find(caseId));
  const stack = session.snapshot().studies[0]!.stacks[0]!;
  return { ...fakes, caseId, session, stack };
}

describe("an image before and after", () => {
  it("is its original and the copy in the spool of its case", async () => {
    const { session, stack, caseId, log } = await caseOf([
      "/few/1.dcm",
      "/few/2.dcm",
    ]);
    expect(await session.images.beforeAfter(stack.stackId, 1)).toEqual({
      ok: true,
      value: { frame: null, rows: [] },
    });
    expect(log).toContain(`compared with /few/2.dcm in /data/${caseId}/spool`);
  });

  it("is not there for an image that was refused, and says why", async () => {
    const { session, stack } = await caseOf(["/few/1.dcm", "/few/bad.dcm"]);
    expect(await session.images.beforeAfter(stack.stackId, 1)).toEqual({
      ok: false,
      failure: { kind: "refusedImage", reason: { kind: "noPixelData" } },
    });
  });

  it("is not there for what is not prepared as it is wanted now", async () => {
    const { session, stack } = await caseOf(["/few/1.dcm"]);
    session.edit({
      kind: "setMasks",
      stacks: [
        {
          stackId: stack.stackId,
          masks: [
            {
              maskId: "m",
              shape: {
                kind: "rectangle",
                left: 0,
                top: 0,
                width: 2,
                height: 2,
              },
              images: null,
            },
          ],
        },
      ],
    });
    const missing = { ok: false, failure: { kind: "notFound", what: "image" } };
    expect(await session.images.beforeAfter(stack.stackId, 0)).toEqual(missing);
    expect(await session.images.beforeAfter(stack.stackId, 5)).toEqual(missing);
  });
});
