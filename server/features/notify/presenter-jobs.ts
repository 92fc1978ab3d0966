import type { Localised } from '../../shared/i18n.js';
import type { JobList, JobLists, JobReport } from '../../shared/ports.js';
import { paths, to } from '../../web/paths.js';
import { workLabel } from './background-work.js';

const orDash = ({ dateTime }: Localised, date: Date | null): string => (date === null ? '–' : dateTime(date));

/** What the scoring is about, with a link where there is a page about it. */
function presentScope({ t }: Localised, scope: unknown): { readonly text: string; readonly href: string | null } | null {
  if (typeof scope !== 'string') return null;
  const [kind, id = ''] = scope.split(':');
  switch (kind) {
    case 'demand': return { text: t('notify:scope.demand'), href: to(paths.demand, { demandId: id }) };
    case 'building': return { text: t('notify:scope.building'), href: to(paths.building, { buildingId: id }) };
    case 'plan': return { text: t('notify:scope.plan'), href: to(paths.plan, { planId: id }) };
    case 'site': return { text: t('notify:scope.site'), href: to(paths.site, { siteId: id }) };
    default: return { text: t('notify:scope.everything'), href: paths.matches };
  }
}

function presentProgress({ percent }: Localised, fraction: number | null) {
  return fraction === null ? null : { value: Math.min(1, Math.max(0, fraction)), text: percent(fraction) };
}

function presentJob(localised: Localised, job: JobReport) {
  const { t, number } = localised;
  const { id, cancelled, failures } = job;
  return {
    label: workLabel(localised, job.name), scope: presentScope(localised, job.data['scope']), progress: presentProgress(localised, job.progress), worker: job.worker ?? '–',
    startedAt: orDash(localised, job.startedAt), nextAttemptAt: orDash(localised, job.nextAttemptAt), endedAt: orDash(localised, cancelled?.at ?? job.endedAt),
    attempt: number(failures + 1), failures: number(failures), lastError: job.lastError ?? '–',
    isStopping: cancelled !== null,
    cancelHref: job.isRepeated || cancelled !== null ? null : to(paths.cancelJob, { jobId: id }),
    retryHref: to(paths.retryJob, { jobId: id }),
    state: t(cancelled === null ? 'notify:jobs.failed' : 'notify:jobs.cancelled'), tag: cancelled === null ? 'failed' : 'withdrawn',
    what: cancelled === null ? job.lastError ?? '–' : t('notify:jobs.cancelledBy', { who: cancelled.by }),
  };
}

function presentList(localised: Localised, { jobs, total }: JobList) {
  const isCut = total > jobs.length;
  return { jobs: jobs.map((job) => presentJob(localised, job)), caption: isCut ? localised.t('notify:jobs.cut', { shown: jobs.length, total }) : null };
}

export function presentWork(localised: Localised, { running, waiting, ended }: JobLists) {
  return {
    title: localised.t('notify:jobs.title'), isEmpty: running.total + waiting.total + ended.total === 0,
    running: presentList(localised, running), waiting: presentList(localised, waiting), ended: presentList(localised, ended),
  };
}

export function findWork({ running, waiting }: JobLists, jobId: string): JobReport | null {
  return [...running.jobs, ...waiting.jobs].find(({ id }) => id === jobId) ?? null;
}

export function presentCancellation(localised: Localised, job: JobReport) {
  const { t } = localised;
  const { label, scope, progress } = presentJob(localised, job);
  const what = scope === null ? label : t('notify:jobs.about', { work: label, scope: scope.text });
  return {
    title: t('notify:cancel.title'), action: to(paths.cancelJob, { jobId: job.id }), back: paths.jobs,
    what: progress === null ? what : t('notify:cancel.done', { what, share: progress.text }),
  };
}

/** For the page of mails: where to look when something else than a mail went wrong. */
export const countFailedWork = ({ ended }: JobLists): number => ended.jobs.filter(({ cancelled }) => cancelled === null).length;
