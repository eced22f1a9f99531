// Each doubtful choice of the contract (section 13) reaches the wire.
import { describe, expect, it } from "vitest";
import {
  contractSettingsSchema,
  type ContractSettings,
} from "../../shared/contractSettings.ts";
import type { Sha256Hex } from "../../shared/identifiers.ts";
import { success } from "../../shared/result.ts";
import { ManualClock } from "../../testing/manualClock.ts";
import { ScriptedHttp } from "../../testing/scriptedHttp.ts";
import { SequentialRandom } from "../../testing/sequentialRandom.ts";
import { beginAuthorization } from "../account/authorization.ts";
import { oauthSettingsOf } from "../account/settings.ts";
import { exchangeCode } from "../account/tokenEndpoint.ts";
import { createRadiopaediaClient } from "./client.ts";
import { serviceSettingsOf } from "./serviceSettings.ts";

const origin = "https://radiopaedia.org";
const never = new AbortController().signal;
const hash = "a".repeat(64) as Sha256Hex;
const url = "https://storage.test/object";
const study = { remoteCaseId: 1, remoteStudyId: 2 };
const stack = {
  uploadIds: [11, 12, 13],
  rootIndex: 1,
  perspective: "Axial",
  specifics: "T1",
};

/** What is on the wire when a case is sent with these choices. */
async function sentWith(changed: Partial<ContractSettings>) {
  const contract = contractSettingsSchema.parse(changed);
  const http = new ScriptedHttp(
    { status: 200, body: { login: "someone" } },
    { status: 200, body: { uploads: [{ id: 11, url }] } },
    { status: 200, body: "" },
    { status: 202, body: { job_id: "7" } },
    { status: 200, body: { access_token: "a", token_type: "Bearer" } },
  );
  const clock = new ManualClock(0);
  const token = () => Promise.resolve(success("token"));
  const client = createRadiopaediaClient({
    http,
    clock,
    tokens: { accessToken: token, replaceRejected: token },
    settings: serviceSettingsOf(origin, "Casedrop/test", contract),
  });
  await client.currentUser(never);
  const granted = await client.presign([hash], never);
  const grant = granted.ok ? granted.value.get(hash) : undefined;
  if (!grant?.url) throw new Error("No address");
  const body = { sizeBytes: 0, stream: () => emptyStream() };
  const stored = await client.putObject({ url: grant.url, body }, never);
  await client.attachStack(study, stack, never);
  const settings = oauthSettingsOf(origin, contract);
  const attempt = beginAuthorization(
    settings,
    { clientId: "id", redirectUri: settings.redirectUri },
    new SequentialRandom(),
  );
  await exchangeCode(
    { http, clock, userAgent: "Casedrop/test" },
    { settings, client: { clientId: "id", clientSecret: "" } },
    { attempt, code: "code" },
    never,
  );
  const [user, presign, put, attach, exchange] = http.requests;
  const attachText = typeof attach?.body === "string" ? attach.body : "";
  return {
    user: user?.url,
    presign: presign?.url,
    isStored: stored.ok,
    putType: put?.headers["content-type"],
    attach: attach?.url,
    attachText,
    attached: JSON.parse(attachText) as unknown,
    exchange: exchange?.url,
    exchanged: http.formOf(4),
    authorize: attempt.authorizeUrl,
  };
}

// eslint-disable-next-line @typescript-eslint/require-await -- a stream by contract
async function* emptyStream(): AsyncGenerator<Uint8Array> {
  yield new Uint8Array(0);
}

const cases: readonly (readonly [
  Partial<ContractSettings>,
  Readonly<Record<string, unknown>>,
])[] = [
  [{ apiPrefix: "/api/v2" }, { user: `${origin}/api/v2/users/current` }],
  [{ presignPath: "/uploads" }, { presign: `${origin}/uploads` }],
  [
    { imagePreparationPath: "/prepare" },
    { attach: `${origin}/prepare/1/studies/2/series` },
  ],
  [
    { putContentType: "application/octet-stream" },
    { putType: "application/octet-stream" },
  ],
  [
    { uploadedDataShape: "object" },
    {
      attachText: expect.stringContaining(
        '"uploaded_data":{"0":11,"1":12,"2":13}',
      ),
    },
  ],
  // The storage of this test answers a bare 200.
  [{ storageProof: "anySuccess" }, { isStored: true }],
  [{ rootIndexBase: 1 }, { attached: { series: { root_index: 2 } } }],
  [{ tokenPath: "/token" }, { exchange: `${origin}/token` }],
  [
    { redirectUri: "https://own.test/back" },
    { exchanged: { redirect_uri: "https://own.test/back" } },
  ],
  [
    { authorizePath: "/sign-in" },
    { authorize: expect.stringContaining(`${origin}/sign-in?`) },
  ],
  [{ scope: "cases" }, { authorize: expect.stringContaining("scope=cases") }],
];

describe("a doubtful choice of the contract", () => {
  it.each(cases)("reaches the wire: %j", async (changed, expected) => {
    expect(await sentWith(changed)).toMatchObject(expected);
    expect(await sentWith({})).not.toMatchObject(expected);
  });

  it("leaves out plane and specifics", async () => {
    const sent = await sentWith({ sendsPerspectiveAndSpecifics: false });
    expect(sent.attached).toMatchObject({ series: { root_index: 1 } });
    expect(JSON.stringify(sent.attached)).not.toMatch(/perspective|specifics/);
  });

  it("leaves out the proof key", async () => {
    expect((await sentWith({})).authorize).toContain("code_challenge=");
    const sent = await sentWith({ usesPkce: false });
    expect(sent.authorize).not.toContain("code_challenge");
    expect(sent.exchanged).not.toHaveProperty("code_verifier");
  });
});
