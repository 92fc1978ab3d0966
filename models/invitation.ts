import { Schema, type Connection, type Model, type Types } from 'mongoose';
import { pendingEvents } from './pending-events.js';
import { linkSchema, type LinkDocument } from './user.js';

export interface InvitationDocument {
  readonly _id: Types.ObjectId;
  /** Lower case. */
  readonly email: string;
  readonly organisationId: Types.ObjectId;
  readonly role: string;
  readonly state: string;
  readonly invitedBy: { readonly userId: string | null; readonly label: string };
  readonly invitedAt: Date;
  readonly expiresAt: Date;
  /** In which the mail is written: the inviter's. */
  readonly language: string | null;
  /** Fixed when it is accepted: an acceptance cut short before the account is there can be taken up again. */
  readonly acceptedUserId: Types.ObjectId | null;
  readonly links: readonly LinkDocument[];
  readonly pendingEvents?: readonly unknown[];
  readonly hasPendingEvents?: boolean;
}

const invitationSchema = new Schema(
  {
    email: { type: String, required: true },
    organisationId: { type: Schema.Types.ObjectId, required: true },
    role: { type: String, required: true },
    state: { type: String, enum: ['open', 'accepted', 'withdrawn'], required: true },
    invitedBy: { userId: { type: String, default: null }, label: { type: String, required: true } },
    invitedAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
    language: { type: String, default: null },
    acceptedUserId: { type: Schema.Types.ObjectId, default: null },
    links: { type: [linkSchema], default: [] },
    ...pendingEvents,
  },
  { collection: 'invitations', versionKey: false },
);
invitationSchema.index({ organisationId: 1, email: 1 }, { unique: true, partialFilterExpression: { state: 'open' } });
invitationSchema.index({ organisationId: 1, invitedAt: -1 });
invitationSchema.index({ 'links.hash': 1 });

export const invitationModel = (connection: Connection): Model<InvitationDocument> =>
  (connection.models['Invitation'] as Model<InvitationDocument> | undefined)
  ?? connection.model<InvitationDocument>('Invitation', invitationSchema as unknown as Schema<InvitationDocument>);
