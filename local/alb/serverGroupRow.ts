import { z } from "zod";

/** A server group and its servers as ALB's state has them, in ALB's own field names, with the defaults of creation. */
const server = z.strictObject({
  ServerId: z.string(),
  ServerType: z.enum(["Ecs", "Eni", "Eci", "Ip", "Fc"]),
  ServerIp: z.string().optional(),
  Port: z.number().optional(),
  Weight: z.number().default(100),
  Description: z.string().optional(),
  RemoteIpEnabled: z.boolean().optional(),
  Status: z.enum(["Adding", "Available", "Configuring", "Removing"]).default("Available"),
});
export type Server = z.infer<typeof server>;

const healthCheck = z.strictObject({
  HealthCheckEnabled: z.boolean().default(true),
  HealthCheckConnectPort: z.number().default(0),
  HealthCheckHost: z.string().optional(),
  HealthCheckCodes: z.array(z.string()).default(["http_2xx"]),
  HealthCheckHttpVersion: z.string().default("HTTP1.1"),
  HealthCheckInterval: z.number().default(2),
  HealthCheckMethod: z.string().default("HEAD"),
  HealthCheckPath: z.string().default("/"),
  HealthCheckProtocol: z.enum(["HTTP", "HTTPS", "TCP", "gRPC"]).default("HTTP"),
  HealthCheckTimeout: z.number().default(5),
  HealthyThreshold: z.number().default(3),
  UnhealthyThreshold: z.number().default(3),
});

export const healthCheckTemplateRow = healthCheck.omit({ HealthCheckEnabled: true }).extend({
  HealthCheckTemplateId: z.string(),
  HealthCheckTemplateName: z.string().default(""),
  ResourceGroupId: z.string().default("rg-local"),
});
export type HealthCheckTemplate = z.infer<typeof healthCheckTemplateRow>;

export const serverGroupRow = z.strictObject({
  ServerGroupId: z.string(),
  ServerGroupName: z.string().default(""),
  ServerGroupType: z.enum(["Instance", "Ip", "Fc"]).default("Instance"),
  ServerGroupStatus: z.enum(["Creating", "Available", "Configuring"]).default("Available"),
  VpcId: z.string().optional(),
  Protocol: z.enum(["HTTP", "HTTPS", "gRPC"]).default("HTTP"),
  Scheduler: z.enum(["Wrr", "Wlc", "Sch"]).default("Wrr"),
  ResourceGroupId: z.string().default("rg-local"),
  HealthCheckConfig: healthCheck.prefault({}),
  StickySessionConfig: z
    .strictObject({
      StickySessionEnabled: z.boolean().default(false),
      StickySessionType: z.enum(["Insert", "Server"]).optional(),
      Cookie: z.string().optional(),
      CookieTimeout: z.number().optional(),
    })
    .prefault({}),
  ConnectionDrainConfig: z
    .strictObject({
      ConnectionDrainEnabled: z.boolean().default(false),
      ConnectionDrainTimeout: z.number().default(300),
    })
    .prefault({}),
  SlowStartConfig: z
    .strictObject({ SlowStartEnabled: z.boolean().default(false), SlowStartDuration: z.number().default(30) })
    .prefault({}),
  UchConfig: z.strictObject({ Type: z.string(), Value: z.string() }).optional(),
  UpstreamKeepaliveEnabled: z.boolean().default(false),
  ServiceName: z.string().optional(),
  ConfigManagedEnabled: z.boolean().default(false),
  Ipv6Enabled: z.boolean().default(false),
  CrossZoneEnabled: z.boolean().default(true),
  IpVersionAffinityMode: z.string().optional(),
  CreateTime: z.string().default(""),
  Servers: z.array(server).default([]),
});
export type ServerGroup = z.infer<typeof serverGroupRow>;
