import { expect } from 'chai';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MongoClient } from 'mongodb';

const CLI = fileURLToPath(new URL('../server/cli.js', import.meta.url));

describe('heatmatch store', () => {
  let dataDir: string;
  let child: ChildProcess | undefined;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'heatmatch-cli-store-'));
  });
  afterEach(async () => {
    if (child?.exitCode === null && child.kill('SIGKILL')) await once(child, 'exit');
    child = undefined;
    await rm(dataDir, { recursive: true, force: true });
  });
  const environment = () => ({ ...process.env, DATA_DIR: dataDir });
  async function start(...args: string[]): Promise<string> {
    const started = child = spawn(process.execPath, [CLI, 'store', ...args], { env: environment(), stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = await once(started.stdout, 'data') as [Buffer];
    return line.toString().split('\n')[0] ?? '';
  }

  it('prints its URI first, serves DATA_DIR, and ends with 0 on SIGTERM', async () => {
    const uri = await start();
    const client = await MongoClient.connect(`${uri}/test`);
    await client.db().collection('a').insertOne({ n: 1 });
    await client.close();
    const exit = once(child as ChildProcess, 'exit');
    child?.kill('SIGTERM');
    expect(await exit).to.deep.equal([0, null]);
    const again = await MongoClient.connect(`${await start()}/test`);
    expect(await again.db().collection('a').countDocuments({ n: 1 })).to.equal(1);
    await again.close();
  });

  it('says in one line who holds the folder, or what is wrong with the port', async () => {
    await start();
    const second = spawnSync(process.execPath, [CLI, 'store'], { env: environment(), encoding: 'utf8' });
    expect([second.status, second.stdout]).to.deep.equal([1, '']);
    expect(second.stderr).to.match(/^The data folder .* is in use by process \d+\..*\n$/).and.to.include(`process ${child?.pid}`);
    const wrong = spawnSync(process.execPath, [CLI, 'store', '--port', '70000'], { env: environment(), encoding: 'utf8' });
    expect([wrong.status, wrong.stdout]).to.deep.equal([2, '']);
    expect(wrong.stderr).to.include('--port').and.to.include('70000');
  });
});
