import { expect } from 'chai';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MAIN = join(process.cwd(), 'dist/server/main.js');

interface Started {
  readonly child: ChildProcess;
  readonly url: string;
  readonly output: () => string;
}

function launch(environment: Record<string, string>): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, [MAIN], { env: { PATH: process.env['PATH'], LOG_LEVEL: 'error', ...environment } });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => { text += chunk.toString(); });
  child.stderr.on('data', (chunk: Buffer) => { text += chunk.toString(); });
  return { child, output: () => text };
}

async function start(environment: Record<string, string>): Promise<Started> {
  const { child, output } = launch({ PORT: '0', ...environment });
  for (;;) {
    const address = /http:\/\/localhost:\d+/.exec(output())?.[0];
    if (address !== undefined) return { child, url: address, output };
    if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode}: ${output()}`);
    await once(child.stdout ?? child, 'data');
  }
}

async function terminate(child: ChildProcess): Promise<number | null> {
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const [code] = await exited as [number | null];
  return code;
}

describe('npm start', function () {
  this.timeout(60_000);
  let folder: string;

  beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'heatmatch-start-')); });
  afterEach(async () => { await rm(folder, { recursive: true, force: true }); });

  context('on an empty data folder', () => {
    it('serves the example site, names the accounts once and ends with 0 on SIGTERM', async () => {
      const first = await start({ DATA_DIR: folder });
      const page = await (await fetch(`${first.url}/`)).text();
      expect(page).to.include('Example site');
      expect(await (await fetch(`${first.url}/readyz`)).text()).to.equal('ready\n');
      expect(await (await fetch(`${first.url}/metrics`)).text()).to.include('heatmatch_process_cpu_seconds_total');
      expect(first.output()).to.match(/manager.+@.+/).and.include('/dev/mail');
      expect(await terminate(first.child)).to.equal(0);

      const second = await start({ DATA_DIR: folder });
      expect(await (await fetch(`${second.url}/`)).text()).to.include('Example site');
      expect(second.output()).to.not.match(/manager.+@.+/);
      expect(await terminate(second.child)).to.equal(0);
    });
  });

  context('with SEED_EXAMPLE=false', () => {
    it('starts empty and says on the first page what to do', async () => {
      const started = await start({ DATA_DIR: folder, SEED_EXAMPLE: 'false' });
      const page = await (await fetch(`${started.url}/`)).text();
      expect(page).to.not.include('Example site');
      expect(page).to.match(/no surplus heat|nothing (is )?published/i);
      expect(await terminate(started.child)).to.equal(0);
    });
  });

  context('in production without its settings', () => {
    it('refuses with 1 and names what is missing', async () => {
      const { child, output } = launch({ NODE_ENV: 'production', DATA_DIR: folder });
      const [code] = await once(child, 'close') as [number];
      expect(code).to.equal(1);
      expect(output()).to.include('SESSION_SECRET, BASE_URL, SMTP_URL');
    });
  });
});
