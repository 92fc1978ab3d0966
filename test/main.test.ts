import { expect } from 'chai';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endProcess, launchMain, said, type Launched } from './support/program.js';

interface Started extends Launched { readonly url: string }

async function start(environment: Record<string, string>): Promise<Started> {
  const launched = launchMain(environment);
  return { ...launched, url: await said(launched, /http:\/\/localhost:\d+/) };
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
      expect(await endProcess(first)).to.equal(0);

      const second = await start({ DATA_DIR: folder });
      expect(await (await fetch(`${second.url}/`)).text()).to.include('Example site');
      expect(second.output()).to.not.match(/manager.+@.+/);
      expect(await endProcess(second)).to.equal(0);
    });
  });

  context('with SEED_EXAMPLE=false', () => {
    it('starts empty and says on the first page what to do', async () => {
      const started = await start({ DATA_DIR: folder, SEED_EXAMPLE: 'false' });
      const page = await (await fetch(`${started.url}/`)).text();
      expect(page).to.not.include('Example site');
      expect(page).to.match(/no surplus heat|nothing (is )?published/i);
      expect(await endProcess(started)).to.equal(0);
    });
  });

  context('in production without its settings', () => {
    it('refuses with 1 and names what is missing', async () => {
      const { child, output } = launchMain({ NODE_ENV: 'production', DATA_DIR: folder });
      const [code] = await once(child, 'close') as [number];
      expect(code).to.equal(1);
      expect(output()).to.include('SESSION_SECRET, BASE_URL, SMTP_URL');
    });
  });

  context('without a store', () => {
    const refusalOf = async (environment: Record<string, string>): Promise<string> => {
      const { child, output } = launchMain(environment);
      expect(await once(child, 'close')).to.have.property('0', 1);
      return output();
    };

    it('names the data folder that cannot be made, and no stack', async () => {
      const file = join(folder, 'a-file');
      await writeFile(file, '');
      expect(await refusalOf({ DATA_DIR: join(file, 'data') })).to.match(/^Heatmatch cannot start:\nDATA_DIR: .*a-file.*\n$/);
    });

    it('names the data folder that another process has', async () => {
      const first = await start({ DATA_DIR: folder, SEED_EXAMPLE: 'false' });
      expect(await refusalOf({ DATA_DIR: folder })).to.match(/^Heatmatch cannot start:\nDATA_DIR: .* is in use by process \d+\..*\n$/);
      await endProcess(first);
    });

    it('names the address where no server answers', async () => {
      const refusal = await refusalOf({ DATA_DIR: folder, MONGODB_URI: 'mongodb://someone:secret@127.0.0.1:9/heatmatch?serverSelectionTimeoutMS=300' });
      expect(refusal).to.match(/^Heatmatch cannot start:\nMONGODB_URI: .*127\.0\.0\.1:9.*\n$/).and.not.include('secret');
    });
  });
});
