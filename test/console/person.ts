import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import type { Language } from "../../console/words/language.ts";

/** Somebody at a page, whose clicks and fields are counted. */
export interface Person {
  page: Page;
  language: Language;
  /** The name that this person's listeners begin with. */
  name: string;
  /** What has been done since `begin`. */
  done: { clicks: number; fields: number };
  /** Goes somewhere; counts from here. */
  begin(address: string): Promise<void>;
  /** One click on a link, a button or a heading that unfolds, by what it is called. */
  click(role: "link" | "button" | "group", name: string | RegExp): Promise<void>;
  /** One field that is filled: with words and numbers, never with an id. */
  write(label: string, text: string, within?: Locator): Promise<void>;
  /** One field that is chosen from a list, by a word of what is shown there. */
  choose(label: string, shown: string | RegExp, within?: Locator): Promise<void>;
  /** One box that is ticked. */
  tick(label: string | RegExp): Promise<void>;
}

/** Whoever is at this page. */
export function personAt(page: Page, name: string, language: Language): Person {
  const done = { clicks: 0, fields: 0 };
  const field = (label: string, within: Locator = page.locator("main")) =>
    within.getByLabel(label, { exact: true }).or(within.getByLabel(`${label} ${REQUIRED[language]}`, { exact: true }));
  return {
    page,
    language,
    name,
    done,
    async begin(address) {
      await page.goto(address);
      Object.assign(done, { clicks: 0, fields: 0 });
    },
    async click(role, shown) {
      done.clicks += 1;
      if (role === "group") await page.locator("main summary").filter({ hasText: shown }).first().click();
      else await page.getByRole(role, { name: shown, exact: true }).first().click();
    },
    async write(label, text, within) {
      expect(text).not.toMatch(/\b(lsn|sgp|alb|spy|vpc)-|-cn-|[0-9a-f]{8}-/);
      done.fields += 1;
      await field(label, within).first().fill(text);
    },
    async choose(label, shown, within) {
      done.fields += 1;
      const control = field(label, within).first();
      if ((await control.getAttribute("role")) !== "combobox") {
        await control.selectOption({ label: String(shown) });
        return;
      }
      await control.click();
      await page.getByRole("option", { name: shown }).first().click();
    },
    async tick(label) {
      done.fields += 1;
      await page.locator("main").getByLabel(label).first().check();
    },
  };
}

const REQUIRED = { en: "required", zh: "必填" };
