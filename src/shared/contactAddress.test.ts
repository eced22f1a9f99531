// Which addresses may stand in a User-Agent, and how it reads with and without one.
import { describe, expect, it } from "vitest";
import {
  contactAddressIn,
  contactAddressSchema,
  userAgentOf,
} from "./contactAddress.ts";

describe("a contact address", () => {
  it.each([
    ["https://example.org/teaching", "https://example.org/teaching"],
    [
      " https://example.org:8443/~anna/a%20b ",
      "https://example.org:8443/~anna/a%20b",
    ],
    ["mailto:anna@example.org", "mailto:anna@example.org"],
    ["anna.b+x@radiology.example.org", "mailto:anna.b+x@radiology.example.org"],
  ])("%s is taken", (typed, expected) => {
    expect(contactAddressIn(typed)).toBe(expected);
    expect(contactAddressSchema.parse(typed)).toBe(expected);
  });

  it.each([
    "",
    "  ",
    "anna",
    "anna@localhost",
    "http://example.org",
    "https://localhost",
    "mailto:https://example.org",
    "https://example.org/?a=1",
    "https://example.org/) Mozilla/5.0 (",
    "https://example.org/\r\nAuthorization: x",
    `https://example.org/${"a".repeat(200)}`,
  ])("%s is not", (typed) => {
    expect(contactAddressIn(typed)).toBeNull();
    expect(contactAddressSchema.safeParse(typed).success).toBe(false);
  });
});

it("stands beside name and version in the User-Agent", () => {
  expect([
    userAgentOf("1.0.0", null),
    userAgentOf("1.0.0", "mailto:anna@example.org"),
  ]).toEqual(["Casedrop/1.0.0", "Casedrop/1.0.0 (+mailto:anna@example.org)"]);
});
