// Ids of the service: whole numbers, tolerated as digits in a string.
import { z } from "zod";

/** A positive whole number. */
export const remoteIdSchema = z.union([
  z.number().int().positive(),
  z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .transform(Number),
]);
