import { flowNameOf } from "../../../core/flowDefinition.ts";
import type { ApiHandler, Deployed } from "../apiCall.ts";

/** `GET /health`: that requests arrive. Whether the cloud behind is well is for `albflow doctor` to say. */
export const health: ApiHandler = async () => ({ status: 200, body: { status: "ok" } });

/** `GET /openapi.json`: this API, in OpenAPI 3.1. Another function carries it, and is asked once. */
export const openApi: ApiHandler = async ({ deployed }) => {
  contract ??= contractOf(deployed);
  try {
    return { status: 200, body: await contract };
  } catch (error) {
    contract = undefined;
    throw error;
  }
};

let contract: Promise<object> | undefined;

async function contractOf({ functions, prefix }: Deployed): Promise<object> {
  const { text } = (await functions.invoke(flowNameOf(prefix, "metrics"), { about: "api" })) as { text: string };
  return JSON.parse(text) as object;
}
