import { addEntriesToAcl } from "./actions/AddEntriesToAcl.ts";
import { addServersToServerGroup } from "./actions/AddServersToServerGroup.ts";
import { applyHealthCheckTemplateToServerGroup } from "./actions/ApplyHealthCheckTemplateToServerGroup.ts";
import { associateAclsWithListener } from "./actions/AssociateAclsWithListener.ts";
import { associateAdditionalCertificatesWithListener } from "./actions/AssociateAdditionalCertificatesWithListener.ts";
import { attachCommonBandwidthPackageToLoadBalancer } from "./actions/AttachCommonBandwidthPackageToLoadBalancer.ts";
import { cancelShiftLoadBalancerZones } from "./actions/CancelShiftLoadBalancerZones.ts";
import { createAcl } from "./actions/CreateAcl.ts";
import { createHealthCheckTemplate } from "./actions/CreateHealthCheckTemplate.ts";
import { createListener } from "./actions/CreateListener.ts";
import { createLoadBalancer } from "./actions/CreateLoadBalancer.ts";
import { createRule } from "./actions/CreateRule.ts";
import { createRules } from "./actions/CreateRules.ts";
import { createSecurityPolicy } from "./actions/CreateSecurityPolicy.ts";
import { createServerGroup } from "./actions/CreateServerGroup.ts";
import { deleteAcl } from "./actions/DeleteAcl.ts";
import { deleteHealthCheckTemplates } from "./actions/DeleteHealthCheckTemplates.ts";
import { deleteListener } from "./actions/DeleteListener.ts";
import { deleteLoadBalancer } from "./actions/DeleteLoadBalancer.ts";
import { deleteRule } from "./actions/DeleteRule.ts";
import { deleteRules } from "./actions/DeleteRules.ts";
import { deleteSecurityPolicy } from "./actions/DeleteSecurityPolicy.ts";
import { deleteServerGroup } from "./actions/DeleteServerGroup.ts";
import { describeRegions } from "./actions/DescribeRegions.ts";
import { describeZones } from "./actions/DescribeZones.ts";
import { detachCommonBandwidthPackageFromLoadBalancer } from "./actions/DetachCommonBandwidthPackageFromLoadBalancer.ts";
import { disableDeletionProtection } from "./actions/DisableDeletionProtection.ts";
import { disableLoadBalancerAccessLog } from "./actions/DisableLoadBalancerAccessLog.ts";
import { disableLoadBalancerIpv6Internet } from "./actions/DisableLoadBalancerIpv6Internet.ts";
import { dissociateAclsFromListener } from "./actions/DissociateAclsFromListener.ts";
import { dissociateAdditionalCertificatesFromListener } from "./actions/DissociateAdditionalCertificatesFromListener.ts";
import { enableDeletionProtection } from "./actions/EnableDeletionProtection.ts";
import { enableLoadBalancerAccessLog } from "./actions/EnableLoadBalancerAccessLog.ts";
import { enableLoadBalancerIpv6Internet } from "./actions/EnableLoadBalancerIpv6Internet.ts";
import { getHealthCheckTemplateAttribute } from "./actions/GetHealthCheckTemplateAttribute.ts";
import { getListenerAttribute } from "./actions/GetListenerAttribute.ts";
import { getListenerHealthStatus } from "./actions/GetListenerHealthStatus.ts";
import { getLoadBalancerAttribute } from "./actions/GetLoadBalancerAttribute.ts";
import { listAclEntries } from "./actions/ListAclEntries.ts";
import { listAclRelations } from "./actions/ListAclRelations.ts";
import { listAcls } from "./actions/ListAcls.ts";
import { listAsynJobs } from "./actions/ListAsynJobs.ts";
import { listHealthCheckTemplates } from "./actions/ListHealthCheckTemplates.ts";
import { listListenerCertificates } from "./actions/ListListenerCertificates.ts";
import { listListeners } from "./actions/ListListeners.ts";
import { listLoadBalancers } from "./actions/ListLoadBalancers.ts";
import { listRules } from "./actions/ListRules.ts";
import { listSecurityPolicies } from "./actions/ListSecurityPolicies.ts";
import { listSecurityPolicyRelations } from "./actions/ListSecurityPolicyRelations.ts";
import { listServerGroupServers } from "./actions/ListServerGroupServers.ts";
import { listServerGroups } from "./actions/ListServerGroups.ts";
import { listSystemSecurityPolicies } from "./actions/ListSystemSecurityPolicies.ts";
import { listTagKeys } from "./actions/ListTagKeys.ts";
import { listTagResources } from "./actions/ListTagResources.ts";
import { listTagValues } from "./actions/ListTagValues.ts";
import { loadBalancerJoinSecurityGroup } from "./actions/LoadBalancerJoinSecurityGroup.ts";
import { loadBalancerLeaveSecurityGroup } from "./actions/LoadBalancerLeaveSecurityGroup.ts";
import { moveResourceGroup } from "./actions/MoveResourceGroup.ts";
import { removeEntriesFromAcl } from "./actions/RemoveEntriesFromAcl.ts";
import { removeServersFromServerGroup } from "./actions/RemoveServersFromServerGroup.ts";
import { replaceServersInServerGroup } from "./actions/ReplaceServersInServerGroup.ts";
import { startListener } from "./actions/StartListener.ts";
import { startShiftLoadBalancerZones } from "./actions/StartShiftLoadBalancerZones.ts";
import { stopListener } from "./actions/StopListener.ts";
import { tagResources } from "./actions/TagResources.ts";
import { unTagResources } from "./actions/UnTagResources.ts";
import { updateAclAttribute } from "./actions/UpdateAclAttribute.ts";
import { updateHealthCheckTemplateAttribute } from "./actions/UpdateHealthCheckTemplateAttribute.ts";
import { updateListenerAttribute } from "./actions/UpdateListenerAttribute.ts";
import { updateListenerLogConfig } from "./actions/UpdateListenerLogConfig.ts";
import { updateLoadBalancerAddressTypeConfig } from "./actions/UpdateLoadBalancerAddressTypeConfig.ts";
import { updateLoadBalancerAttribute } from "./actions/UpdateLoadBalancerAttribute.ts";
import { updateLoadBalancerEdition } from "./actions/UpdateLoadBalancerEdition.ts";
import { updateLoadBalancerZones } from "./actions/UpdateLoadBalancerZones.ts";
import { updateRuleAttribute } from "./actions/UpdateRuleAttribute.ts";
import { updateRulesAttribute } from "./actions/UpdateRulesAttribute.ts";
import { updateSecurityPolicyAttribute } from "./actions/UpdateSecurityPolicyAttribute.ts";
import { updateServerGroupAttribute } from "./actions/UpdateServerGroupAttribute.ts";
import { updateServerGroupServersAttribute } from "./actions/UpdateServerGroupServersAttribute.ts";
import type { AlbAction } from "./call.ts";

/** Every action of ALB that this cloud plays, by its name on the wire. */
export const albActions: Readonly<Record<string, AlbAction<never>>> = {
  AddEntriesToAcl: addEntriesToAcl,
  AddServersToServerGroup: addServersToServerGroup,
  ApplyHealthCheckTemplateToServerGroup: applyHealthCheckTemplateToServerGroup,
  AssociateAclsWithListener: associateAclsWithListener,
  AssociateAdditionalCertificatesWithListener: associateAdditionalCertificatesWithListener,
  AttachCommonBandwidthPackageToLoadBalancer: attachCommonBandwidthPackageToLoadBalancer,
  CancelShiftLoadBalancerZones: cancelShiftLoadBalancerZones,
  CreateAcl: createAcl,
  CreateHealthCheckTemplate: createHealthCheckTemplate,
  CreateListener: createListener,
  CreateLoadBalancer: createLoadBalancer,
  CreateRule: createRule,
  CreateRules: createRules,
  CreateSecurityPolicy: createSecurityPolicy,
  CreateServerGroup: createServerGroup,
  DeleteAcl: deleteAcl,
  DeleteHealthCheckTemplates: deleteHealthCheckTemplates,
  DeleteListener: deleteListener,
  DeleteLoadBalancer: deleteLoadBalancer,
  DeleteRule: deleteRule,
  DeleteRules: deleteRules,
  DeleteSecurityPolicy: deleteSecurityPolicy,
  DeleteServerGroup: deleteServerGroup,
  DescribeRegions: describeRegions,
  DescribeZones: describeZones,
  DetachCommonBandwidthPackageFromLoadBalancer: detachCommonBandwidthPackageFromLoadBalancer,
  DisableDeletionProtection: disableDeletionProtection,
  DisableLoadBalancerAccessLog: disableLoadBalancerAccessLog,
  DisableLoadBalancerIpv6Internet: disableLoadBalancerIpv6Internet,
  DissociateAclsFromListener: dissociateAclsFromListener,
  DissociateAdditionalCertificatesFromListener: dissociateAdditionalCertificatesFromListener,
  EnableDeletionProtection: enableDeletionProtection,
  EnableLoadBalancerAccessLog: enableLoadBalancerAccessLog,
  EnableLoadBalancerIpv6Internet: enableLoadBalancerIpv6Internet,
  GetHealthCheckTemplateAttribute: getHealthCheckTemplateAttribute,
  GetListenerAttribute: getListenerAttribute,
  GetListenerHealthStatus: getListenerHealthStatus,
  GetLoadBalancerAttribute: getLoadBalancerAttribute,
  ListAclEntries: listAclEntries,
  ListAclRelations: listAclRelations,
  ListAcls: listAcls,
  ListAsynJobs: listAsynJobs,
  ListHealthCheckTemplates: listHealthCheckTemplates,
  ListListenerCertificates: listListenerCertificates,
  ListListeners: listListeners,
  ListLoadBalancers: listLoadBalancers,
  ListRules: listRules,
  ListSecurityPolicies: listSecurityPolicies,
  ListSecurityPolicyRelations: listSecurityPolicyRelations,
  ListServerGroups: listServerGroups,
  ListServerGroupServers: listServerGroupServers,
  ListSystemSecurityPolicies: listSystemSecurityPolicies,
  ListTagKeys: listTagKeys,
  ListTagResources: listTagResources,
  ListTagValues: listTagValues,
  LoadBalancerJoinSecurityGroup: loadBalancerJoinSecurityGroup,
  LoadBalancerLeaveSecurityGroup: loadBalancerLeaveSecurityGroup,
  MoveResourceGroup: moveResourceGroup,
  RemoveEntriesFromAcl: removeEntriesFromAcl,
  RemoveServersFromServerGroup: removeServersFromServerGroup,
  ReplaceServersInServerGroup: replaceServersInServerGroup,
  StartListener: startListener,
  StartShiftLoadBalancerZones: startShiftLoadBalancerZones,
  StopListener: stopListener,
  TagResources: tagResources,
  UnTagResources: unTagResources,
  UpdateAclAttribute: updateAclAttribute,
  UpdateHealthCheckTemplateAttribute: updateHealthCheckTemplateAttribute,
  UpdateListenerAttribute: updateListenerAttribute,
  UpdateListenerLogConfig: updateListenerLogConfig,
  UpdateLoadBalancerAddressTypeConfig: updateLoadBalancerAddressTypeConfig,
  UpdateLoadBalancerAttribute: updateLoadBalancerAttribute,
  UpdateLoadBalancerEdition: updateLoadBalancerEdition,
  UpdateLoadBalancerZones: updateLoadBalancerZones,
  UpdateRuleAttribute: updateRuleAttribute,
  UpdateRulesAttribute: updateRulesAttribute,
  UpdateSecurityPolicyAttribute: updateSecurityPolicyAttribute,
  UpdateServerGroupAttribute: updateServerGroupAttribute,
  UpdateServerGroupServersAttribute: updateServerGroupServersAttribute,
};
