import { createServer, type Server, type Socket } from 'node:net';
import { decodeExact, decodePlain, encode, type Doc } from './bson-value.js';
import type { Request } from './request.js';

const HEADER_BYTES = 16, MAX_MESSAGE_BYTES = 48_000_000;
const OP_REPLY = 1, OP_QUERY = 2004, OP_MSG = 2013;
const CHECKSUM_PRESENT = 1, MORE_TO_COME = 2;

export type Handle = (request: Request) => Promise<Doc>;

/** One OP_MSG: a body (kind 0) and document sequences (kind 1), which are arrays of the command sent apart. */
function readMessage(message: Buffer, flags: number): Request {
  const end = message.length - (flags & CHECKSUM_PRESENT ? 4 : 0);
  let body: Buffer = Buffer.alloc(0);
  const sequences: [string, Buffer[]][] = [];
  for (let at = HEADER_BYTES + 4; at < end;) {
    const kind = message[at];
    const size = message.readInt32LE(at + 1);
    const section = message.subarray(at + 1, at + 1 + size);
    if (kind === 0) body = section;
    else {
      const nameEnd = section.indexOf(0, 4);
      const documents: Buffer[] = [];
      for (let from = nameEnd + 1; from < size; from += section.readInt32LE(from)) documents.push(section.subarray(from, from + section.readInt32LE(from)));
      sequences.push([section.toString('utf8', 4, nameEnd), documents]);
    }
    at += 1 + size;
  }
  return requestOf(body, (decode) => Object.fromEntries(sequences.map(([name, documents]) => [name, documents.map(decode)])));
}

function requestOf(body: Buffer, sequences: (decode: (bytes: Uint8Array) => Doc) => Doc, database?: string): Request {
  const plain = { ...decodePlain(body), ...sequences(decodePlain) };
  let exact: Doc | undefined;
  return { plain, database: database ?? String((plain as Doc).$db), get exact() { return (exact ??= { ...decodeExact(body), ...sequences(decodeExact) }); } };
}

function reply(to: number, opcode: number, head: Buffer, doc: Doc): Buffer {
  const body = encode(doc);
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeInt32LE(HEADER_BYTES + head.length + body.length, 0);
  header.writeInt32LE(to, 8);
  header.writeInt32LE(opcode, 12);
  return Buffer.concat([header, head, body]);
}

async function answer(message: Buffer, handle: Handle): Promise<Buffer | undefined> {
  const [id, opcode, flags] = [message.readInt32LE(4), message.readInt32LE(12), message.readInt32LE(16)];
  if (opcode === OP_MSG) {
    const result = await handle(readMessage(message, flags));
    return flags & MORE_TO_COME ? undefined : reply(id, OP_MSG, Buffer.alloc(5), result);
  }
  if (opcode !== OP_QUERY) throw new Error(`unsupported wire opcode ${opcode}`);
  const nameEnd = message.indexOf(0, HEADER_BYTES + 4);
  const database = message.toString('utf8', HEADER_BYTES + 4, nameEnd).replace(/\.\$cmd$/, '');
  const head = Buffer.alloc(20);
  head.writeInt32LE(1, 16);
  return reply(id, OP_REPLY, head, await handle(requestOf(message.subarray(nameEnd + 9), () => ({}), database)));
}

/** Messages of one connection are answered in their order; a malformed one ends the connection. */
function serve(socket: Socket, handle: Handle): void {
  let [pending, size, turn] = [[] as Buffer[], 0, Promise.resolve()];
  socket.setNoDelay(true).on('error', () => socket.destroy()).on('data', (chunk: Buffer) => {
    pending.push(chunk);
    size += chunk.length;
    let buffer = pending[0] ?? chunk;
    const wanted = buffer.length >= 4 ? buffer.readInt32LE(0) : 0;
    if (size < wanted) return;
    buffer = Buffer.concat(pending);
    while (buffer.length >= 4 && buffer.length >= buffer.readInt32LE(0)) {
      const length = buffer.readInt32LE(0);
      if (length < HEADER_BYTES + 5 || length > MAX_MESSAGE_BYTES) return void socket.destroy();
      const message = buffer.subarray(0, length);
      buffer = buffer.subarray(length);
      turn = turn.then(async () => {
        const bytes = await answer(message, handle);
        if (bytes && socket.writable) socket.write(bytes);
      }).catch(() => void socket.destroy());
    }
    [pending, size] = [[buffer], buffer.length];
  });
}

export function listen(handle: Handle, port: number, host: string): Promise<{ server: Server; sockets: Set<Socket> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('close', () => sockets.delete(socket)));
    serve(socket, handle);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, host, () => resolve({ server, sockets }));
  });
}
