import type { Connection } from 'mongoose';
import type { DemandInput } from '../../engineering/index.js';
import type { CurrentUser } from '../../shared/current-user.js';
import type { Actor } from '../../shared/events.js';
import type { Said } from '../../shared/message.js';
import type { Clock, EventRelay, Spreadsheets } from '../../shared/ports.js';
import type { AccountsDirectory, Organisation } from '../accounts/index.js';
import type { DemandAnswers, DemandState, HourlyUpload } from './answers.js';
import type { ProfileFigures } from './figures.js';
import type { ColumnChoice, HourlyTable } from './hourly-table.js';

export { createDemand } from './service.js';
export { DEMAND_STATES, HEAT_SOURCES, type DemandAnswers, type DemandState, type HeatSource, type HourlyUpload } from './answers.js';
export type { ProfileFigures } from './figures.js';

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
  /** What the partner answered, as it was answered. */
  readonly answers: DemandAnswers;
  readonly hourlyFileName: string | null;
  readonly figures: ProfileFigures;
  readonly submittedAt: Date;
  readonly submittedBy: Actor;
  readonly example: boolean;
}

/** Which version of a demand stands submitted, and whose it is. */
export interface SubmittedReference {
  readonly demandId: string;
  readonly version: number;
  readonly organisationId: string;
}

/** What matching and later features may ask of demand. */
export interface DemandCatalogue {
  submitted(): Promise<readonly DemandVersion[]>;
  /** The same as references: uploads make versions large, and thousands need not be held at once. */
  submittedReferences(): Promise<readonly SubmittedReference[]>;
  /** In no order. */
  demandsAtVersions(references: readonly Pick<SubmittedReference, 'demandId' | 'version'>[]): Promise<readonly DemandVersion[]>;
  /** The current submitted version, or null while a draft or withdrawn. */
  submittedDemand(demandId: string): Promise<DemandVersion | null>;
  demandAtVersion(demandId: string, version: number): Promise<DemandVersion>;
}

export interface DemandHistoryEntry {
  readonly at: Date;
  readonly actor: Actor;
  readonly action: 'submitted' | 'changed' | 'withdrawn';
  readonly version: number | null;
  readonly reason: string | null;
}

/** The working copy with its state; the versions it was submitted in stand on their own. */
export interface Demand {
  readonly id: string;
  readonly organisationId: string;
  readonly state: DemandState;
  readonly answers: DemandAnswers;
  /** Null where there is none, and in lists, which leave the 8760 values in the store. */
  readonly hourly: HourlyUpload | null;
  /** What a year adds up to, in the default climate where the profile is a typical year; null while answers are missing. */
  readonly figures: ProfileFigures | null;
  /** The last submitted version; null before the first. */
  readonly version: number | null;
  /** The working copy differs from the last submitted version. */
  readonly hasChanges: boolean;
  /** Goes up with every write; a form names the revision it was made from. */
  readonly revision: number;
  readonly changedAt: Date;
  readonly changedBy: Actor;
  readonly history: readonly DemandHistoryEntry[];
  readonly example: boolean;
}

/** Which demand a form is about and at which revision it was read; revision 0 makes a new one of that id. */
export interface DemandReference {
  readonly demandId: string;
  readonly revision: number;
}

/** An uploaded file replaces what is stored, 'remove' takes it away, 'keep' leaves it. */
export type UploadChange = HourlyUpload | 'keep' | 'remove';

export interface SentFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What a form says about hourly values: a file, or the column and unit of a table that an earlier send has left. */
export interface SentUpload {
  readonly demandId: string;
  readonly file: SentFile | null;
  readonly chosen: ColumnChoice | null;
  /** False where the button was about something else: the choice is only shown again. */
  readonly isMeant: boolean;
}

export interface UploadChoice {
  readonly table: HourlyTable;
  readonly chosen: ColumnChoice;
}

export interface ReadUpload {
  readonly upload: UploadChange;
  readonly errors: readonly Said[];
  /** To be shown for as long as `upload` is not stored. */
  readonly choice: UploadChoice | null;
}

export interface DemandQuery {
  readonly organisationId?: string | undefined;
  readonly state?: DemandState | undefined;
  readonly use?: string | undefined;
  /** Every word must occur in name, address or organisation. */
  readonly text?: string | undefined;
}

export interface ListedDemand {
  readonly demand: Demand;
  readonly organisationName: string;
}

export interface DemandService extends DemandCatalogue {
  /** Partners: all of their own organisation's; others: what was submitted, as it was submitted. Last changed first. */
  list(user: CurrentUser, query: DemandQuery): Promise<readonly ListedDemand[]>;
  /** The working copy for its own organisation, the last submitted version for the site's people. Throws NotFoundError. */
  read(user: CurrentUser, demandId: string): Promise<Demand>;
  /** One submitted version with the same rights. Throws NotFoundError. */
  readVersion(user: CurrentUser, demandId: string, version: number): Promise<DemandVersion>;
  /** Who asks for the heat; decides whether the research questions are asked. */
  organisation(organisationId: string | null): Promise<Organisation | null>;
  newReference(): DemandReference;
  /** ISO date of now. */
  today(): string;
  /** Never throws for what is wrong with a file; a table with something to choose is kept for a day, one a user. */
  readUpload(user: CurrentUser, sent: SentUpload): Promise<ReadUpload>;
  forgetTable(user: CurrentUser, demandId: string): Promise<void>;
  /** Stores what was given, complete or not. Throws ConflictError when somebody else was faster. */
  saveDraft(user: CurrentUser, reference: DemandReference, answers: DemandAnswers, upload: UploadChange): Promise<Demand>;
  /** Stores the hourly values of a form that is not accepted yet, so that it need not ask for the file again. */
  keepUpload(user: CurrentUser, reference: DemandReference, answers: DemandAnswers, upload: UploadChange): Promise<Demand>;
  /** Checks the stored working copy in full and makes it the next version. Throws ValidationError, ConflictError. */
  submit(user: CurrentUser, reference: DemandReference): Promise<Demand>;
  withdraw(user: CurrentUser, reference: DemandReference, reason: string | null): Promise<Demand>;
  copy(user: CurrentUser, demandId: string): Promise<Demand>;
  /** For the seed: stores and submits a demand marked as an example. Throws ValidationError when it is not complete. */
  registerExample(answers: DemandAnswers, organisationId: string, hourly?: HourlyUpload): Promise<DemandVersion>;
}

/** What a first answer is made from; it is nobody's demand yet. */
export interface RoughQuestion {
  readonly input: Omit<DemandInput, 'routeLengthM'>;
  readonly startDate: string;
  readonly place: { readonly latitude: number; readonly longitude: number } | null;
  /** Null: the straight line times 1.3. */
  readonly routeLengthM: number | null;
}

export interface RoughAnswer {
  readonly building: string;
  readonly site: string;
  readonly example: boolean;
  readonly routeLengthM: number;
  /** Fractions of what is needed. */
  readonly coverage: { readonly low: number; readonly high: number };
  /** Cost of the heat over the whole life. */
  readonly costEurPerMwh: { readonly low: number; readonly high: number };
  readonly todayEurPerMwh: number;
  readonly avoidedTonnesPerYear: number;
}

/** `best` is null where no published building can be connected; `buildings` says how many were looked at. */
export type RoughEstimate = (question: RoughQuestion) => Promise<{ readonly buildings: number; readonly best: RoughAnswer | null }>;

export interface DemandDependencies {
  readonly connection: Connection;
  readonly clock: Clock;
  readonly relay: EventRelay;
  readonly accounts: AccountsDirectory;
  readonly spreadsheets: Spreadsheets;
}
