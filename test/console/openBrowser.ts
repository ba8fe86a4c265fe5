import { type Browser, chromium } from "playwright-core";
import { commandPath } from "../tools.ts";

const ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"];

/** The distribution's Chromium, with further arguments. Throws an `Error` that says how to get it: what a browser shows is not tested without one. */
export async function openBrowser(more: string[] = []): Promise<Browser> {
  const executablePath = process.env.ALBFLOW_CHROMIUM ?? commandPath("chromium", "chromium-browser", "google-chrome");
  if (executablePath === undefined) {
    throw new Error(
      "There is no Chromium to test the pages with. Install one (Debian: apt-get install chromium fonts-noto-cjk), " +
        "or say where it is with ALBFLOW_CHROMIUM.",
    );
  }
  return chromium.launch({ executablePath, args: [...ARGUMENTS, ...more] });
}
