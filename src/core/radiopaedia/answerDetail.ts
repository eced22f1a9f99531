// The service's own words about a refusal, fit to be shown: short, without addresses, tokens or markup.
import { z } from "zod";

const longestDetail = 300;

/** Error bodies are not documented; these members have been seen or are usual (contract section 9). */
const errorBodySchema = z.object({
  error_description: z.string().optional(),
  error: z.unknown().optional(),
  message: z.unknown().optional(),
  errors: z.unknown().optional(),
});

/** Text of an error body, cut to 300 characters; URLs and anything as long as a token are replaced by "…". */
export function answerDetail(body: string): string {
  return (wordsOf(body) ?? body)
    .replace(/<[^>]*>/g, " ")
    .replace(/\S*:\/\/\S*/g, "…")
    .replace(/\bBearer\s+\S+/gi, "…")
    .replace(/[\w.~+/=-]{24,}/g, "…")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, longestDetail);
}

function wordsOf(body: string): string | null {
  const parsed = errorBodySchema.safeParse(jsonOrNull(body));
  if (!parsed.success) return null;
  const { error_description, error, message, errors } = parsed.data;
  const found = [error_description, error, message, errors].find(
    (value) => value !== undefined && value !== null && value !== "",
  );
  if (found === undefined) return null;
  return typeof found === "string" ? found : JSON.stringify(found);
}

/** The JSON value of a text, or null if it is none. */
export function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
