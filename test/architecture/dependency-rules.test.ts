import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = process.cwd();

interface Violation {
  readonly rule: string;
  readonly file: string;
  readonly imports: string;
}

/** One planted file a rule: a rule that reports nothing here would report nothing anywhere. */
const VIOLATIONS: readonly Violation[] = [
  { rule: 'supply-imports-no-feature-to-its-right', file: 'server/features/supply/planted.ts', imports: '../review/index.js' },
  { rule: 'review-imports-no-feature-to-its-right', file: 'server/features/review/planted.ts', imports: '../notify/index.js' },
  { rule: 'audit-imports-no-feature-to-its-right', file: 'server/features/audit/planted.ts', imports: '../notify/index.js' },
  { rule: 'review-imports-features-through-their-index', file: 'server/features/review/planted-deep.ts', imports: '../supply/service.js' },
  { rule: 'engineering-imports-itself-only', file: 'server/engineering/planted.ts', imports: '../shared/errors.js' },
  { rule: 'engineering-imports-itself-only', file: 'server/engineering/planted-node.ts', imports: 'node:fs' },
  { rule: 'engineering-through-its-index', file: 'server/features/demand/planted.ts', imports: '../../engineering/pipe.js' },
  { rule: 'models-import-mongoose-only', file: 'models/planted.ts', imports: '../server/shared/errors.js' },
  { rule: 'shared-imports-itself', file: 'server/shared/planted.ts', imports: '../config.js' },
  { rule: 'features-import-no-adapter-app-or-web-but-paths', file: 'server/features/accounts/planted.ts', imports: '../../adapters/smtp.js' },
  { rule: 'features-import-no-adapter-app-or-web-but-paths', file: 'server/features/accounts/planted-web.ts', imports: '../../web/auth.js' },
  { rule: 'adapters-import-ports-and-engineering', file: 'server/adapters/planted.ts', imports: '../features/supply/index.js' },
  { rule: 'web-imports-shared', file: 'server/web/planted.ts', imports: '../features/supply/index.js' },
  { rule: 'models-only-in-repositories', file: 'server/features/supply/planted-model.ts', imports: '../../../models/site.js' },
  { rule: 'mongoose-only-in-repositories-and-models', file: 'server/features/supply/planted-mongoose.ts', imports: 'mongoose' },
  { rule: 'express-only-in-routes', file: 'server/features/supply/planted-express.ts', imports: 'express' },
  { rule: 'nodemailer-only-in-smtp', file: 'server/features/notify/planted.ts', imports: 'nodemailer' },
  { rule: 'store-glue-only-in-the-adapter', file: 'server/features/supply/planted-glue.ts', imports: 'mingo' },
  { rule: 'mongodb-language-imports-itself', file: 'server/adapters/mongodb-language/planted.ts', imports: '../smtp.js' },
  { rule: 'console-and-process-stay-at-the-edge', file: 'server/features/supply/planted-process.ts', imports: 'node:process' },
  { rule: 'not-resolvable', file: 'server/planted-missing.ts', imports: './not-there.js' },
];

const TARGETS = [
  'server/features/review/index.ts', 'server/features/notify/index.ts', 'server/features/supply/index.ts', 'server/features/supply/service.ts',
  'server/shared/errors.ts', 'server/engineering/index.ts', 'server/engineering/pipe.ts', 'server/config.ts', 'server/adapters/smtp.ts',
  'server/web/auth.ts', 'models/site.ts',
];

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

async function plant(folder: string): Promise<void> {
  for (const name of ['.dependency-cruiser.cjs', 'tsconfig.json', 'tsconfig.base.json']) await cp(join(root, name), join(folder, name));
  await put(join(folder, 'package.json'), JSON.stringify({ name: 'planted', type: 'module' }));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const target of TARGETS) await put(join(folder, target), 'export const there = 1;\n');
  for (const { file, imports } of VIOLATIONS) await put(join(folder, file), `import * as planted from '${imports}';\nexport default planted;\n`);
  await put(join(folder, 'server/circle-a.ts'), "import { b } from './circle-b.js';\nexport const a = (): unknown => b;\n");
  await put(join(folder, 'server/circle-b.ts'), "import { a } from './circle-a.js';\nexport const b = (): unknown => a;\n");
}

interface Report { readonly summary: { readonly violations: readonly { readonly from: string; readonly rule: { readonly name: string } }[] } }

async function cruise(folder: string): Promise<Report> {
  const bin = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = [bin, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'server', 'models'];
  // The exit code is the number of errors; the JSON is what counts.
  const { stdout } = await run(process.execPath, args, { cwd: folder, maxBuffer: 1 << 26 }).catch((error: unknown) => error as { stdout: string });
  return JSON.parse(stdout) as Report;
}

describe('dependency rules', function () {
  this.timeout(60_000);
  let folder: string;
  let report: Report;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'heatmatch-rules-'));
    await plant(folder);
    report = await cruise(folder);
  });

  after(async () => { await rm(folder, { recursive: true, force: true }); });

  for (const { rule, file } of VIOLATIONS) {
    it(`${rule} reports ${file}`, () => {
      expect(report.summary.violations.map((violation) => `${violation.rule.name} ${violation.from}`)).to.include(`${rule} ${file}`);
    });
  }

  it('no-circular reports a circle', () => {
    expect(report.summary.violations.map((violation) => violation.rule.name)).to.include('no-circular');
  });
});

describe('engineering library compiler settings', function () {
  this.timeout(60_000);

  it('make node a compile error there', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'heatmatch-engineering-'));
    try {
      await cp(join(root, 'tsconfig.base.json'), join(folder, 'tsconfig.base.json'));
      await cp(join(root, 'server/engineering/tsconfig.json'), join(folder, 'server/engineering/tsconfig.json'));
      await put(join(folder, 'server/engineering/planted.ts'), "import { readFileSync } from 'node:fs';\nexport const read = readFileSync;\n");
      const tsc = join(root, 'node_modules/typescript/bin/tsc');
      const failed = await run(process.execPath, [tsc, '-p', 'server/engineering', '--noEmit'], { cwd: folder })
        .then(() => null, (error: unknown) => error as { stdout: string });
      expect(failed?.stdout).to.match(/planted\.ts.*(node:fs)/);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
