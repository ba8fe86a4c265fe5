import type { WriteAction } from "./facets/write.ts";

/**
 * About how long each write takes until clients see it, in seconds, a second of verification included: certificates 7,
 * attributes and state 3 (alb.md U17); what no listener waits for is quick.
 */
export const DURATION_SECONDS: Record<WriteAction, number> = {
  AssociateAdditionalCertificatesWithListener: 8,
  DissociateAdditionalCertificatesFromListener: 8,
  UpdateListenerAttribute: 4,
  UpdateListenerLogConfig: 4,
  StartListener: 4,
  StopListener: 4,
  CreateListener: 4,
  DeleteListener: 4,
  CreateRules: 4,
  AssociateAclsWithListener: 4,
  EnableLoadBalancerAccessLog: 4,
  DisableLoadBalancerAccessLog: 4,
  CreateServerGroup: 4,
  AddServersToServerGroup: 4,
  DeleteServerGroup: 4,
  CreateSecurityPolicy: 2,
  DeleteSecurityPolicy: 2,
  UploadUserCertificate: 2,
  DeleteUserCertificate: 2,
  CreateProject: 2,
  CreateLogStore: 2,
  CreateIndex: 2,
};
