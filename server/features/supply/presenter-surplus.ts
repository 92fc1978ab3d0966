import type { CurrentUser } from '../../shared/current-user.js';
import type { Localised } from '../../shared/i18n.js';
import { paths } from '../../web/paths.js';
import { presentHeatNow } from './presenter-heat-now.js';
import { presentMonths } from './presenter-surplus-months.js';
import { mwh, presentTemperatures, stateText, total } from './presenter-surplus-words.js';
import type { BuildingSurplus, SiteSurplus, SurplusOverview } from './surplus.js';

function presentBuilding(localised: Localised, surplus: BuildingSurplus) {
  const { number } = localised;
  return {
    name: surplus.building.name, state: surplus.state, stateText: stateText(localised, surplus), temperatures: presentTemperatures(localised, surplus.building),
    freeNow: number(surplus.nowKw.free), committedNow: number(surplus.nowKw.committed),
    freeYear: mwh(localised, surplus.yearMwh.free), committedYear: mwh(localised, surplus.yearMwh.committed),
  };
}

function presentTotals(localised: Localised, buildings: readonly BuildingSurplus[]) {
  const [now, year] = [total(buildings.map(({ nowKw }) => nowKw)), total(buildings.map(({ yearMwh }) => yearMwh))];
  return {
    freeNow: localised.number(now.free), committedNow: localised.number(now.committed),
    freeYear: mwh(localised, year.free), committedYear: mwh(localised, year.committed),
  };
}

function presentSite(localised: Localised, { site, buildings }: SiteSurplus, year: number) {
  return {
    name: site.name, address: site.place.address, example: site.example, year: String(year),
    buildings: buildings.map((surplus) => presentBuilding(localised, surplus)),
    totals: buildings.length > 1 ? presentTotals(localised, buildings) : null, months: presentMonths(localised, { site, buildings }, year),
  };
}

function headline({ t, number, power, heat }: Localised, { sites, year }: SurplusOverview) {
  const buildings = sites.flatMap((site) => site.buildings);
  const [now, ofYear] = [total(buildings.map(({ nowKw }) => nowKw)), total(buildings.map(({ yearMwh }) => yearMwh))];
  const temperaturesC = buildings.map(({ building }) => building.supplyTemperatureC);
  const [coldest, hottest] = [Math.min(...temperaturesC), Math.max(...temperaturesC)];
  return [
    { value: power(now.free), label: t('supply:figure.freeNow') },
    { value: heat(ofYear.free), label: t('supply:figure.freeIn', { year: String(year) }) },
    { value: heat(ofYear.committed), label: t('supply:figure.promisedToProjects', { year: String(year) }) },
    {
      value: `${coldest === hottest ? number(coldest) : `${number(coldest)}–${number(hottest)}`}\u00a0°C`,
      label: t('supply:figure.supplyTemperature'),
    },
  ];
}

/** Assumed heat is never added to real heat: where there is both, an example is shown by itself only. */
function counted(overview: SurplusOverview): SurplusOverview {
  const real = overview.sites.filter(({ site }) => !site.example);
  return real.length === 0 ? overview : { ...overview, sites: real };
}

/** Future buildings, in the order in which they come. */
function outlook({ t, date }: Localised, { sites }: SurplusOverview): string | null {
  const future = sites.flatMap((site) => site.buildings).filter(({ state }) => state === 'future')
    .sort((one, other) => one.building.commissioningDate.localeCompare(other.building.commissioningDate));
  if (future.length === 0) return null;
  const named = future.map(({ building }) => t('supply:outlookOf', { building: building.name, date: date(building.commissioningDate) }));
  return t('supply:outlook', { buildings: named.join(', ') });
}

/** What there is to do for whoever looks: a manager publishes, a partner registers, everybody else signs up. */
export function presentCall({ t }: Localised, user: CurrentUser | undefined) {
  if (user === undefined) return { href: paths.signUp, label: t('supply:call.signUp') };
  return user.role === 'partner' ? { href: paths.newDemand, label: t('supply:call.register') } : { href: paths.matches, label: t('supply:call.matches') };
}

function presentEmpty(localised: Localised, user: CurrentUser | undefined) {
  const { t } = localised;
  if (user?.role === 'manager' || user?.role === 'admin') {
    return { text: t('supply:empty.writer'), action: { href: paths.sites, label: t('supply:empty.toSites') } };
  }
  return user?.role === 'partner' ? { text: t('supply:empty.partner'), action: presentCall(localised, user) }
    : { text: t('supply:empty.visitor'), action: { href: paths.signUp, label: t('shared:signUp') } };
}

export function presentSurplus(localised: Localised, overview: SurplusOverview, user: CurrentUser | undefined) {
  const { t, dateTime } = localised;
  const { sites, year, years, at } = overview;
  const buildings = counted(overview).sites.flatMap((site) => site.buildings);
  const isEmpty = buildings.length === 0;
  return {
    title: t('supply:surplus.title'), isEmpty, empty: isEmpty ? presentEmpty(localised, user) : null, at: dateTime(at), isoAt: at.toISOString(),
    figures: isEmpty ? [] : headline(localised, counted(overview)), outlook: outlook(localised, counted(overview)),
    lead: t('supply:surplus.lead', { count: buildings.length, at: dateTime(at) }), year: String(year),
    years: years.length === 1 ? [] : years.map((each) => ({ label: String(each), current: each === year, href: `${paths.surplus}?year=${each}` })),
    sites: sites.map((site) => presentSite(localised, site, year)), call: presentCall(localised, user),
    csv: `${paths.surplusCsv}?year=${year}`, monthsCsv: `${paths.surplusMonthsCsv}?year=${year}`,
  };
}

const freeMwh = ({ buildings }: SiteSurplus): number => total(buildings.map(({ yearMwh }) => yearMwh)).free;

/** The first page shows the site with most heat; the page of the surplus shows all of them. */
export function presentHome(localised: Localised, overview: SurplusOverview, user: CurrentUser | undefined) {
  const { t } = localised;
  const { sites } = counted(overview);
  const [largest] = [...sites].sort((one, other) => freeMwh(other) - freeMwh(one));
  const { figures, ...page } = presentSurplus(localised, overview, user);
  return {
    ...page, figures: figures.slice(1), title: null, isSignedIn: user !== undefined,
    now: largest === undefined ? null : presentHeatNow(localised, sites.flatMap(({ buildings }) => buildings), largest),
    heading: sites.length > 1 ? t('supply:home.heatOfSites', { count: sites.length }) : t('supply:home.heatOf', { site: largest?.site.name ?? '' }),
    site: largest === undefined ? null : presentSite(localised, largest, overview.year),
  };
}
