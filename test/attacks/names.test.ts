import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { apiExecutionName, problemOfExecutionName } from "../../shared/core/executionNames.ts";
import { escalationName, remedyName } from "../../shared/features/remediation/guards/remedyName.ts";
import { ATTEMPT_PREFIX } from "../../shared/features/renewal/attempts.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import { type ApiCloud, startApiCloud } from "../functions/api/apiCloud.ts";
import { said } from "../support/said.ts";

const olga = { kind: "person", name: "olga" } as const;

describe("the name of an execution that a caller's key gives", () => {
  test("is told apart by operation, place, caller and key", () => {
    expect(apiExecutionName("stopListener", olga, "k-1")).toBe("api-stopListener-55d413ed192c-k-1");
    const others = [
      apiExecutionName("startListener", olga, "k-1"),
      apiExecutionName("stopListener", { kind: "machine", name: "olga" }, "k-1"),
      apiExecutionName("stopListener", { kind: "person", name: "otto" }, "k-1"),
      apiExecutionName("stopListener", olga, "k-2"),
      apiExecutionName("stopListener", olga, "k-1", { accountId: "1234567890123456", region: "cn-shanghai" }),
      apiExecutionName("stopListener", olga, "k-1", { accountId: "2222222222222222", region: "cn-shanghai" }),
    ];
    expect(new Set([...others, apiExecutionName("stopListener", olga, "k-1")]).size).toBe(7);
  });

  test("is one that CloudFlow takes, and tells long keys apart", () => {
    const [one, other] = ["a", "b"].map((end) => apiExecutionName("replaceCaCertificate", olga, "9".repeat(126) + end));
    for (const name of [one, other]) expect(name).toMatch(/^[A-Za-z_][\w-]{0,127}$/);
    expect(one).not.toBe(other);
  });

  test.each([
    "renew-lsn-1-1-2-2026112809",
    "order-1-2026112809",
    "round-20261128T091700",
    "api-stopListener-55d413ed192c-k-1",
    "API-x",
    "back-cli-1",
    remedyName({ rule: "restart", resource: "lsn-1" }, "event"),
    escalationName({ rule: "restart", resource: "lsn-1" }, 0),
    `${ATTEMPT_PREFIX.rotate}x`,
    `${ATTEMPT_PREFIX.order}x`,
  ])("that a person gives is refused when it is how albflow names its own: %s", (name) => {
    expect(problemOfExecutionName(name)).toMatchObject({ code: "execution-name-reserved", params: { name } });
  });

  test.each(["once", "release-42", "_0", "renewal", "cli-stopListener-x"])("that a person gives may be %s", (name) => {
    expect(problemOfExecutionName(name)).toBeUndefined();
  });

  test.each(["", "0", "a b", "ä", "x".repeat(119)])("that a person gives must be a name: %s", (name) => {
    expect(problemOfExecutionName(name)).toEqual({ code: "execution-name-unfit", params: { name, most: 118 } });
  });
});

describe("an Idempotency-Key", () => {
  let cloud: ApiCloud;
  beforeAll(async () => {
    cloud = await startApiCloud();
  });
  beforeEach(() => cloud.reset());
  afterAll(() => cloud.close());

  const post = async (name: string, key: string, body: object, grant = "operator") =>
    cloud.askInTime("POST", "/operations/startListener", {
      token: await cloud.token(name, grant),
      body,
      headers: { "idempotency-key": key },
    });
  const stopped = { listenerId: "lsn-stopped" };

  test("that is one of renewal's names starts no execution of that name", async () => {
    const key = `renew-${cloud.seed.listenerId}-24664588-25113402-2026112809`;
    const { body } = await post("mallory", key, stopped);
    expect(body.execution).toMatch(/^api-startListener-[0-9a-f]{12}-renew-/);
    expect(cloud.cloudFlow.state.flows.get("albflow-startListener")?.executions.has(key)).toBe(false);
  });

  test("of one caller is another execution than the same key of another caller, who learns nothing of the first", async () => {
    const first = await post("olga", "k", stopped);
    const second = await post("otto", "k", { ...stopped, deadlineSeconds: 77 });
    expect([first.status, second.status]).toEqual([202, 202]);
    expect(second.body.execution).not.toBe(first.body.execution);
  });

  test("is a conflict for other input, also when the execution has ended, whatever the caller's grants", async () => {
    for (const [name, grant] of [
      ["olga", "operator"],
      ["sue", "operator:lsn-stopped"],
    ] as const) {
      await cloud.reset();
      const { body } = await post(name, "once", stopped, grant);
      expect((await cloud.finish("startListener", body.execution)).verdict?.state).toBe("verified");
      const other = await post(name, "once", { ...stopped, deadlineSeconds: 77 }, grant);
      expect({ status: other.status, detail: other.body.detail }).toEqual({
        status: 409,
        detail: said(reason("idempotency-key-used", { execution: body.execution })),
      });
      // By now there is nothing to do; the same request is the same execution all the same.
      expect(await post(name, "once", stopped, grant)).toMatchObject({
        status: 202,
        body: { execution: body.execution, status: "Succeeded" },
      });
    }
  });

  test("of a caller for whom there was nothing to do has nothing done later", async () => {
    const grant = `operator:${cloud.seed.listenerId}`;
    const token = await cloud.token("sue", grant);
    const body = { listenerId: cloud.seed.listenerId };
    const { body: started } = await cloud.askInTime("POST", "/operations/startListener", { token, body });
    expect((await cloud.finish("startListener", started.execution)).verdict?.state).toBe("unchanged");
  });
});
