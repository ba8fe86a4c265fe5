import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { coded } from "../../test/support/coded.ts";
import { inWholeSuite, longTest } from "../../test/support/sampled.ts";

const demo = (...parameters: string[]) =>
  spawnSync(process.execPath, ["dist/cli/albflow.js", "demo", ...parameters], { encoding: "utf8", timeout: 250_000 });

longTest("the demo rotates the certificate, and with --json prints nothing but one object", () => {
  const { status, stdout } = demo("--json");
  expect(stdout.trimEnd().split("\n")).toHaveLength(1);
  const result = JSON.parse(stdout);
  expect(status).toBe(0);
  expect(result).toMatchObject({ rotated: true, transitions: 8 });
  expect(result.handshakes).toMatchObject({ wrong: 0, failed: 0 });
  expect(result.requests).toMatchObject({ failed: 0 });
  expect(result.handshakes.total).toBeGreaterThan(50);
  expect(result.requests.total).toBeGreaterThan(50);
  expect(result.before.serial).not.toBe(result.after.serial);
  expect(result.untouched).toHaveLength(1);
});

inWholeSuite(() => {
  test("the demo fails, goes back and says what was seen when verification is broken", () => {
    const { status, stdout } = demo("--json", "--break", "verification");
    const result = JSON.parse(stdout);
    expect(status).toBe(1);
    expect(result.rotated).toBe(false);
    expect(result.after.serial).toBe(result.before.serial);
    expect(result.untouched).toHaveLength(2);
    const expected = coded("value-serial", { serial: expect.stringMatching(/^[0-9A-F]+$/) });
    expect(result.reasons).toMatchObject([
      {
        code: "verification-failed",
        params: {
          resource: result.listenerId,
          problem: {
            code: "wrong-certificate",
            params: { serial: result.before.serial, expected },
          },
        },
      },
      coded("rolled-back", { resource: result.listenerId, newId: null, keptName: null, kept: [] }),
    ]);
    for (const { message } of result.reasons) expect(message).not.toBe("");
  });
});

test("an option that the demo does not know is refused with what it takes", () => {
  const { status, stderr } = demo("--break", "everything");
  expect(status).toBe(1);
  expect(stderr).toContain("Give one of verification, successor");
});
