/**
 * What a building's shortage costs, as straight lines under it.
 *
 * Give the heat of each slice a price. Whoever runs in a slice then loses at least the smaller of the price and what giving up its
 * claim costs, for all of its claim, less the price of all the heat there is: a line in the choice that lies under the true loss
 * whatever the price, and touches it at the price that brings claims and offer together. So a solver needs no column for who gives
 * way where; a few lines of each building do, and they stay true when the slices are cut.
 *
 * A line counts what giving up the least part of an hour costs. Or, because the hourly rule serves all but one partner of an hour
 * wholly or not at all, what giving up whole hours costs, less the relief of that one: of the two the higher is taken.
 */
import type { Evaluator } from './plan-value.js';
import type { Candidate } from './problem.js';
import { sliceOffer, sliceSums, type SliceOffer, type SliceSums } from './slice-sums.js';
import { PARTS, type SourceSlices } from './slices.js';

/** A building's slices with the claims of those it may serve. */
export interface SourceClaims {
  readonly slices: SourceSlices;
  readonly offer: SliceOffer;
  readonly sums: ReadonlyMap<Candidate, SliceSums>;
}

export function sourceClaims(evaluator: Evaluator, slices: SourceSlices, candidates: readonly Candidate[]): SourceClaims {
  const { problem, years, rules: { weights } } = evaluator;
  const sums = new Map(candidates.filter(({ source }) => source === slices.source)
    .map((candidate) => [candidate, sliceSums(years, weights, slices, candidate, evaluator.hours(candidate))]));
  return { slices, offer: sliceOffer(problem, years, slices), sums };
}

/** One that takes part in a choice, wholly (1) or in a part as a relaxed solution has it. */
export interface Claimant { readonly sums: SliceSums; readonly share: number }

interface SlicePrice {
  readonly loss: number;
  readonly pricePerMwh: number;
  /** Relief taken off for the one served in part, value an hour; null where the line counts the least part of an hour. */
  readonly relief: number | null;
}

interface Claim { readonly mwh: number; readonly lostPerMwh: number }

/** Those whom giving way costs least give way first; the price is what the last of them loses. */
function giveWay(claims: Claim[], offeredMwh: number): { readonly loss: number; readonly pricePerMwh: number } {
  claims.sort((a, b) => a.lostPerMwh - b.lostPerMwh);
  let short = claims.reduce((sum, { mwh }) => sum + mwh, 0) - offeredMwh;
  let loss = 0;
  let pricePerMwh = 0;
  for (const { mwh, lostPerMwh } of claims) {
    if (short <= 0 && lostPerMwh >= 0) break;
    const given = lostPerMwh < 0 ? mwh : Math.min(mwh, short);
    if (short > 0) pricePerMwh = Math.max(pricePerMwh, lostPerMwh);
    loss += given * lostPerMwh;
    short -= given;
  }
  return { loss, pricePerMwh };
}

/** Largest relief of one partner: with shares, the relief at which those with a larger one make up one partner. */
function largestRelief(running: readonly Claimant[], slice: number): number {
  const sorted = running.map(({ sums, share }) => ({ relief: sums.partRelief[slice] as number, share })).sort((a, b) => b.relief - a.relief);
  let shares = 0;
  for (const { relief, share } of sorted) {
    shares += share;
    if (shares >= 1) return relief;
  }
  return 0;
}

const reliefOf = (running: readonly Claimant[], slice: number, relief: number): number =>
  relief + running.reduce((sum, { sums, share }) => sum + share * Math.max(0, (sums.partRelief[slice] as number) - relief), 0);

/** What a choice loses in a slice, at least, and the price that shows it. */
export function priceSlice(claimants: readonly Claimant[], { offeredMwh, hours }: SliceOffer, slice: number): SlicePrice {
  const running = claimants.filter(({ sums }) => (sums.claimMwh[slice] as number) > 0);
  const claims = (lost: (sums: SliceSums) => Float64Array): Claim[] =>
    running.map(({ sums, share }) => ({ mwh: share * (sums.claimMwh[slice] as number), lostPerMwh: lost(sums)[slice] as number }));
  const offered = offeredMwh[slice] as number;
  const least = { ...giveWay(claims(({ lostPerMwh }) => lostPerMwh), offered), relief: null };
  if (least.pricePerMwh === 0) return least;
  const whole = giveWay(claims(({ wholeLostPerMwh }) => wholeLostPerMwh), offered);
  const relief = largestRelief(running, slice);
  const loss = whole.loss - (hours[slice] as number) * reliefOf(running, slice, relief);
  return loss > least.loss ? { loss, pricePerMwh: whole.pricePerMwh, relief } : least;
}

/** `loss >= sum of perCandidate over the choice - offered`, in a part of a building's slices. */
export interface LossCut {
  readonly source: number;
  readonly part: number;
  /** Loss of the choice it was made for, in this part. */
  readonly loss: number;
  readonly offered: number;
  readonly perCandidate: ReadonlyMap<Candidate, number>;
}

function lostByOne(sums: SliceSums, { hours }: SliceOffer, slice: number, { pricePerMwh, relief }: SlicePrice): number {
  const mwh = sums.claimMwh[slice] as number;
  if (relief === null) return mwh * Math.min(pricePerMwh, sums.lostPerMwh[slice] as number);
  const tooMuch = Math.max(0, (sums.partRelief[slice] as number) - relief);
  return mwh * Math.min(pricePerMwh, sums.wholeLostPerMwh[slice] as number) - (hours[slice] as number) * tooMuch;
}

/** The lines that touch the loss of a choice, one for each part. */
export function lossCuts({ slices: { source, count, partOf }, offer, sums }: SourceClaims, shares: ReadonlyMap<Candidate, number>): LossCut[] {
  const claimants = [...shares].flatMap(([candidate, share]) => {
    const own = share > 0 ? sums.get(candidate) : undefined;
    return own ? [{ sums: own, share }] : [];
  });
  const prices = Array.from({ length: count }, (_, slice) => priceSlice(claimants, offer, slice));
  const cuts = Array.from({ length: PARTS }, (_, part) =>
    ({ source, part, loss: 0, offered: 0, perCandidate: new Map<Candidate, number>() }));
  prices.forEach((price, slice) => {
    const cut = cuts[partOf[slice] ?? 0];
    if (!cut) return;
    cut.loss += price.loss;
    cut.offered += price.pricePerMwh * (offer.offeredMwh[slice] as number) + (price.relief ?? 0) * (offer.hours[slice] as number);
  });
  for (const [candidate, own] of sums) {
    const lost = new Float64Array(cuts.length);
    for (let slice = 0; slice < count; slice++) {
      if ((own.claimMwh[slice] as number) <= 0) continue;
      const part = partOf[slice] ?? 0;
      lost[part] = (lost[part] as number) + lostByOne(own, offer, slice, prices[slice] as SlicePrice);
    }
    lost.forEach((value, part) => { if (value !== 0) cuts[part]?.perCandidate.set(candidate, value); });
  }
  return cuts;
}
