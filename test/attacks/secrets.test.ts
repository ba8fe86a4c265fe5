import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loggerOf } from "../../shared/platform/functionCompute.ts";
import { longGroup } from "../support/sampled.ts";

const PLANTED = {
  SHOP_SECRET: "planted-secret-0123456789-0123456789-0123",
  SHOP_CHAT: "https://hooks.example.com/planted-address",
  SHOP_CHAT_KEY: "planted-webhook-secret",
  SHOP_SMTP: "smtps://ops:planted-password@smtp.example.com:465",
};

const CONFIGURATION = `region: cn-hangzhou
secret: env:SHOP_SECRET
notifications:
  webhook: { address: env:SHOP_CHAT, secret: env:SHOP_CHAT_KEY }
  mail: { server: env:SHOP_SMTP, from: albflow@example.com, to: [sre@example.com] }
stages: { prod: {}, dev: {} }
`;

/** Every file below a folder. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

/** Nothing when it has gone since it was found. */
function contentOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return Buffer.alloc(0);
  }
}

longGroup("a check of a deployment with secrets in its environment", () => {
  test("looks at every stage, prints no secret, and leaves none behind", () => {
    const folder = mkdtempSync(join(tmpdir(), "albflow-check-"));
    const file = join(folder, "albflow.yaml");
    writeFileSync(file, CONFIGURATION);
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      ["dist/cli/albflow.js", "deploy", "--check", "--file", file],
      {
        env: { ...process.env, ...PLANTED },
        encoding: "utf8",
      },
    );
    rmSync(folder, { recursive: true });
    expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
    expect(stdout).toMatch(/✓ prod: \d+ .* \d+ .*\n✓ dev: /);
    expect(stdout).not.toContain("planted");
    // Bundles of other tests come and go there meanwhile; what the check leaves stays.
    const holding = filesBelow("dist").filter((one) => contentOf(one).includes("planted-"));
    expect(holding).toEqual([]);
  });
});

describe("logs of functions", () => {
  test("lose secrets in one place", () => {
    const lines: string[] = [];
    const write = (...values: unknown[]) => void lines.push(values.join(" "));
    const logger = loggerOf({ logger: { debug: write, info: write, warn: write, error: write, log: write } });
    logger.info('answer {"SecurityToken":"CAISabc"}', 7);
    logger.error(new Error("GET https://olga:hush@cas.example.com/?Signature=abc failed"));
    expect(lines).toEqual(['answer {"SecurityToken":"…"} 7', "GET https://…@cas.example.com/… failed"]);
  });

  test("are written in that place alone", () => {
    const sources = ["functions", "shared", "console"]
      .flatMap(filesBelow)
      .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file));
    const around = sources.filter(
      (file) =>
        file !== "shared/platform/functionCompute.ts" &&
        /context\.logger\b|\bconsole\.(log|info|warn|error|debug)\(/.test(readFileSync(file, "utf8")),
    );
    expect(around).toEqual([]);
  });
});
