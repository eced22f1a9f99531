// Six hundred megabytes at 1 Mbit/s, with URLs of fifteen minutes; an hour and a half in less than a minute. Prints how it went.
import { expect, it } from "vitest";
import { slowUpload } from "./slowUpload.ts";

it("600 MB over a slow, lossy line", async () => {
  const upload = await slowUpload({
    files: 1_200,
    timeFactor: 100,
    urlLifetimeMs: 900_000,
    presignMaxAgeMs: 600_000,
  });
  console.log(`Slow line: ${JSON.stringify(upload)}`);
  expect(upload).toMatchObject({
    end: "done",
    arrivedFiles: 1_200,
    isWhole: true,
    refusedUrls: 0,
  });
  // No URL is used after its ten minutes.
  expect(upload.oldestUrlSeconds).toBeLessThanOrEqual(600);
});
