// The window as a user works with it: words on buttons, not selectors.
import { expect, type Locator, type Page } from "@playwright/test";
import type { RunningApp } from "../support/launchApp.ts";
import { signInWithBrowser } from "../support/signInWithBrowser.ts";

export type Part = "Images" | "Details" | "Check" | "Upload";

/** What a short case needs. */
export interface CaseWords {
  readonly title: string;
  readonly system: string;
  readonly presentation?: string;
}

/** The window of a running app. */
export class CaseWindow {
  readonly app: RunningApp;

  constructor(app: RunningApp) {
    this.app = app;
  }

  get page(): Page {
    return this.app.page;
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  /** Signs in to the sandbox through its page in a real browser. */
  async signIn(screenshotPath?: string): Promise<void> {
    await this.button("Account: Sign in").click();
    await this.button("Sign in in the browser").click();
    await signInWithBrowser(
      this.app,
      screenshotPath === undefined ? {} : { screenshotPath },
    );
    await expect(this.button(/^Account: sandbox-demo/)).toBeVisible();
    await this.page.keyboard.press("Escape");
  }

  async show(part: Part): Promise<void> {
    await this.page.getByRole("tab", { name: part }).click();
  }

  /** Waits until the dropped files were read and the stacks are there. */
  async waitForImages(): Promise<void> {
    await expect(
      this.page.getByRole("checkbox", { name: /^Send / }).first(),
    ).toBeVisible({ timeout: 30_000 });
  }

  /** Images in each stack on show, in order, before trimming. */
  async stackSizes(): Promise<readonly number[]> {
    const sliders = this.page.getByRole("slider", { name: /^Scroll through/ });
    const ends = await sliders.evaluateAll((elements) =>
      elements.map((element) => Number(element.getAttribute("aria-valuemax"))),
    );
    return ends;
  }

  /** Waits until every preview on the screen is drawn. */
  async waitForPreviews(): Promise<void> {
    await expect(this.page.locator("[aria-busy=true]")).toHaveCount(0);
  }

  /** Opens the viewer on a stack by keys. */
  async openViewer(name: RegExp): Promise<void> {
    await this.page.getByRole("slider", { name }).first().focus();
    await this.page.keyboard.press("Enter");
    await expect(this.page.getByRole("dialog")).toBeVisible();
    await expect(this.#viewerImage()).toBeVisible();
  }

  /** Shows the masks beside the viewer's image. */
  async showMasks(): Promise<void> {
    await this.page.getByRole("tab", { name: /^Masks and text/ }).click();
  }

  /** Drags with the mouse over the viewer's image, between places given as shares of its width and height. */
  async dragOnImage(
    from: { readonly x: number; readonly y: number },
    to: { readonly x: number; readonly y: number },
  ): Promise<void> {
    const box = await this.#viewerImage().boundingBox();
    if (box === null) throw new Error("The viewer shows no image.");
    const { mouse } = this.page;
    await mouse.move(box.x + from.x * box.width, box.y + from.y * box.height);
    await mouse.down();
    await mouse.move(box.x + to.x * box.width, box.y + to.y * box.height, {
      steps: 8,
    });
    await mouse.up();
  }

  /** The masks listed beside the viewer's image. */
  masks(): Locator {
    return this.page
      .getByRole("region", { name: "Masks of this stack" })
      .getByRole("listitem")
      .getByRole("button", { name: /pixels/ });
  }

  /** Left, top, width and height of a listed box in stored pixels. */
  async maskNumbers(place: number): Promise<readonly number[]> {
    const name =
      (await this.masks().nth(place).getAttribute("aria-label")) ?? "";
    const [, width, height, left, top] =
      /(\d+) × (\d+) at (\d+), (\d+)/.exec(name) ?? [];
    return [left, top, width, height].map(Number);
  }

  #viewerImage(): Locator {
    return this.page.getByRole("dialog").getByRole("img");
  }

  async fillIn(words: CaseWords): Promise<void> {
    await this.show("Details");
    await this.page.getByRole("textbox", { name: /^Title/ }).fill(words.title);
    await this.page.getByRole("combobox", { name: /^System/ }).click();
    await this.page.getByRole("option", { name: words.system }).click();
    if (words.presentation !== undefined)
      await this.page
        .getByRole("textbox", { name: /^Presentation/ })
        .fill(words.presentation);
  }

  /** Masks all text that was found, stack after stack, once everything was looked through. */
  async maskFoundText(): Promise<void> {
    await this.show("Check");
    const unsearched = this.page.getByRole("button", {
      name: /not looked through for text/,
    });
    await expect(unsearched).toHaveCount(0, { timeout: 120_000 });
    const found = this.page.getByRole("button", {
      name: /Text in the picture at/,
    });
    const whatIsFound = async () =>
      (await found.count()) === 0 ? "" : await found.textContent();
    for (let left = await whatIsFound(); left !== "";) {
      await found.click();
      await this.page.getByRole("button", { name: /^Mask (it|all)/ }).click();
      await this.page.keyboard.press("Escape");
      await expect(this.page.getByRole("dialog")).toHaveCount(0);
      await this.show("Check");
      const before = left;
      await expect.poll(whatIsFound).not.toBe(before);
      left = await whatIsFound();
    }
  }

  async prepare(): Promise<void> {
    await this.show("Check");
    await this.button("Prepare the images").click();
    await this.#answerForUnseen();
    await expect(
      this.page.getByText(/prepared and checked/).first(),
    ).toBeVisible({ timeout: 60_000 });
  }

  /** Agrees to leave out what was refused and to send several patients as one case, where that is asked. */
  async acceptWhatIsAsked(): Promise<void> {
    for (const words of [/leave/i, /to be one case/i]) {
      const box = this.page.getByRole("checkbox", { name: words });
      if ((await box.count()) > 0) await tick(box.first());
    }
  }

  /** Images that nobody could look through are prepared only after the user's word. */
  async #answerForUnseen(): Promise<void> {
    const ready = this.page.getByText(/prepared and checked/);
    const held = this.page.getByText(/held back$/);
    await expect(ready.or(held).first()).toBeVisible({ timeout: 60_000 });
    await expect(
      this.page.getByText(/still being looked through for text/),
    ).toHaveCount(0, { timeout: 120_000 });
    const unseen = this.page.getByRole("button", {
      name: /images not looked through$/,
    });
    // A question is gone by itself once the preparation has refused the image that it is about.
    await expect(async () => {
      for (let before = await unseen.count(); before > 0;) {
        await unseen.first().click({ timeout: 2_000 });
        await this.button("I looked at them myself").click({ timeout: 2_000 });
        await expect(unseen).toHaveCount(before - 1);
        before = await unseen.count();
      }
    }).toPass({ timeout: 60_000 });
  }

  /** Ticks the three statements. */
  async confirm(): Promise<void> {
    for (const words of [/^I have permission/, /^I have looked/, /^I accept/])
      await tick(this.page.getByRole("checkbox", { name: words }));
  }

  /** Ticks the fourth, which public data asks for. */
  async confirmPublicData(): Promise<void> {
    const name =
      "I have read the licence and citation of the public data in this case, and may publish it under them.";
    const box = this.page.getByRole("checkbox", { name, exact: true });
    await expect(box).not.toBeChecked();
    await tick(box);
  }

  async send(): Promise<void> {
    await this.button("Send the case").click();
  }

  /** Sends images that another case brought to the site already. */
  async sendAgain(): Promise<void> {
    await tick(
      this.page.getByRole("checkbox", { name: /I mean to send them again/ }),
    );
    await this.send();
  }

  /** Waits until all is sent and processed, and checks that every file found is accounted for. */
  async waitUntilDone(): Promise<void> {
    await expect(
      this.page.getByRole("heading", { name: "Every file accounted for" }),
    ).toBeVisible({ timeout: 60_000 });
    await expect(
      this.page.getByRole("tab", { name: /^Upload.*(done|needs attention)/ }),
    ).toBeVisible({ timeout: 60_000 });
    const { found, uploaded, leftOut } = await this.account();
    expect(found).toBe(uploaded + leftOut);
  }

  /** The numbers of "N found = N uploaded + N left out". */
  async account(): Promise<{
    readonly found: number;
    readonly uploaded: number;
    readonly leftOut: number;
  }> {
    const sum = await this.page
      .getByText(/found =.*uploaded \+.*left out/)
      .innerText();
    const [found = Number.NaN, uploaded = Number.NaN, leftOut = Number.NaN] = [
      ...sum.replaceAll(/[,.\u00a0\u202f]/g, "").matchAll(/\d+/g),
    ].map(([digits]) => Number(digits));
    return { found, uploaded, leftOut };
  }
}

/** The tick shows once the main process has taken it over, a moment after the click. */
async function tick(box: Locator): Promise<void> {
  await box.click();
  await expect(box).toBeChecked();
}
