import { expect } from 'chai';
import { chainFault, CHAIN_START, type ChainedEvent, type ChainFault } from '../../server/shared/event-chain.js';
import type { DomainEvent } from '../../server/shared/events.js';
import { anEvent, startRelayFixture, type RelayFixture } from './relay-fixture.js';

describe('event relay', () => {
  let fixture: RelayFixture;
  beforeEach(async () => { fixture = await startRelayFixture(); });
  afterEach(() => fixture.stop());

  const logged = async (): Promise<ChainedEvent[]> => {
    const documents = await fixture.connection.collection('events').find().sort({ sequence: 1 }).toArray();
    return documents.map(({ _id, ...rest }) => ({ id: _id as unknown as string, ...rest }) as unknown as ChainedEvent);
  };
  const faults = async (): Promise<ChainFault[]> => {
    let head: Pick<ChainedEvent, 'sequence' | 'hash'> = { sequence: 0, hash: CHAIN_START };
    return (await logged()).flatMap((event) => {
      const fault = chainFault(event, head);
      head = event;
      return fault ?? [];
    });
  };

  context('events saved in documents of two collections', () => {
    it('hands each to its subscriber with everything it says, in the order in which it was saved', async () => {
      const received: DomainEvent[] = [];
      fixture.relay.subscribe('listener', 'all', (event) => { received.push(event); return Promise.resolve(); });
      const events = [anEvent('a', { size: 1 }), anEvent('a', { nested: { at: new Date(5) } }), anEvent('b')];
      await fixture.save('one', events.slice(0, 2));
      await fixture.save('two', events.slice(2), 'Parcel');
      await fixture.relay.drain();
      expect(received).to.deep.equal(events);
    });

    it('takes them out of the documents and unsets the mark', async () => {
      await fixture.save('one', [anEvent('a')]);
      await fixture.relay.drain();
      const box = await fixture.connection.collection('boxes').findOne({ name: 'one' });
      expect(box).to.not.have.any.keys('pendingEvents', 'hasPendingEvents');
    });

    it('numbers them without a gap and chains them', async () => {
      for (const name of ['one', 'two', 'three']) await fixture.save(name, [anEvent(name), anEvent(name)]);
      await fixture.relay.drain();
      expect((await logged()).map(({ sequence }) => sequence)).to.deep.equal([1, 2, 3, 4, 5, 6]);
      expect(await faults()).to.deep.equal([]);
    });
  });

  context('a subscriber of some types', () => {
    it('receives those only', async () => {
      const received: string[] = [];
      fixture.relay.subscribe('narrow', ['demand-changed'], ({ type }) => { received.push(type); return Promise.resolve(); });
      await fixture.save('one', [anEvent('a'), { ...anEvent('a'), type: 'match-scored' }]);
      await fixture.relay.drain();
      expect(received).to.deep.equal(['demand-changed']);
    });
  });

  context('stopped while many events wait', () => {
    it('ends with the batch it is at; the others are there for the next', async () => {
      const received: string[] = [];
      const note = ({ id }: DomainEvent): void => { received.push(id); };
      const stopped = new Promise<void>((resolve) => {
        fixture.relay.subscribe('listener', 'all', (event) => {
          if (received.length === 0) fixture.relay.stop().then(resolve, resolve);
          note(event);
          return Promise.resolve();
        });
      });
      await fixture.save('one', Array.from({ length: 120 }, (_, index) => anEvent(String(index))));
      fixture.relay.start();
      await stopped;
      expect(received.length).to.be.within(1, 60);
      const { relay } = await fixture.another();
      relay.subscribe('listener', 'all', (event) => { note(event); return Promise.resolve(); });
      await relay.drain();
      expect(new Set(received).size).to.equal(120);
      expect(received).to.have.length(120);
    });
  });

  context('a handler that saves another event', () => {
    it('has that one delivered by the same drain', async () => {
      const received: string[] = [];
      fixture.relay.subscribe('chain', 'all', async ({ subject }) => {
        received.push(subject.id);
        if (subject.id === 'first') await fixture.save('other', [anEvent('second')]);
      });
      await fixture.save('one', [anEvent('first')]);
      await fixture.relay.drain();
      expect(received).to.deep.equal(['first', 'second']);
    });
  });

  context('a subscriber that fails at one subject', () => {
    let broken: boolean;
    let received: string[];
    const events = [anEvent('bad', { n: 1 }), anEvent('bad', { n: 2 }), anEvent('good', { n: 3 })];
    beforeEach(async () => {
      broken = true;
      received = [];
      fixture.relay.subscribe('fragile', 'all', ({ subject, data }) => {
        if (broken && subject.id === 'bad') return Promise.reject(new Error('not now'));
        received.push(`fragile ${String(data['n'])}`);
        return Promise.resolve();
      });
      fixture.relay.subscribe('sturdy', 'all', ({ data }) => { received.push(`sturdy ${String(data['n'])}`); return Promise.resolve(); });
      for (const [index, event] of events.entries()) await fixture.save(`box ${index}`, [event]);
      await fixture.relay.drain();
    });

    it('still receives the other subjects, and the other subscriber everything', () => {
      expect(received.filter((line) => line.startsWith('fragile'))).to.deep.equal(['fragile 3']);
      expect(received.filter((line) => line.startsWith('sturdy'))).to.deep.equal(['sturdy 1', 'sturdy 2', 'sturdy 3']);
    });

    it('keeps the failure with its words and a time for the next attempt', async () => {
      const event = await fixture.connection.collection('events').findOne({ sequence: 1 });
      expect(event?.['failures']).to.have.nested.property('fragile.message', 'not now');
      expect(event?.['failures']).to.have.nested.property('fragile.attempts', 1);
    });

    it('receives them in order once it works again, and nothing twice', async () => {
      broken = false;
      await fixture.relay.drain();
      await fixture.relay.drain();
      expect(received.filter((line) => line.startsWith('fragile'))).to.deep.equal(['fragile 3', 'fragile 1', 'fragile 2']);
      expect(received).to.have.length(6);
    });
  });

  context('killed after the event was stored, before the document was cleared', () => {
    it('stores and delivers it once', async () => {
      const received: string[] = [];
      fixture.relay.subscribe('listener', 'all', ({ id }) => { received.push(id); return Promise.resolve(); });
      const event = anEvent('a');
      await fixture.save('one', [event]);
      await fixture.relay.drain();
      await fixture.save('one', [event]);
      await fixture.relay.drain();
      expect(received).to.deep.equal([event.id]);
      expect(await logged()).to.have.length(1);
    });
  });

  context('three workers at once', () => {
    it('keep one unbroken chain and deliver each event once, in order of its subject', async () => {
      const workers = [fixture, await fixture.another(), await fixture.another()];
      const received: string[] = [];
      for (const { relay } of workers) {
        relay.subscribe('listener', 'all', ({ subject, data }) => { received.push(`${subject.id} ${String(data['n'])}`); return Promise.resolve(); });
      }
      const subjects = Array.from({ length: 10 }, (_, index) => `s${index}`);
      const saving = (async () => {
        for (let n = 0; n < 10; n++) for (const subject of subjects) await fixture.save(subject, [anEvent(subject, { n })]);
      })();
      await Promise.all([saving, ...workers.flatMap(({ relay }) => [relay.drain(), relay.drain(), relay.drain()])]);
      for (const { relay } of workers) await relay.drain();
      expect(received).to.have.length(100);
      for (const subject of subjects) {
        expect(received.filter((line) => line.startsWith(`${subject} `))).to.deep.equal(Array.from({ length: 10 }, (_, n) => `${subject} ${n}`));
      }
      expect(await logged()).to.have.length(100);
      expect(await faults()).to.deep.equal([]);
    });
  });

  context('started', () => {
    it('delivers what is saved by a process that does not wake it', async () => {
      const arrival = new Promise<string>((resolve) => {
        fixture.relay.subscribe('listener', 'all', ({ id }) => { resolve(id); return Promise.resolve(); });
      });
      fixture.relay.start();
      const event = anEvent('a');
      await fixture.save('one', [event]);
      expect(await arrival).to.equal(event.id);
    });
  });

  context('a changed, a removed or an inserted event', () => {
    beforeEach(async () => {
      await fixture.save('one', [anEvent('a', { priceEurPerMwh: 40 }), anEvent('a'), anEvent('a')]);
      await fixture.relay.drain();
    });
    const events = () => fixture.connection.collection('events');

    it('is found by the chain', async () => {
      await events().updateOne({ sequence: 1 }, { $set: { 'data.priceEurPerMwh': 41 } });
      expect(await faults()).to.deep.equal([{ kind: 'changed', expected: 1, found: 1 }]);
    });
    it('is found when it is missing', async () => {
      await events().deleteOne({ sequence: 2 });
      expect(await faults()).to.deep.include({ kind: 'missing', expected: 2, found: 3 });
    });
    it('is found when all hashes but the next one are made to fit', async () => {
      await events().updateOne({ sequence: 2 }, { $set: { hash: 'f'.repeat(64) } });
      expect(await faults()).to.deep.equal([{ kind: 'changed', expected: 2, found: 2 }, { kind: 'detached', expected: 3, found: 3 }]);
    });
  });
});
