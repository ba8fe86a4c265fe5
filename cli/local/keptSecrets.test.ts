import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { keptSecrets } from "./keptSecrets.ts";

const parent = mkdtempSync(join(tmpdir(), "albflow-secrets-"));
afterAll(() => rmSync(parent, { recursive: true, force: true }));

test("a data folder that is none is told with its name and the option that names another", () => {
  const file = join(parent, "file");
  writeFileSync(file, "");
  for (const folder of [file, join(file, "below")])
    expect(() => keptSecrets(folder, true)).toThrow(
      expect.objectContaining({
        kind: "Failed",
        reason: expect.objectContaining({
          code: "folder-unusable",
          params: { folder, option: "--data", message: expect.stringMatching(/^ENOTDIR/) },
        }),
      }),
    );
});

test("the secrets of a folder are the same the next time", () => {
  const folder = join(parent, "data");
  const made = keptSecrets(folder, true);
  expect(keptSecrets(folder, true)).toEqual(made);
});
