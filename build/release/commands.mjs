import { spawnSync } from "node:child_process";

/** Runs git, and gives what it prints. Throws with its own words. */
export function git(...parameters) {
  const { status, stdout, stderr, error } = spawnSync("git", parameters, { encoding: "utf8" });
  if (status !== 0) throw error ?? new Error(`git ${parameters[0]} failed: ${stderr.trim()}`);
  return stdout.trim();
}

/** Runs npm, which prints for itself. Throws when it fails. */
export function npm(...parameters) {
  const { status, error } = spawnSync("npm", parameters, { stdio: "inherit" });
  if (status !== 0) throw error ?? new Error(`npm ${parameters.join(" ")} ended with exit code ${status}.`);
}

/** Runs npm, and gives what it prints on stdout, whatever its exit code. */
export function npmSaid(...parameters) {
  const { stdout, error } = spawnSync("npm", parameters, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  if (error !== undefined) throw error;
  return stdout.trim();
}

export function say(line) {
  console.error(line);
}
