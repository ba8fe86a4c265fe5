import { jsonAnswer } from "../rest/restService.ts";
import { CloudError } from "../wire/cloudError.ts";
import type { WireRequest, WireResponse } from "../wire/exchange.ts";

/** A refusal as the clients of the two API versions expect it: fc2 and fc20230330 (wire.md §3 and §7). */
export function refusal(
  { status, code, message, detail }: CloudError,
  requestId: string,
  request: WireRequest,
): WireResponse {
  if (request.path.startsWith("/2016-08-15/"))
    return jsonAnswer({ ErrorCode: code, ErrorMessage: message, ...detail }, status);
  return jsonAnswer({ RequestId: requestId, Code: code, Message: message, ...detail }, status);
}

/** More calls, or instances, than the account may have. */
export const throttled = new CloudError(429, "ResourceThrottled", "The request was throttled. Please try again later.");
