import { parseOptions } from '@node-rs/argon2';
import { expect } from 'chai';
import fc from 'fast-check';
import { decoyHash, hashPassword, verifyAgainstNothing, verifyPassword } from '../../../server/features/accounts/password.js';
import { passwordFault as faultOf } from '../../../server/features/accounts/password-policy.js';
import { english } from '../../support/translations.js';

const passwordFault = (password: string, personal: readonly string[]): string | null => {
  const fault = faultOf(password, personal);
  return fault === null ? null : english.text(fault);
};

const OWNER = ['kari.nordmann@hamar-fjernvarme.example', 'Kari Nordmann', 'Hamar Fjernvarme'];

describe('a password', () => {
  context('that is too short or too long', () => {
    it('is refused with both numbers', () => {
      expect(passwordFault('x7#kQ2!mPz9', [])).to.equal('Too short: 11 of at least 12 characters.');
      expect(passwordFault('x7#kQ2!mPz9w', [])).to.equal(null);
      expect(passwordFault('rose granite '.repeat(16), [])).to.match(/^Too long: 208 of at most 200/);
    });
    it('is measured in characters, not in code units', () => {
      expect(passwordFault('🐟🐠🐡🦈🐙🦐🦞🦀🐚🐳🐬', [])).to.include('11 of');
      expect(passwordFault('🐟🐠🐡🦈🐙🦐🦞🦀🐚🐳🐬🐋', [])).to.equal(null);
    });
  });

  context('that a guesser tries first', () => {
    const GUESSABLE = [
      'password1234', 'Password!2027', 'P@ssw0rd1234', 'passwordpassword', 'qwertyuiop12', '123456789012', '1q2w3e4r5t6y', '1qaz2wsx3edc', 'aaaaaaaaaaaa',
      'abcdabcdabcd', 'iloveyou1234', 'Welcome2Norway', 'heatmatch2027', 'qwerty123456', '098765432109', 'letmein12345', 'Summer2027!!!', 'Sommer-2027!',
      'kari.nordmann@hamar-fjernvarme.example', 'karinordmann1', 'HamarFjernvarme1', 'hamar-fjernvarme-27', 'Nordmann.Kari.', 'admin123admin123',
    ];
    for (const password of GUESSABLE) {
      it(`such as ${password} is refused`, () => { expect(passwordFault(password, OWNER)).to.match(/Too easy to guess/); });
    }
  });

  context('that is not', () => {
    for (const password of ['a long enough pass phrase 17', 'granitt lykt tiur sokk', 'x7#kQ2!mPz9w', 'correct horse battery staple', 'JXoWk2s7f0ZB5-r1tLqA']) {
      it(`such as ${password} is accepted`, () => { expect(passwordFault(password, OWNER)).to.equal(null); });
    }
    it('is accepted when it is random', () => {
      fc.assert(fc.property(fc.uint8Array({ minLength: 18, maxLength: 18 }).filter((bytes) => new Set(bytes).size > 14), (bytes) => {
        expect(passwordFault(Buffer.from(bytes).toString('base64url'), OWNER)).to.equal(null);
      }), { seed: 7 });
    });
  });

  context('once hashed', () => {
    it('is checked by argon2id with 19 MiB and two passes, however its letters were composed', async () => {
      const hash = await hashPassword('blåbærsyltetøy i kjeller');
      expect(parseOptions(hash)).to.include({ algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32, saltLen: 16 });
      expect(await verifyPassword(hash, 'blåbærsyltetøy i kjeller'.normalize('NFD'))).to.equal(true);
      expect(await verifyPassword(hash, 'blabærsyltetøy i kjeller')).to.equal(false);
    });
    it('is compared with a hash of the same cost when there is no account', async () => {
      expect(parseOptions(decoyHash)).to.deep.equal(parseOptions(await hashPassword('granitt lykt tiur sokk')));
      expect(await verifyAgainstNothing('granitt lykt tiur sokk')).to.equal(false);
    });
  });
});
