// The mask file of `--mask`: YAML or JSON that says what is painted over on which images.
import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { z } from "zod";
import { maskShapeSchema } from "../shared/mask.ts";
import { failed, success, type Result } from "../shared/result.ts";

const matchSchema = z.union([
  z.literal("all"),
  z
    .strictObject({
      /** As `casedrop scan --json` prints it. */
      stack: z.string().min(1).optional(),
      series: z.number().int().optional(),
      modality: z.string().min(1).optional(),
      /** Columns x rows. */
      matrix: z
        .string()
        .regex(/^\d+x\d+$/, "is not columns x rows, such as 800x600")
        .optional(),
    })
    .refine(
      (match) => Object.values(match).some((value) => value !== undefined),
      "names nothing: give stack, series, modality or matrix, or the word all",
    ),
]);

const position = z.number().int().min(1);

const entrySchema = z.strictObject({
  match: matchSchema,
  shape: maskShapeSchema,
  images: z
    .strictObject({ first: position, last: position })
    .refine(({ first, last }) => first <= last, "ends before it begins")
    .optional(),
});

/** One mask of the file: what it covers, and on which images. */
export type MaskEntry = z.infer<typeof entrySchema>;

/** The masks of the file at this path; none without one. The failure is in sentences. */
export async function readMaskFile(
  path: string | undefined,
): Promise<Result<readonly MaskEntry[], string>> {
  if (path === undefined) return success([]);
  try {
    return parseMaskFile(await readFile(path, "utf8"));
  } catch {
    return failed("The mask file cannot be read.");
  }
}

/** Reads the text of a mask file. The failure is a sentence per problem. */
export function parseMaskFile(
  text: string,
): Result<readonly MaskEntry[], string> {
  let value: unknown;
  try {
    // YAML 1.2 includes JSON.
    value = parse(text);
  } catch {
    return failed("The mask file is neither YAML nor JSON.");
  }
  const parsed = z.array(entrySchema).min(1).max(1000).safeParse(value);
  return parsed.success ? success(parsed.data) : failed(problems(parsed.error));
}

function problems(error: z.ZodError): string {
  const lines = error.issues.map(({ path, message }) => {
    const [index, ...fields] = path;
    const entry =
      typeof index === "number" ? `mask ${index + 1}` : "the whole file";
    return `  ${[entry, ...fields.map(String)].join(", ")}: ${message}`;
  });
  return `The mask file is not valid:\n${lines.join("\n")}`;
}

/** What the file looks like, for `--help`. */
export const maskFileHelp = `
A mask file is YAML or JSON: a list of masks, each painted black on every image that it matches.

  - match: { modality: US, matrix: 800x600 }
    shape: { kind: rectangle, left: 0, top: 0, width: 800, height: 40 }
  - match: { series: 3 }
    shape: { kind: outsideEllipse, left: 100, top: 50, width: 600, height: 500 }
    images: { first: 1, last: 20 }

  match    all, or any of: stack (id as scan --json prints it), series (its number), modality,
           matrix (columns x rows); an image must fit all that are given
  shape    kind rectangle, ellipse, outsideRectangle or outsideEllipse with left, top, width and
           height in pixels; outsideFan with apexX, apexY, innerRadius, outerRadius, fromDegrees
           and toDegrees (clockwise, 0 to the right, 90 down); outside... keeps what it encloses
  images   places in the order in which images are written, from 1; absent: all of the stack`;
