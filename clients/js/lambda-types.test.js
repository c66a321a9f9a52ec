// @types/aws-lambda: every trigger event that the emulator sends has the type that TypeScript handlers take it for.
//
// The events are the examples of the emulator's own tests. They are compared member by member with the type, so that
// a disagreement has a path; the disagreements that are known, with their reasons, are listed below.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const folder = new URL('../../emulator/internal/trigger/testdata/events/', import.meta.url);
const events = new Map(
  readdirSync(folder).map((file) => [basename(file, '.json'), JSON.parse(readFileSync(new URL(file, folder), 'utf8'))]),
);

// The types, by the names of the files. Those of V3_0 have only one source, though Cognito sends all.
const types = [
  [/^PreSignUp_/, 'PreSignUpTriggerEvent'],
  [/^PostConfirmation_/, 'PostConfirmationTriggerEvent'],
  [/^PreAuthentication_/, 'PreAuthenticationTriggerEvent'],
  [/^PostAuthentication_/, 'PostAuthenticationTriggerEvent'],
  [/^DefineAuthChallenge_/, 'DefineAuthChallengeTriggerEvent'],
  [/^CreateAuthChallenge_/, 'CreateAuthChallengeTriggerEvent'],
  [/^VerifyAuthChallengeResponse_/, 'VerifyAuthChallengeResponseTriggerEvent'],
  [/^TokenGeneration_.*_V2_0$/, 'PreTokenGenerationV2TriggerEvent'],
  [/^TokenGeneration_ClientCredentials$/, 'PreTokenGenerationV3TriggerEvent'],
  [/^TokenGeneration_.*_V3_0$/, 'BasePreTokenGenerationV3TriggerEvent<any>'],
  [/^TokenGeneration_/, 'PreTokenGenerationTriggerEvent'],
  [/^UserMigration_/, 'UserMigrationTriggerEvent'],
  [/^CustomMessage_/, 'CustomMessageTriggerEvent'],
  [/^CustomEmailSender_/, 'CustomEmailSenderTriggerEvent'],
  [/^CustomSMSSender_/, 'CustomSMSSenderTriggerEvent'],
  [/^InboundFederation_/, 'InboundFederationTriggerEvent'],
];

// Where the types are not what Cognito sends. A handler has to expect it, whatever its compiler says.
const known = [
  {
    of: /^DefineAuthChallenge_/,
    why: 'captured: the response is filled with nulls',
    where: ['event.response.challengeName is null', 'event.response.failAuthentication is null', 'event.response.issueTokens is null'],
  },
  {
    of: /^CreateAuthChallenge_/,
    why: 'captured: the response is filled with nulls',
    where: [
      'event.response.challengeMetadata is null', 'event.response.privateChallengeParameters is null', 'event.response.publicChallengeParameters is null',
    ],
  },
  {
    of: /^VerifyAuthChallengeResponse_/,
    why: 'captured: the response is filled with null',
    where: ['event.response.answerCorrect is null'],
  },
  {
    of: /^(DefineAuthChallenge|CreateAuthChallenge)_/,
    why: 'captured: null where CreateAuthChallenge set none; the types have undefined',
    where: ['event.request.session[].challengeMetadata is null'],
  },
  {
    of: /^(PreAuthentication_|PreSignUp_(SignUp|AdminCreateUser)|UserMigration_)/,
    why: 'captured: null where the call passed none; the types have undefined',
    where: ['event.request.validationData is null'],
  },
  {
    of: /^TokenGeneration_(?!ClientCredentials)/,
    why: 'captured: null for a user without roles; the types have undefined',
    where: ['event.request.groupConfiguration.preferredRole is null'],
  },
  {
    of: /^TokenGeneration_ClientCredentials/,
    why: 'documented: machines have no groups',
    where: ['event.request.groupConfiguration is null'],
  },
  {
    of: /^TokenGeneration_(?!.*_V|ClientCredentials)/,
    why: 'captured: the response is filled with null',
    where: ['event.response.claimsOverrideDetails is null'],
  },
  {
    of: /^TokenGeneration_(.*_V|ClientCredentials)/,
    why: 'captured: the response is filled with null',
    where: ['event.response.claimsAndScopeOverrideDetails is null'],
  },
  {
    of: /^UserMigration_/,
    why: 'captured: userAttributes stands in the request too, and the response is filled with nulls',
    where: [
      'event.request.userAttributes is unknown', 'event.response.desiredDeliveryMediums is null', 'event.response.enableSMSMFA is null',
      'event.response.finalUserStatus is null', 'event.response.forceAliasCreation is null', 'event.response.messageAction is null',
      'event.response.userAttributes is null',
    ],
  },
  {
    of: /^UserMigration_ForgotPassword/,
    why: 'captured: a forgotten password is not sent',
    where: ['event.request.password is missing'],
  },
  {
    of: /^Custom(Email|SMS)Sender_/,
    why: 'captured: senders have no response, and clientMetadata is null where there is none',
    where: ['event.request.clientMetadata is null', 'event.response is missing'],
  },
  {
    of: /^CustomEmailSender_AccountTakeOverNotification/,
    why: "assumed: the user's own attributes are there, too",
    where: ['cognito:user_status', 'email', 'email_verified', 'sub'].map((name) => `event.request.userAttributes.${name} is unknown`),
  },
];

// declaration is the TypeScript for one event: a constant of its type, of those of its source.
function declaration(name) {
  const type = types.find(([pattern]) => pattern.test(name));
  assert.ok(type, `${name}: there is no type`);
  return `export declare const ${name}: OfSource<lambda.${type[1]}, '${events.get(name).triggerSource}'>;`;
}

// typesOf gives the types of the events, and the checker that knows them.
function typesOf(names) {
  const file = fileURLToPath(new URL('events.ts', import.meta.url));
  const source = [
    "import type * as lambda from 'aws-lambda';",
    'type OfSource<Event, Source> = Event extends { triggerSource: infer S } ? (Source extends S ? Event : never) : never;',
    ...names.map(declaration),
  ].join('\n');
  const options = { strict: true, noEmit: true, skipLibCheck: true, types: [], module: ts.ModuleKind.NodeNext };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.getSourceFile = (name, ...rest) =>
    name === file ? ts.createSourceFile(file, source, ts.ScriptTarget.Latest) : getSourceFile.call(host, name, ...rest);
  host.fileExists = (name) => name === file || fileExists.call(host, name);
  host.readFile = (name) => (name === file ? source : readFile.call(host, name));
  const program = ts.createProgram([file], options, host);
  assert.deepEqual(ts.getPreEmitDiagnostics(program).map((d) => ts.flattenDiagnosticMessageText(d.messageText, ' ')), []);
  const checker = program.getTypeChecker();
  const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(file)));
  return { checker, typeOf: new Map(exported.map((symbol) => [symbol.name, checker.getTypeOfSymbol(symbol)])) };
}

const { checker, typeOf } = typesOf([...events.keys()]);

// differences lists where a value is not of a type: members that are missing, unknown, or of another type.
function differences(value, type, path) {
  const alternatives = type.isUnion() ? type.types : [type];
  const found = alternatives.map((one) => differencesFromOne(value, one, path));
  return found.reduce((best, next) => (next.length < best.length ? next : best));
}

function differencesFromOne(value, type, path) {
  if (value === null || typeof value !== 'object') {
    return checker.isTypeAssignableTo(literal(value), type) ? [] : [`${path} is ${JSON.stringify(value)}`];
  }
  if (Array.isArray(value)) {
    if (!checker.isArrayType(type)) return [`${path} is a list`];
    const [element] = checker.getTypeArguments(type);
    return [...new Set(value.flatMap((one) => differences(one, element, `${path}[]`)))];
  }
  if (!(type.flags & ts.TypeFlags.Object) || checker.isArrayType(type)) return [`${path} is an object`];
  const any = type.getStringIndexType();
  const members = type.getProperties();
  const missing = members.filter((m) => !(m.name in value) && !(m.flags & ts.SymbolFlags.Optional)).map((m) => `${path}.${m.name} is missing`);
  return missing.concat(Object.entries(value).flatMap(([name, member]) => {
    const symbol = type.getProperty(name);
    const expected = symbol ? checker.getTypeOfSymbol(symbol) : any;
    return expected ? differences(member, expected, `${path}.${name}`) : [`${path}.${name} is unknown`];
  }));
}

function literal(value) {
  switch (typeof value) {
    case 'string': return checker.getStringLiteralType(value);
    case 'number': return checker.getNumberLiteralType(value);
    case 'boolean': return value ? checker.getTrueType() : checker.getFalseType();
    default: return checker.getNullType();
  }
}

for (const [name, event] of events) {
  test(name, () => {
    assert.ok(!(typeOf.get(name).flags & ts.TypeFlags.Never), `the types have no event with the source ${event.triggerSource}`);
    const expected = known.flatMap(({ of, where }) => (of.test(name) ? where : []));
    assert.deepEqual(differences(event, typeOf.get(name), 'event').toSorted(), expected.toSorted());
  });
}
