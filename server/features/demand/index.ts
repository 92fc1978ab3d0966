import type { DemandInput } from '../../engineering/index.js';

/** A demand as it stood when it was submitted; immutable once written. */
export interface DemandVersion {
  readonly demandId: string;
  readonly version: number;
  readonly organisationId: string;
  readonly name: string;
  readonly use: string;
  readonly place: { readonly latitude: number; readonly longitude: number; readonly address: string };
  /** Given by the partner when known; otherwise matching takes great-circle distance times 1.3. */
  readonly routeLengthM: number | null;
  readonly startDate: string | null;
  readonly endDate: string | null;
  /** Everything the model needs but the route, which depends on the building. */
  readonly input: Omit<DemandInput, 'routeLengthM'>;
  readonly example: boolean;
}

/** What matching and later features may ask of demand. */
export interface DemandCatalogue {
  submitted(): Promise<readonly DemandVersion[]>;
  /** The current submitted version, or null while a draft or withdrawn. */
  submittedDemand(demandId: string): Promise<DemandVersion | null>;
  demandAtVersion(demandId: string, version: number): Promise<DemandVersion>;
}
