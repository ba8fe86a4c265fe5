/**
 * The name that a client asks for in the first bytes of its handshake (RFC 8446 §4.1.2, RFC 6066 §3); undefined where it
 * sends none, or where the bytes do not reach so far.
 */
export function serverNameIn(bytes: Buffer): string | undefined {
  try {
    // Record header, handshake header, version and random.
    let at = 5 + 4 + 2 + 32;
    if (bytes[0] !== HANDSHAKE || bytes[5] !== CLIENT_HELLO) return undefined;
    at += 1 + bytes.readUInt8(at);
    at += 2 + bytes.readUInt16BE(at);
    at += 1 + bytes.readUInt8(at);
    const end = at + 2 + bytes.readUInt16BE(at);
    for (at += 2; at < end; ) {
      const type = bytes.readUInt16BE(at);
      const length = bytes.readUInt16BE(at + 2);
      // A list of one name: its length, its kind, and the length of the name.
      if (type === SERVER_NAME) return bytes.toString("latin1", at + 9, at + 9 + bytes.readUInt16BE(at + 7));
      at += 4 + length;
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return undefined;
}

const [HANDSHAKE, CLIENT_HELLO, SERVER_NAME] = [22, 1, 0];
