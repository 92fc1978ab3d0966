import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const held = new Set<string>();

/** After a restart the number may belong to another process, but not with this start time; empty where the system does not tell. */
function startOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
function isRunning(pid: number, start: string): boolean {
  try {
    return process.kill(pid, 0) && startOf(pid) === start;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** One process a folder: lmdb would allow two, but the catalogue is kept in memory. A lock left by a killed process is taken over. */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const path = join(resolve(folder), 'store.lock');
  for (let isSecond = false; ; isSecond = true) {
    try {
      writeFileSync(path, `${process.pid} ${startOf(process.pid)}`, { flag: 'wx' });
      held.add(path);
      return () => void (held.delete(path), rmSync(path, { force: true }));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || isSecond) throw error;
    }
    const [pid = '', start = ''] = readFileSync(path, 'utf8').split(' ');
    if (Number(pid) === process.pid ? held.has(path) : isRunning(Number(pid), start)) {
      throw new Error(`The data folder ${folder} is in use by process ${pid}. Stop it first, or choose another DATA_DIR.`);
    }
    rmSync(path);
  }
}
