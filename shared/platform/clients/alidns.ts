import type * as Alidns from "@alicloud/alidns20150109";
import type { Session } from "../session.ts";
import { openTypedClient, type SdkClient } from "./openApi.ts";

export type AlidnsClient = SdkClient<typeof Alidns>;

/** The client to Alibaba Cloud DNS (API 2015-01-09). */
export function openAlidns(session: Session): AlidnsClient {
  return openTypedClient<typeof Alidns>("alidns", "2015-01-09", session);
}
