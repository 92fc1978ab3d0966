import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { decodeExact, decodePlain, encode, type Doc } from './bson-value.js';
import type { Request } from './session.js';

const HEADER_BYTES = 16, MAX_MESSAGE_BYTES = 48_000_000;
const OP_REPLY = 1, OP_QUERY = 2004, OP_MSG = 2013;
const CHECKSUM_PRESENT = 1, MORE_TO_COME = 2;
export type Handle = (request: Request) => Promise<Doc>;

function requestOf(body: Buffer, sequences: readonly (readonly [string, Buffer[]])[], database?: string): Request {
  const decoded = (decode: (bytes: Uint8Array) => Doc): Doc => ({ ...decode(body), ...Object.fromEntries(sequences.map(([name, documents]) => [name, documents.map(decode)])) });
  const plain = decoded(decodePlain);
  return { plain, database: database ?? String(plain.$db), get exact() { return decoded(decodeExact); } };
}

/** An OP_MSG has a body (kind 0) and document sequences (kind 1): arrays of the command that are sent apart. */
function readMessage(message: Buffer, flags: number): Request {
  const end = message.length - (flags & CHECKSUM_PRESENT ? 4 : 0);
  let body: Buffer = Buffer.alloc(0);
  const sequences: [string, Buffer[]][] = [];
  for (let at = HEADER_BYTES + 4, size = 0; at < end; at += 1 + size) {
    size = message.readInt32LE(at + 1);
    const section = message.subarray(at + 1, at + 1 + size);
    if (message[at] === 0) body = section;
    else {
      const nameEnd = section.indexOf(0, 4);
      const documents: Buffer[] = [];
      for (let from = nameEnd + 1; from < size; from += section.readInt32LE(from)) documents.push(section.subarray(from, from + section.readInt32LE(from)));
      sequences.push([section.toString('utf8', 4, nameEnd), documents]);
    }
  }
  return requestOf(body, sequences);
}

function replyTo(id: number, opcode: number, head: Buffer, doc: Doc): Buffer {
  const [header, body] = [Buffer.alloc(HEADER_BYTES), encode(doc)];
  for (const [at, value] of [HEADER_BYTES + head.length + body.length, 0, id, opcode].entries()) header.writeInt32LE(value, 4 * at);
  return Buffer.concat([header, head, body]);
}
async function answer(message: Buffer, handle: Handle): Promise<Buffer | undefined> {
  const [id, opcode, flags] = [message.readInt32LE(4), message.readInt32LE(12), message.readInt32LE(16)];
  if (opcode === OP_MSG) {
    const doc = await handle(readMessage(message, flags));
    return flags & MORE_TO_COME ? undefined : replyTo(id, OP_MSG, Buffer.alloc(5), doc);
  }
  if (opcode !== OP_QUERY) throw new Error(`unsupported wire opcode ${opcode}`);
  const nameEnd = message.indexOf(0, HEADER_BYTES + 4);
  const request = requestOf(message.subarray(nameEnd + 9), [], message.toString('utf8', HEADER_BYTES + 4, nameEnd).replace(/\.\$cmd$/, ''));
  return replyTo(id, OP_REPLY, Buffer.from([...Buffer.alloc(16), 1, 0, 0, 0]), await handle(request));
}

/** Messages of one connection are answered in their order; a malformed one ends the connection. */
async function serve(socket: Socket, handle: Handle): Promise<void> {
  let [chunks, size] = [[] as Buffer[], 0];
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    size += chunk.length;
    chunks.push(chunk);
    if (chunks[0] && chunks[0].length >= 4 && size < chunks[0].readInt32LE(0)) continue;
    let buffer = Buffer.concat(chunks);
    for (let length = 0; buffer.length >= 4 && buffer.length >= (length = buffer.readInt32LE(0)); buffer = buffer.subarray(length)) {
      if (length < HEADER_BYTES + 5 || length > MAX_MESSAGE_BYTES) throw new Error(`a message of ${length} bytes`);
      const bytes = await answer(buffer.subarray(0, length), handle);
      if (bytes && socket.writable) socket.write(bytes);
    }
    [chunks, size] = [[buffer], buffer.length];
  }
}

/** `close` takes no more messages and waits for the answers under way. */
export async function listen(handle: Handle, port: number, host: string): Promise<{ server: Server; close: () => Promise<void> }> {
  const connections = new Map<Socket, Promise<void>>();
  const server = createServer((socket) => {
    const served = serve(socket.setNoDelay(true), handle).catch(() => void socket.destroy());
    connections.set(socket, served.then(() => void connections.delete(socket)));
  });
  server.listen(port, host);
  await once(server, 'listening');
  return { server, async close() {
    server.close();
    for (const socket of connections.keys()) socket.destroy();
    await Promise.all(connections.values());
  } };
}
