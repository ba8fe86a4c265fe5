import { availableParallelism } from "node:os";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { plainSourceOf, writePlainSources } from "./build/plainSources.mjs";
import { isWhole } from "./test/support/isWhole.ts";
import { withoutTools } from "./test/tools.ts";

/** What a machine lacks that tests run: those are left out, loudly. */
const lacking = withoutTools();

/** What vitest needs its own module graph for: running again what a change touches, and counting lines. */
const isGraphWanted = !process.argv.includes("run") || process.argv.includes("--coverage");

const every = {
  // The official SDKs are CommonJS with `exports.default`; this makes vitest import them as Node does.
  deps: { interopDefault: false },
  // The speed of a machine differs by more than twice from day to day: only what hangs is to be ended.
  testTimeout: 300_000,
  hookTimeout: 300_000,
};

/** All sources but tests are loaded by Node itself: docs/decisions/tests-load-sources-with-node.md. */
const byNode = isGraphWanted ? every : { ...every, server: { deps: { external: [/\/dist\/sources\//] } } };
const plainSources: Plugin = {
  name: "plain-sources",
  enforce: "pre",
  async resolveId(source, importer, options) {
    const found = await this.resolve(source, importer, { ...options, skipSelf: true });
    return plainSourceOf(found?.id ?? "") ?? found;
  },
};
const plugins = isGraphWanted ? [] : [plainSources];
if (!isGraphWanted) await writePlainSources();

/** They put other modules in the place of some, which vitest can do with what it loads itself. */
const REPLACING = [
  "local/seed/changeJournal.test.ts",
  "shared/platform/clients/cas.test.ts",
  "test/local/cloudflow/engine/fullDisk.test.ts",
];

const FLOW_LANGUAGE = "test/flowlang/!(properties|findingCodes).test.ts";

/** Beside their sources: they need no build, no whole cloud and no process. `npm run test:unit` runs these alone. */
const UNIT = ["{console,deployment,flowlang,local,shared}/**/*.test.{ts,tsx}", FLOW_LANGUAGE];

/** Beside their sources, too, but they run what is built, a whole cloud or all functions, try thousands of cases, or replace modules. */
const NOT_UNIT = [
  "console/session/openIdConnect.test.ts",
  "deployment/bootstrap/deployerPolicy.test.ts",
  "deployment/check/checkDeployment.test.ts",
  "deployment/configuration/jsonSchema.test.ts",
  "deployment/doctor/runChecks.test.ts",
  "deployment/readRendered.test.ts",
  "deployment/roles/rolesOf.test.ts",
  "deployment/roles/targetRoleOf.test.ts",
  "deployment/settingText.test.ts",
  "deployment/settings.test.ts",
  "deployment/specification/specificationOf.test.ts",
  "local/actionTrail/actionTrail.test.ts",
  "local/admin/admin.test.ts",
  "local/alb/accessControl.test.ts",
  "local/alb/dataPlane/certificateIndex.test.ts",
  "local/cloudflow/engine/journal/lockFolder.test.ts",
  "local/cms/cms.test.ts",
  "local/localCloud.test.ts",
  "local/places.test.ts",
  "local/seed/changeJournal.test.ts",
  "local/seed/exportSeed.test.ts",
  "shared/core/certificates/certificateNames.test.ts",
  "shared/core/certificates/planCertificates.test.ts",
  "shared/core/lock.test.ts",
  "shared/core/probes/trace.test.ts",
  "shared/core/verdictSize.test.ts",
  "shared/features/api/authentication/rateLimiter.test.ts",
  "shared/features/api/contract.test.ts",
  "shared/features/api/readOnce.test.ts",
  "shared/features/audit/verifyChain.test.ts",
  "shared/features/inventory/domainIndex.test.ts",
  "shared/features/remediation/channels.test.ts",
  "shared/features/remediation/events/readEvents.test.ts",
  "shared/features/renewal/acme/certificateRequest.test.ts",
  "shared/features/renewal/acme/issueCertificate.test.ts",
  "shared/features/renewal/cloudFleet.test.ts",
  "shared/platform/clients/cas.test.ts",
  "shared/platform/clients/cloudFlow.test.ts",
  "shared/platform/clients/credentials.test.ts",
  "shared/platform/clients/invocations.test.ts",
  "shared/platform/countedClients.test.ts",
  "shared/platform/httpTrigger.test.ts",
  "shared/platform/jsonSchema.test.ts",
  "shared/platform/withSecrets.test.ts",
  "test/flowlang/findingCodes.test.ts",
  "test/flowlang/properties.test.ts",
];

/** They change the settings of their process, or count what it remembers, which others in it would see. */
const ALONE = [
  "cli/console/console.test.ts",
  "cli/leaving.test.ts",
  "components/roles/component.test.ts",
  "local/localCloud.test.ts",
  "shared/core/probes/probedVpcs.test.ts",
  "shared/features/remediation/channels.test.ts",
  "shared/platform/clients/credentials.test.ts",
  "shared/platform/withSecrets.test.ts",
  "test/deployment/upgrade.test.ts",
  "test/firstHour/deployAndRemove.test.ts",
  "test/firstHour/firstHour.test.ts",
  "test/functions/oddTimes.test.ts",
  "test/tools.test.ts",
];

/** All others: suites that belong to no single source, and tests of commands, functions and components. */
const WHOLE = ["{build,cli,components,functions,test}/**/*.test.{ts,tsx}", ...NOT_UNIT];

/** Each takes half a minute, or has no test that `npm test` runs: these are in `npm run test:all` alone. */
const LONG_FILES = isWhole()
  ? []
  : [
      "test/chaos/kill/kill.test.ts",
      "test/chaos/pairs.test.ts",
      "test/clients/proxied.test.ts",
      "test/console/bulk.test.ts",
      "test/console/tasks.test.ts",
      "test/deployment/upgrade.test.ts",
      "test/functions/closedListeners.test.ts",
      "test/functions/largest.test.ts",
      "test/functions/rarelyNeeded.test.ts",
      "test/functions/remediation/largeRange.test.ts",
      "test/simulation/agreement.test.ts",
    ];

/** Those that take longest: what comes last must be short, or other workers would wait for it. */
const FIRST = [
  "test/firstHour/firstHour.test.ts",
  "test/firstHour/deployAndRemove.test.ts",
  "local/localCloud.test.ts",
  "test/packages/packages.test.ts",
  "test/chaos/matrix.test.ts",
  "test/chaos/pairs.test.ts",
  "test/chaos/kill/kill.test.ts",
  "test/console/operation.test.ts",
  "test/console/pages.test.ts",
  "test/console/withoutScript.test.ts",
  "test/docs/commands.test.ts",
  "test/functions/places.test.ts",
  "test/local/fc/isolation.test.ts",
  "shared/features/renewal/acme/issueCertificate.test.ts",
  "cli/embedded/startEngine.test.ts",
];

/** A worker goes on with the next file if that is of the same project, and ends with all that it has loaded if not. */
const PROJECTS = ["alone", "replacing", "whole", "unit"];

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => FIRST.some((file) => moduleId.endsWith(`/${file}`));
    const rank = (file: TestSpecification) => 2 * PROJECTS.indexOf(file.project.name) + (isLong(file) ? 0 : 1);
    const sorted = await super.sort(files);
    return sorted.sort((one, other) => rank(one) - rank(other));
  }
}

/** Whoever runs so many files runs all of them. */
const MANY = 200;
const SAMPLED =
  "A sample was run, without long tests: npm run test:all runs everything (docs/decisions/npm-test-runs-a-sample.md).";

/** Whoever runs all loads nothing twice: then those beside their sources are in the processes of the others. */
const areAll = process.argv.slice(2).every((one) => one === "run" || /^--\S+=|^--coverage$/.test(one));

/** What is in no process that others share, and what is not run at all. */
const ELSEWHERE = [...ALONE, ...REPLACING, ...LONG_FILES, ...lacking.files];

const unit = {
  plugins,
  test: {
    ...byNode,
    name: "unit",
    include: UNIT,
    exclude: ["**/node_modules/**", "local/examples/**", ...NOT_UNIT, ...ELSEWHERE],
    // Modules are loaded once for all of them, which takes half of the time.
    isolate: false,
  },
};

export default defineConfig({
  test: {
    sequence: { sequencer: LongFirst },
    projects: [
      ...(areAll ? [] : [unit]),
      {
        plugins,
        test: {
          ...byNode,
          name: "whole",
          include: areAll ? [...WHOLE, ...UNIT] : WHOLE,
          exclude: ["**/node_modules/**", "local/examples/**", ...(areAll ? [] : [FLOW_LANGUAGE]), ...ELSEWHERE],
          globalSetup: ["test/buildOnce.ts"],
          // As above: a third of the time.
          isolate: false,
          setupFiles: ["test/support/asAtTheStart.ts"],
        },
      },
      {
        plugins,
        test: { ...byNode, name: "alone", include: ALONE, exclude: LONG_FILES, globalSetup: ["test/buildOnce.ts"] },
      },
      { test: { ...every, name: "replacing", include: REPLACING, globalSetup: ["test/buildOnce.ts"] } },
    ],
    reporters: [
      "default",
      {
        onTestRunEnd(modules: readonly unknown[]) {
          if (lacking.closing !== undefined) console.error(`\n${lacking.closing}`);
          if (modules.length > MANY && process.env.ALBFLOW_TESTS !== "all") console.error(`\n${SAMPLED}`);
        },
      },
    ],
    // More than there are processors: most files wait for sockets, processes and the account's rates a good part of their time.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    coverage: {
      provider: "v8",
      include: ["functions/**", "shared/**", "deployment/**", "flowlang/**", "local/**", "cli/**", "components/**"],
      exclude: ["**/*.test.ts"],
    },
  },
});
