import { expect } from 'chai';
import { loggableUrl } from '../../server/web/loggable-url.js';

describe('an address in the log', () => {
  for (const [url, logged] of [
    ['/verify-email/abc-DEF_1', '/verify-email/…'], ['/reset-password/abc?x=1', '/reset-password/…'], ['/invitations/abc', '/invitations/…'],
    ['/verify-email', '/verify-email'], ['/matches/1?q=invitations/', '/matches/1?q=invitations/'],
  ] as const) {
    it(`stands as ${logged} for ${url}`, () => { expect(loggableUrl(url)).to.equal(logged); });
  }
});
