import { defineConfig } from "vitest/config";

/** Beside their sources, and the suites that belong to no single one. */
const TESTS = ["{build,cli,components,console,deployment,flowlang,functions,local,shared,test}/**/*.test.{ts,tsx}"];

export default defineConfig({
  test: {
    include: TESTS,
    // The official SDKs are CommonJS with `exports.default`; this makes vitest import them as Node does.
    deps: { interopDefault: false },
    // The speed of a machine differs by more than twice from day to day: only what hangs is to be ended.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    globalSetup: ["test/buildOnce.ts"],
    // One more than usual: most files wait for sockets and processes half of their time.
    maxWorkers: "100%",
    coverage: {
      provider: "v8",
      include: ["functions/**", "shared/**", "deployment/**", "flowlang/**", "local/**", "cli/**", "components/**"],
      exclude: ["**/*.test.ts"],
    },
  },
});
