import { functions } from "../../functions/registry.ts";
import { targetExternalId, targetRole } from "../../shared/platform/targetRole.ts";
import { policyFor } from "./policyOf.ts";
import type { RoleToDeploy } from "./rolesOf.ts";

/** Which account lets which deployment in, and how far. */
interface TargetRoleOptions {
  /** The deployment's prefix, and the account that it is in. */
  prefix: string;
  homeAccountId: string;
  /** The account that lets it in; all of its regions unless some are named. */
  accountId: string;
  regions?: string[] | undefined;
  /** Whether it may only be looked at. */
  readOnly?: boolean;
}

/**
 * The role by which another account lets a deployment in: what functions need there that work elsewhere, and no more. Whoever
 * the deployment's account lets assume it may, if they name the deployment (`sts:ExternalId`), so that nobody else's
 * deployment in that account gets in by mistake.
 */
export function targetRoleOf(options: TargetRoleOptions): RoleToDeploy & { trust: object } {
  const { prefix, homeAccountId, accountId, regions = [], readOnly = false } = options;
  const wanted = functions.filter(({ elsewhere }) => elsewhere === true).flatMap(({ permissions }) => permissions);
  const actions = [...new Set(wanted)].filter(
    (action) => OF_TARGETS.test(action) && (!readOnly || /:(?:Get|List|Describe|Query)/.test(action)),
  );
  const places = regions.length === 0 || regions.length > MOST_NAMED ? ["*"] : regions;
  const trust = {
    Version: "1",
    Statement: [
      {
        Effect: "Allow",
        Action: "sts:AssumeRole",
        Principal: { RAM: [`acs:ram::${homeAccountId}:root`] },
        Condition: { StringEquals: { "sts:ExternalId": targetExternalId(prefix, homeAccountId) } },
      },
    ],
  };
  return {
    name: targetRole(prefix, accountId).replace(/^.*\//, ""),
    description: `Lets albflow of account ${homeAccountId} ${readOnly ? "look at" : "operate"} listeners here.`,
    trusts: `account ${homeAccountId}`,
    trust,
    policy: policyFor(actions, places, accountId),
  };
}

/** Executions, functions and secrets are at home. */
const OF_TARGETS = /^(?:alb|yundun-cert|log|cms):/;

/** A policy has 6,144 characters (real-cloud.md FR15). */
const MOST_NAMED = 4;
