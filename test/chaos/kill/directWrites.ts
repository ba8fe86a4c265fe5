import Log from "@alicloud/log";
import RpcClient from "@alicloud/pop-core";
import type { ChildCloud } from "./childCloud.ts";

/** What clients wrote without albflow, as far as they were told that it is done. */
interface DirectWrites {
  /** The last description of `lsn-direct`: a number that grows. */
  description: number;
  roles: string[];
  records: string[];
  logs: string[];
}

const ROLE = JSON.stringify({
  Version: "1",
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: ["fc.aliyuncs.com"] } }],
});

/** Four clients write one thing after the other until the cloud is gone; what was acknowledged stands in the result. */
export function writeDirectly({ session, endpoints }: ChildCloud): {
  acknowledged: DirectWrites;
  ended: Promise<unknown>;
} {
  const acknowledged: DirectWrites = { description: 0, roles: [], records: [], logs: [] };
  const { alb, ram, dns, log } = clients({ session, endpoints });
  const forever = async (write: (n: number) => Promise<unknown>) => {
    for (let n = 1; ; n += 1) await write(n);
  };
  const clientsOfAll = [
    forever(async (n) => {
      // A listener that is being changed takes no change; that is no write.
      const done = await alb
        .request("UpdateListenerAttribute", { ListenerId: "lsn-direct", ListenerDescription: `${n}` })
        .then(
          () => true,
          (error: { code?: string }) => refused(error),
        );
      if (done) acknowledged.description = n;
    }),
    forever(async (n) => {
      await ram.request("CreateRole", { RoleName: `role-${n}`, AssumeRolePolicyDocument: ROLE });
      acknowledged.roles.push(`role-${n}`);
    }),
    forever(async (n) => {
      const record = { DomainName: "example.com", RR: `r${n}`, Type: "TXT", Value: "kept" };
      await dns.request("AddDomainRecord", record);
      acknowledged.records.push(`r${n}`);
    }),
    forever(async (n) => {
      const logs = [{ timestamp: Math.floor(Date.now() / 1000), content: { said: `said-${n}` } }];
      await log.postLogStoreLogs("kill", "acknowledged", { logs });
      acknowledged.logs.push(`said-${n}`);
    }),
  ];
  return { acknowledged, ended: Promise.allSettled(clientsOfAll) };
}

/** What was acknowledged and is not there, in words. */
export async function lostWrites(
  cloud: ChildCloud,
  { description, roles, records, logs }: DirectWrites,
): Promise<string[]> {
  const { alb, ram, dns, log } = clients(cloud);
  const listener = await alb.request<{ ListenerDescription?: string }>("GetListenerAttribute", {
    ListenerId: "lsn-direct",
  });
  const { Roles } = await ram.request<{ Roles: { Role: { RoleName: string }[] } }>("ListRoles", { MaxItems: 1000 });
  const kept = { roles: new Set(Roles.Role.map(({ RoleName }) => RoleName)), records: new Set<string>() };
  for (let PageNumber = 1; ; PageNumber += 1) {
    const page = await dns.request<{ DomainRecords: { Record: { RR: string }[] } }>("DescribeDomainRecords", {
      DomainName: "example.com",
      PageNumber,
      PageSize: 500,
    });
    for (const { RR } of page.DomainRecords.Record) kept.records.add(RR);
    if (page.DomainRecords.Record.length < 500) break;
  }
  const said = new Set<string>();
  const now = Math.floor(Date.now() / 1000);
  for (let offset = 0; ; offset += 100) {
    const page = (await log.getLogs(
      "kill",
      "acknowledged",
      new Date((now - 86_400) * 1000),
      new Date((now + 86_400) * 1000),
      {
        query: "*",
        line: 100,
        offset,
      },
    )) as unknown as { said?: string }[] | Record<string, { said?: string }>;
    const rows = Object.values(page);
    for (const row of rows) if (row.said !== undefined) said.add(row.said);
    if (rows.length < 100) break;
  }
  return [
    ...(Number(listener.ListenerDescription) < description
      ? [`lsn-direct is described ${listener.ListenerDescription}, though ${description} was acknowledged`]
      : []),
    ...roles.filter((one) => !kept.roles.has(one)).map((one) => `the role ${one} was acknowledged and is gone`),
    ...records.filter((one) => !kept.records.has(one)).map((one) => `the record ${one} was acknowledged and is gone`),
    ...logs.filter((one) => !said.has(one)).map((one) => `the log ${one} was acknowledged and is gone`),
  ];
}

function clients({ session: { credentials }, endpoints }: Pick<ChildCloud, "session" | "endpoints">) {
  const rpc = (endpoint: string, apiVersion: string) => new RpcClient({ ...credentials, endpoint, apiVersion });
  return {
    alb: rpc(endpoints.alb, "2020-06-16"),
    ram: rpc(endpoints.ram, "2015-05-01"),
    dns: rpc(endpoints.alidns, "2015-01-09"),
    log: new Log({ ...credentials, endpoint: endpoints.log }),
  };
}

/** Whether the cloud has answered, and no; else the line was cut, and nothing more is to be had. */
function refused(error: { code?: string }): false {
  if (error.code?.startsWith("IncorrectStatus") === true || error.code === "ResourceInConfiguring.Listener")
    return false;
  throw error as Error;
}
