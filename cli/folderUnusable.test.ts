import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { startEngine } from "./embedded/startEngine.ts";

const parent = mkdtempSync(join(tmpdir(), "albflow-folder-"));
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(parent, { recursive: true, force: true });
});

test("where the embedded engine cannot keep its executions, the folder is named and the variable that names another", async () => {
  const file = join(parent, "file");
  writeFileSync(file, "");
  vi.stubEnv("ALBFLOW_HOME", file);
  const credentials = { accessKeyId: "local", accessKeySecret: "local" };
  const session = { region: "cn-hangzhou", accountId: "1234567890123456", credentials, endpoints: {} };
  await expect(startEngine(session, () => undefined)).rejects.toMatchObject({
    kind: "Failed",
    reason: {
      code: "folder-unusable",
      params: { folder: join(file, "1234567890123456-cn-hangzhou"), option: "ALBFLOW_HOME" },
    },
  });
});
