import type { ErrorTemplate } from "../rpc/api.ts";

/** CAS publishes no error list (alb.md U22): these are assumed, in one place. */
export const casAssumedErrors: ErrorTemplate[] = [
  { status: 404, code: "NotFound", message: "The specified resource %s is not found." },
  { status: 400, code: "NameRepeat", message: "The name %s is already in use." },
  { status: 400, code: "CertQuotaCheckFailed", message: "The certificate quota is exceeded, usage %s/%s." },
  { status: 400, code: "InvalidCertificate", message: "The certificate is not a valid PEM certificate." },
  { status: 400, code: "InvalidPrivateKey", message: "The private key is not a valid PEM private key." },
  { status: 400, code: "CertKeyNotMatch", message: "The private key does not match the certificate." },
  { status: 400, code: "InvalidParameter", message: "Invalid parameter, please check the parameter input." },
  { status: 400, code: "StatusNotSupport", message: "The status of %s does not allow this operation." },
  {
    status: 400,
    code: "IdempotentParameterMismatch",
    message: "The request uses the same client token as a previous, but non-identical request.",
  },
  { status: 400, code: "Throttling.User", message: "Request was denied due to user flow control." },
];
