import type { Connection, CriterionName } from '../../engineering/index.js';
import { findUse } from '../../engineering/index.js';
import type { Role } from '../../shared/current-user.js';
import { formatNumber } from '../../shared/format.js';
import type { Localised } from '../../shared/i18n.js';
import type { MatchState } from '../matching/index.js';

const SITE_STATES: Readonly<Record<MatchState, string>> = {
  proposed: 'Proposed', shortlisted: 'Shortlisted', invited: 'Invited', interested: 'Interested', declined: 'Declined',
  withdrawn: 'Withdrawn', agreed: 'Agreed',
};
/** A partner need not know what is on whose list: until there is something to answer, the match is under review. */
const PARTNER_STATES: Readonly<Record<MatchState, string>> = {
  proposed: 'Under review', shortlisted: 'Under review', invited: 'Your answer is wanted', interested: 'You are interested',
  declined: 'Not going ahead', withdrawn: 'Withdrawn', agreed: 'Agreed',
};

export const stateLabel = (state: MatchState, role: Role): string => (role === 'partner' ? PARTNER_STATES : SITE_STATES)[state];
/** The tag's colour must not tell a partner what its words do not. */
export const stateTag = (state: MatchState, role: Role): MatchState =>
  (role === 'partner' && state === 'shortlisted' ? 'proposed' : state);

export const CONNECTION_NAMES: Readonly<Record<Connection, string>> = {
  direct: 'Direct', 'heat-pump-at-source': 'Heat pump at the source', 'heat-pump-at-sink': 'Heat pump at the demand',
};

export const CRITERION_LABELS: Readonly<Record<CriterionName, string>> = {
  cost: 'Cost', climate: 'Climate', coverage: 'Coverage', use: 'Use of heat', efficiency: 'Efficiency', readiness: 'Readiness',
  research: 'Research',
};
export const CRITERION_UNITS: Readonly<Record<CriterionName, string>> = {
  cost: '% saved', climate: 'kg CO2/MWh', coverage: '% of the demand', use: '% of the offer', efficiency: 'MWh/MWh', readiness: 'months',
  research: '%',
};

export const useLabel = (use: string): string => findUse(use)?.label ?? use;
export const kilometres = (lengthM: number): string => formatNumber(lengthM / 1000, lengthM < 10_000 ? 1 : 0);
const SHORT_M = 100;
/** "0.8 km", and "10 m" where kilometres would say nothing. */
export const routeWords = ({ unit, number }: Localised, lengthM: number): string =>
  (lengthM < SHORT_M ? unit(lengthM, 'm') : `${number(lengthM / 1000, lengthM < 10_000 ? 1 : 0)} km`);
export const NONE = '–';
