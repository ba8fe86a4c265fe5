import type { Refusal, RefusalText } from "./signature.ts";

/** How the common gateway of the OpenAPI services (ALB, CAS, FC 3.0, CloudFlow, RAM, STS) refuses a signature. */
export const gatewayRefusals: Record<Refusal, RefusalText> = {
  incomplete: [400, "IncompleteSignature", "The request signature does not conform to Aliyun standards."],
  unknownKey: [404, "InvalidAccessKeyId.NotFound", "Specified access key is not found."],
  wrongSignature: [400, "SignatureDoesNotMatch", "Specified signature is not matched with our calculation."],
  badDate: [400, "InvalidTimeStamp.Format", "Specified time stamp or date value is not well formatted."],
  skewed: [400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired."],
  replayed: [400, "SignatureNonceUsed", "Specified signature nonce was used already."],
  tokenMissing: [400, "MissingSecurityToken", "SecurityToken is mandatory for this action."],
  tokenMismatch: [
    400,
    "InvalidSecurityToken.MismatchWithAccessKey",
    "Specified SecurityToken mismatch with the AccessKey.",
  ],
  tokenExpired: [400, "InvalidSecurityToken.Expired", "Specified SecurityToken is expired."],
};
