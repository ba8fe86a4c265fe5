import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { exampleStage } from "../../deployment/configuration/configurationHere.ts";
import { cliMessage } from "../../deployment/language.ts";
import { specificationOf } from "../../deployment/specification/specificationOf.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { ANY, saidWithAny } from "../support/said.ts";
import { inWholeSuite, longTest } from "../support/sampled.ts";
import { emptyCloud, PROPS } from "./deployed.ts";

/** The vendor's own tool runs our components, at a local cloud. */
describe("Serverless Devs", () => {
  const folder = mkdtempSync(join(tmpdir(), "albflow-s-"));
  let cloud: Awaited<ReturnType<typeof emptyCloud>>;
  beforeAll(async () => {
    cloud = await emptyCloud();
    mkdirSync(join(folder, "home", ".s"), { recursive: true });
    for (const home of ["home", "home/.s"]) writeFileSync(join(folder, home, "set-config.yml"), "analysis: disable\n");
    writeSpecification();
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await cloud.close();
    rmSync(folder, { recursive: true });
  });

  function writeSpecification(more: object = {}) {
    const logs = { ...PROPS, sources: [{ project: "trails", logstore: "actiontrail_albflow" }] };
    const props = { ...PROPS, definitions: join(process.cwd(), "flows"), ...more };
    const resources = {
      logs: { component: join(process.cwd(), "components/logs"), props: logs },
      roles: { component: join(process.cwd(), "components/roles"), props: { ...props, settleMs: 0 } },
      flows: { component: join(process.cwd(), "components/cloudflow"), props: { ...props, role: "albflow-flows" } },
    };
    // JSON is YAML.
    const specification = { edition: "3.0.0", name: "albflow", access: "default", resources };
    writeFileSync(join(folder, "s.yaml"), JSON.stringify(specification));
  }

  /** Its output goes to a file: when its pipe breaks, it starts reporters without end. */
  async function s(...command: string[]) {
    const file = join(folder, "output.txt");
    const output = openSync(file, "w");
    const child = spawn(process.execPath, [join(process.cwd(), "node_modules/@serverless-devs/s/bin/s"), ...command], {
      cwd: folder,
      stdio: ["ignore", output, output],
      env: {
        ...process.env,
        ...cloud.environment,
        ALBFLOW_SECRET: "ALBFLOW_SECRET of the one who deploys",
        AccountID: "1234567890123456",
        AccessKeyID: "local",
        AccessKeySecret: "local",
        SERVERLESS_DEVS_CICD: "1",
        serverless_devs_config_home: join(folder, "home"),
      },
    });
    const [code] = await once(child, "exit");
    closeSync(output);
    return { code, said: readFileSync(file, "utf8") };
  }

  test("has roles, flows and log stores made by our components", async () => {
    const first = await s("deploy", "-y");
    expect(first).toMatchObject({ code: 0, said: expect.stringContaining("+ flow albflow-startListener") });
    expect(cloud.cloudFlow.state.flows.has("albflow-startListener")).toBe(true);
    expect(Object.keys(cloud.ram.directory.roles).map((name) => name.toLowerCase())).toContain("albflow-startlistener");
    const { projects } = cloud.sls.exportState() as {
      projects: { name: string; logstores: { name: string }[] }[];
    };
    const kept = projects
      .map(({ name, logstores }) => ({ name, logstores: logstores.map((store) => store.name).sort() }))
      .sort((one, other) => one.name.localeCompare(other.name));
    expect(kept.map(({ name, logstores }) => [name, logstores])).toEqual([
      ["albflow-reports", ["albflow", "albflow-functions"]],
      ["trails", ["actiontrail_albflow"]],
    ]);
  });

  inWholeSuite(() => {
    test("finds nothing to do the second time", async () => {
      const again = await s("deploy", "-y");
      expect(again.said).toMatch(
        saidWithAny(reason("changes-counted", { created: 0, changed: 0, removed: 0, unchanged: ANY })),
      );
    });
  });

  longTest("removes what it has deployed, but for logs", async () => {
    const removed = await s("remove", "-y");
    expect(removed).toMatchObject({ code: 0, said: expect.stringContaining("- flow albflow-startListener") });
    expect(cloud.cloudFlow.state.flows.size).toBe(0);
    // Somebody may need what is in them.
    expect(removed.said).toContain(cliMessage("logstore-stays", { what: "logstore albflow-reports/albflow" }));
  });

  longTest("takes s.yaml for what it says, secrets filled in", async () => {
    const secret = "ALBFLOW_SECRET of the one who deploys";
    const { said } = await s("preview", "-t", join(process.cwd(), "s.yaml"), "-o", "raw");
    const rendered = JSON.parse(said.split("\n").find((line) => line.startsWith("{")) ?? said) as object;
    const expected = JSON.parse(
      JSON.stringify(specificationOf(exampleStage().settings, { account: "1234567890123456", secret: () => secret })),
    ) as object;
    expect(rendered).toEqual(expected);
  });

  inWholeSuite(() => {
    test("checks our properties by our schema", async () => {
      expect(await s("verify")).toMatchObject({ code: 0 });
      writeSpecification({ speed: 1 });
      expect(await s("verify")).toMatchObject({
        code: 1,
        said: expect.stringMatching(/must NOT have additional properties|speed/),
      });
    });
  });

  longTest("deploys nothing with a property that our schema does not know", async () => {
    writeSpecification({ speed: 1 });
    expect(await s("deploy", "-y")).toMatchObject({
      code: 101,
      said: expect.stringContaining(`s.yaml: resources.roles.props.speed: ${cliMessage("property-unknown")}`),
    });
  });
});
