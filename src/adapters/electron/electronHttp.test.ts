// What Electron's network code leaves open about a request that broke. It tells its progress only now and then.
import { EventEmitter } from "node:events";
import { expect, it, vi } from "vitest";
import { classifyFailure } from "../../core/upload/classifyFailure.ts";
import { sendPictures } from "../../core/radiopaedia/pictures.ts";
import { defaultServiceSettings } from "../../core/radiopaedia/serviceSettings.ts";
import { success } from "../../shared/result.ts";
import { HastyClock } from "../../testing/hastyClock.ts";
import { createElectronHttp } from "./electronHttp.ts";

/** A request whose body has arrived whole when its connection breaks, before any word of its progress. */
class BrokenRequest extends EventEmitter {
  setHeader() {
    return undefined;
  }
  write() {
    return undefined;
  }
  abort() {
    return undefined;
  }
  getUploadProgress() {
    return { active: true, started: true, current: 0, total: 1000 };
  }
  end() {
    queueMicrotask(() =>
      this.emit("error", new Error("net::ERR_CONNECTION_RESET")),
    );
  }
}

vi.mock("electron", () => ({ net: { request: () => new BrokenRequest() } }));

it("pictures that may have arrived are in doubt, never sent again by themselves", async () => {
  const token = () => Promise.resolve(success("token"));
  const http = createElectronHttp({
    network: {
      renewFresh: () => Promise.resolve(),
      shared: {},
      fresh: {},
    } as unknown as Parameters<typeof createElectronHttp>[0]["network"],
    credentialsFor: () => null,
  });
  const sent = await sendPictures(
    {
      http,
      tokens: { accessToken: token, replaceRejected: token },
      clock: new HastyClock(),
      settings: defaultServiceSettings("https://service.test", "Casedrop/test"),
    },
    { remoteCaseId: 1, remoteStudyId: 2 },
    {
      contentType: "application/zip",
      filename: "stack.zip",
      body: {
        sizeBytes: 1000,
        async *stream() {
          yield await Promise.resolve(new Uint8Array(1000));
        },
      },
    },
    new AbortController().signal,
  );
  expect(sent).toMatchObject({
    failure: { failure: { kind: "connectionLost" }, wasSent: true },
  });
  if (sent.ok) return;
  const { failure, wasSent } = sent.failure;
  expect(classifyFailure(failure, { kind: "nonIdempotent", wasSent })).toEqual({
    kind: "inDoubt",
  });
});
