/** A folder, what is in it, and the folders and files that it may import from. The longest prefix decides. */
interface ImportRule {
  folder: string;
  about: string;
  may: string[];
}

/**
 * The floors: `platform ← core ← features ← functions, console`. test/importDirections.test.ts holds them, and the table in
 * CONTRIBUTING.md is made of them.
 */
export const importRules: ImportRule[] = [
  {
    folder: "functions/",
    about: "what runs on Function Compute; one file is one function",
    may: ["functions/", "shared/", "console/"],
  },
  {
    folder: "shared/platform/",
    about: "clients of the cloud, errors, the clock, retry and poll, redaction, settings, contracts of the runtime",
    may: ["shared/platform/"],
  },
  {
    folder: "shared/core/",
    about: "operation, plan, verdict; phases, resources, probes, certificates",
    may: ["shared/core/", "shared/platform/"],
  },
  {
    folder: "shared/features/",
    about:
      "renewal, remediation, approvals, the API, notify, audit, inventory, metrics; each imports itself and its pairs",
    may: ["shared/core/", "shared/platform/"],
  },
  {
    folder: "console/",
    about: "the page for people, served by the function `api`",
    may: ["console/", "shared/"],
  },
  { folder: "console/islands/", about: "what runs in browsers", may: ["console/islands/"] },
  {
    folder: "deployment/",
    about: "what a deployment consists of: configuration, names, roles, flows, checks, doctor",
    may: ["deployment/", "functions/registry.ts", "shared/", "flowlang/"],
  },
  {
    folder: "components/",
    about: "adapters for Serverless Devs",
    may: ["components/", "deployment/", "shared/core/", "shared/platform/"],
  },
  { folder: "flowlang/", about: "the flow language: parser, lint, interpreter; pure", may: ["flowlang/"] },
  {
    folder: "local/",
    about: "the local cloud, an independent witness; a workspace package with its own dependencies",
    may: ["local/", "flowlang/", "shared/platform/clock.ts"],
  },
  {
    folder: "cli/",
    about: "what is run by hand: the command `albflow`, the demo",
    may: ["cli/", "deployment/", "functions/", "shared/", "local/", "flowlang/"],
  },
  {
    folder: "build/",
    about: "bundles, the rendered deployment, generated sections and pages",
    // The documentation shows plans, and they are made on a local cloud.
    may: ["build/", "console/", "deployment/", "functions/", "shared/", "local/", "cli/localSession.ts"],
  },
];

/** Which feature may import which other. */
export const featurePairs: [feature: string, other: string][] = [
  ["api", "approvals"],
  ["api", "inventory"],
  ["api", "remediation"],
  ["api", "renewal"],
  ["audit", "notify"],
  ["inventory", "renewal"],
  ["metrics", "inventory"],
  ["metrics", "renewal"],
  ["notify", "approvals"],
  ["remediation", "approvals"],
  ["remediation", "notify"],
  ["remediation", "renewal"],
  ["renewal", "notify"],
];

/** The folders and files that a file may import from; undefined for one that no rule knows. */
export function mayImport(file: string): string[] | undefined {
  const rule = importRules
    .filter(({ folder }) => file.startsWith(folder))
    .sort((one, other) => other.folder.length - one.folder.length)[0];
  const [, feature] = /^shared\/features\/([^/]+)\//.exec(file) ?? [];
  if (rule === undefined || feature === undefined) return rule?.may;
  const others = featurePairs.filter(([from]) => from === feature).map(([, other]) => other);
  return [...rule.may, ...[feature, ...others].map((name) => `shared/features/${name}/`)];
}
