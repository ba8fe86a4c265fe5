import type { ErrorTemplate } from "../rpc/api.ts";

/** Refusals that the documents do not list, as alb.md assumes them: one place to mend when somebody learns better. */
export const assumedErrors: ErrorTemplate[] = [
  // alb.md U2: mutual TLS and tracing on Basic, and tracing where the region lacks it.
  { status: 400, code: "UnsupportedFeature.MutualTls", message: "The feature of %s is not supported." },
  { status: 400, code: "UnsupportedFeature.Tracing", message: "The feature of %s is not supported." },
  { status: 400, code: "UnsupportedFeature.CrossZone", message: "The feature of %s is not supported." },
  // The same pattern as ALB's other codes, for actions whose error lists we do not have.
  { status: 404, code: "ResourceNotFound.Rule", message: "The specified resource %s is not found." },
  { status: 400, code: "IncorrectStatus.Rule", message: "The status of %s [%s] is incorrect." },
  { status: 400, code: "IncorrectStatus.ServerGroup", message: "The status of %s [%s] is incorrect." },
  { status: 400, code: "IncorrectStatus.SecurityPolicy", message: "The status of %s [%s] is incorrect." },
  { status: 400, code: "ResourceInUse.ServerGroup", message: "The specified resource %s is in use." },
  { status: 400, code: "ResourceInUse.SecurityPolicy", message: "The specified resource %s is in use." },
  {
    status: 400,
    code: "OperationDenied.DeletionProtection",
    message: "The operation is not allowed because of DeletionProtection.",
  },
  // Recorded (real-cloud.md CR3); the status is assumed.
  {
    status: 400,
    code: "OperationDenied.ServiceManagedResource",
    message: "The operation is not allowed because the current resource is managed resource.",
  },
  { status: 404, code: "ResourceNotFound.BackendServer", message: "The specified resource %s is not found." },
  // Zones, IPv6, security groups, bandwidth and templates: the metadata at hand lack their lists.
  { status: 404, code: "ResourceNotFound.HealthCheckTemplate", message: "The specified resource %s is not found." },
  { status: 404, code: "ResourceNotFound.ResourceGroup", message: "The specified resource %s is not found." },
  { status: 404, code: "ResourceNotFound.SecurityGroup", message: "The specified resource %s is not found." },
  { status: 404, code: "ResourceNotFound.BandwidthPackage", message: "The specified resource %s is not found." },
  { status: 404, code: "ResourceNotFound.Zone", message: "The specified resource %s is not found." },
  { status: 400, code: "IncorrectStatus.Zone", message: "The status of %s [%s] is incorrect." },
  { status: 400, code: "OperationDenied.OnlyOneAvailableZone", message: "The operation is not allowed because of %s." },
  { status: 400, code: "OperationDenied.AddressIpVersion", message: "The operation is not allowed because of %s." },
  { status: 400, code: "OperationDenied.AddressType", message: "The operation is not allowed because of %s." },
  {
    status: 400,
    code: "ResourceAlreadyAssociated.SecurityGroup",
    message: "The specified resource %s is already associated.",
  },
  { status: 400, code: "ResourceNotAssociated.SecurityGroup", message: "The specified resource %s is not associated." },
  {
    status: 400,
    code: "ResourceAlreadyAssociated.BandwidthPackage",
    message: "The specified resource %s is already associated.",
  },
  {
    status: 400,
    code: "ResourceNotAssociated.BandwidthPackage",
    message: "The specified resource %s is not associated.",
  },
];
