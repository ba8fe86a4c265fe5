import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";

/** A program from outside that tests run. */
interface Tool {
  /** Any of these commands. */
  commands: string[];
  /** What Debian calls it. */
  packages: string[];
  /** The tests that need it. */
  files: string[];
}

const TOOLS: Tool[] = [
  {
    commands: ["openssl"],
    packages: ["openssl"],
    files: [
      "shared/core/certificates/certificateNames.test.ts",
      "shared/features/renewal/acme/certificateRequest.test.ts",
      "shared/features/renewal/acme/issueCertificate.test.ts",
      "test/build/issueCertificate.test.ts",
      "test/certificates/certificates.test.ts",
      "test/local/alb/dataPlane/tls.test.ts",
    ],
  },
  {
    commands: ["curl"],
    packages: ["curl"],
    files: [
      "local/alb/dataPlane/dataPlane.test.ts",
      "test/clients/proxied.test.ts",
      "test/local/alb/clients.test.ts",
      "test/local/alb/dataPlane/mutualTls.test.ts",
      "test/local/alb/dataPlane/tls.test.ts",
      "test/local/alb/dataPlane/webSocket.test.ts",
    ],
  },
  {
    commands: ["pebble"],
    packages: ["pebble"],
    files: [
      "shared/features/renewal/acme/issueCertificate.test.ts",
      "test/build/issueCertificate.test.ts",
      "test/functions/renewal.test.ts",
    ],
  },
  {
    commands: ["chromium", "chromium-browser", "google-chrome"],
    packages: ["chromium", "fonts-noto-cjk"],
    files: [
      "cli/console/console.test.ts",
      "test/console/bulk.test.ts",
      "test/console/execution.test.ts",
      "test/console/operation.test.ts",
      "test/console/pages.test.ts",
      "test/console/readability.test.ts",
      "test/console/tasks.test.ts",
      "test/console/thousand.test.ts",
      "test/console/withoutScript.test.ts",
      "test/docs/pictures.test.ts",
    ],
  },
];

/** Where a command is; undefined when it is nowhere on the path. */
export function commandPath(...commands: string[]): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return commands.flatMap((command) => folders.map((folder) => join(folder, command))).find((path) => existsSync(path));
}

/**
 * Looks for the programs that tests run. What is missing is installed where that needs no question: as root, where there is
 * apt-get. Answers the test files that cannot be run, and a line for the end of the run; none when `CI=true`, where
 * everything is to be run and what is missing fails.
 */
export function withoutTools(): { files: string[]; closing: string | undefined } {
  if (process.env.CI === "true") return { files: [], closing: undefined };
  if (missing().length > 0 && process.getuid?.() === 0 && commandPath("apt-get") !== undefined) install(missing());
  const still = missing();
  if (still.length === 0) return { files: [], closing: undefined };
  const files = [...new Set(still.flatMap((tool) => tool.files))];
  const tests = files.reduce((sum, file) => sum + declaredTests(file), 0);
  const packages = still.flatMap((tool) => tool.packages).join(" ");
  return {
    files,
    closing: `SKIPPED: ${tests} or more tests in ${files.length} files, which run ${still.map(({ commands }) => commands[0]).join(", ")}. Get it: apt-get install ${packages}. With CI=true nothing is skipped.`,
  };
}

const missing = () => TOOLS.filter(({ commands }) => commandPath(...commands) === undefined);

function install(tools: Tool[]): void {
  const packages = tools.flatMap((tool) => tool.packages);
  console.error(`Installing ${packages.join(", ")}, which tests run …`);
  for (const parameters of [
    ["update", "-qq"],
    ["install", "-y", "-qq", "--no-install-recommends", ...packages],
  ]) {
    const { status } = spawnSync("apt-get", parameters, { stdio: ["ignore", "ignore", "inherit"] });
    if (status !== 0) return;
  }
}

/** Tests as they are written down; tables of cases make more of them. */
function declaredTests(file: string): number {
  return readFileSync(file, "utf8").match(/^\s*(?:test|it)(?:\.\w+)*\(/gm)?.length ?? 0;
}
