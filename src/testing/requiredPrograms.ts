// Programs of the system that tests judge by or send through: where one is missing its tests are skipped and say so, on a build server they fail.

/** A build server that could have the programs and has not proves nothing. */
export const areProgramsRequired =
  process.env["CI"] === "true" && process.platform === "linux";

/** For the name of tests that need these programs; empty when none is missing. */
export function notInstalled(missing: readonly string[]): string {
  return missing.length === 0 ? "" : ` (not installed: ${missing.join(", ")})`;
}
