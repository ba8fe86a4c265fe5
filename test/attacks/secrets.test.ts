import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loggerOf } from "../../shared/platform/functionCompute.ts";

const PLANTED = {
  ALBFLOW_SECRET: "planted-secret-0123456789-0123456789-0123",
  ALBFLOW_WEBHOOK_URL: "https://hooks.example.com/planted-address",
  ALBFLOW_WEBHOOK_SECRET: "planted-webhook-secret",
  ALBFLOW_MAIL_SMTP: "smtps://ops:planted-password@smtp.example.com:465",
  ALBFLOW_RENEWAL_WINDOWS: "Sat 02:00-planted",
};

const SECRETS = ["planted-secret", "planted-address", "planted-webhook-secret", "planted-password"];

/** Every file below a folder. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

describe("a check of a deployment with secrets in its settings", () => {
  test("prints no secret, leaves none behind, and leaves the local cloud its own settings", {
    timeout: 300_000,
  }, () => {
    const { stdout, stderr } = spawnSync(process.execPath, ["build/deploy.mjs", "check", "--stage", "dev"], {
      env: { ...process.env, ...PLANTED },
      encoding: "utf8",
    });
    expect(`${stdout}${stderr}`).not.toBe("");
    for (const secret of SECRETS) expect(`${stdout}${stderr}`).not.toContain(secret);
    const holding = filesBelow("dist").filter((file) => readFileSync(file).includes("planted"));
    expect(holding).toEqual([]);
  });

  test("leaves what it renders to its owner alone", () => {
    expect(statSync("dist/deployment.json").mode & 0o077).toBe(0);
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
