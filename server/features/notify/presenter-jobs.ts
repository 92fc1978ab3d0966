import { formatDateTime, formatNumber, formatPercent } from '../../shared/format.js';
import type { JobList, JobLists, JobReport } from '../../shared/ports.js';
import { paths, to } from '../../web/paths.js';
import { workLabel } from './background-work.js';

const orDash = (date: Date | null): string => (date === null ? '–' : formatDateTime(date));

/** What the scoring is about, with a link where there is a page about it. */
function presentScope(scope: unknown): { readonly text: string; readonly href: string | null } | null {
  if (typeof scope !== 'string') return null;
  const [kind, id = ''] = scope.split(':');
  switch (kind) {
    case 'demand': return { text: 'one demand', href: to(paths.demand, { demandId: id }) };
    case 'building': return { text: 'one building', href: to(paths.building, { buildingId: id }) };
    case 'plan': return { text: 'one plan', href: to(paths.plan, { planId: id }) };
    case 'site': return { text: 'one site', href: to(paths.site, { siteId: id }) };
    default: return { text: 'everything', href: paths.matches };
  }
}

function presentProgress(fraction: number | null) {
  return fraction === null ? null : { value: Math.min(1, Math.max(0, fraction)), text: formatPercent(fraction) };
}

function presentJob(job: JobReport) {
  const { id, cancelled, failures } = job;
  return {
    label: workLabel(job.name), scope: presentScope(job.data['scope']), progress: presentProgress(job.progress), worker: job.worker ?? '–',
    startedAt: orDash(job.startedAt), nextAttemptAt: orDash(job.nextAttemptAt), endedAt: orDash(cancelled?.at ?? job.endedAt),
    attempt: formatNumber(failures + 1), failures: formatNumber(failures), lastError: job.lastError ?? '–',
    isStopping: cancelled !== null,
    cancelHref: job.isRepeated || cancelled !== null ? null : to(paths.cancelJob, { jobId: id }),
    retryHref: to(paths.retryJob, { jobId: id }),
    state: cancelled === null ? 'failed' : 'cancelled', tag: cancelled === null ? 'failed' : 'withdrawn',
    what: cancelled === null ? job.lastError ?? '–' : `Cancelled by ${cancelled.by}`,
  };
}

function presentList({ jobs, total }: JobList) {
  const isCut = total > jobs.length;
  return { jobs: jobs.map(presentJob), caption: isCut ? `The first ${formatNumber(jobs.length)} of ${formatNumber(total)}` : null };
}

export function presentWork({ running, waiting, ended }: JobLists) {
  return {
    title: 'Background work', isEmpty: running.total + waiting.total + ended.total === 0,
    running: presentList(running), waiting: presentList(waiting), ended: presentList(ended),
  };
}

export function findWork({ running, waiting }: JobLists, jobId: string): JobReport | null {
  return [...running.jobs, ...waiting.jobs].find(({ id }) => id === jobId) ?? null;
}

export function presentCancellation(job: JobReport) {
  const { label, scope, progress } = presentJob(job);
  const what = scope === null ? label : `${label}: ${scope.text}`;
  return {
    title: 'Cancel background work?', action: to(paths.cancelJob, { jobId: job.id }), back: paths.jobs,
    what: progress === null ? what : `${what}, ${progress.text} done`,
  };
}

/** For the page of mails: where to look when something else than a mail went wrong. */
export function presentFailedWork({ ended }: JobLists): string | null {
  const failed = ended.jobs.filter(({ cancelled }) => cancelled === null).length;
  if (failed === 0) return null;
  return failed === 1 ? 'One piece of background work failed.' : `${formatNumber(failed)} pieces of background work failed.`;
}
