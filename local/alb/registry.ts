import { addServersToServerGroup } from "./actions/AddServersToServerGroup.ts";
import { associateAdditionalCertificatesWithListener } from "./actions/AssociateAdditionalCertificatesWithListener.ts";
import { createListener } from "./actions/CreateListener.ts";
import { createLoadBalancer } from "./actions/CreateLoadBalancer.ts";
import { createServerGroup } from "./actions/CreateServerGroup.ts";
import { deleteListener } from "./actions/DeleteListener.ts";
import { dissociateAdditionalCertificatesFromListener } from "./actions/DissociateAdditionalCertificatesFromListener.ts";
import { getListenerAttribute } from "./actions/GetListenerAttribute.ts";
import { getLoadBalancerAttribute } from "./actions/GetLoadBalancerAttribute.ts";
import { listAsynJobs } from "./actions/ListAsynJobs.ts";
import { listListenerCertificates } from "./actions/ListListenerCertificates.ts";
import { listListeners } from "./actions/ListListeners.ts";
import { listLoadBalancers } from "./actions/ListLoadBalancers.ts";
import { startListener } from "./actions/StartListener.ts";
import { stopListener } from "./actions/StopListener.ts";
import { tagResources } from "./actions/TagResources.ts";
import { updateListenerAttribute } from "./actions/UpdateListenerAttribute.ts";
import type { AlbAction } from "./call.ts";

/** Every action of ALB that this cloud plays, by its name on the wire. */
export const albActions: Readonly<Record<string, AlbAction<never>>> = {
  AddServersToServerGroup: addServersToServerGroup,
  AssociateAdditionalCertificatesWithListener: associateAdditionalCertificatesWithListener,
  CreateListener: createListener,
  CreateLoadBalancer: createLoadBalancer,
  CreateServerGroup: createServerGroup,
  DeleteListener: deleteListener,
  DissociateAdditionalCertificatesFromListener: dissociateAdditionalCertificatesFromListener,
  GetListenerAttribute: getListenerAttribute,
  GetLoadBalancerAttribute: getLoadBalancerAttribute,
  ListAsynJobs: listAsynJobs,
  ListListenerCertificates: listListenerCertificates,
  ListListeners: listListeners,
  ListLoadBalancers: listLoadBalancers,
  StartListener: startListener,
  StopListener: stopListener,
  TagResources: tagResources,
  UpdateListenerAttribute: updateListenerAttribute,
};
