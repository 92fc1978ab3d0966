import { expect } from 'chai';
import { MATCH_STATES, type MatchHistoryEntry, type MatchState } from '../../../server/features/matching/index.js';
import { availableActions, REVIEW_ACTIONS, targetState, TRANSITIONS } from '../../../server/features/review/transitions.js';
import { ROLES, type Role } from '../../../server/shared/current-user.js';

const decided = (action: string, from: MatchState, to: MatchState, userId: string | null = 'manager-1'): MatchHistoryEntry => ({
  at: new Date(0), actor: { userId, label: 'Kari' }, action, from, to, reason: null, internalNote: null, score: null,
});

/** Every allowed decision: role, state, decision, where it leads. What is not in this table must not be possible. */
const ALLOWED: readonly (readonly [roles: string, state: MatchState, action: string, to: MatchState])[] = [
  ['manager admin', 'proposed', 'shortlist', 'shortlisted'],
  ['manager admin', 'proposed', 'invite', 'invited'],
  ['manager admin', 'proposed', 'decline', 'declined'],
  ['manager admin', 'shortlisted', 'remove-from-shortlist', 'proposed'],
  ['manager admin', 'shortlisted', 'invite', 'invited'],
  ['manager admin', 'shortlisted', 'decline', 'declined'],
  ['manager admin', 'invited', 'withdraw-invitation', 'shortlisted'],
  ['manager admin', 'invited', 'decline', 'declined'],
  ['manager admin', 'interested', 'agree', 'agreed'],
  ['manager admin', 'interested', 'decline', 'declined'],
  ['manager admin', 'declined', 'reopen', 'proposed'],
  ['partner', 'invited', 'interested', 'interested'],
  ['partner', 'invited', 'not-now', 'declined'],
  ['partner', 'interested', 'not-now', 'declined'],
];

describe('review: the table of decisions', () => {
  context('a match that no person has decided on yet', () => {
    for (const role of ROLES) {
      for (const state of MATCH_STATES) {
        for (const action of REVIEW_ACTIONS) {
          const to = ALLOWED.find(([roles, from, name]) => roles.split(' ').includes(role) && from === state && name === action)?.[3];
          it(`${state}: ${role} ${to === undefined ? `may not ${action}` : `may ${action}, to ${to}`}`, () => {
            const match = { state, history: [] };
            expect(availableActions(match, { role }).includes(action)).to.equal(to !== undefined);
            if (to !== undefined) expect(targetState(action, match)).to.equal(to);
          });
        }
      }
    }
  });

  context('undo', () => {
    const undo = (state: MatchState, history: readonly MatchHistoryEntry[], role: Role = 'manager'): MatchState | null =>
      (availableActions({ state, history }, { role }).includes('undo') ? targetState('undo', { state, history }) : null);

    const UNDONE: readonly (readonly [action: string, from: MatchState, to: MatchState])[] = [
      ['shortlist', 'proposed', 'shortlisted'], ['remove-from-shortlist', 'shortlisted', 'proposed'], ['decline', 'interested', 'declined'],
      ['decline', 'proposed', 'declined'], ['reopen', 'declined', 'proposed'], ['agree', 'interested', 'agreed'],
    ];
    for (const [action, from, to] of UNDONE) {
      it(`takes ${action} back to ${from}`, () => { expect(undo(to, [decided(action, from, to)])).to.equal(from); });
    }
    it('looks past a recalculation', () => {
      expect(undo('shortlisted', [decided('shortlist', 'proposed', 'shortlisted'), decided('rescore', 'shortlisted', 'shortlisted', null)]))
        .to.equal('proposed');
    });
    it('is not there for a partner or a verifier', () => {
      const history = [decided('shortlist', 'proposed', 'shortlisted')];
      expect([undo('shortlisted', history, 'partner'), undo('shortlisted', history, 'verifier')]).to.deep.equal([null, null]);
    });
    it('is not there after an undo: the decision can simply be made again', () => {
      expect(undo('proposed', [decided('shortlist', 'proposed', 'shortlisted'), decided('undo', 'shortlisted', 'proposed')])).to.equal(null);
    });
    it('cannot call back an invitation that is on its way', () => {
      expect(undo('invited', [decided('invite', 'proposed', 'invited')])).to.equal(null);
    });
    it('does not reach over a partner\'s answer', () => {
      expect(undo('declined', [decided('decline', 'proposed', 'declined'), decided('not-now', 'invited', 'declined', 'partner-1')])).to.equal(null);
    });
    it('is not there once the match has gone on without a person', () => {
      const history = [decided('shortlist', 'proposed', 'shortlisted'), decided('withdraw', 'shortlisted', 'withdrawn', null),
        decided('return', 'withdrawn', 'proposed', null)];
      expect(undo('proposed', history)).to.equal(null);
    });
  });

  it('lets nobody out of withdrawn by hand, and every other state can be left', () => {
    for (const state of MATCH_STATES) {
      const ways = REVIEW_ACTIONS.filter((action) => TRANSITIONS[action].from.includes(state));
      expect(ways.length > 0, state).to.equal(state !== 'withdrawn');
    }
  });
});
