// The vendor's SDKs of openapi-core's family, as one module: the first call to a product of theirs loads it.
export * as Alb from "@alicloud/alb20200616";
export { $OpenApiUtil, default as OpenApi, OpenApiUtil } from "@alicloud/openapi-core";
export { cast, RuntimeOptions, toMap } from "@darabonba/typescript";
