import type { CurrentUser } from '../../shared/current-user.js';
import { ConflictError, ForbiddenError, NotFoundError } from '../../shared/errors.js';
import { message } from '../../shared/message.js';
import type { SiteVersion } from '../supply/index.js';
import type { Plan, PlanChoices, PlansService } from './plan.js';
import { planChanges } from './plan-changes.js';
import { checkRequest } from './plan-checks.js';
import { planEvent } from './plan-event.js';
import { allocationInput, currentInputs, feasibleMatches, planInputs, planSettings, type PlanSources } from './plan-inputs.js';
import { connectPlanJob, PLAN_JOB, type PlanJobDependencies } from './plan-job.js';
import { planRepository } from './repository-plan.js';

export interface PlansDependencies extends Omit<PlanJobDependencies, 'plans'> {
  readonly connection: Parameters<typeof planRepository>[0];
}

const SITE = message('supply:this.site');
const actorOf = (user: CurrentUser) => ({ userId: user.id, label: user.name });

async function siteOf({ supply }: PlanSources, siteId: string): Promise<SiteVersion> {
  const site = (await supply.sites()).find((each) => each.siteId === siteId);
  if (site === undefined) throw new NotFoundError(SITE);
  return site;
}

async function choices(dependencies: PlansDependencies, siteId: string | undefined): Promise<PlanChoices> {
  const sites = [...await dependencies.supply.sites()].sort((a, b) => a.name.localeCompare(b.name));
  const site = siteId === undefined ? sites[0] ?? null : await siteOf(dependencies, siteId);
  if (site === null) return { sites, site, buildings: 0, demands: 0, matches: [] };
  const { buildings, demands } = await currentInputs(dependencies, site);
  return { sites, site, buildings: buildings.length, demands: demands.length, matches: await feasibleMatches(dependencies, buildings) };
}

/** The line of the head, then a demand a line: what `heatmatch allocate` reads. */
async function cases(sources: PlanSources, plan: Plan): Promise<string> {
  const { site, sources: buildings, demands } = await allocationInput(sources, plan);
  const head = { site, sources: buildings, plan: planSettings(plan.request, plan.inputs) };
  return [head, ...demands].map((line) => `${JSON.stringify(line)}\n`).join('');
}

function requests(dependencies: PlansDependencies, plans: ReturnType<typeof planRepository>): Pick<PlansService, 'request' | 'stop'> {
  const { clock, jobs, relay } = dependencies;
  const found = async (planId: string): Promise<Plan> => {
    const plan = await plans.find(planId);
    if (plan === null) throw new NotFoundError(message('matching:this.plan'));
    return plan;
  };
  const mayPlan = ({ role }: CurrentUser): void => {
    if (role !== 'manager' && role !== 'admin') throw new ForbiddenError(message('matching:may'), ['manager', 'admin']);
  };
  return {
    async request(user, siteId, request) {
      mayPlan(user);
      const current = await currentInputs(dependencies, await siteOf(dependencies, siteId));
      const matches = await feasibleMatches(dependencies, current.buildings);
      checkRequest(request, current, matches);
      const at = clock.now();
      const inputs = await planInputs(dependencies, current, matches, at);
      const plan = { id: plans.newId(), siteId, siteName: current.site.name, request, inputs, createdAt: at, createdBy: actorOf(user) };
      await plans.insert(plan, planEvent('plan-requested', plan, { at, actor: actorOf(user) }));
      relay.wake();
      await jobs.enqueue(PLAN_JOB, { planId: plan.id, scope: `plan:${plan.id}` }, { key: plan.id });
      return found(plan.id);
    },
    async stop(user, planId) {
      mayPlan(user);
      const plan = await found(planId);
      const at = clock.now();
      const event = planEvent('plan-stopped', plan, { at, actor: actorOf(user) });
      // Before the job is told, so that the plan names the person: what the cancelled job writes after this finds nothing.
      if (!await plans.stop(planId, { endedAt: at, progress: null, stoppedBy: user.name }, event)) {
        throw new ConflictError(message('matching:ended'));
      }
      relay.wake();
      const { running, waiting } = await jobs.lists([PLAN_JOB]);
      const job = [...running.jobs, ...waiting.jobs].find(({ data }) => data['planId'] === planId);
      if (job !== undefined) await jobs.cancel(job.id, user.name, [PLAN_JOB]);
      return found(planId);
    },
  };
}

export function createPlans(dependencies: PlansDependencies): PlansService {
  const plans = planRepository(dependencies.connection);
  connectPlanJob({ ...dependencies, plans });
  return {
    ...requests(dependencies, plans),
    list: (siteId) => plans.list(siteId),
    choices: (siteId) => choices(dependencies, siteId),
    async plan(planId) {
      const plan = await plans.find(planId);
      if (plan === null) throw new NotFoundError(message('matching:this.plan'));
      return plan;
    },
    async changes(plan) {
      const site = (await dependencies.supply.sites()).find(({ siteId }) => siteId === plan.siteId);
      if (site === undefined) return { words: [message('matching:changes.siteGone')] };
      return planChanges(plan.inputs, await currentInputs(dependencies, site));
    },
    cases: (plan) => cases(dependencies, plan),
  };
}
