import * as z from "zod";
import { listenerId, placeInput } from "../../../core/operationInput.ts";
import { type DescribedRoute, pageQuery } from "./describedRoute.ts";

/** Requests that list what there is: listeners, certificates, and what listeners can use. */
export function inventoryRoutes(): DescribedRoute[] {
  return [
    {
      operationId: "listListeners",
      method: "get",
      path: "/listeners",
      tag: "inventory",
      summary: "List listeners with their certificates and warnings.",
      query: z.strictObject({
        regions,
        accounts,
        loadBalancerIds: z
          .array(z.string().regex(/^alb-[\w*-]{1,64}$/))
          .max(100)
          .optional()
          .describe("Ids of the instances to look at, with commas between them; all unless given"),
        listenerIds: z
          .array(listenerId)
          .max(100)
          .optional()
          .describe("Ids of the listeners to look at, with commas between them; all unless given"),
        domain: z
          .string()
          .min(1)
          .max(253)
          .optional()
          .describe("Only those that serve this domain, in all accounts and regions unless some are given"),
        certificates: z.boolean().optional().describe("Whether to read their certificates; true unless given"),
        health: z.boolean().optional().describe("Whether to read the health of their servers; false unless given"),
        ...pageQuery,
      }),
      answers: { 200: { description: "Those that you may see.", schema: "Listeners" } },
    },
    {
      operationId: "describeListener",
      method: "get",
      path: "/listeners/{id}",
      tag: "inventory",
      summary: "Show everything about one listener, including what clients are served.",
      query: z.strictObject({
        ...placeInput,
        probe: z.boolean().optional().describe("Whether to look at what clients are served; true unless given"),
      }),
      answers: { 200: { description: "The listener.", schema: "Listener" } },
    },
    {
      operationId: "listCertificates",
      method: "get",
      path: "/certificates",
      tag: "inventory",
      summary: "List the certificates of listeners, the next to expire first.",
      query: z.strictObject({ regions, accounts, ...pageQuery }),
      answers: { 200: { description: "Those of listeners that you may see.", schema: "Certificates" } },
    },
    ...RESOURCE_LISTS.map(
      ({ path, operationId, summary, filters = {} }): DescribedRoute => ({
        operationId,
        method: "get",
        path,
        tag: "inventory",
        summary,
        query: z.strictObject({ ...listQuery, ...filters }),
        answers: { 200: { description: "Those that you may see.", schema: "Resources" } },
      }),
    ),
  ];
}

const regions = z
  .array(z.string().regex(/^[a-z]{2}-[a-z0-9-]{1,30}$/))
  .max(40)
  .optional()
  .describe("Regions to look at, with commas between them; the deployment's own unless given");

const accounts = z
  .array(z.string().regex(/^(?:\d{16}|\*)$/))
  .max(60)
  .optional()
  .describe(
    "Accounts to look at, with commas between them, or * for all, each in the regions that are operated there; the deployment's own unless given",
  );

/** What every list of things to choose from takes. */
const listQuery = {
  ...placeInput,
  listenerId: listenerId
    .optional()
    .describe("What is chosen for: what fits it comes first, and for the others `unfit` tells why not"),
  search: z.string().max(128).optional().describe("Words that its id or its names hold"),
  limit: z.int().min(1).max(100).optional().describe("At most so many; 50 unless given"),
  cursor: z.string().max(1_024).optional().describe("`nextCursor` of the page before"),
};

/** The lists of what a listener can use. */
const RESOURCE_LISTS: { path: string; operationId: string; summary: string; filters?: Record<string, z.ZodType> }[] = [
  {
    path: "/server-groups",
    operationId: "listServerGroups",
    summary: "List server groups, with protocol, VPC, instances and, if asked for, health.",
    filters: {
      vpcId: z.string().max(128).optional().describe("Only those in this VPC"),
      health: z.boolean().optional().describe("Whether to read the health of those on the page; false unless given"),
    },
  },
  {
    path: "/stored-certificates",
    operationId: "listStoredCertificates",
    summary: "List the certificates of the certificate service that have not expired, bound or not.",
    filters: {
      use: z
        .enum(["bound", "unbound", "expiring"])
        .optional()
        .describe("Only those that listeners hold, that none holds, or that end within 30 days"),
    },
  },
  {
    path: "/ca-certificates",
    operationId: "listCaCertificates",
    summary: "List the CA certificates that a listener can accept clients of.",
  },
  {
    path: "/tls-policies",
    operationId: "listTlsPolicies",
    summary: "List system and custom TLS policies with the versions and ciphers that they offer.",
  },
  { path: "/vpcs", operationId: "listVpcs", summary: "List the VPCs that instances are in." },
  { path: "/log-projects", operationId: "listLogProjects", summary: "List the projects of Simple Log Service." },
  {
    path: "/log-projects/{project}/logstores",
    operationId: "listLogstores",
    summary: "List the logstores of a project of Simple Log Service.",
  },
];
