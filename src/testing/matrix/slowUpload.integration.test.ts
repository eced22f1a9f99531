// A stack over a slow line whose URLs run out many times before it is sent. The whole by `npm run matrix`.
import { expect, it } from "vitest";
import { slowUpload } from "./slowUpload.ts";

it("a stack arrives over a slow, lossy line though its URLs run out long before the end", async () => {
  const upload = await slowUpload({
    files: 120,
    timeFactor: 50,
    // Eight minutes of sending.
    urlLifetimeMs: 90_000,
    presignMaxAgeMs: 60_000,
  });
  expect(upload).toMatchObject({
    end: "done",
    arrivedFiles: 120,
    isWhole: true,
    refusedUrls: 0,
  });
  // Looked at when a PUT begins, measured when it arrives: each millisecond between the two is fifty on this clock.
  expect(upload.oldestUrlSeconds).toBeLessThanOrEqual(75);
  expect(upload.overhead).toBeLessThan(1.05);
});
