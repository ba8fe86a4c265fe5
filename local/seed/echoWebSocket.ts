import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";

/** Of RFC 6455 §5.2. */
const OPCODE = { close: 8, ping: 9, pong: 10 } as const;
const MOST_BYTES = 1024 * 1024;

/** Agrees to a WebSocket and sends every frame back: text, binary and parts of messages as they come (RFC 6455). */
export function echoWebSocket(request: IncomingMessage, socket: Duplex, head: Buffer, fields: string[] = []): void {
  const key = request.headers["sec-websocket-key"];
  if (request.headers.upgrade?.toLowerCase() !== "websocket" || key === undefined) {
    socket.end("HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
    return;
  }
  const accept = createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
  const agreed = ["Upgrade: websocket", "Connection: Upgrade", `Sec-WebSocket-Accept: ${accept}`, ...fields];
  socket.write(`HTTP/1.1 101 Switching Protocols\r\n${agreed.join("\r\n")}\r\n\r\n`);
  let unavailable = Buffer.alloc(0);
  const onBytes = (chunk: Buffer) => {
    unavailable = Buffer.concat([unavailable, chunk]);
    for (let frame = readFrame(unavailable); frame !== undefined; frame = readFrame(unavailable)) {
      unavailable = unavailable.subarray(frame.size);
      if (frame.opcode === OPCODE.pong) continue;
      const opcode = frame.opcode === OPCODE.ping ? OPCODE.pong : frame.opcode;
      socket.write(frameOf(frame.final, opcode, frame.payload));
      if (opcode === OPCODE.close) socket.end();
    }
    if (unavailable.length > MOST_BYTES) socket.destroy();
  };
  onBytes(head);
  socket.on("data", onBytes);
  socket.on("error", () => socket.destroy());
}

/** The first frame of a client, whose frames are all masked; undefined when it is not all there yet. */
function readFrame(bytes: Buffer): { final: boolean; opcode: number; payload: Buffer; size: number } | undefined {
  if (bytes.length < 2) return undefined;
  const [first, short] = [bytes.readUInt8(0), bytes.readUInt8(1) & 0x7f];
  const lengthBytes = short === 127 ? 8 : short === 126 ? 2 : 0;
  const start = 2 + lengthBytes + 4;
  if (bytes.length < start) return undefined;
  const length =
    lengthBytes === 8 ? Number(bytes.readBigUInt64BE(2)) : lengthBytes === 2 ? bytes.readUInt16BE(2) : short;
  if (bytes.length < start + length) return undefined;
  const mask = bytes.subarray(start - 4, start);
  const payload = bytes.subarray(start, start + length).map((byte, at) => byte ^ (mask[at % 4] ?? 0));
  return { final: first >= 0x80, opcode: first & 0x0f, payload: Buffer.from(payload), size: start + length };
}

function frameOf(final: boolean, opcode: number, payload: Buffer): Buffer {
  const first = (final ? 0x80 : 0) | opcode;
  const { length } = payload;
  if (length < 126) return Buffer.concat([Buffer.from([first, length]), payload]);
  const header = Buffer.alloc(length < 65_536 ? 4 : 10);
  header.writeUInt8(first, 0);
  header.writeUInt8(length < 65_536 ? 126 : 127, 1);
  if (length < 65_536) header.writeUInt16BE(length, 2);
  else header.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([header, payload]);
}
