import { execFileSync } from "node:child_process";

/** Builds the functions once before any test: what is tested is what would be deployed. */
export default function buildOnce() {
  execFileSync(process.execPath, ["build/main.mjs", "--quiet"], { stdio: "inherit" });
}
