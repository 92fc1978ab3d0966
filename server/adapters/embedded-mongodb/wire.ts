import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { deserialize } from 'bson';
import { decodeExact, decodePlain, encodeReply, type Doc } from './bson-value.js';
import type { Request } from './session.js';

const HEADER_BYTES = 16, MAX_MESSAGE_BYTES = 48_000_000, OP_REPLY = 1, OP_QUERY = 2004, OP_MSG = 2013, CHECKSUM_PRESENT = 1, MORE_TO_COME = 2;
export type Handle = (request: Request) => Promise<Doc>;

/** The arrays whose documents are not decoded on the way in: most bytes of a write are only stored. */
const STATEMENTS: Readonly<Record<string, string>> = { insert: 'documents', update: 'updates', delete: 'deletes', bulkWrite: 'ops' };
function requestOf(body: Buffer, sequences: readonly (readonly [string, Buffer[]])[] = []): Request {
  const name = body.toString('utf8', 5, body.indexOf(0, 5));
  const list = STATEMENTS[name] ?? '';
  const plain = deserialize(body, { fieldsAsRaw: { [list]: true } }) as Doc;
  for (const [field, documents] of sequences) plain[field] = field === list ? documents : documents.map(decodePlain);
  return { name, plain, statements: (plain[list] ?? []) as Buffer[], database: String(plain.$db ?? 'admin'), get exact() { return decodeExact(body); } };
}
/** An OP_MSG has a body (kind 0) and document sequences (kind 1): arrays of the command that are sent apart. */
function readMessage(message: Buffer, flags: number): Request {
  const [sections, end] = [[] as [string, Buffer[]][], message.length - (flags & CHECKSUM_PRESENT ? 4 : 0)];
  for (let at = HEADER_BYTES + 4, next = at; at < end; at = next) {
    next = at + 1 + message.readInt32LE(at + 1);
    const [nameEnd, documents] = [message[at] === 0 ? at : message.indexOf(0, at + 5), [] as Buffer[]];
    for (let from = nameEnd + 1, size = 0; from < next; from += size) {
      if ((size = message.readInt32LE(from)) < 5) throw new Error(`a document of ${size} bytes`);
      documents.push(message.subarray(from, from + size));
    }
    sections.push([message[at] === 0 ? '' : message.toString('utf8', at + 5, nameEnd), documents]);
  }
  const body = sections.find(([name]) => name === '')?.[1][0];
  if (!body) throw new Error('a message without a body');
  return requestOf(body, sections.filter(([name]) => name !== ''));
}
function replyTo(id: number, opcode: number, head: Buffer, doc: Doc): Buffer {
  const [header, body] = [Buffer.alloc(HEADER_BYTES), encodeReply(doc)];
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
  // The driver's first hello: flags, a namespace, two numbers, the command.
  const body = message.subarray(message.indexOf(0, HEADER_BYTES + 4) + 9);
  return replyTo(id, OP_REPLY, Buffer.from([...Buffer.alloc(16), 1, 0, 0, 0]), await handle(requestOf(body)));
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
  }).listen(port, host);
  await once(server, 'listening');
  return { server, async close() {
    server.close();
    for (const socket of connections.keys()) socket.destroy();
    await Promise.all(connections.values());
  } };
}
