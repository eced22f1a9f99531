// `casedrop deidentify`: writes verified, de-identified copies of what is in files and folders, in display order.
import { Option, type Command } from "commander";
import { textModes, type TextMode } from "./deidentifyText.ts";
import { acceptTextHelp, readAcceptedText } from "./acceptedText.ts";
import { exitStatus, type CliEnvironment } from "./environment.ts";
import { wrongUseRefusal } from "./jsonRefusal.ts";
import { readFreeTextReason, readFreeTextTags } from "./keptFreeText.ts";
import { assignMasks } from "./maskAssignment.ts";
import { maskFileHelp, readMaskFile } from "./maskFile.ts";
import { scanPaths } from "./scanPaths.ts";
import { type DeidentifyArguments, wrongUse } from "./deidentifyArguments.ts";
import { isChosen } from "./chosenStacks.ts";
import { deidentifyScanned } from "./deidentifyRun.ts";

async function runDeidentify(
  paths: readonly string[],
  given: DeidentifyArguments,
  environment: CliEnvironment,
): Promise<void> {
  const refuse = (sentence: string) => {
    environment.stderr.write(`${sentence}\n`);
    environment.exit(exitStatus.wrongUse, wrongUseRefusal(sentence));
  };
  const refused = await wrongUse(paths, given);
  if (refused !== null) {
    refuse(refused);
    return;
  }
  const entries = await readMaskFile(given.mask);
  if (!entries.ok) {
    refuse(entries.failure);
    return;
  }
  const scanned = await scanPaths(paths, environment);
  const { studies } = scanned.grouped;
  const masks = assignMasks(entries.value, studies, (stack) =>
    isChosen(stack, given.all),
  );
  if (!masks.ok) refuse(masks.failure);
  else
    await deidentifyScanned(
      { scanned, masks: masks.value },
      given,
      environment,
    );
}

/**
 * Adds the `deidentify` command. Exit status 1 if a file could not be read, an image was refused, or one was written
 * with text that nobody decided about, or that nobody could look at (the report says which), 2 for an output folder that is not empty or lies in a source, a short salt, or a mask file that is not valid.
 */
export function registerDeidentifyCommand(
  program: Command,
  environment: CliEnvironment,
): void {
  program
    .command("deidentify")
    .description("write verified copies without patient data, in display order")
    .argument("<path...>", "DICOM files or folders of them")
    .requiredOption("--out <folder>", "where to write: absent or empty")
    .option("--all", "take every stack that has images", false)
    .option(
      "--report <file>",
      "write what happened as JSON; it names images by study, stack and number, and no path",
    )
    .option(
      "--salt <hex>",
      "secret that keys the new UIDs, to get the same ones again",
    )
    .option("--mask <file>", "YAML or JSON with what to paint over; see below")
    .addOption(
      new Option(
        "--text <what>",
        "images with text in their pixels, or that nobody could look at: refuse them; report them and write all but those " +
          "with words of the patient (exit status 1); or skip the search, so that nobody looks",
      )
        .choices(textModes)
        .default("refuse" satisfies TextMode),
    )
    .option(
      "--accept-text <[id=]reason>",
      `write images with text in their pixels all the same: ${acceptTextHelp}`,
      readAcceptedText,
    )
    .option(
      "--keep-free-text <tags>",
      "free text that you have reviewed and that stays: keywords or tags, with commas; words of the patient never do",
      readFreeTextTags,
      [],
    )
    .option(
      "--accept-free-text <reason>",
      "keep it also where something in it looks like a date, a great age, a number, a place or a name, for this reason",
      readFreeTextReason,
    )
    .option("--json", "print one JSON document instead of text", false)
    .addHelpText("after", maskFileHelp)
    .action((paths: readonly string[], given: DeidentifyArguments) =>
      runDeidentify(paths, given, environment),
    );
}
