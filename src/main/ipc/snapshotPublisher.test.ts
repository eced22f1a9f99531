// The publisher: changes reach the window at once, but never more often than the window can use.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  defaultContractSettings,
  defaultSiteOrigin,
} from "../../shared/contractSettings.ts";
import type { AppSnapshot } from "../../shared/snapshot.ts";
import { createPublisher } from "./snapshotPublisher.ts";

/** A window that counts what it is sent. */
class FakeWindow {
  sent: string[] = [];
  destroyed = false;

  isDestroyed(): boolean {
    return this.destroyed;
  }
  send(channel: string): void {
    this.sent.push(channel);
  }
}

const snapshot: AppSnapshot = {
  appVersion: "0.0.0",
  platform: "linux",
  service: { kind: "sandbox", origin: null, failure: null },
  account: { kind: "signedOut" },
  secretStorage: "keychain",
  appearance: "system",
  network: {
    proxy: { kind: "system" },
    authorities: [],
    proxySignIn: null,
    hasProxyPassword: false,
    connectivity: { kind: "unknown" },
    diagnostics: null,
  },
  secondLook: { use: null, hasKey: false, reader: "sandbox", closed: [] },
  contactAddress: null,
  cases: [],
  startFailures: [],
  transfers: {
    mostAtOnce: 4,
    limit: null,
    asksWhenMetered: true,
    isMetered: false,
  },
  signIns: [],
  background: { keepsSending: false, startsAtLogin: false },
  siteOrigin: defaultSiteOrigin,
  contract: defaultContractSettings,
};

function publisherFor(window: FakeWindow): () => void {
  return createPublisher({
    target: () => window,
    appSnapshot: () => snapshot,
    caseSnapshot: () => null,
  });
}

describe("createPublisher", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it("tells the first change at once and the rest of the interval together", async () => {
    const window = new FakeWindow();
    const changed = publisherFor(window);
    changed();
    await Promise.resolve();
    expect(window.sent).toEqual(["casedrop-event:appSnapshot"]);
    for (let change = 0; change < 50; change += 1) changed();
    await vi.advanceTimersByTimeAsync(99);
    expect(window.sent).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(window.sent).toHaveLength(2);
  });

  it("never loses the last change", async () => {
    const window = new FakeWindow();
    const changed = publisherFor(window);
    changed();
    await Promise.resolve();
    changed();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(window.sent).toHaveLength(2);
  });

  it("says nothing to a window that is gone", async () => {
    const window = new FakeWindow();
    const changed = publisherFor(window);
    window.destroyed = true;
    changed();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(window.sent).toEqual([]);
  });
});
