import { expect } from 'chai';
import express, { type RequestHandler } from 'express';
import session from 'express-session';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { saveBeforeRedirect } from '../../server/web/session.js';

/** A store whose writes end only when they are let. */
class HeldStore extends session.MemoryStore {
  saves = 0;
  release: () => void = () => undefined;
  readonly #released = new Promise<void>((resolve) => { this.release = resolve; });
  override set(id: string, data: session.SessionData, callback?: (error?: unknown) => void): void {
    this.saves += 1;
    void this.#released.then(() => { super.set(id, data, callback); });
  }
}

async function serve(store: HeldStore, handler: RequestHandler) {
  const app = express();
  app.use(session({ secret: 'only for this test', resave: false, saveUninitialized: false, store }), saveBeforeRedirect);
  app.post('/', handler);
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, stop: () => server.close() };
}
const post = (url: string): Promise<Response> => fetch(url, { method: 'POST', redirect: 'manual' });

describe('a redirect with a message for the next page', () => {
  it('leaves when the session is stored, not before', async () => {
    const store = new HeldStore();
    const { url, stop } = await serve(store, (req, res) => {
      req.session.flash = { kind: 'success', text: 'Stored.' };
      res.redirect(303, '/next');
    });
    let answered = false;
    const answer = post(url).then((response) => { answered = true; return response; });
    while (store.saves === 0) await new Promise(setImmediate);
    for (let turn = 0; turn < 200; turn++) await new Promise(setImmediate);
    expect(answered).to.equal(false);
    store.release();
    const response = await answer;
    expect([response.status, response.headers.get('location')]).to.deep.equal([303, '/next']);
    expect(store.saves).to.equal(1);
    stop();
  });

  it('makes no session for a visitor of whom nothing is kept', async () => {
    const store = new HeldStore();
    const { url, stop } = await serve(store, (_req, res) => { res.redirect('/next'); });
    const response = await post(url);
    expect([response.status, response.headers.get('set-cookie'), store.saves]).to.deep.equal([302, null, 0]);
    stop();
  });
});
