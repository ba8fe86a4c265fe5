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
];
