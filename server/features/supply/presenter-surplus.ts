import type { CurrentUser } from '../../shared/current-user.js';
import { formatDateTime, formatHeat, formatNumber, formatPower } from '../../shared/format.js';
import { paths } from '../../web/paths.js';
import { presentHeatNow } from './presenter-heat-now.js';
import { presentMonths } from './presenter-surplus-months.js';
import { mwh, presentTemperatures, stateText, total } from './presenter-surplus-words.js';
import type { BuildingSurplus, SiteSurplus, SurplusOverview } from './surplus.js';

const plural = (count: number, noun: string): string => `${formatNumber(count)} ${noun}${count === 1 ? '' : 's'}`;

function presentBuilding(surplus: BuildingSurplus) {
  return {
    name: surplus.building.name, state: surplus.state, stateText: stateText(surplus), temperatures: presentTemperatures(surplus.building),
    freeNow: formatNumber(surplus.nowKw.free), committedNow: formatNumber(surplus.nowKw.committed),
    freeYear: mwh(surplus.yearMwh.free), committedYear: mwh(surplus.yearMwh.committed),
  };
}

function presentTotals(buildings: readonly BuildingSurplus[]) {
  const [now, year] = [total(buildings.map(({ nowKw }) => nowKw)), total(buildings.map(({ yearMwh }) => yearMwh))];
  return {
    freeNow: formatNumber(now.free), committedNow: formatNumber(now.committed), freeYear: mwh(year.free), committedYear: mwh(year.committed),
  };
}

function presentSite({ site, buildings }: SiteSurplus, year: number) {
  return {
    name: site.name, address: site.place.address, example: site.example, buildings: buildings.map(presentBuilding), year: String(year),
    totals: buildings.length > 1 ? presentTotals(buildings) : null, months: presentMonths({ site, buildings }, year),
  };
}

function headline({ sites, year }: SurplusOverview) {
  const buildings = sites.flatMap((site) => site.buildings);
  const [now, ofYear] = [total(buildings.map(({ nowKw }) => nowKw)), total(buildings.map(({ yearMwh }) => yearMwh))];
  const temperaturesC = buildings.map(({ building }) => building.supplyTemperatureC);
  const [coldest, hottest] = [Math.min(...temperaturesC), Math.max(...temperaturesC)];
  return [
    { value: formatPower(now.free), label: 'Free right now' },
    { value: formatHeat(ofYear.free), label: `Free in ${year}` },
    { value: formatHeat(ofYear.committed), label: `Promised to projects in ${year}` },
    { value: `${coldest === hottest ? formatNumber(coldest) : `${formatNumber(coldest)}–${formatNumber(hottest)}`}\u00a0°C`, label: 'Supply temperature' },
  ];
}

/** Assumed heat is never added to real heat: where there is both, an example is shown by itself only. */
function counted(overview: SurplusOverview): SurplusOverview {
  const real = overview.sites.filter(({ site }) => !site.example);
  return real.length === 0 ? overview : { ...overview, sites: real };
}

/** Future buildings, in the order in which they come. */
function outlook({ sites }: SurplusOverview): string | null {
  const future = sites.flatMap((site) => site.buildings).filter(({ state }) => state === 'future')
    .sort((one, other) => one.building.commissioningDate.localeCompare(other.building.commissioningDate));
  if (future.length === 0) return null;
  return `Still to come: ${future.map((surplus) => `${surplus.building.name} ${stateText(surplus).replace('From', 'from')}`).join(', ')}.`;
}

/** What there is to do for whoever looks: a manager publishes, a partner registers, everybody else signs up. */
export function presentCall(user: CurrentUser | undefined) {
  if (user === undefined) return { href: paths.signUp, label: 'Sign up and say what you need' };
  return user.role === 'partner' ? { href: paths.newDemand, label: 'Register a heat demand' } : { href: paths.matches, label: 'See the matches' };
}

function presentEmpty(user: CurrentUser | undefined) {
  if (user?.role === 'manager' || user?.role === 'admin') {
    return { text: 'Describe your site and its buildings, then publish them: their heat is then shown here.', action: { href: paths.sites, label: 'Go to sites' } };
  }
  return user?.role === 'partner'
    ? { text: 'Register what you need: as soon as a building is published, it is matched with your demand.', action: presentCall(user) }
    : { text: 'Sign up and register what you need: as soon as a building is published, it is matched with your demand.', action: { href: paths.signUp, label: 'Sign up' } };
}

export function presentSurplus(overview: SurplusOverview, user: CurrentUser | undefined) {
  const { sites, year, years, at } = overview;
  const buildings = counted(overview).sites.flatMap((site) => site.buildings);
  const isEmpty = buildings.length === 0;
  return {
    title: 'Surplus heat', isEmpty, empty: isEmpty ? presentEmpty(user) : null, at: formatDateTime(at), isoAt: at.toISOString(),
    figures: isEmpty ? [] : headline(counted(overview)), outlook: outlook(counted(overview)),
    count: plural(buildings.length, 'building'), year: String(year),
    years: years.length === 1 ? [] : years.map((each) => ({ label: String(each), current: each === year, href: `${paths.surplus}?year=${each}` })),
    sites: sites.map((site) => presentSite(site, year)), call: presentCall(user),
    csv: `${paths.surplusCsv}?year=${year}`, monthsCsv: `${paths.surplusMonthsCsv}?year=${year}`,
  };
}

const freeMwh = ({ buildings }: SiteSurplus): number => total(buildings.map(({ yearMwh }) => yearMwh)).free;

/** The first page shows the site with most heat; the page of the surplus shows all of them. */
export function presentHome(overview: SurplusOverview, user: CurrentUser | undefined) {
  const { sites } = counted(overview);
  const [largest] = [...sites].sort((one, other) => freeMwh(other) - freeMwh(one));
  const { figures, ...page } = presentSurplus(overview, user);
  return {
    ...page, figures: figures.slice(1), title: null, isSignedIn: user !== undefined,
    now: largest === undefined ? null : presentHeatNow(sites.flatMap(({ buildings }) => buildings), largest),
    heading: sites.length > 1 ? `The heat of ${plural(sites.length, 'site')}` : `The heat of ${largest?.site.name ?? 'the site'}`,
    site: largest === undefined ? null : presentSite(largest, overview.year),
  };
}
