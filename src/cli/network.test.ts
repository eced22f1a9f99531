// What a command tells of its user to whom it asks.
import { expect, it } from "vitest";
import type { CliEnvironment } from "./environment.ts";
import { openNetwork, type Introduction } from "./network.ts";

const environment: CliEnvironment = {
  stdout: { write: () => undefined },
  stderr: { write: () => undefined },
  variables: { CASEDROP_CONTACT: "https://example.org/teaching" },
  workersUrl: new URL("file:///workers/"),
  scratchFolder: "scratch",
  appVersion: "1.2.3",
  signal: new AbortController().signal,
  exit: () => undefined,
};

async function userAgent(introduction: Introduction): Promise<string> {
  const network = await openNetwork({}, environment, introduction);
  if (!network.ok) throw new Error(network.failure);
  await network.value.http.close();
  return network.value.userAgent;
}

it("gives the user's address to services that wish for one, and to Radiopaedia only the app's name", async () => {
  expect(await userAgent("nameAndContact")).toBe(
    "Casedrop/1.2.3 (+https://example.org/teaching)",
  );
  expect(await userAgent("name")).toBe("Casedrop/1.2.3");
});
