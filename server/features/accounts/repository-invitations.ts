import { Types, type Connection, type Model, type QueryFilter } from 'mongoose';
import { invitationModel, type InvitationDocument } from '../../../models/invitation.js';
import type { Role } from '../../shared/current-user.js';
import type { Actor, DomainEvent } from '../../shared/events.js';
import { DEFAULT_LANGUAGE, isLanguage, type Language } from '../../shared/language.js';
import { LINKS_KEPT, type Link } from './link-token.js';
import { isDuplicateKey, isObjectId } from './repository-users.js';

export interface Invitation {
  readonly id: string;
  readonly email: string;
  readonly organisationId: string;
  readonly role: Role;
  readonly state: 'open' | 'accepted' | 'withdrawn';
  readonly invitedBy: Actor;
  readonly invitedAt: Date;
  readonly expiresAt: Date;
  readonly language: Language;
  readonly acceptedUserId: string | null;
}

export type NewInvitation = Omit<Invitation, 'state' | 'acceptedUserId'>;

function toInvitation(document: InvitationDocument): Invitation {
  const { _id, organisationId, acceptedUserId, role, state, email, invitedBy, invitedAt, expiresAt, language } = document;
  return {
    id: _id.toHexString(), organisationId: organisationId.toHexString(), acceptedUserId: acceptedUserId?.toHexString() ?? null,
    role: role as Role, state: state as Invitation['state'], email, invitedBy, invitedAt, expiresAt,
    language: isLanguage(language) ? language : DEFAULT_LANGUAGE,
  };
}

const saving = (event: DomainEvent) => ({ $push: { pendingEvents: event } });

function reads(model: Model<InvitationDocument>) {
  return {
    async find(invitationId: string): Promise<Invitation | null> {
      const document = isObjectId(invitationId) ? await model.findById(invitationId).lean<InvitationDocument>().exec() : null;
      return document === null ? null : toInvitation(document);
    },
    async findByLink(hash: string): Promise<Invitation | null> {
      const document = await model.findOne({ 'links.hash': hash }).lean<InvitationDocument>().exec();
      return document === null ? null : toInvitation(document);
    },
    async open(organisationId: string): Promise<readonly Invitation[]> {
      const documents = await model.find({ organisationId, state: 'open' }).sort({ invitedAt: -1, _id: -1 }).lean<InvitationDocument[]>().exec();
      return documents.map(toInvitation);
    },
  };
}

function writes(model: Model<InvitationDocument>) {
  const update = async (filter: QueryFilter<InvitationDocument>, change: object): Promise<Invitation | null> => {
    const document = await model.findOneAndUpdate(filter, change, { returnDocument: 'after' }).lean<InvitationDocument>().exec();
    return document === null ? null : toInvitation(document);
  };
  return {
    /** False when this address has an open invitation to this organisation. */
    async create({ id, ...invitation }: NewInvitation, event: DomainEvent): Promise<boolean> {
      try {
        await model.create({ ...invitation, _id: id, state: 'open', pendingEvents: [event], hasPendingEvents: true });
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
    /** The open invitation of this address runs anew; null when there is none any more. `makeEvent` tells of the one that is found. */
    async renew(invitation: NewInvitation, makeEvent: (invitationId: string) => DomainEvent): Promise<Invitation | null> {
      const { email, organisationId, role, invitedBy, invitedAt, expiresAt, language } = invitation;
      const open = await model.findOne({ email, organisationId, state: 'open' }).select({ _id: 1 }).lean<InvitationDocument>().exec();
      return open === null ? null : update({ _id: open._id, state: 'open' }, {
        $set: { role, invitedBy, invitedAt, expiresAt, language, hasPendingEvents: true }, ...saving(makeEvent(open._id.toHexString())),
      });
    },
    async addLink(invitationId: string, link: Link): Promise<void> {
      await model.updateOne({ _id: invitationId }, { $push: { links: { $each: [link], $slice: -LINKS_KEPT } } });
    },
    withdraw: (invitationId: string, event: DomainEvent) =>
      update({ _id: invitationId, state: 'open' }, { $set: { state: 'withdrawn', hasPendingEvents: true }, ...saving(event) }),
    /** Whoever accepts first claims it for the account with this id; null for everyone later. */
    claim: (invitationId: string, userId: string, now: Date) =>
      update({ _id: invitationId, state: 'open', expiresAt: { $gt: now } }, { $set: { state: 'accepted', acceptedUserId: new Types.ObjectId(userId) } }),
  };
}

export function createInvitationRepository(connection: Connection) {
  const model = invitationModel(connection);
  return { ...reads(model), ...writes(model) };
}
export type InvitationRepository = ReturnType<typeof createInvitationRepository>;
