import { exampleStage } from "../../../deployment/configuration/configurationHere.ts";
import { projectFile } from "../../../deployment/projectFolder.ts";
import { targetRoleOf } from "../../../deployment/roles/targetRoleOf.ts";
import { readSeed } from "../../../local/seed/readSeed.ts";
import { type ApiCloud, startApiCloud } from "../api/apiCloud.ts";

export const [HOME, SHOP, BANK] = ["1234567890123456", "2222222222222222", "3333333333333333"] as const;

/** A deployment that operates regions of its own account and of two others, each of which has the example's listeners. */
export interface ThreeAccounts {
  cloud: ApiCloud;
  /** Has an account let albflow in, as `albflow target add` does. */
  letIn: (accountId: string, more?: { readOnly?: boolean }) => void;
}

export async function startThreeAccounts(
  options: Pick<Parameters<typeof startApiCloud>[1] & object, "timersOf"> = {},
): Promise<ThreeAccounts> {
  const cloud = await startApiCloud(
    {},
    {
      ...options,
      accounts: [SHOP, BANK].map((accountId) => ({
        accountId,
        rootKey: { accessKeyId: `key-${accountId}`, accessKeySecret: `secret-${accountId}` },
      })),
      stage: {
        ...exampleStage().settings,
        regions: ["cn-hangzhou", "cn-shanghai"],
        targets: [
          { account: SHOP, regions: ["cn-beijing", "eu-central-1"] },
          { account: BANK, regions: ["cn-hangzhou", "us-west-1"] },
        ],
      },
    },
  );
  const { seed } = readSeed(projectFile("local/seed/example.yaml"));
  const { certificates, caCertificates, domains: _, trails: __, ...seedRows } = seed;
  const backends = seedRows.backends.map(({ port: ___, ...backend }) => backend);
  for (const [accountId, region] of ELSEWHERE) {
    await cloud.at({ accountId, region }).seedWith({ ...seedRows, certificates, caCertificates, backends });
  }
  // The same site of the certificate service has the same certificates.
  const named = JSON.stringify({ ...seedRows, backends: [] }).replace(
    /"CertificateId":"([^"]+)"/g,
    (_text, name: string) => `"CertificateId":"${idOf(name)}"`,
  );
  await cloud.at({ region: "cn-shanghai" }).seedWith(JSON.parse(named));
  letIn(SHOP);
  letIn(BANK);
  return { cloud, letIn };

  /** A certificate of the example by its name there. */
  function idOf(name: string): string {
    const state = cloud.cas.exportState();
    const found = state.certificates.find((one) => one.Name === name);
    const ca = state.caCertificates.find((one) => one.Name === name);
    return found === undefined ? (ca?.Identifier ?? name) : `${found.CertId}-cn-hangzhou`;
  }

  function letIn(accountId: string, more: { readOnly?: boolean } = {}) {
    const { name, trust, policy } = targetRoleOf({ prefix: "albflow", homeAccountId: HOME, accountId, ...more });
    const { ram } = cloud.at({ accountId });
    ram.putRole({ name, trusts: [], policies: [policy] });
    Object.assign(ram.directory.roles[name] ?? {}, { trustText: JSON.stringify(trust) });
  }
}

const ELSEWHERE = [
  [SHOP, "cn-beijing"],
  [SHOP, "eu-central-1"],
  [BANK, "us-west-1"],
  [BANK, "cn-hangzhou"],
] as const;
