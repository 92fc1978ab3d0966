import { Types, type Connection } from 'mongoose';
import { planModel, type PlanDocument } from '../../../models/plan.js';
import type { DomainEvent } from '../../shared/events.js';
import type { Plan, PlanSummary } from './plan.js';

type Lean = PlanDocument;

/** What a step or the end of a run writes. */
export type PlanChange = Partial<Pick<Plan, 'state' | 'progress' | 'result' | 'seconds' | 'certainty' | 'leftOut' | 'pins' | 'front' | 'refusal' | 'error' | 'endedAt' | 'stoppedBy'>>;

const ACTIVE = ['waiting', 'running', 'failed'];
const NO_OUTBOX = { pendingEvents: 0, hasPendingEvents: 0, run: 0 } as const;

function toPlan({ _id, name, ...rest }: Lean): Plan {
  return { ...rest, request: { ...(rest.request as object), name }, id: _id.toHexString() } as unknown as Plan;
}

function toSummary(document: Lean): PlanSummary {
  const { result, ...rest } = toPlan(document);
  return { ...rest, proof: result?.proof ?? null, totals: result?.totals ?? null };
}

const LISTED = {
  siteId: 1, name: 1, request: 1, state: 1, progress: 1, createdAt: 1, createdBy: 1, 'result.totals': 1, 'result.proof': 1,
} as const;
const LONGEST_LIST = 200;

export type NewPlan = Pick<Plan, 'id' | 'siteId' | 'siteName' | 'request' | 'inputs' | 'createdAt' | 'createdBy'>;

export function planRepository(connection: Connection) {
  const model = planModel(connection);
  const update = async (filter: object, change: PlanChange & { run?: string }, event: DomainEvent | null): Promise<boolean> => {
    const { matchedCount } = await model.updateOne(filter, {
      $set: { ...change, ...(event && { hasPendingEvents: true }) }, ...(event && { $push: { pendingEvents: event } }),
    });
    return matchedCount === 1;
  };
  return {
    newId: (): string => new Types.ObjectId().toHexString(),
    async find(planId: string): Promise<Plan | null> {
      if (!/^[0-9a-f]{24}$/.test(planId)) return null;
      const document = await model.findById(planId, NO_OUTBOX).lean<Lean>();
      return document === null ? null : toPlan(document);
    },
    async list(siteId: string): Promise<readonly PlanSummary[]> {
      const documents = await model.find({ siteId }, LISTED).sort({ createdAt: -1, _id: -1 }).limit(LONGEST_LIST).lean<Lean[]>();
      return documents.map(toSummary);
    },
    async insert({ id, request: { name, ...request }, ...plan }: NewPlan, event: DomainEvent): Promise<void> {
      await model.create({ _id: new Types.ObjectId(id), ...plan, name, request, state: 'waiting', pendingEvents: [event], hasPendingEvents: true });
    },
    /** Begins a run, over what an earlier one that did not end has left. False when the plan has ended. */
    begin: (planId: string, run: string): Promise<boolean> => update({ _id: planId, state: { $in: ACTIVE } }, {
      run, state: 'running', progress: null, result: null, seconds: null, certainty: null, leftOut: null, pins: null, front: null, error: null,
    }, null),
    /** False when another run has the plan by now, or it was stopped. */
    write: (planId: string, run: string, change: PlanChange, event: DomainEvent | null = null): Promise<boolean> =>
      update({ _id: planId, run, state: 'running' }, change, event),
    /** False when the plan has ended already. */
    stop: (planId: string, change: PlanChange, event: DomainEvent): Promise<boolean> =>
      update({ _id: planId, state: { $in: ACTIVE } }, { ...change, state: 'stopped' }, event),
  };
}

export type PlanRepository = ReturnType<typeof planRepository>;
