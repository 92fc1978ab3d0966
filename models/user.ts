import { Schema, type Connection, type Model, type Types } from 'mongoose';
import { pendingEvents } from './pending-events.js';

/** A link that was mailed: the hash of its token only, so that who reads the store cannot use it. */
export interface LinkDocument {
  readonly hash: string;
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
}

export const linkSchema = new Schema(
  { hash: { type: String, required: true }, expiresAt: { type: Date, required: true }, usedAt: { type: Date, default: null } },
  { _id: false },
);

export interface UserDocument {
  readonly _id: Types.ObjectId;
  /** Lower case. */
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
  readonly role: string;
  /** Null until the address is confirmed: only then does the organisation come into being. */
  readonly organisationId: Types.ObjectId | null;
  /** What was entered when signing up; its id is fixed there, so that a confirmation cut short founds nothing twice. */
  readonly newOrganisation: { readonly id: Types.ObjectId; readonly name: string; readonly kind: string } | null;
  readonly verifiedAt: Date | null;
  readonly deactivatedAt: Date | null;
  /** While an admin is about to lose that role; does not count among those who stay. */
  readonly leavingAdminsAt: Date | null;
  /** Sessions name the epoch they began in; another epoch ends them. */
  readonly sessionEpoch: number;
  readonly createdAt: Date;
  readonly lastLoginAt: Date | null;
  /** Null until one was chosen. */
  readonly language: string | null;
  readonly verifyLinks: readonly LinkDocument[];
  readonly resetLinks: readonly LinkDocument[];
  readonly pendingEvents?: readonly unknown[];
  readonly hasPendingEvents?: boolean;
}

const newOrganisationSchema = new Schema({ id: Schema.Types.ObjectId, name: String, kind: String }, { _id: false, id: false });

const userSchema = new Schema(
  {
    email: { type: String, required: true, unique: true },
    name: { type: String, required: true },
    passwordHash: { type: String, required: true },
    role: { type: String, required: true },
    organisationId: { type: Schema.Types.ObjectId, default: null },
    newOrganisation: { type: newOrganisationSchema, default: null },
    verifiedAt: { type: Date, default: null },
    deactivatedAt: { type: Date, default: null },
    leavingAdminsAt: { type: Date, default: null },
    sessionEpoch: { type: Number, required: true },
    createdAt: { type: Date, required: true },
    lastLoginAt: { type: Date, default: null },
    language: { type: String, default: null },
    verifyLinks: { type: [linkSchema], default: [] },
    resetLinks: { type: [linkSchema], default: [] },
    ...pendingEvents,
  },
  { collection: 'users', minimize: false, versionKey: false },
);
userSchema.index({ organisationId: 1, name: 1 });
userSchema.index({ role: 1 });
userSchema.index({ 'verifyLinks.hash': 1 });
userSchema.index({ 'resetLinks.hash': 1 });

export const userModel = (connection: Connection): Model<UserDocument> =>
  (connection.models['User'] as Model<UserDocument> | undefined)
  ?? connection.model<UserDocument>('User', userSchema as unknown as Schema<UserDocument>);
