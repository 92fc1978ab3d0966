import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startTestApp, logIn } from './support/app.js';

const CLI = fileURLToPath(new URL('../server/cli.js', import.meta.url));

describe('heatmatch user', function () {
  this.timeout(60_000);
  let dataDir: string;
  const heatmatch = (args: readonly string[], input?: string) =>
    spawnSync(process.execPath, [CLI, 'user', ...args], { input, encoding: 'utf8', env: { PATH: process.env['PATH'], DATA_DIR: dataDir, LOG_LEVEL: 'error' } });
  const create = (email: string, role: string, more: readonly string[] = [], input?: string) =>
    heatmatch(['create', '--email', email, '--name', 'Kim Kipper', '--role', role, '--organisation', 'The Site', ...more], input);

  before(() => { dataDir = mkdtempSync(join(tmpdir(), 'heatmatch-user-')); });
  after(() => { rmSync(dataDir, { recursive: true, force: true }); });

  it('makes accounts that can log in: with a random password, printed once, or one from standard input', async () => {
    const random = create('Admin@Site.example', 'admin');
    expect([random.status, random.stderr]).to.deep.equal([0, '']);
    const password = /^created admin@site\.example \(admin, The Site\)\npassword (\S{24})\n$/.exec(random.stdout)?.[1];
    expect(password).to.be.a('string');
    const given = create('manager@site.example', 'manager', ['--password-stdin'], 'quite a long pass phrase 71\n');
    expect([given.status, given.stdout]).to.deep.equal([0, 'created manager@site.example (manager, The Site)\n']);
    expect(heatmatch(['set-role', 'manager@site.example', 'verifier']).status).to.equal(0);
    expect(heatmatch(['list']).stdout).to.equal([
      'email\tname\trole\torganisation\tstate', 'admin@site.example\tKim Kipper\tadmin\tThe Site\tactive',
      'manager@site.example\tKim Kipper\tverifier\tThe Site\tactive', '',
    ].join('\n'));

    const app = await startTestApp({ dataDir });
    await logIn(app.agent(), 'admin@site.example', password);
    await logIn(app.agent(), 'manager@site.example', 'quite a long pass phrase 71');
    await app.stop();
    expect(heatmatch(['deactivate', 'manager@site.example']).status).to.equal(0);
    expect(heatmatch(['list']).stdout).to.include('verifier\tThe Site\tdeactivated');
  });

  it('names field and value of bad input, in one line', () => {
    const partner = ['create', '--email', 'p@farm.example', '--name', 'P', '--role', 'partner', '--organisation', 'Farm'];
    const CASES: readonly [ReturnType<typeof heatmatch>, ...string[]][] = [
      [create('kim', 'manager'), 'email', "'kim'"],
      [create('kim@site.example', 'boss'), 'role', "'boss'", 'verifier'],
      [create('kim@site.example', 'manager', ['--kind', 'charity']), 'kind', "'charity'"],
      [create('admin@site.example', 'manager'), 'email', "'admin@site.example' has an account already"],
      [create('kim@site.example', 'manager', ['--password-stdin'], 'short'), 'password', '5 of at least 12'],
      [heatmatch(partner), 'kind', 'missing'],
      [heatmatch([...partner, '--kind', 'operator']), 'role', "'Partner'"],
      [heatmatch(['create', '--email', 'a@b.example']), '--name'],
      [heatmatch(['set-role', 'nobody@site.example', 'admin']), 'email', "'nobody@site.example'"],
      [heatmatch(['set-role', 'admin@site.example', 'manager']), 'last admin'],
      [heatmatch(['deactivate', 'admin@site.example']), 'last admin'],
    ];
    for (const [run, ...parts] of CASES) {
      expect(run.stdout).to.equal('');
      expect(run.stderr.trimEnd().split('\n')).to.have.length(1);
      for (const part of parts) expect(run.stderr).to.include(part);
      expect(run.status).to.equal(2);
    }
  });
});
