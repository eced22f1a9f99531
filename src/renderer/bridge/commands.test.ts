// How often a failure is told.
import { afterEach, expect, it, vi } from "vitest";
import type { Failure } from "../../shared/failure.ts";
import { failed } from "../../shared/result.ts";
import { send, signInFromPanel } from "./commands.ts";
import { noticeManager } from "./notices.ts";

const badClient: Failure = {
  kind: "signInFailed",
  reason: "badClient",
  detail: "",
};

function watchNotices() {
  vi.stubGlobal("window", {
    casedrop: { signIn: () => Promise.resolve(failed(badClient)) },
  });
  return vi.spyOn(noticeManager, "add").mockReturnValue("");
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

it("gives no notice of a sign-in that the panel says has failed", async () => {
  const notices = watchNotices();
  await signInFromPanel("outOfBand");
  expect(notices).not.toHaveBeenCalled();
});

it("gives a notice of a sign-in that fails anywhere else", async () => {
  const notices = watchNotices();
  expect(await send((bridge) => bridge.signIn("loopback"))).toBe(false);
  expect(notices).toHaveBeenCalledOnce();
});
