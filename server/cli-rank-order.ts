import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RankedLines } from './cli-rank-chunk.js';

/** Where a text of result lines is: in memory, or from this place on in the file. */
type Kept = Uint8Array | number;

/** Result lines beyond this wait in a file for their turn, so that memory does not grow with their number. */
const MEMORY_BYTES = 96 << 20;
const OUTPUT_BYTES = 1 << 20;

/** A file for one process, gone when it is closed. */
class OverflowFile {
  readonly #folder = mkdtempSync(join(tmpdir(), 'heatmatch-rank-'));
  readonly #descriptor = openSync(join(this.#folder, 'lines'), 'w+');
  #length = 0;

  append(text: Uint8Array): number {
    const place = this.#length;
    for (let done = 0; done < text.length;) done += writeSync(this.#descriptor, text, done);
    this.#length += text.length;
    return place;
  }

  read(into: Uint8Array, at: number, length: number, place: number): void {
    for (let done = 0; done < length;) done += readSync(this.#descriptor, into, at + done, length - done, place + done);
  }

  close(): void {
    closeSync(this.#descriptor);
    rmSync(this.#folder, { recursive: true });
  }
}

/** Keeps result lines as they come and gives them back in order: source by source, best score first, else as they came. */
export class RankOrder {
  readonly #texts: Kept[] = [];
  /** One entry a line: which text, where in it, how long, its score. */
  readonly #textOf: number[] = [];
  readonly #startOf: number[] = [];
  readonly #lengthOf: number[] = [];
  readonly #scoreOf: number[] = [];
  #memoryBytes = 0;
  #overflow: OverflowFile | undefined;

  constructor(private readonly sources: number, private readonly mostMemoryBytes = MEMORY_BYTES) {}

  add({ text, lengths, scores }: RankedLines): void {
    let start = 0;
    lengths.forEach((length, line) => {
      this.#textOf.push(this.#texts.length);
      this.#startOf.push(start);
      this.#lengthOf.push(length);
      this.#scoreOf.push(scores[line] as number);
      start += length;
    });
    this.#texts.push(this.#keep(text));
  }

  #keep(text: Uint8Array): Kept {
    if (this.#memoryBytes + text.length <= this.mostMemoryBytes) {
      this.#memoryBytes += text.length;
      return text;
    }
    this.#overflow ??= new OverflowFile();
    return this.#overflow.append(text);
  }

  #linesOfSource(source: number): number[] {
    const lines: number[] = [];
    for (let line = source; line < this.#scoreOf.length; line += this.sources) lines.push(line);
    const score = (line: number): number => this.#scoreOf[line] as number;
    return lines.sort((a, b) => (score(a) === score(b) ? 0 : score(b) - score(a)));
  }

  #copy(line: number, into: Uint8Array, at: number): void {
    const [start, length] = [this.#startOf[line] as number, this.#lengthOf[line] as number];
    const kept = this.#texts[this.#textOf[line] as number] as Kept;
    if (typeof kept === 'number') this.#overflow?.read(into, at, length, kept + start);
    else into.set(kept.subarray(start, start + length), at);
  }

  /** The lines in order, many at a time. */
  * output(): Generator<Uint8Array> {
    for (let source = 0; source < this.sources; source++) {
      let lines: number[] = [];
      let bytes = 0;
      for (const line of this.#linesOfSource(source)) {
        lines.push(line);
        bytes += this.#lengthOf[line] as number;
        if (bytes < OUTPUT_BYTES) continue;
        yield this.#gather(lines, bytes);
        [lines, bytes] = [[], 0];
      }
      if (bytes > 0) yield this.#gather(lines, bytes);
    }
  }

  #gather(lines: readonly number[], bytes: number): Uint8Array {
    const output = new Uint8Array(bytes);
    let at = 0;
    for (const line of lines) {
      this.#copy(line, output, at);
      at += this.#lengthOf[line] as number;
    }
    return output;
  }

  close(): void {
    this.#overflow?.close();
  }
}
