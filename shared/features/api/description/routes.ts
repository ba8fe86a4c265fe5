import * as z from "zod";
import { approvalRoutes } from "./approvalRoutes.ts";
import { bulkRoutes } from "./bulkRoutes.ts";
import { type DescribedRoute, pageQuery } from "./describedRoute.ts";
import { executionRoutes } from "./executionRoutes.ts";
import { inventoryRoutes } from "./inventoryRoutes.ts";

/** Every kind of request that is no operation's; `names` are the operations'. */
export function describedRoutes(names: [string, ...string[]]): DescribedRoute[] {
  const operation = z.enum(names).optional().describe("Name of the operation; any of them unless given");
  return [
    {
      operationId: "health",
      method: "get",
      path: "/health",
      tag: "service",
      summary: "Answer that the API is reachable.",
      open: true,
      answers: { 200: { description: "They do.", schema: "Health" } },
    },
    {
      operationId: "openApi",
      method: "get",
      path: "/openapi.json",
      tag: "service",
      summary: "Get this OpenAPI document.",
      open: true,
      answers: { 200: { description: "OpenAPI 3.1." } },
    },
    ...inventoryRoutes(),
    {
      operationId: "metrics",
      method: "get",
      path: "/metrics",
      tag: "service",
      summary: "Get metrics in the Prometheus text format. Only for callers who may see everything.",
      answers: { 200: { description: "The figures.", type: "text/plain" } },
    },
    {
      operationId: "listOperations",
      method: "get",
      path: "/operations",
      tag: "inventory",
      summary: "List the operations with their inputs.",
      query: z.strictObject(pageQuery),
      answers: { 200: { description: "All operations.", schema: "Operations" } },
    },
    ...executionRoutes(operation),
    ...bulkRoutes(names),
    ...approvalRoutes(operation),
  ];
}
