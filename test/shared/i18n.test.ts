import { expect } from 'chai';
import { createTranslations, tellOnce } from '../../server/shared/i18n.js';
import { issue, message, readIssue } from '../../server/shared/message.js';
import { testTranslations } from '../support/translations.js';

const english = testTranslations().localised('en');
const norwegian = testTranslations().localised('nb');

describe('a text', () => {
  it('is filled in, numbers as the language writes them, in singular or plural', () => {
    expect(english.t('accounts:users.count', { count: 1 })).to.equal('One account');
    expect(english.t('accounts:users.count', { count: 12_345 })).to.equal('12\u202f345 accounts');
    expect(norwegian.t('accounts:users.count', { count: 12_345 })).to.equal('12\u00a0345 kontoer');
  });

  it('is filled in with other texts and lists of them', () => {
    const roles = [message('shared:role.manager'), message('shared:role.admin')];
    expect(norwegian.text(message('errors:wrongRole', { roles, role: message('shared:role.partner') })))
      .to.equal('Denne siden er for kontoer med rollen Driftsleder eller Administrator; din konto har rollen Partner.');
  });

  it('writes numbers with the decimals they have', () => {
    const above = message('errors:number.above', { input: 1200.25, limit: 1000, unit: ' m' });
    expect([english.text(above), norwegian.text(above)])
      .to.deep.equal(['1\u202f200.25 m is above 1\u202f000 m.', '1\u00a0200,25 m er over 1\u00a0000 m.']);
  });

  it('leaves what people entered as it is, even where it looks like a text with values', () => {
    for (const name of ['{{email}}', '$t(accounts:users.title)', '[x]', '<b>']) {
      expect(english.t('accounts:done.welcome', { name })).to.equal(`Welcome, ${name}.`);
    }
  });

  it('travels through a zod issue', () => {
    expect(readIssue(issue('errors:number.unreadable', { input: 'x' }))).to.deep.equal(message('errors:number.unreadable', { input: 'x' }));
    expect(readIssue('Plain words.')).to.equal('Plain words.');
  });
});

describe('a text that is missing', () => {
  it('is an error in tests: key, branch and value', () => {
    expect(() => english.t('accounts:no.such')).to.throw('accounts:no.such');
    expect(() => english.t('accounts:login')).to.throw('accounts:login');
    expect(() => english.t('accounts:done.welcome')).to.throw('{{name}}');
  });

  it('elsewhere is told once', () => {
    const told: string[] = [];
    const { t } = createTranslations({ onMissing: tellOnce((what) => told.push(what)) }).localised('nb');
    expect([t('accounts:no.such'), t('accounts:no.such')]).to.deep.equal(['accounts:no.such', 'accounts:no.such']);
    expect(told).to.deep.equal(['\'accounts:no.such\' in nb']);
  });
});
