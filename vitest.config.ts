import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { withoutTools } from "./test/tools.ts";

/** What a machine lacks that tests run: those are left out, loudly. */
const lacking = withoutTools();

const every = {
  // The official SDKs are CommonJS with `exports.default`; this makes vitest import them as Node does.
  deps: { interopDefault: false },
  // The speed of a machine differs by more than twice from day to day: only what hangs is to be ended.
  testTimeout: 300_000,
  hookTimeout: 300_000,
};

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

/** They replace modules or the settings of their process, or count what it remembers, which others in it would see. */
const ALONE = [
  "cli/console/console.test.ts",
  "components/roles/component.test.ts",
  "local/seed/changeJournal.test.ts",
  "shared/core/probes/probedVpcs.test.ts",
  "shared/features/remediation/channels.test.ts",
  "shared/platform/clients/cas.test.ts",
  "shared/platform/clients/credentials.test.ts",
  "shared/platform/withSecrets.test.ts",
  "test/deployment/upgrade.test.ts",
  "test/firstHour/deployAndRemove.test.ts",
  "test/firstHour/firstHour.test.ts",
  "test/functions/oddTimes.test.ts",
  "test/local/cloudflow/engine/fullDisk.test.ts",
  "test/tools.test.ts",
];

/** All others: suites that belong to no single source, and tests of commands, functions and components. */
const WHOLE = ["{build,cli,components,functions,test}/**/*.test.{ts,tsx}", ...NOT_UNIT];

/** Small files that take a minute and more. Vitest begins with large ones, and would end with these while other workers wait. */
const LONG = [
  "test/chaos/matrix.test.ts",
  "test/chaos/pairs.test.ts",
  "test/chaos/kill/kill.test.ts",
  "test/certificates/certificates.test.ts",
  "test/docs/commands.test.ts",
  "cli/embedded/startEngine.test.ts",
];

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => LONG.some((file) => moduleId.endsWith(`/${file}`));
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

/** Whoever runs so many files runs all of them. */
const MANY = 200;
const SAMPLED =
  "Of the largest tables of cases a sample was run: npm run test:all runs every row (docs/decisions/npm-test-runs-a-sample.md).";

export default defineConfig({
  test: {
    sequence: { sequencer: LongFirst },
    projects: [
      {
        test: {
          ...every,
          name: "unit",
          include: UNIT,
          exclude: ["**/node_modules/**", "local/examples/**", ...NOT_UNIT, ...ALONE, ...lacking.files],
          // Modules are loaded once for all of them, which takes half of the time.
          isolate: false,
        },
      },
      {
        test: {
          ...every,
          name: "whole",
          include: WHOLE,
          exclude: ["**/node_modules/**", FLOW_LANGUAGE, ...ALONE, ...lacking.files],
          globalSetup: ["test/buildOnce.ts"],
          // As above: a third of the time.
          isolate: false,
        },
      },
      { test: { ...every, name: "alone", include: ALONE, globalSetup: ["test/buildOnce.ts"] } },
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
