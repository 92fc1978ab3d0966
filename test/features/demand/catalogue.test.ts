import { expect } from 'chai';
import { startTestApp, type SignedInAgent, type TestApp } from '../../support/app.js';
import { aDemand, hoursOf } from '../../support/builders.js';

describe('demand: what the matching reads of it', () => {
  let app: TestApp;
  let partner: SignedInAgent;
  before(async () => {
    app = await startTestApp();
    partner = await app.signIn('partner');
  });
  after(() => app.stop());

  it('names what stands submitted, and reads just those versions, uploads among them', async () => {
    const { demand } = app.services;
    const { user } = partner;
    const upload = await aDemand(1).withHours(hoursOf(500)).submitted(app, user);
    const changed = await aDemand(2).submitted(app, user);
    const draft = await demand.saveDraft(user, { demandId: changed.demandId, revision: 2 }, aDemand(2).with({ annualDemandMwh: 9000 }).answers, 'keep');
    await demand.submit(user, { demandId: changed.demandId, revision: draft.revision });
    const withdrawn = await aDemand(3).submitted(app, user);
    await demand.withdraw(user, { demandId: withdrawn.demandId, revision: 2 }, null);
    await aDemand(4).drafted(app, user);

    const references = await demand.submittedReferences();
    expect(references).to.have.deep.members([
      { demandId: upload.demandId, version: 1, organisationId: user.organisationId },
      { demandId: changed.demandId, version: 2, organisationId: user.organisationId },
    ]);
    expect(await demand.demandsAtVersions(references)).to.have.deep.members([...await demand.submitted()]);
    expect(await demand.demandsAtVersions([changed, upload])).to.have.deep.members([changed, upload]);
    expect(await demand.demandsAtVersions([])).to.deep.equal([]);
  });
});
