// The service as a hospital sees it: not on this computer, behind TLS of a private authority, with a profile that is signed in.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { RunningSandbox } from "../../src/testing/runningSandbox.ts";
import {
  ownAddress,
  startSecureFront,
  type SecureFront,
} from "../../src/testing/secureFront.ts";
import {
  hasOpenssl,
  TestAuthority,
} from "../../src/testing/testCertificates.ts";

const host = ownAddress() ?? "";

/** False without a network address or without openssl. */
export function canServeHospital(): boolean {
  return host !== "" && hasOpenssl();
}

/** Site and storage, each behind a front at an address that is not loopback. */
export class HospitalService {
  readonly host = host;
  readonly sandbox: RunningSandbox;
  readonly authority: TestAuthority;
  readonly site: SecureFront;
  readonly storage: SecureFront;

  private constructor(
    sandbox: RunningSandbox,
    authority: TestAuthority,
    fronts: { readonly site: SecureFront; readonly storage: SecureFront },
  ) {
    this.sandbox = sandbox;
    this.authority = authority;
    this.site = fronts.site;
    this.storage = fronts.storage;
  }

  static async start(): Promise<HospitalService> {
    const sandbox = await RunningSandbox.start();
    const authority = await TestAuthority.create();
    const certificate = await authority.issue({
      commonName: "service",
      altNames: [`IP:${host}`],
    });
    const storage = await startSecureFront(
      certificate,
      () => sandbox.storageOrigin,
      { host },
    );
    const site = await startSecureFront(certificate, () => sandbox.origin, {
      host,
      rewrites: () => ({ [sandbox.storageOrigin]: storage.origin }),
    });
    return new HospitalService(sandbox, authority, { site, storage });
  }

  async close(): Promise<void> {
    await this.site.close();
    await this.storage.close();
    await this.sandbox.end();
    await this.authority.remove();
  }

  /** A profile that is signed in with the service behind the front. */
  async writeProfile(
    profilePath: string,
    wishes: { readonly proxy: unknown; readonly trusts: boolean },
  ): Promise<void> {
    const folder = join(profilePath, "user-data");
    await mkdir(folder, { recursive: true });
    const clientId = "casedrop-sandbox";
    await writeFile(
      join(folder, "settings.json"),
      JSON.stringify({
        version: 1,
        serviceInUse: "radiopaedia",
        radiopaedia: { origin: this.site.origin, clientId },
        isPlainTextSecretsAllowed: true,
        network: { proxy: wishes.proxy },
      }),
    );
    const pair = await this.sandbox.admin("POST", "/sandbox/tokens", {});
    const tokens = pair.json as { access_token: string; refresh_token: string };
    const entry = (value: unknown) => ({
      protection: "plain",
      data: Buffer.from(JSON.stringify(value)).toString("base64"),
    });
    await writeFile(
      join(folder, "secrets.json"),
      JSON.stringify({
        version: 1,
        entries: {
          "radiopaedia.clientSecret": entry({
            version: 1,
            clientId,
            clientSecret: "public-sandbox-secret",
          }),
          "radiopaedia.tokens": entry({
            version: 1,
            accessToken: tokens.access_token,
            refreshToken: tokens.refresh_token,
            expiresAtMs: null,
          }),
        },
      }),
    );
    if (wishes.trusts)
      await writeFile(join(folder, "authorities.pem"), this.authority.pem);
  }
}
