import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { deserialize } from 'bson';
import { decodePlain, encodeReply, type Doc } from '../mongodb-language/bson-value.js';
import type { Request } from './session.js';

const HEADER_BYTES = 16, MAX_MESSAGE_BYTES = 48_000_000, OP_REPLY = 1, OP_QUERY = 2004, OP_MSG = 2013, CHECKSUM_PRESENT = 1, MORE_TO_COME = 2;
export type Handle = (request: Request) => Promise<Doc>;
type Section = readonly [field: string, documents: readonly Buffer[]];
/** The arrays whose documents are not decoded on the way in: most bytes of a write are only stored. */
const STATEMENTS: Readonly<Record<string, string>> = { insert: 'documents', update: 'updates', delete: 'deletes', bulkWrite: 'ops' };

function requestOf(body: Buffer, sequences: readonly Section[] = []): Request {
  const name = body.toString('utf8', 5, body.indexOf(0, 5)), list = STATEMENTS[name] ?? '';
  const plain: Doc = deserialize(body, { fieldsAsRaw: { [list]: true } });
  for (const [field, documents] of sequences) plain[field] = field === list ? documents : documents.map(decodePlain);
  const statements = (plain[list] ?? []) as Buffer[], database = typeof plain.$db === 'string' ? plain.$db : 'admin';
  return { name, plain, body, statements, database };
}
/** A body (kind 0) and document sequences (kind 1): arrays of the command that are sent apart. */
function* sectionsOf(message: Buffer, end: number): Generator<Section> {
  for (let at = HEADER_BYTES + 4, next = at; at < end; at = next) {
    next = at + 1 + message.readInt32LE(at + 1);
    const nameEnd = message[at] === 0 ? at : message.indexOf(0, at + 5), documents: Buffer[] = [];
    for (let from = nameEnd + 1, size = 0; from < next; from += size) {
      if ((size = message.readInt32LE(from)) < 5) throw new Error(`a document of ${size} bytes`);
      documents.push(message.subarray(from, from + size));
    }
    yield [message[at] === 0 ? '' : message.toString('utf8', at + 5, nameEnd), documents];
  }
}
function replyTo(id: number, opcode: number, head: Buffer, doc: Doc): Buffer {
  const header = Buffer.alloc(HEADER_BYTES), body = encodeReply(doc);
  for (const [at, value] of [HEADER_BYTES + head.length + body.length, 0, id, opcode].entries()) header.writeInt32LE(value, 4 * at);
  return Buffer.concat([header, head, body]);
}
async function answer(message: Buffer, handle: Handle): Promise<Buffer | undefined> {
  const [id, opcode, flags] = [4, 12, 16].map((at) => message.readInt32LE(at)) as [number, number, number];
  if (opcode === OP_MSG) {
    const sections = [...sectionsOf(message, message.length - (flags & CHECKSUM_PRESENT ? 4 : 0))];
    const body = sections.find(([field]) => field === '')?.[1][0] ?? Buffer.alloc(0);
    const doc = await handle(requestOf(body, sections.filter(([field]) => field !== '')));
    return flags & MORE_TO_COME ? undefined : replyTo(id, OP_MSG, Buffer.alloc(5), doc);
  }
  if (opcode !== OP_QUERY) throw new Error(`unsupported wire opcode ${opcode}`);
  // The driver's first hello: flags, a namespace, two numbers, the command.
  const body = message.subarray(message.indexOf(0, HEADER_BYTES + 4) + 9);
  return replyTo(id, OP_REPLY, Buffer.from([...Buffer.alloc(16), 1, 0, 0, 0]), await handle(requestOf(body)));
}
/** Messages of one connection are answered in their order; a malformed one ends the connection. */
async function serve(socket: Socket, handle: Handle): Promise<void> {
  let chunks: Buffer[] = [], size = 0;
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
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
  const connections = new Map<Socket, Promise<void>>(), server = createServer((socket) => {
    const served = serve(socket.setNoDelay(true), handle).catch(() => void socket.destroy());
    connections.set(socket, served.then(() => void connections.delete(socket)));
  });
  await once(server.listen(port, host), 'listening');
  const close = async (): Promise<void> => {
    server.close();
    for (const socket of connections.keys()) socket.destroy();
    await Promise.all(connections.values());
  };
  return { server, close };
}
