import { answerOf, type HttpAnswer, type HttpEvent, requestOf } from "../../platform/httpTrigger.ts";
import { type ApiBindings, type createApi, describeError } from "./createApi.ts";
import { problemOf } from "./problem.ts";
import { sayerFor } from "./sayerFor.ts";

/** Answers an event of an HTTP trigger, whatever happens: a request that HTTP cannot hold, settings that are wrong. */
export async function answerRequest(
  api: () => Promise<ReturnType<typeof createApi>>,
  event: HttpEvent,
  bindings: ApiBindings,
): Promise<HttpAnswer> {
  try {
    const request = requestOf(event);
    return await answerOf(await (await api()).fetch(request, bindings));
  } catch (error) {
    bindings.log(describeError(error));
    const problem = problemOf(error, await sayerFor());
    return {
      statusCode: problem.status,
      headers: { "content-type": "application/problem+json; charset=utf-8", "cache-control": "no-store" },
      isBase64Encoded: false,
      body: JSON.stringify(problem),
    };
  }
}
