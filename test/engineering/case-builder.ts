import type {
  DemandInput, EconomicsInput, MatchCase, SiteInput, SourceInput,
} from '../../server/engineering/index.js';

/** Cases with named states: a test says only what matters to it. */
class CaseBuilder {
  constructor(private readonly matchCase: MatchCase) {}

  site(change: Partial<SiteInput>): CaseBuilder {
    return new CaseBuilder({ ...this.matchCase, site: { ...this.matchCase.site, ...change } });
  }

  source(change: Partial<SourceInput>): CaseBuilder {
    return new CaseBuilder({ ...this.matchCase, source: { ...this.matchCase.source, ...change } });
  }

  demand(change: Partial<DemandInput>): CaseBuilder {
    return new CaseBuilder({ ...this.matchCase, demand: { ...this.matchCase.demand, ...change } });
  }

  economics(change: EconomicsInput): CaseBuilder {
    return new CaseBuilder({ ...this.matchCase, economics: { ...this.matchCase.economics, ...change } });
  }

  /** 30/20 °C water is warm enough as it is. */
  coolEnoughForDirect(): CaseBuilder {
    return this.demand({ flowTemperatureC: 22, returnTemperatureC: 12 });
  }

  nextDoor(): CaseBuilder {
    return this.demand({ routeLengthM: 0 });
  }

  build(): MatchCase {
    return this.matchCase;
  }
}

/** One 30 MW building, air-cooled, and a flat demand of 20 GWh at 70/40 °C, 1 km away. */
export const aCase = (): CaseBuilder => new CaseBuilder({
  site: { pue: 1.2, electricity: { priceEurPerMwh: 60, emissionKgPerMwh: 17 } },
  source: { installedItKw: 30_000, utilisation: 0.75, supplyTemperatureC: 30, returnTemperatureC: 20 },
  demand: {
    annualDemandMwh: 20_000, flowTemperatureC: 70, returnTemperatureC: 40, profile: { archetype: 'flat' }, routeLengthM: 1000,
    alternative: { costEurPerMwh: 75, emissionKgPerMwh: 224 },
  },
});

/** 8760 values from the hour of the year. */
export const hours = (value: (hour: number) => number): number[] => Array.from({ length: 8760 }, (_, hour) => value(hour));
