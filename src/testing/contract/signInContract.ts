// The part of the contract that a browser sees: redirect URIs and codes (section 2).
import { describe, expect, it } from "vitest";
import { codeChallengeOf } from "../../core/account/authorization.ts";
import { outOfBandRedirectUri } from "../../shared/contractSettings.ts";
import type { ServiceUnderTest } from "./serviceUnderTest.ts";

/** The tests for one service; those that need an application are skipped without one. */
export function describeSignInContract(service: () => ServiceUnderTest): void {
  describe("signing in (section 2)", () => {
    const noApplication = "the credentials name no application";
    const clientId = () => service().application?.clientId ?? null;

    it.for([
      ["a challenge and a state", false] as const,
      ["no challenge and no state", true] as const,
    ])(
      "shows its page for the out-of-band URN with %s",
      async ([, isBare], { skip }) => {
        const id = clientId();
        if (id === null) return skip(noApplication);
        const answer = await service().authorizePage({
          client_id: id,
          redirect_uri: outOfBandRedirectUri,
          response_type: "code",
          ...(!isBare && {
            state: "casedrop-contract",
            code_challenge: codeChallengeOf("casedrop-contract".repeat(3)),
            code_challenge_method: "S256",
          }),
        });
        // Nobody is signed in with this client of HTTP: a page, or the way to one.
        expect(answer.status).toBeLessThan(400);
      },
    );

    it.for([
      "https://casedrop-contract.invalid/back",
      "http://casedrop-contract.invalid/back",
      "urn:ietf:wg:oauth:2.0:oob:auto",
    ])(
      "never sends a browser to %s, which nobody registered",
      async (uri, { skip }) => {
        const id = clientId();
        if (id === null) return skip(noApplication);
        const answer = await service().authorizePage({
          client_id: id,
          redirect_uri: uri,
          response_type: "code",
        });
        expect(answer.headers["location"] ?? "").not.toContain(
          "casedrop-contract.invalid",
        );
      },
    );

    it.for([outOfBandRedirectUri, "https://casedrop-contract.invalid/back"])(
      "refuses a code that it did not give out, for %s",
      async (uri, { skip }) => {
        const { application } = service();
        if (application === null) return skip(noApplication);
        expect(
          await service().exchange(
            "casedrop-contract-nonsense",
            uri,
            application,
          ),
        ).toMatchObject({
          failure: { kind: "signInFailed", reason: "badCode" },
        });
      },
    );
  });
}
