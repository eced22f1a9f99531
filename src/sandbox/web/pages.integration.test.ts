// The web pages over loopback: what they show, what they refuse to run, and their forms.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { compliantSlice } from "../../testing/compliantSlice.ts";
import {
  plainFetch,
  RunningSandbox,
  type PlainAnswer,
} from "../../testing/runningSandbox.ts";

let sandbox: RunningSandbox;
let caseId: number;
let studyId: number;

beforeEach(async () => {
  sandbox = await RunningSandbox.start();
  caseId = await sandbox.createCase('<script>alert("x")</script>');
  studyId = await sandbox.createStudy(caseId);
});
afterEach(() => sandbox.end());

function page(path: string): Promise<PlainAnswer> {
  return plainFetch(sandbox.origin + path);
}

async function attachedStack(): Promise<number> {
  const ids = await sandbox.upload(
    [1, 2, 3].map((instanceNumber) => compliantSlice({ instanceNumber })),
  );
  await sandbox.attach(caseId, studyId, ids, {
    root_index: 1,
    perspective: "Axial",
    specifics: "C+",
  });
  return (await sandbox.state()).cases[0]?.studies[0]?.stacks[0]?.stackId ?? 0;
}

describe("pages", () => {
  test("escape what cases carry and run nothing but their own script", async () => {
    for (const path of ["/", `/cases/${caseId}`]) {
      const answer = await page(path);
      expect(answer.status).toBe(200);
      expect(answer.text).toContain("Sandbox</title>");
      expect(answer.text).not.toContain("<script>");
      expect(answer.headers["content-security-policy"]).toBe(
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      );
    }
  });

  test("show stacks with labels, key image and every slice", async () => {
    const stackId = await attachedStack();
    const casePage = await page(`/cases/${caseId}`);
    expect(casePage.text).toContain("Axial, C+");
    expect(casePage.text).toContain('src="/slices/1202"');
    const stackPage = await page(`/cases/${caseId}/stacks/${stackId}`);
    expect(stackPage.text).toContain('data-slices="1201,1202,1203"');
    expect(stackPage.text).toContain("2 / 3");
    const last = await page(`/cases/${caseId}/stacks/${stackId}?slice=99`);
    expect(last.text).toContain("3 / 3");
  });

  test("send slices as PNG that no other site can embed", async () => {
    await attachedStack();
    const slice = await page("/slices/1201");
    expect(slice.headers["content-type"]).toBe("image/png");
    expect(slice.headers["cross-origin-resource-policy"]).toBe("same-origin");
    expect(slice.bytes.subarray(1, 4).toString()).toBe("PNG");
    expect((await page("/slices/9")).status).toBe(404);
  });

  test("list refused files with their tags", async () => {
    const ids = await sandbox.upload([
      compliantSlice({ attributes: { PatientName: "DOE^JANE" } }),
    ]);
    await sandbox.attach(caseId, studyId, ids);
    const answer = await page(`/cases/${caseId}`);
    expect(answer.text).toContain("(0010,0010)");
    expect(answer.text).not.toContain("DOE");
  });

  test("answer 404 for what is not there", async () => {
    expect((await page("/cases/1")).status).toBe(404);
    expect((await page("/cases/x")).status).toBe(404);
    expect((await page(`/cases/${caseId}/stacks/1`)).status).toBe(404);
  });
});

describe("forms of a case", () => {
  async function act(action: string, formToken: string): Promise<PlainAnswer> {
    return plainFetch(`${sandbox.origin}/cases/${caseId}/actions`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ action, formToken }).toString(),
    });
  }

  async function formToken(): Promise<string> {
    const { text } = await page(`/cases/${caseId}`);
    return /name="formToken"\s+value="([^"]+)"/.exec(text)?.[1] ?? "";
  }

  test("publish, return to draft and delete", async () => {
    const token = await formToken();
    const statusNow = async () => (await sandbox.state()).cases[0]?.status;
    expect((await act("publish", token)).status).toBe(302);
    expect(await statusNow()).toBe("published");
    await act("draft", token);
    expect(await statusNow()).toBe("draft");
    await act("delete", token);
    expect(await statusNow()).toBeUndefined();
  });

  test("do nothing without the token of the page", async () => {
    expect((await act("delete", "guess")).status).toBe(404);
    expect((await sandbox.state()).cases).toHaveLength(1);
  });
});
