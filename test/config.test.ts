import { expect } from 'chai';
import { ConfigError, readConfig } from '../server/config.js';

const PRODUCTION = {
  NODE_ENV: 'production', SESSION_SECRET: 'a-secret-of-enough-length', BASE_URL: 'https://heat.example', SMTP_URL: 'smtp://mail.example:25',
};

describe('readConfig', () => {
  context('with an empty environment', () => {
    it('gives the defaults of a newcomer: embedded store, loopback, port 3000, everything in one process', () => {
      expect(readConfig({})).to.include({
        environment: 'development', port: 3000, host: '127.0.0.1', baseUrl: 'http://localhost:3000', mongodbUri: null, smtpUrl: null,
        seedExample: true, role: 'all', logLevel: 'info',
      });
    });

    it('treats a variable that is set to nothing as not set', () => {
      expect(readConfig({ PORT: '', MONGODB_URI: '', SEED_EXAMPLE: '' })).to.include({ port: 3000, mongodbUri: null, seedExample: true });
    });

    it('makes a session secret that nobody can know', () => {
      expect(readConfig({}).sessionSecret).to.have.lengthOf(64).and.not.equal(readConfig({}).sessionSecret);
    });
  });

  context('in production', () => {
    for (const name of ['SESSION_SECRET', 'BASE_URL', 'SMTP_URL'] as const) {
      it(`refuses to start without ${name} and says so`, () => {
        expect(() => readConfig({ ...PRODUCTION, [name]: undefined })).to.throw(ConfigError, new RegExp(`^Production needs ${name}: not set`));
      });
    }

    it('names every missing variable at once', () => {
      expect(() => readConfig({ NODE_ENV: 'production' })).to.throw(ConfigError, 'SESSION_SECRET, BASE_URL, SMTP_URL');
    });

    it('listens on every address and seeds nothing by itself', () => {
      expect(readConfig(PRODUCTION)).to.include({ host: '0.0.0.0', baseUrl: 'https://heat.example', seedExample: false });
    });
  });

  context('with a value that cannot be', () => {
    const WRONG: readonly (readonly [string, string])[] = [
      ['PORT', '70000'], ['PORT', 'abc'], ['ROLE', 'boss'], ['MONGODB_URI', 'http://x'], ['SMTP_URL', 'mail.example'],
      ['LOG_LEVEL', 'loud'], ['BASE_URL', 'heat.example'], ['SEED_EXAMPLE', 'maybe'],
    ];
    for (const [name, value] of WRONG) {
      it(`names the variable and the value: ${name}=${value}`, () => {
        expect(() => readConfig({ [name]: value })).to.throw(ConfigError, `${name}=${value}`);
      });
    }

    it('never prints a secret', () => {
      expect(() => readConfig({ SESSION_SECRET: 'short' })).to.throw(ConfigError, 'SESSION_SECRET=(5 characters): must have at least 16');
      expect(() => readConfig({ MONGODB_URI: 'http://me:password@host' })).to.throw(ConfigError, 'MONGODB_URI=http://***@host');
    });
  });
});
