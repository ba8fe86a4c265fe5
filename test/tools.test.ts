import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { withoutTools } from "./tools.ts";

/** A path on which there is everything but a browser. */
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "albflow-tools-"));
  for (const command of ["openssl", "curl", "pebble"]) symlinkSync(process.execPath, join(folder, command));
  vi.stubEnv("PATH", folder);
  vi.stubEnv("CI", "");
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

describe("the tests of a machine", () => {
  test("without a browser leave out those that need one, and say how many and how to get it", () => {
    const { files, closing } = withoutTools();
    expect(files).toContain("test/console/pages.test.ts");
    expect(files).not.toContain("test/functions/renewal.test.ts");
    expect(closing).toMatch(/^SKIPPED: \d\d+ .* \d+ files, .*chromium\. .*apt-get install chromium fonts-noto-cjk\./);
  });

  test.each([
    ["that root may install are installed before them", 0, 0, true],
    ["are left out when the installation fails", 0, 1, false],
    ["that somebody else would be asked for are left out", 1000, 0, false],
  ])("whose programs %s", (_, user, status, isThere) => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    vi.spyOn(process, "getuid").mockReturnValue(user);
    // Debian's apt-get, as far as it is needed.
    const made = `[ "$1" != install ] || [ ${status} != 0 ] || : > ${join(folder, "chromium")}`;
    writeFileSync(join(folder, "apt-get"), `#!/bin/sh\n${made}\nexit ${status}\n`, { mode: 0o755 });
    const { files, closing } = withoutTools();
    expect(files.includes("test/console/pages.test.ts")).toBe(!isThere);
    expect(closing === undefined).toBe(isThere);
  });

  test("leave nothing out in continuous integration", () => {
    vi.stubEnv("PATH", "/nowhere");
    vi.stubEnv("CI", "true");
    expect(withoutTools()).toEqual({ files: [], closing: undefined });
  });

  test("that run a program from outside are known", () => {
    vi.stubEnv("PATH", "/nowhere");
    const { files } = withoutTools();
    const all = ["test", "shared", "local", "cli", "functions", "console", "build"].flatMap((root) =>
      readdirSync(root, { recursive: true, encoding: "utf8" }).map((file) => `${root}/${file}`),
    );
    const running = all.filter(
      (file) =>
        /\.test\.tsx?$/.test(file) &&
        file !== "test/tools.test.ts" &&
        /\("(?:openssl|curl|pebble)"|"(?:openssl|curl)",|openConsole|openBrowser|startPebble|runCertificates/.test(
          readFileSync(file, "utf8"),
        ),
    );
    expect(running.filter((file) => !files.includes(file))).toEqual([]);
    expect(running.length).toBeGreaterThan(10);
  });
});
