import { randomUUID } from 'node:crypto';
import { SYSTEM_ACTOR, type DomainEvent } from '../../shared/events.js';
import type { Clock, EventRelay, JobContext, JobQueue } from '../../shared/ports.js';
import { PLAN_STEPS, type PlanNews, type SitePlanner } from '../../shared/site-planner.js';
import type { Plan } from './plan.js';
import { planEvent } from './plan-event.js';
import { allocationInput, planSettings, type PlanSources } from './plan-inputs.js';
import type { PlanChange, PlanRepository } from './repository-plan.js';

export const PLAN_JOB = 'site-plan';
/** What the requirement asks for at least, and one more for the ends. */
export const FRONT_POINTS = 8;
/** The front and the prices of pins may each take so many times the limit of the plan itself. */
const LATER_TIMES_THE_LIMIT = 6;

export interface PlanJobDependencies extends PlanSources {
  readonly clock: Clock;
  readonly relay: EventRelay;
  readonly jobs: JobQueue;
  readonly planner: SitePlanner;
  readonly plans: PlanRepository;
}

/** How much of the whole each step usually takes. */
const SHARES: Readonly<Record<(typeof PLAN_STEPS)[number], number>> = { plan: 0.3, certainty: 0.05, 'left-out': 0.1, pins: 0.1, front: 0.45 };
/** Progress is written when it has moved that far. */
const NOTABLE_MOVE = 0.01;

export function overallFraction({ step, fraction }: { readonly step: (typeof PLAN_STEPS)[number]; readonly fraction: number }): number {
  const before = PLAN_STEPS.slice(0, PLAN_STEPS.indexOf(step)).reduce((sum, each) => sum + SHARES[each], 0);
  return before + SHARES[step] * fraction;
}

/** The form field that a refused setting came from. */
function fieldOf(field: string, { request: { pins } }: Plan): string | null {
  if (field === 'plan.budgetEur') return 'budgetEur';
  const pin = pins[Number(/^plan\.pins\[(\d+)\]/.exec(field)?.[1] ?? -1)];
  return pin === undefined ? null : `pin-${pin.matchId}`;
}

/** The library's message with its path in the words of the form. */
function refusalWords(field: string, message: string): string {
  const subject = /^plan\.pins/.test(field) ? 'This match' : { 'plan.budgetEur': 'The budget' }[field] ?? field;
  return `${message.replace(field, subject).replace(/\.$/, '')}.`;
}

interface Outcome { readonly change: PlanChange; readonly event: DomainEvent | null }

/** What a piece of news writes; null for progress, which is written now and then. */
function outcomeOf(news: PlanNews, plan: Plan, at: Date): Outcome | null {
  const occasion = { at, actor: SYSTEM_ACTOR };
  const none = (refusal: Plan['refusal']): Outcome => ({
    change: { state: 'none', endedAt: at, progress: null, refusal },
    event: planEvent('plan-refused', plan, occasion, { reason: refusal?.reasons.slice(0, 3).join(' ') }),
  });
  switch (news.kind) {
    case 'plan': {
      const { totals, proof } = news.plan;
      const figures = { npvEur: totals.npvEur, partners: totals.partners, gap: proof.gap, proven: proof.proven };
      return { change: { result: news.plan, seconds: news.seconds }, event: planEvent('plan-made', plan, occasion, figures) };
    }
    case 'certainty': return { change: { certainty: news.certainty }, event: null };
    case 'left-out': return { change: { leftOut: news.leftOut }, event: null };
    case 'pins': return { change: { pins: news.pins }, event: null };
    case 'front': return { change: { front: news.front }, event: null };
    case 'none': return none({ status: news.status, field: null, reasons: news.reasons });
    case 'refused': return none({ status: 'refused', field: fieldOf(news.field, plan), reasons: [refusalWords(news.field, news.message)] });
    case 'progress': return null;
  }
}

interface PlanRun { readonly id: string; readonly plan: Plan; readonly context: JobContext; readonly abandon: () => void }

/** Writes what a run tells, under the run's own name; ends it when the plan is no longer its own. */
function createRecorder({ plans, clock, relay }: PlanJobDependencies, { id, plan, context, abandon }: PlanRun) {
  let written = { step: '', fraction: 0 };
  const write = async (change: PlanChange, event: DomainEvent | null = null): Promise<void> => {
    const isOwn = await plans.write(plan.id, id, change, event);
    if (event !== null) relay.wake();
    if (!isOwn) abandon();
  };
  return async (news: PlanNews): Promise<void> => {
    const outcome = outcomeOf(news, plan, clock.now());
    if (outcome !== null) await write(outcome.change, outcome.event);
    if (news.kind !== 'progress') return;
    await context.progress(overallFraction(news));
    if (news.step === written.step && Math.abs(news.fraction - written.fraction) < NOTABLE_MOVE) return;
    written = news;
    const { step, fraction, value, bound } = news;
    await write({ progress: { step, fraction, value, bound } });
  };
}

async function runPlan(planId: string, dependencies: PlanJobDependencies, context: JobContext): Promise<void> {
  const { plans, planner, clock } = dependencies;
  const run = randomUUID();
  const plan = await plans.begin(planId, run) ? await plans.find(planId) : null;
  if (plan === null) return;
  const abandoned = new AbortController();
  const signal = AbortSignal.any([context.signal, abandoned.signal]);
  const laterTimeLimitSeconds = LATER_TIMES_THE_LIMIT * plan.request.timeLimitSeconds;
  try {
    const input = await allocationInput(dependencies, plan);
    const task = { input, settings: planSettings(plan.request, plan.inputs), frontPoints: FRONT_POINTS, laterTimeLimitSeconds };
    await planner.plan(task, createRecorder(dependencies, { id: run, plan, context, abandon: () => { abandoned.abort(); } }), signal);
    await plans.write(planId, run, { state: 'done', progress: null, endedAt: clock.now() });
  } catch (error) {
    context.signal.throwIfAborted();
    // Stopped, or another run's by now: nothing failed.
    if (abandoned.signal.aborted) return;
    await plans.write(planId, run, { state: 'failed', progress: null, error: error instanceof Error ? error.message : String(error) });
    throw error;
  }
}

/** The job, and what becomes of its plan when a person cancels it on the page of background work or on its own. */
export function connectPlanJob(dependencies: PlanJobDependencies): void {
  const { jobs, plans, clock, relay } = dependencies;
  jobs.define(PLAN_JOB, ({ planId }, context) => runPlan(String(planId), dependencies, context), {
    concurrency: 1,
    onCancel: async ({ planId }) => {
      const at = clock.now();
      const plan = await plans.find(String(planId));
      if (plan === null) return;
      await plans.stop(plan.id, { endedAt: at, progress: null }, planEvent('plan-stopped', plan, { at, actor: SYSTEM_ACTOR }));
      relay.wake();
    },
  });
}
