// The contract of the HTTP port, held by the adapter on undici. In Electron it is held by e2e/systemHttp.spec.ts.
import { afterAll, describe, it } from "vitest";
import { createUndiciHttp } from "../../adapters/http/undiciHttp.ts";
import { httpContract, largeBody } from "./httpContract.ts";

const http = createUndiciHttp();
afterAll(() => http.close());

describe("undici", () => {
  it.each([...httpContract, largeBody.streamed])("$name", async ({ run }) => {
    await run(http);
  });
});
