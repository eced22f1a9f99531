// The moment of signing in, and no other.
import { expect, it } from "vitest";
import type { AccountState } from "../../shared/accountState.ts";
import { whenSignedIn } from "./whenSignedIn.ts";

class FakeAccount {
  current: AccountState = { kind: "signedOut" };
  #listener: () => void = () => undefined;

  state(): AccountState {
    return this.current;
  }
  onChange(listener: () => void): () => void {
    this.#listener = listener;
    return () => undefined;
  }
  become(state: AccountState): void {
    this.current = state;
    this.#listener();
  }
}

const signedIn = {
  kind: "signedIn",
  login: "demo",
  quota: null,
  failure: null,
} as const;

it("tells of each sign-in once, and not of news about the user", () => {
  const account = new FakeAccount();
  let told = 0;
  whenSignedIn(account, () => {
    told += 1;
  });
  account.become(signedIn);
  expect(told).toBe(1);
  account.become({ ...signedIn, quota: { used: 1, allowed: 10 } });
  expect(told).toBe(1);
  account.become({ kind: "signedOut" });
  account.become(signedIn);
  expect(told).toBe(2);
});
