// That the key never stays in an answer, however the service writes it there.
import { expect, it } from "vitest";
import { withoutKey } from "./classifyAnswer.ts";

const key = 'ab/c.d+"e\\f';

it.each([
  ["as it is", key],
  ["as JSON escapes it", JSON.stringify(key).slice(1, -1)],
  ["with its slashes escaped", String.raw`ab\/c.d+\"e\\f`],
  ["as numbers", String.raw`ab\u002fc.d\u002B\u0022e\u005Cf`],
])("is taken out %s", (_, written) => {
  const answer = { status: 200, headers: {}, text: `{"k":"${written}"}` };
  expect(withoutKey(answer as never, key)).toMatchObject({
    text: '{"k":"(key)"}',
  });
});

it("leaves what only looks like it", () => {
  const answer = { status: 200, headers: {}, text: 'ab/cxd+"e\\f' };
  expect(withoutKey(answer as never, key)).toEqual(answer);
});
