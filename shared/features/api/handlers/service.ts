import type { ApiHandler } from "../apiCall.ts";
import { contract } from "../contract.ts";

/** `GET /health`: that requests arrive. Whether the cloud behind is well is for `albflow doctor` to say. */
export const health: ApiHandler = async () => ({ status: 200, body: { status: "ok" } });

/** `GET /openapi.json`: this API, in OpenAPI 3.1. */
export const openApi: ApiHandler = async () => ({ status: 200, body: contract });
