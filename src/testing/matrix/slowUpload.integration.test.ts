// A stack over a slow line whose URLs run out many times before it is sent. The whole by `npm run matrix`.
import { expect, it } from "vitest";
import { slowUpload } from "./slowUpload.ts";

it("a stack arrives over a slow, lossy line though its URLs run out long before the end", async () => {
  const upload = await slowUpload({
    files: 60,
    // A busy machine sleeps for longer than a faster clock would bear.
    timeFactor: 10,
    // Four minutes of sending.
    urlLifetimeMs: 90_000,
    presignMaxAgeMs: 60_000,
  });
  expect(upload).toMatchObject({
    end: "done",
    arrivedFiles: 60,
    isWhole: true,
    refusedUrls: 0,
  });
  // Looked at when a PUT begins, measured when it arrives: each millisecond between the two is ten on this clock.
  expect(upload.oldestUrlSeconds).toBeLessThanOrEqual(75);
  expect(upload.overhead).toBeLessThan(1.05);
});
