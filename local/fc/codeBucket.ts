import { createHash } from "node:crypto";
import type { CloudContext } from "../context.ts";
import { type Secret, signatureCheck } from "../ram/signatureCheck.ts";
import { oss } from "../ram/signatures/oss.ts";
import { newUuid } from "../rpc/ids.ts";
import { CloudError } from "../wire/cloudError.ts";
import type { WireRequest, WireResponse } from "../wire/exchange.ts";

/** What `GET /tempBucketToken` answers: where code may be put, and with which credentials. */
interface BucketToken {
  credentials: { AccessKeyId: string; AccessKeySecret: string; SecurityToken: string; Expiration: string };
  ossRegion: string;
  ossBucket: string;
  objectName: string;
}

/**
 * The bucket in which Function Compute takes code, as much of Object Storage as an upload needs: objects that are put, read and
 * deleted with the credentials that came with their name. Nothing is kept for long: when there is too much, the oldest go.
 */
export interface CodeBucket {
  /** The bucket that a request is for, by its host; empty when it is for none. */
  bucketOf(request: Pick<WireRequest, "headers">): string;
  issueToken(): BucketToken;
  /** Answers a request for an object. Throws `CloudError`. */
  answer(request: WireRequest, bucket: string, object: string): WireResponse;
  /** What was put there. Throws `CloudError` InvalidArgument. */
  read(bucket: string, object: string): Buffer;
}

/** Makes it, empty. */
export function createCodeBucket({ clock, random, region, accountId }: CloudContext): CodeBucket {
  const objects = new Map<string, Buffer>();
  const secrets = new Map<string, Secret & { object: string }>();
  const check = signatureCheck({
    families: [oss((request) => bucketIn(request.headers.host ?? ""))],
    secretOf: (id) => secrets.get(id),
    clock,
    clientClock: clock,
  });

  function put(object: string, body: Buffer): void {
    objects.delete(object);
    objects.set(object, body);
    let bytes = [...objects.values()].reduce((sum, { length }) => sum + length, 0);
    for (const [name, { length }] of objects) {
      if (bytes <= MOST_BYTES) return;
      objects.delete(name);
      bytes -= length;
    }
  }

  return {
    bucketOf: ({ headers }) => bucketIn(headers.host ?? ""),
    issueToken() {
      const now = clock.now();
      for (const [id, { token }] of secrets) if ((token?.expiresAt ?? 0) <= now) secrets.delete(id);
      const [accessKeyId, accessKeySecret, text] = [`TMP.${newUuid(random)}`, newUuid(random), newUuid(random)];
      const objectName = newUuid(random).toLowerCase();
      const expiresAt = now + LIFETIME_MS;
      const token = { text, expiresAt };
      secrets.set(accessKeyId, {
        identity: { accountId, accessKeyId },
        accessKeySecret,
        token,
        object: `${accountId}/${objectName}`,
      });
      return {
        credentials: {
          AccessKeyId: accessKeyId,
          AccessKeySecret: accessKeySecret,
          SecurityToken: text,
          Expiration: new Date(expiresAt).toISOString(),
        },
        ossRegion: `oss-${region}`,
        ossBucket: BUCKET,
        objectName,
      };
    },
    answer(request, bucket, object) {
      const { accessKeyId } = check(request);
      if (bucket !== BUCKET) throw new CloudError(404, "NoSuchBucket", "The specified bucket does not exist.");
      if (secrets.get(accessKeyId)?.object !== object) {
        throw new CloudError(403, "AccessDenied", "These credentials are for another object.");
      }
      if (request.method === "PUT") {
        put(object, request.body);
        return { status: 200, headers: { etag: etagOf(request.body) }, body: "" };
      }
      const found = objects.get(object);
      if (request.method === "DELETE") {
        objects.delete(object);
        return { status: 204, headers: {}, body: "" };
      }
      if (found === undefined) throw new CloudError(404, "NoSuchKey", "The specified key does not exist.");
      const headers = { "content-type": "application/octet-stream", etag: etagOf(found) };
      return { status: 200, headers, body: found };
    },
    read(bucket, object) {
      const found = bucket === BUCKET ? objects.get(object) : undefined;
      if (found !== undefined) return found;
      throw new CloudError(400, "InvalidArgument", `code: there is no object ${object} in the bucket ${bucket}.`);
    },
  };
}

/** A refusal as clients of Object Storage expect it. */
export function bucketRefusal({ status, code, message }: CloudError, requestId: string): WireResponse {
  const text = (value: string) => value.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return {
    status,
    headers: { "content-type": "application/xml", "x-oss-request-id": requestId },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${text(code)}</Code><Message>${text(message)}</Message><RequestId>${requestId}</RequestId></Error>\n`,
  };
}

const BUCKET = "albflow-code";
/** What is put is fetched at once, by the request that makes the function. */
const LIFETIME_MS = 30 * 60_000;
const MOST_BYTES = 256 * 1024 * 1024;

/** `albflow-code.oss.localhost:7704` here; on the cloud, and so through the proxy, `….oss-cn-hangzhou.aliyuncs.com`. */
function bucketIn(host: string): string {
  return /^([a-z0-9-]+)\.oss(?:\.localhost|-[a-z0-9-]+\.aliyuncs\.com)(?::\d+)?$/i.exec(host)?.[1]?.toLowerCase() ?? "";
}

function etagOf(body: Buffer): string {
  return `"${createHash("md5").update(body).digest("hex").toUpperCase()}"`;
}
