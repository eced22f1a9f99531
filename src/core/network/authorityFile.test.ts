// Certificate files as users bring them. The certificates were made by openssl for this test and lead nowhere.
import { describe, expect, it } from "vitest";
import { commonName, parseAuthorityFile } from "./authorityFile.ts";

const authorityPem = `-----BEGIN CERTIFICATE-----
MIIBjTCCATOgAwIBAgIUMJXKx4J4o6PtRKXXLZ0TK2KFoecwCgYIKoZIzj0EAwIw
GzEZMBcGA1UEAwwQSG9zcGl0YWwgUm9vdCBDQTAgFw0yNjExMjIxMTA4MThaGA8y
MDc2MTEwOTExMDgxOFowGzEZMBcGA1UEAwwQSG9zcGl0YWwgUm9vdCBDQTBZMBMG
ByqGSM49AgEGCCqGSM49AwEHA0IABKGtjHqvafLw3CafDfXV8owgiznfrhfLt9qq
1EPW6B0WjI+heh3EtrBkQsi7KfVOLAOEuMO+26pGok/fs753JE+jUzBRMB0GA1Ud
DgQWBBQWiud/urzB4FVc/gTwHvrn5ly2ejAfBgNVHSMEGDAWgBQWiud/urzB4FVc
/gTwHvrn5ly2ejAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIQDy
Mns4qNFYacywNqVOh/ZX0tDHaNSBcPVzMQcO2Gn9pgIgPxwhlPqFa5qOBa/qBx99
SGbN6pEhLLo0/vK/MtjJjIM=
-----END CERTIFICATE-----
`;
const serverPem = `-----BEGIN CERTIFICATE-----
MIIBjzCCATWgAwIBAgIBBTAKBggqhkjOPQQDAjAbMRkwFwYDVQQDDBBIb3NwaXRh
bCBSb290IENBMCAXDTI2MTEyMjExMDgxOFoYDzIwNzYxMTA5MTEwODE4WjAaMRgw
FgYDVQQDDA9yYWRpb3BhZWRpYS5vcmcwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
AAQYX7ZaB4Uuom9bo91zpfmKj0Lp4JUJi1Saqcb843XhwdqZ9HCF6kylxxNq4oRg
EwiZ6OrlnD265w7zYBx5Oir4o2kwZzAJBgNVHRMEAjAAMBoGA1UdEQQTMBGCD3Jh
ZGlvcGFlZGlhLm9yZzAdBgNVHQ4EFgQUZ0mpCCdwn2NSfRrel/cjhximeTQwHwYD
VR0jBBgwFoAUFornf7q8weBVXP4E8B765+ZctnowCgYIKoZIzj0EAwIDSAAwRQIg
TbthdlBnUCiRxSSP7IEY7t4eHiIO09uUwEKvvKzXAk4CIQCXW7sOMGUickZvyv1l
OJiY7svgPUOj9jKzSONi5JpiAg==
-----END CERTIFICATE-----
`;

const nowMs = Date.UTC(2027, 0, 1);
const bytes = (text: string) => Buffer.from(text, "utf8");

function derOf(pem: string): Uint8Array {
  return Buffer.from(pem.replaceAll(/-----[^-]+-----|\s/g, ""), "base64");
}

describe("parseAuthorityFile", () => {
  it("reads PEM with text around it, once each, and DER", () => {
    const expected = {
      subject: "Hospital Root CA",
      expiresAtMs: Date.UTC(2076, 10, 9, 11, 8, 18),
    };
    const pem = parseAuthorityFile(
      bytes(`Subject: x\r\n${authorityPem}\n\n${authorityPem}`),
      nowMs,
    );
    expect(pem).toMatchObject({ ok: true, value: [expected] });
    expect(pem.ok && pem.value).toHaveLength(1);
    expect(parseAuthorityFile(derOf(authorityPem), nowMs)).toMatchObject({
      ok: true,
      value: [expected],
    });
  });

  it.each([
    ["", "noCertificate"],
    ["hello", "noCertificate"],
    ["-----BEGIN CERTIFICATE-----\nAAAA", "damaged"],
    ["-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "damaged"],
    [
      `${authorityPem}\n-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----`,
      "privateKey",
    ],
  ])("refuses %j", (text, kind) => {
    expect(parseAuthorityFile(bytes(text), nowMs)).toEqual({
      ok: false,
      failure: { kind },
    });
  });

  it("refuses a file of which one certificate is no authority, naming it", () => {
    expect(parseAuthorityFile(bytes(authorityPem + serverPem), nowMs)).toEqual({
      ok: false,
      failure: { kind: "notAnAuthority", subject: "radiopaedia.org" },
    });
  });

  it("refuses an authority whose time is over", () => {
    expect(
      parseAuthorityFile(bytes(authorityPem), Date.UTC(2100, 0, 1)),
    ).toEqual({
      ok: false,
      failure: {
        kind: "expired",
        subject: "Hospital Root CA",
        expiredAtMs: Date.UTC(2076, 10, 9, 11, 8, 18),
      },
    });
  });
});

describe("commonName", () => {
  it("falls back to the whole name", () => {
    expect(commonName("O=Hospital\nOU=IT")).toBe("O=Hospital, OU=IT");
    expect(commonName("O=Hospital\nCN=Root")).toBe("Root");
  });
});
