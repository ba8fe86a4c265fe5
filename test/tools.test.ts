import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { withoutTools } from "./tools.ts";

const folder = mkdtempSync(join(tmpdir(), "albflow-tools-"));
afterEach(() => vi.unstubAllEnvs());

describe("the tests of a machine", () => {
  test("without a browser leave out those that need one, and say how many and how to get it", () => {
    for (const command of ["openssl", "curl", "pebble"]) symlinkSync(process.execPath, join(folder, command));
    vi.stubEnv("PATH", folder);
    vi.stubEnv("CI", "");
    const { files, closing } = withoutTools();
    expect(files).toContain("test/console/pages.test.ts");
    expect(files).not.toContain("test/functions/renewal.test.ts");
    expect(closing).toMatch(
      /^SKIPPED: \d\d+ or more tests in \d files, which run chromium\. Get it: apt-get install chromium fonts-noto-cjk\./,
    );
    rmSync(folder, { recursive: true });
  });

  test("leave nothing out in continuous integration", () => {
    vi.stubEnv("PATH", "/nowhere");
    vi.stubEnv("CI", "true");
    expect(withoutTools()).toEqual({ files: [], closing: undefined });
  });

  test("that run a program from outside are known", () => {
    vi.stubEnv("PATH", "/nowhere");
    vi.stubEnv("CI", "");
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
