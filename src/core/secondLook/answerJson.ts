// JSON as services really write it: inside a string, or with the NaN and Infinity of Python's encoder.

/** The value of a text; undefined if it is not JSON. A string that holds JSON is opened once more. */
export function jsonOf(text: string): unknown {
  const value = parsed(text);
  return typeof value === "string" ? parsed(value) : value;
}

function parsed(text: string): unknown {
  const strict = parsedOrUndefined(text);
  return strict === undefined ? parsedOrUndefined(withoutNaN(text)) : strict;
}

function parsedOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `NaN` and `Infinity` outside strings become null: no value was given. */
function withoutNaN(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g, (token) =>
    token.startsWith('"') ? token : "null",
  );
}
