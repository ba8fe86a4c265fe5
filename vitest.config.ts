import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/buildOnce.ts"],
    // One more than usual: most files wait for sockets and processes half of their time.
    maxWorkers: "100%",
    // The official SDKs are CommonJS with `exports.default`; this makes vitest import them as Node does.
    deps: { interopDefault: false },
    testTimeout: 20_000,
    coverage: { provider: "v8", include: ["functions/**", "shared/**", "local/**", "cli/**", "components/**"] },
  },
});
