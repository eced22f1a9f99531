// The sandbox keeps the contract, and so does any other service that CASEDROP_CONTRACT_URL names.
import { describe, it } from "vitest";
import { describeServiceContract } from "./serviceContract.ts";
import { openSandbox, openService } from "./serviceUnderTest.ts";

describeServiceContract("the sandbox", openSandbox);

const url = process.env["CASEDROP_CONTRACT_URL"];
if (url === undefined)
  describe("the contract, by another service", () => {
    it.skip("is checked where CASEDROP_CONTRACT_URL names one: npm run contract -- URL", () =>
      undefined);
  });
else
  describeServiceContract(new URL(url).origin, () =>
    openService(url, process.env["CASEDROP_CONTRACT_CREDENTIALS"]),
  );
