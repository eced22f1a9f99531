// The public archives as a user works with them.
import { expect, type Locator } from "@playwright/test";
import type { RunningApp } from "../support/launchApp.ts";
import { CaseWindow } from "./caseWindow.ts";

/** The archive window as a user works with it. */
export class ArchiveWindow extends CaseWindow {
  async open(): Promise<void> {
    await this.button("Browse public archives").click();
    await expect(
      this.page.getByRole("heading", { name: "Public archives" }),
    ).toBeVisible();
  }

  tab(name: string): Locator {
    return this.page.getByRole("tab", { name: new RegExp(`^${name}`) });
  }

  async choose(list: string, option: string): Promise<void> {
    await this.page
      .getByRole("listbox", { name: list, exact: true })
      .getByRole("option", { name: new RegExp(option) })
      .click();
  }

  /** Opens the gate for the whole cart and accepts the policy if it is asked. */
  async openGate(): Promise<Locator> {
    await this.tab("Cart").click();
    await this.button("Fetch…").click();
    return this.page.getByRole("dialog", { name: "Licences of these series" });
  }

  /** Puts one series into the cart. */
  async addToCart(
    collection: string,
    subject: string,
    series: string,
  ): Promise<void> {
    await this.tab("Browse").click();
    await this.choose("Collections", collection);
    await this.choose(`Subjects of ${collection}`, subject);
    await this.button(`Add ${series} to the cart`).click();
  }

  download(name: string): Locator {
    return this.page
      .getByRole("list", { name: "Downloads" })
      .getByRole("listitem", { name });
  }
}

/** Opens it in a fresh app. */
export async function openArchive(app: RunningApp): Promise<ArchiveWindow> {
  const window = new ArchiveWindow(app);
  await window.open();
  return window;
}
