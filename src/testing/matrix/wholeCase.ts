// What must be true of the site whatever went wrong: one draft, every stack whole, in order and once.
import type { StateDescription } from "../../sandbox/admin/describeState.ts";
import type { UploadPlan } from "../../core/model/uploadPlan.ts";

/** Hashes of each planned stack in display order, study by study. */
function plannedStacks(plan: UploadPlan): readonly (readonly string[])[] {
  return plan.studies.flatMap((study) =>
    study.stacks.map((stack) => stack.images.map((file) => file.sha256Hex)),
  );
}

/** Hashes of each stack that shows, study by study. Those that the site accepted and then failed to process do not count: they never show, and are sent once more. */
export function stacksOnSite(
  site: StateDescription,
): readonly (readonly string[])[] {
  return site.cases.flatMap(({ studies }) =>
    studies.flatMap(({ stacks, images }) => [
      ...stacks
        .filter(({ failsSilently }) => !failsSilently)
        .map(({ uploads }) => uploads.map(({ sha256 }) => sha256)),
      // A picture is a stack of its own, and here behind the others of its study.
      ...images.map(({ sha256 }) => [sha256]),
    ]),
  );
}

/** Problems of a case at any moment: more than one draft, a stack that is not one of the planned ones, one twice. */
export function problemsSoFar(
  site: StateDescription,
  plan: UploadPlan,
): readonly string[] {
  const planned = new Set(plannedStacks(plan).map(String));
  const stacks = stacksOnSite(site).map(String);
  return [
    ...(site.cases.length > 1 ? [`${site.cases.length} drafts`] : []),
    ...(stacks.some((stack) => !planned.has(stack)) ? ["a short stack"] : []),
    ...(new Set(stacks).size < stacks.length ? ["a stack twice"] : []),
  ];
}

/** Problems of a case that is said to be done. */
export function problemsWhenDone(
  site: StateDescription,
  plan: UploadPlan,
): readonly string[] {
  // What was sent once more stands after the others: the site has no way to say where.
  const wasRetried = hasFailedStack(site);
  const ordered = (stacks: readonly string[]) =>
    wasRetried ? stacks.toSorted() : stacks;
  const expected = ordered(plannedStacks(plan).map(String));
  const found = ordered(stacksOnSite(site).map(String));
  const isSame =
    found.length === expected.length &&
    expected.every((stack, index) => stack === found[index]);
  return [
    ...problemsSoFar(site, plan),
    ...(isSame ? [] : ["not every stack in its place"]),
    ...(site.cases[0]?.uploadFinishedAtMs == null ? ["not finished"] : []),
  ];
}

function hasFailedStack(site: StateDescription): boolean {
  return site.cases.some(({ studies }) =>
    studies.some(({ stacks }) =>
      stacks.some(({ failsSilently }) => failsSilently),
    ),
  );
}
