import { defineConfig } from "vitest/config";

/** Takes both cores by itself, for two minutes: it comes when all others are done. */
const MATRIX = "test/chaos/matrix.test.ts";

const every = {
  // The official SDKs are CommonJS with `exports.default`; this makes vitest import them as Node does.
  deps: { interopDefault: false },
  // The speed of a machine differs by more than twice from day to day: only what hangs is to be ended.
  testTimeout: 60_000,
  hookTimeout: 60_000,
};

export default defineConfig({
  test: {
    projects: [
      {
        test: { ...every, name: "all", include: ["test/**/*.test.ts"], exclude: [MATRIX], sequence: { groupOrder: 1 } },
      },
      { test: { ...every, name: "matrix", include: [MATRIX], sequence: { groupOrder: 2 } } },
    ],
    globalSetup: ["test/buildOnce.ts"],
    // One more than usual: most files wait for sockets and processes half of their time.
    maxWorkers: "100%",
    coverage: { provider: "v8", include: ["functions/**", "shared/**", "local/**", "cli/**", "components/**"] },
  },
});
