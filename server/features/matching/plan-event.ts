import { newEvent, type Actor, type DomainEvent } from '../../shared/events.js';
import type { Plan } from './plan.js';

/** An event about a plan, with what a reader of the audit trail wants to know of it. */
export const planEvent = (
  type: 'plan-requested' | 'plan-made' | 'plan-refused' | 'plan-stopped', plan: Pick<Plan, 'id' | 'siteId' | 'siteName' | 'request'>,
  occasion: { readonly at: Date; readonly actor: Actor }, data: Readonly<Record<string, unknown>> = {},
): DomainEvent => newEvent({
  type, at: occasion.at, actor: occasion.actor, subject: { kind: 'plan', id: plan.id },
  data: { planId: plan.id, name: plan.request.name, siteId: plan.siteId, siteName: plan.siteName, ...data },
});
