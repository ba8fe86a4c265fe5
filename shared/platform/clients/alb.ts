import type * as Alb from "@alicloud/alb20200616";
import type { Session } from "../session.ts";
import { type AnswerOf, openSdkClient, type ParametersOf, type SdkClient } from "./openApi.ts";

export type AlbClient = SdkClient<typeof Alb>;
export type AlbParameters<Action extends string> = ParametersOf<typeof Alb, Action>;
export type AlbAnswer<Action extends string> = AnswerOf<typeof Alb, Action>;

/** The client to Application Load Balancer (API 2020-06-16). */
export function openAlb(session: Session): AlbClient {
  return openSdkClient<typeof Alb>(async () => (await import("./openApiLibrary.ts")).Alb as never, "alb", session);
}
