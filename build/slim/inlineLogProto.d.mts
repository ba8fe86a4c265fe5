/** An expression that stands for the protocol of @alicloud/log's client in that file, given protobufjs's minimal build as `protobuf`. */
export function messagesSource(client: string): string;
