import { Types, type Connection } from 'mongoose';
import { organisationModel, type OrganisationDocument } from '../../../models/organisation.js';
import { newEvent, type Actor } from '../../shared/events.js';
import type { Organisation, OrganisationKind } from './index.js';
import { isDuplicateKey, isObjectId } from './repository-users.js';
import { organisationKey } from './user.js';

const toOrganisation = ({ _id, name, kind }: OrganisationDocument): Organisation =>
  ({ id: _id.toHexString(), name, kind: kind as OrganisationKind });

export function createOrganisationRepository(connection: Connection) {
  const model = organisationModel(connection);
  const findByName = async (name: string): Promise<Organisation | null> => {
    const document = await model.findOne({ nameKey: organisationKey(name) }).lean<OrganisationDocument>().exec();
    return document === null ? null : toOrganisation(document);
  };
  const findMany = async (organisationIds: readonly string[]): Promise<readonly Organisation[]> => {
    const ids = organisationIds.filter(isObjectId).map((id) => new Types.ObjectId(id));
    return (await model.find({ _id: { $in: ids } }).lean<OrganisationDocument[]>().exec()).map(toOrganisation);
  };
  return {
    findByName, findMany,
    find: async (organisationId: string): Promise<Organisation | null> => (await findMany([organisationId]))[0] ?? null,
    /** The organisation of this id, founded now or already; null when another one has the name. */
    async found({ id, name, kind }: Organisation, at: Date, actor: Actor): Promise<Organisation | null> {
      const event = newEvent({ type: 'organisation-founded', at, actor, subject: { kind: 'organisation', id }, data: { organisationName: name, kind } });
      try {
        await model.create({
          _id: new Types.ObjectId(id), name, nameKey: organisationKey(name), kind, createdAt: at, pendingEvents: [event], hasPendingEvents: true,
        });
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
      return (await findMany([id]))[0] ?? null;
    },
  };
}
export type OrganisationRepository = ReturnType<typeof createOrganisationRepository>;
