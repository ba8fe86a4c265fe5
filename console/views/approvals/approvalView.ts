import { samePerson } from "../../../shared/core/personName.ts";
import { allows, type Identity } from "../../../shared/features/api/authentication/identity.ts";
import type { ReportedReason } from "../../reportedReason.ts";
import type { approvalWords } from "./approvalWords.ts";

/** What waits for approval, as the API tells it. */
export interface Approval {
  operation: string;
  execution: string;
  listenerId: string;
  listenerName: string;
  /** `HTTPS:443`. */
  listens: string;
  loadBalancerId: string;
  account: string;
  region: string;
  environment: string;
  why: string;
  ticket: string;
  touches: string[];
  requestedBy: string;
  reason: ReportedReason;
  needed: number;
  approvedBy: string[];
  /** ISO 8601. */
  until: string;
  /** Its last part is the token that the question is answered with. */
  link: string;
}

/** What a person can do about it. */
export type ApprovalCondition = Extract<keyof typeof approvalWords, "forYou" | "own" | "agreedAlready" | "notYours">;

/** Where somebody stands to a question: the API judges again when it is answered. */
export function conditionOf(
  { operation, touches, requestedBy, approvedBy }: Approval,
  identity: Identity,
): ApprovalCondition {
  if (samePerson(requestedBy, identity.name)) return "own";
  if (approvedBy.some((name) => samePerson(name, identity.name))) return "agreedAlready";
  return identity.kind === "person" && allows(identity, "approve", { operation, touches }) ? "forYou" : "notYours";
}

/** The last part of its link. */
export function tokenOf({ link }: Approval): string {
  return link.slice(link.lastIndexOf("/") + 1);
}
