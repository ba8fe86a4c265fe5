import { rightIn } from "../../deployment/bootstrap/services.ts";
import { AlbflowError, kindOfCode } from "../../shared/platform/errors.ts";
import { reason } from "../../shared/platform/reasons/reason.ts";
import type { CallParameters, Field } from "./field.ts";
import { ownDomain } from "./own.ts";
import { until } from "./ownAlb.ts";
import { type CallAnswer, listAt, type Tree, textAt } from "./signedCall.ts";

/** What a run has left, or what is left of a kind that could not be looked for. */
export interface Removal {
  removed: string[];
  /** What is still there, or may be, with the code that speaks for it; and the right that was missing, where that is why. */
  left: { what: string; code: string; right?: string }[];
}

/** One kind of thing: how to find what is ours, and how to make it go. */
interface Kind {
  what: string;
  find(field: Field): Promise<{ rows: Tree[]; refused?: CallAnswer }>;
  /** What one is called in reports; what is none of ours is `undefined`. */
  idOf(row: Tree): string | undefined;
  remove(field: Field, id: string): Promise<CallAnswer>;
}

/**
 * Removes what runs have made: all of them, or one run's. It is found by its tag where the product has tags that
 * can be asked for, and by its name else, so that what a killed run has left is found by another. Throttling is waited for.
 * One thing that does not go keeps no other: it is reported.
 */
export async function removeOwn(
  given: Field,
  run?: string,
  { kinds }: { kinds?: readonly string[] } = {},
): Promise<Removal> {
  const field = unthrottled(given);
  const removal: Removal = { removed: [], left: [] };
  for (const kind of kindsOf(field, run)) {
    if (kinds?.includes(kind.what) === false) continue;
    const found = await kind.find(field).catch((cause: unknown) => ({ rows: [], refused: answerOf(cause) }));
    // A product that is not activated holds nothing of ours.
    if (found.refused !== undefined) removal.left.push({ what: kind.what, ...whyLeft(found.refused) });
    for (const row of found.rows) {
      const id = kind.idOf(row);
      if (id === undefined) continue;
      const answer = await kind.remove(field, id).catch(answerOf);
      if (answer.code === "") removal.removed.push(`${kind.what} ${id}`);
      else removal.left.push({ what: `${kind.what} ${id}`, ...whyLeft(answer) });
    }
  }
  return removal;
}

/** The same, but whoever is throttled asks again: what is left for that would be left for nothing. */
function unthrottled(field: Field): Field {
  const retried = (ask: () => Promise<CallAnswer>) => until(field, ask, ({ code }) => kindOfCode(code) !== "Throttled");
  return {
    ...field,
    call: (...parameters) => retried(() => field.call(...parameters)),
    rest: (call) => retried(() => field.rest(call)),
  };
}

/** Everything that a run can make, in the order in which it can go: instances hold groups and certificates. */
function kindsOf({ own }: Field, run: string | undefined): Kind[] {
  const prefix = run === undefined ? `${own}-` : `${own}-${run}-`;
  const tag: CallParameters = { "Tag.1.Key": own, ...(run === undefined ? {} : { "Tag.1.Value": run }) };
  const named = (name: string) => (row: Tree) => (textAt(row, name).startsWith(prefix) ? textAt(row, name) : undefined);
  return [
    {
      what: "instance",
      find: (field) => pages(field, "alb", "ListLoadBalancers", { ...tag, MaxResults: 100 }, "LoadBalancers"),
      idOf: (row) => textAt(row, "LoadBalancerId"),
      remove: async (field, LoadBalancerId) => {
        // What is being changed cannot go yet.
        const deleted = await until(
          field,
          () => field.call("alb", "DeleteLoadBalancer", { LoadBalancerId }),
          ({ code }) => !/^(?:IncorrectStatus|ResourceInConfiguring)/.test(code),
        );
        if (deleted.code !== "") return deleted;
        await until(
          field,
          () => field.call("alb", "ListLoadBalancers", { "LoadBalancerIds.1": LoadBalancerId }),
          ({ body }) => listAt(body, "LoadBalancers").length === 0,
        );
        return deleted;
      },
    },
    {
      what: "server group",
      find: (field) => pages(field, "alb", "ListServerGroups", { ...tag, MaxResults: 100 }, "ServerGroups"),
      idOf: (row) => textAt(row, "ServerGroupId"),
      remove: async (field, ServerGroupId) => {
        const deleted = await until(
          field,
          () => field.call("alb", "DeleteServerGroup", { ServerGroupId }),
          ({ code }) => !/^(?:IncorrectStatus|ResourceInConfiguring|ResourceInUse)/.test(code),
        );
        if (deleted.code !== "") return deleted;
        await until(
          field,
          () => field.call("alb", "ListServerGroups", { "ServerGroupIds.1": ServerGroupId }),
          ({ body }) => listAt(body, "ServerGroups").length === 0,
        );
        return deleted;
      },
    },
    {
      what: "certificate",
      find: async (field) => {
        // Its own name is looked for: what a certificate is called is none of what can be asked for (real-cloud.md CB2).
        const asked = { OrderType: "UPLOAD", Keyword: ownDomain(field), ShowSize: 50 };
        const valid = await numberedPages(field, asked);
        const expired = await numberedPages(field, { ...asked, Status: "EXPIRED" });
        return { ...valid, ...expired, rows: [...valid.rows, ...expired.rows] };
      },
      idOf: (row) => (textAt(row, "Name").startsWith(prefix) ? textAt(row, "CertificateId") : undefined),
      remove: (field, CertId) => field.call("cas", "DeleteUserCertificate", { CertId }),
    },
    {
      what: "flow",
      find: (field) => pages(field, "fnf", "ListFlows", { Limit: 100 }, "Flows"),
      idOf: named("Name"),
      remove: async (field, Name) => {
        // What runs goes on after its flow is gone.
        const running = { FlowName: Name, Status: "Running", Limit: 99 };
        const { body } = await field.call("fnf", "ListExecutions", running);
        for (const execution of listAt(body, "Executions")) {
          const stop = { FlowName: Name, ExecutionName: textAt(execution, "Name") };
          await field.call("fnf", "StopExecution", stop);
        }
        return field.call("fnf", "DeleteFlow", { Name });
      },
    },
    {
      what: "function",
      find: async (field) => {
        const query = { prefix: own, limit: "100" };
        const answer = await field.rest({ product: "fc", method: "GET", path: "/functions", query });
        return answer.code === "" ? { rows: listAt(answer.body, "functions") } : { rows: [], refused: answer };
      },
      idOf: named("functionName"),
      remove: async (field, name) => {
        const path = `/functions/${name}`;
        const { body } = await field.rest({ product: "fc", method: "GET", path: `${path}/triggers` });
        for (const trigger of listAt(body, "triggers")) {
          const one = `${path}/triggers/${textAt(trigger, "triggerName")}`;
          await field.rest({ product: "fc", method: "DELETE", path: one });
        }
        return field.rest({ product: "fc", method: "DELETE", path });
      },
    },
    {
      what: "role",
      find: (field) => marked(field, "ListRoles", {}, "Roles.Role"),
      idOf: named("RoleName"),
      remove: async (field, RoleName) => {
        const { body } = await field.call("ram", "ListPoliciesForRole", { RoleName });
        for (const policy of listAt(body, "Policies.Policy")) {
          const { PolicyType, PolicyName } = {
            PolicyType: textAt(policy, "PolicyType"),
            PolicyName: textAt(policy, "PolicyName"),
          };
          await field.call("ram", "DetachPolicyFromRole", { RoleName, PolicyType, PolicyName });
        }
        return field.call("ram", "DeleteRole", { RoleName });
      },
    },
    {
      what: "policy",
      find: (field) => marked(field, "ListPolicies", { PolicyType: "Custom" }, "Policies.Policy"),
      idOf: named("PolicyName"),
      remove: (field, PolicyName) => field.call("ram", "DeletePolicy", { PolicyName, CascadingDelete: "true" }),
    },
    {
      what: "trail",
      find: async (field) => {
        const answer = await field.call("actiontrail", "DescribeTrails", {});
        return answer.code === "" ? { rows: listAt(answer.body, "TrailList") } : { rows: [], refused: answer };
      },
      idOf: named("Name"),
      remove: (field, Name) => field.call("actiontrail", "DeleteTrail", { Name }),
    },
    {
      what: "log project",
      find: async (field) => {
        const answer = await field.rest({
          product: "log",
          method: "GET",
          path: "/",
          query: { projectName: own, offset: "0", size: "500" },
        });
        return answer.code === "" ? { rows: listAt(answer.body, "projects") } : { rows: [], refused: answer };
      },
      idOf: named("projectName"),
      remove: (field, project) => field.rest({ product: "log", method: "DELETE", path: "/", project }),
    },
  ];
}

/** All pages of a list of ALB. */
async function pages(field: Field, product: "alb" | "fnf", action: string, parameters: CallParameters, list: string) {
  const rows: Tree[] = [];
  for (let NextToken = ""; ; ) {
    const answer = await field.call(product, action, { ...parameters, ...(NextToken === "" ? {} : { NextToken }) });
    if (answer.code !== "") return { rows, refused: answer };
    rows.push(...listAt(answer.body, list));
    NextToken = textAt(answer.body, "NextToken");
    if (NextToken === "") return { rows };
  }
}

/** All pages of certificates. */
async function numberedPages(
  field: Field,
  parameters: CallParameters,
): Promise<{ rows: Tree[]; refused?: CallAnswer }> {
  const rows: Tree[] = [];
  for (let page = 1; ; page += 1) {
    const answer = await field.call("cas", "ListUserCertificateOrder", { ...parameters, CurrentPage: page });
    if (answer.code !== "") return { rows, refused: answer };
    const found = listAt(answer.body, "CertificateOrderList");
    rows.push(...found);
    if (found.length < 50) return { rows };
  }
}

/** All pages of a list of RAM. */
async function marked(field: Field, action: string, parameters: CallParameters, list: string) {
  const rows: Tree[] = [];
  for (let Marker = ""; ; ) {
    const asked = { ...parameters, MaxItems: 100, ...(Marker === "" ? {} : { Marker }) };
    const answer = await field.call("ram", action, asked);
    if (answer.code !== "") return { rows, refused: answer };
    rows.push(...listAt(answer.body, list));
    Marker = textAt(answer.body, "Marker");
    if (Marker === "" || textAt(answer.body, "IsTruncated") !== "true") return { rows };
  }
}

function whyLeft({ code, body, call: [product, action] = ["", ""] }: CallAnswer) {
  const message = textAt(body, "Message");
  const right = rightIn(reason("cloud-error", { product, action, cloudCode: code, requestId: null, message }));
  return { code, ...(right === undefined ? {} : { right }) };
}

function answerOf(cause: unknown): CallAnswer {
  const { cloudCode } = (cause instanceof AlbflowError ? cause.reason.params : {}) as { cloudCode?: unknown };
  const said = cause instanceof Error ? cause.message : String(cause);
  return { status: 0, code: typeof cloudCode === "string" ? cloudCode : said, body: {} };
}
