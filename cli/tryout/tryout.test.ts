import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type { LocalCloud } from "../../local/cloud.ts";
import { startLocalCloud } from "../../local/localCloud.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { ANY, saidWithAny, saidInFull as shown } from "../../test/support/said.ts";
import { longTest, sampled } from "../../test/support/sampled.ts";
import { localDeployment } from "../localDeployment.ts";
import { type TryoutOptions, tryout } from "./tryout.ts";

/** One cloud; every case leaves it as it was, which is what each of them is about. */
describe("albflow tryout", () => {
  let cloud: LocalCloud;
  let said: string[] = [];
  const hook: { line?: (line: string) => void } = {};

  beforeAll(async () => {
    const target = { region: "cn-hangzhou", accountId: "1234567890123456" };
    cloud = await startLocalCloud({ ...target, port: 0, fast: true, deployment: localDeployment(target) });
    for (const stream of ["log", "error"] as const) {
      vi.spyOn(console, stream).mockImplementation((line: unknown) => {
        said.push(String(line));
        hook.line?.(String(line));
      });
    }
  });
  afterEach(() => {
    hook.line = () => undefined;
    cloud.faults.clear();
    said = [];
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    await cloud.close();
  });

  const run = (options: Partial<TryoutOptions> = {}) =>
    tryout({ local: true, port: new URL(cloud.endpoints.console).port, ...options });
  const there = () => {
    const { loadBalancers, serverGroups, listeners } = cloud.alb.exportState();
    const certificates = cloud.cas.exportState().certificates.filter(({ Deleted }) => Deleted !== true);
    return [loadBalancers, serverGroups, listeners, certificates].map((rows) => rows.length);
  };
  const refuse = (action: string, code: string, message: string, status = 403) =>
    cloud.faults.add({
      service: action.startsWith("Delete") ? "cas" : "alb",
      action,
      fault: { kind: "refuse", status, code, message },
    });

  longTest(
    "says first what it costs, rotates a certificate on an instance of its own, verifies it, leaves nothing, and ends with one object for programs",
    async () => {
      const out = vi.mocked(console.log);
      expect(await run({ json: true })).toBe(0);
      expect(said[0]).toContain(shown(reason("tryout-price", { isLocal: true, minutes: 1 })));
      const text = said.join("\n");
      expect(text).toMatch(/✓ Verify {7}\S/);
      expect(text).toMatch(saidWithAny(reason("tryout-worked", { seconds: ANY, serial: ANY })));
      expect(text).toMatch(saidWithAny(reason("tryout-page-nowhere", { execution: ANY, flags: ANY })));
      expect(there()).toEqual([0, 0, 0, 0]);
      expect(out.mock.calls).toHaveLength(1);
      expect(JSON.parse(String(out.mock.calls[0]?.[0]))).toMatchObject({
        execution: expect.stringMatching(/^try-/) as string,
        rotated: true,
        left: [],
        removed: [
          expect.stringMatching(/^instance alb-/),
          expect.stringMatching(/^server group sgp-/),
          expect.stringMatching(/^certificate \d+$/),
          expect.stringMatching(/^certificate \d+$/),
        ],
      });
    },
  );

  const MOMENTS: [when: string, line: RegExp][] = [
    ["when the instance is being made", /^Making the instance/],
    ["when the certificate is about to be rotated", /serves the first certificate/],
    ["when the rotation is under way", /^ {2}✓ Preflight/],
  ];
  test.each(sampled(3, MOMENTS, 1))("takes everything away when it is interrupted %s", async (_, line) => {
    hook.line = (one) => {
      if (line.test(one)) for (const listener of process.listeners("SIGINT").slice(-1)) listener("SIGINT");
    };
    expect(await run()).toBe(130);
    expect(said.join("\n")).toContain(shown(reason("tryout-interrupted")));
    expect(there()).toEqual([0, 0, 0, 0]);
    const running = [...cloud.cloudFlow.state.executions.values()].filter(
      ({ execution }) => execution.status === "Running",
    );
    expect(running).toEqual([]);
  });

  test("takes everything away when it fails in the middle, and says which right is missing", async () => {
    refuse(
      "CreateListener",
      "NoPermission",
      "You are not authorized to do this action. Resource: * Action: alb:CreateListener",
    );
    expect(await run()).toBe(1);
    const missing = reason("right-missing", { right: "alb:CreateListener" });
    expect(said.join("\n")).toContain(`albflow: ${shown(missing)}`);
    expect(there()).toEqual([0, 0, 0, 0]);
  });

  test("names the quota that is reached and where it is raised", async () => {
    refuse("CreateLoadBalancer", "QuotaExceeded.LoadBalancersNum", "usage 60/60", 400);
    expect(await run()).toBe(1);
    const quota = { cloudCode: "QuotaExceeded.LoadBalancersNum", message: "usage 60/60" };
    expect(said.join("\n")).toContain(shown(reason("quota-reached", quota)));
    expect(there()).toEqual([0, 0, 0, 0]);
  });

  longTest("names what it could not take away and the command that does, which then does", async () => {
    refuse("CreateListener", "ServiceUnavailable", "busy", 400);
    refuse("DeleteUserCertificate", "Forbidden.RAM", "User not authorized");
    expect(await run()).toBe(1);
    expect(said.join("\n")).toMatch(saidWithAny(reason("tryout-left", { left: [ANY], flags: "" })));
    expect(said.join("\n")).toMatch(/certificate \d+ \(Forbidden\.RAM\).*`albflow tryout --clean --local --port \d+`/);
    expect(said.join("\n")).not.toContain("nothing is left");
    expect(there()).toEqual([0, 0, 0, 1]);
    cloud.faults.clear();
    expect(await run({ clean: true })).toBe(0);
    expect(there()).toEqual([0, 0, 0, 0]);
  });

  test("makes nothing where nothing is deployed, and nothing with --embedded", async () => {
    const flow = "albflow-rotateCertificate";
    const definition = cloud.cloudFlow.state.flows.get(flow);
    if (definition === undefined) throw new Error("not deployed");
    cloud.cloudFlow.state.flows.delete(flow);
    await expect(run()).rejects.toMatchObject({ reason: { code: "tryout-nothing-deployed" } });
    cloud.cloudFlow.state.flows.set(flow, definition);
    await expect(run({ embedded: true })).rejects.toMatchObject({ reason: reason("tryout-embedded") });
    expect(said.map((line) => line.split(",")[0])).toEqual(["Account 1234567890123456"]);
    expect(there()).toEqual([0, 0, 0, 0]);
  });
});
