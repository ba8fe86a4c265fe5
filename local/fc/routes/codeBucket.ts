import { jsonAnswer, type RestRoute } from "../../rest/restService.ts";
import type { FcServiceContext } from "../serviceContext.ts";

/** Where code is uploaded before a function is made of it. */
export function codeBucketRoutes({ bucket }: FcServiceContext): RestRoute[] {
  const actions = { PUT: "PutObject", GET: "GetObject", HEAD: "HeadObject", DELETE: "DeleteObject" };
  return [
    ...Object.entries(actions).map(
      ([method, action]): RestRoute => ({
        method,
        path: "/{object*}",
        when: (parameters) => parameters.bucket !== "",
        action,
        answer: ({ request, parameters }) => bucket.answer(request, parameters.bucket ?? "", parameters.object ?? ""),
      }),
    ),
    {
      method: "GET",
      path: "/2016-08-15/tempBucketToken",
      action: "GetTempBucketToken",
      resource: () => "*",
      answer: () => jsonAnswer(bucket.issueToken()),
    },
  ];
}
