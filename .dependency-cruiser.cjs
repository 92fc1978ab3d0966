/** The table "who may import whom" of the README, checked. */
const FEATURES = ['accounts', 'supply', 'demand', 'matching', 'review', 'projects', 'reporting', 'notify', 'audit'];

/** A feature may import features left of it, through their index only; nobody imports notify or audit. */
const featureRules = FEATURES.flatMap((feature, position) => {
  const others = FEATURES.filter((name) => name !== feature);
  const left = FEATURES.slice(0, position).filter((name) => name !== 'notify');
  const right = others.filter((name) => !left.includes(name));
  return [
    {
      name: `${feature}-imports-no-feature-to-its-right`, severity: 'error',
      from: { path: `^server/features/${feature}/` }, to: { path: `^server/features/(${right.join('|')})/` },
    },
    {
      name: `${feature}-imports-features-through-their-index`, severity: 'error',
      from: { path: `^server/features/${feature}/` },
      to: { path: `^server/features/(${others.join('|')})/`, pathNot: '^server/features/[^/]+/index\\.ts$' },
    },
  ];
});

const onlyFrom = (name, to, pathNot) => ({ name, severity: 'error', from: { path: '^server/', pathNot }, to: { path: to } });

module.exports = {
  forbidden: [
    ...featureRules,
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'not-resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'engineering-imports-itself-only', severity: 'error',
      from: { path: '^server/engineering/' }, to: { pathNot: '^server/engineering/' },
    },
    {
      name: 'engineering-through-its-index', severity: 'error',
      from: { path: '^server/', pathNot: '^server/engineering/' },
      to: { path: '^server/engineering/', pathNot: '^server/engineering/index\\.ts$' },
    },
    {
      name: 'models-import-mongoose-only', severity: 'error',
      from: { path: '^models/' }, to: { pathNot: '^models/|(^|/)node_modules/mongoose/' },
    },
    {
      name: 'shared-imports-itself', severity: 'error',
      from: { path: '^server/shared/' }, to: { path: '^(server|models)/', pathNot: '^server/(shared|engineering/index)' },
    },
    {
      name: 'features-import-no-adapter-app-or-web-but-paths', severity: 'error',
      from: { path: '^server/features/' }, to: { path: '^server/(adapters/|web/(?!paths\\.ts)|[^/]+\\.ts$)' },
    },
    {
      name: 'adapters-import-ports-and-engineering', severity: 'error',
      from: { path: '^server/adapters/' },
      to: { path: '^(models/|server/(features|web|[^/]+\\.ts$))' },
    },
    {
      name: 'web-imports-shared', severity: 'error',
      from: { path: '^server/web/' }, to: { path: '^(models/|server/(features|adapters|[^/]+\\.ts$))' },
    },
    {
      name: 'models-only-in-repositories', severity: 'error',
      from: { path: '^server/features/', pathNot: '/repository[^/]*\\.ts$' }, to: { path: '^models/' },
    },
    {
      name: 'mongoose-only-in-repositories-and-models', severity: 'error',
      from: { path: '^server/features/', pathNot: '/(repository[^/]*|index)\\.ts$' },
      to: { path: '(^|/)node_modules/(mongoose|mongodb)/' },
    },
    {
      name: 'express-only-in-routes', severity: 'error',
      from: { path: '^server/features/', pathNot: '/(routes|api)[^/]*\\.ts$' }, to: { path: '(^|/)node_modules/(@types/)?express/' },
    },
    onlyFrom('nodemailer-only-in-smtp', '(^|/)node_modules/(@types/)?nodemailer/', '^server/adapters/smtp\\.ts$'),
    onlyFrom('store-glue-only-in-the-adapter', '(^|/)node_modules/(lmdb|mingo|bson)/', '^server/adapters/(embedded-mongodb|mongodb-language)/'),
    {
      name: 'mongodb-language-imports-itself', severity: 'error',
      from: { path: '^server/adapters/mongodb-language/' }, to: { path: '^(models|server)/', pathNot: '^server/adapters/mongodb-language/' },
    },
    onlyFrom('console-and-process-stay-at-the-edge', '^(node:)?process$', '^server/(main|config|cli[^/]*)\\.ts$'),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'], extensions: ['.ts', '.js'] },
  },
};
