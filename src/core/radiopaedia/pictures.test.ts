// The request that sends pictures, and what a failure in the middle of it proves.
import { describe, expect, it } from "vitest";
import type { Failure } from "../../shared/failure.ts";
import { failed, success, type Result } from "../../shared/result.ts";
import { HastyClock } from "../../testing/hastyClock.ts";
import type {
  HttpClient,
  HttpFailure,
  HttpRequest,
  HttpResponse,
} from "../ports/httpClient.ts";
import { defaultServiceSettings } from "./serviceSettings.ts";
import { sendPictures } from "./pictures.ts";

class OneAnswer implements HttpClient {
  request: HttpRequest | null = null;
  readonly gathersBodies = () => false;
  readonly #sentBytes: number;
  readonly #answer: Result<HttpResponse, HttpFailure>;

  constructor(sentBytes: number, answer: Result<HttpResponse, HttpFailure>) {
    this.#sentBytes = sentBytes;
    this.#answer = answer;
  }

  send(request: HttpRequest): Promise<Result<HttpResponse, HttpFailure>> {
    this.request = request;
    request.onSentBytes?.(this.#sentBytes);
    return Promise.resolve(this.#answer);
  }
}

const lost: Failure & HttpFailure = {
  kind: "connectionLost",
  code: "ECONNRESET",
};

function send(http: HttpClient) {
  const token = () => Promise.resolve(success("token"));
  return sendPictures(
    {
      http,
      tokens: { accessToken: token, replaceRejected: token },
      clock: new HastyClock(),
      settings: defaultServiceSettings("https://service.test", "Test/1"),
    },
    { remoteCaseId: 7, remoteStudyId: 8 },
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
}

describe("sendPictures", () => {
  it("posts the file to its study, with its type and ten minutes of patience", async () => {
    const http = new OneAnswer(
      1000,
      success({ status: 201, headers: {}, text: '{"id":1}' }),
    );
    expect(await send(http)).toEqual(success(null));
    expect(http.request).toMatchObject({
      method: "POST",
      url: "https://service.test/api/v1/cases/7/studies/8/images",
      headers: {
        authorization: "Bearer token",
        accept: "application/json",
        "content-type": "application/zip",
        "content-disposition": 'attachment; filename="stack.zip"',
      },
      stallTimeoutMs: 600_000,
    });
  });

  it("is in doubt once the whole file is out", async () => {
    expect(await send(new OneAnswer(1000, failed(lost)))).toEqual(
      failed({ failure: lost, wasSent: true }),
    );
  });

  it("had no effect if the file was not out yet", async () => {
    expect(await send(new OneAnswer(999, failed(lost)))).toEqual(
      failed({ failure: lost, wasSent: false }),
    );
  });
});
