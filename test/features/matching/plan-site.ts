import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { BuildingDraft, SiteDraft } from '../../../server/features/supply/index.js';
import type { MatchSummary, Plan } from '../../../server/features/matching/index.js';
import type { TestFields, TestResponse } from '../../support/agent.js';
import { movableClock } from '../../support/clock.js';
import { startTestApp, type SignedInAgent, type TestApp } from '../../support/app.js';
import { aBuilding, aDemand, aSite } from '../../support/builders.js';

const CLI = fileURLToPath(new URL('../../../server/cli.js', import.meta.url));

export interface PlanSite {
  readonly app: TestApp;
  readonly siteId: string;
  readonly manager: SignedInAgent;
  readonly verifier: SignedInAgent;
  readonly partner: SignedInAgent;
  /** Sends the manager's form, filled in as it comes but for these fields and a proof that is found soon. */
  ask(fields?: TestFields): Promise<TestResponse>;
  /** Asks and waits until the job has ended. */
  made(fields?: TestFields): Promise<Plan>;
  plan(planId: string): Promise<Plan>;
  matchOf(demand: string, building: string): Promise<MatchSummary>;
  stop(): Promise<void>;
}

const without = <T extends object, K extends keyof T>(whole: T, names: readonly K[]): Omit<T, K> =>
  Object.fromEntries(Object.entries(whole).filter(([name]) => !names.includes(name as K))) as Omit<T, K>;
const siteDraft = (): SiteDraft => without(aSite({ name: 'Campus' }), ['siteId', 'version', 'example']);
const buildingDraft = (changes: Parameters<typeof aBuilding>[0]): BuildingDraft =>
  without(aBuilding(changes), ['buildingId', 'siteId', 'version', 'published']);

export const registerEmptySite = async (app: TestApp) => (await app.services.supply.registerExample(siteDraft(), [])).site;

/** Two buildings and five partners, all scored; small, so that every step of a plan is done in seconds. */
export async function startPlanSite(): Promise<PlanSite> {
  const app = await startTestApp({ clock: movableClock() });
  const [manager, verifier, partner] = [await app.signIn('manager'), await app.signIn('verifier'), await app.signIn('partner', 'Growers')];
  const { site } = await app.services.supply.registerExample(siteDraft(), [
    buildingDraft({ name: 'Hall A', installedItKw: 8000 }),
    buildingDraft({ name: 'Hall B', installedItKw: 6000, supplyTemperatureC: 55, returnTemperatureC: 45, commissioningDate: '2029-01-01' }),
  ]);
  for (const demand of [
    aDemand(1).with({ routeLengthM: 600 }), aDemand(2).with({ routeLengthM: 900, startDate: '2030-05-01' }),
    aDemand(3).troutFarm().with({ routeLengthM: 700, annualDemandMwh: 9000 }), aDemand(4).districtHeating().with({ routeLengthM: 1500, heatCostEurPerMwh: 70 }),
    aDemand(5).with({ name: 'Kiln', use: 'timber-kiln', flowTemperatureC: 130, returnTemperatureC: 90, archetype: 'timber-drying', routeLengthM: 500 }),
  ]) await demand.submitted(app, partner.user);
  await app.settle();
  const ask: PlanSite['ask'] = (fields = {}) => manager.submit('/plan', { name: 'Test', gapPercent: '2', ...fields }, PLAN_FORM);
  const plan = (planId: string): Promise<Plan> => app.services.plans.plan(planId);
  return {
    app, siteId: site.siteId, manager, verifier, partner, ask, plan, stop: () => app.stop(),
    async made(fields) {
      const answer = await ask(fields);
      if (answer.status !== 303) throw new Error(`the form answered ${answer.status}`);
      await app.settle();
      return plan(planIdOf(answer));
    },
    async matchOf(demand, building) {
      const { matches } = await app.services.plans.choices();
      const found = matches.find(({ demandName, buildingName }) => demandName === demand && buildingName === building);
      if (found === undefined) throw new Error(`no match of ${demand} and ${building}`);
      return found;
    },
  };
}

export const PLAN_FORM = { action: '/plan?site' };
export const planIdOf = (answer: TestResponse): string => /^\/plan\/([0-9a-f]{24})$/.exec(answer.location ?? '')?.[1] ?? '';
export const errorOf = (page: TestResponse, field: string): string | undefined => new RegExp(`id="${field}-error">([^<]*)<`).exec(page.text)?.[1];

export async function allocateOnCommandLine(cases: string): Promise<unknown> {
  const child = spawn(process.execPath, [CLI, 'allocate', '-'], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(cases);
  const [output] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return JSON.parse(output);
}
