// Handlers in all the ways that Node.js functions answer.
exports.asyncEcho = async (event) => event
exports.asyncUndefined = async () => {}
exports.asyncEmptyString = async () => ''
exports.asyncEmptyObject = async () => ({})
exports.asyncThrows = async () => { throw new Error('Bad password') }
exports.asyncThrowsText = async () => { throw 'Bad password' }
exports.asyncTypeError = async (event) => event.nothing.there
exports.rejectsNothing = () => Promise.reject()
exports.syncThrows = () => { throw new Error('Bad password') }
exports.circular = async () => { const a = {}; a.a = a; return a }
exports.bigint = async () => 1n
exports.unicode = async () => 'ü€😀'

exports.callbackEcho = (event, context, callback) => callback(null, event)
exports.callbackNothing = (event, context, callback) => callback()
exports.callbackText = (event, context, callback) => callback('Bad password')
exports.callbackError = (event, context, callback) => callback(new Error('Bad password'))
exports.callbackObject = (event, context, callback) => callback({ code: 4 })
exports.callbackZero = (event, context, callback) => callback(0)
exports.callbackFalse = (event, context, callback) => callback(false)
exports.callbackTwice = (event, context, callback) => { callback(null, 1); callback(null, 2) }
exports.callbackLater = (event, context, callback) => { setTimeout(() => callback(null, 'later'), 20) }
exports.callbackWaits = (event, context, callback) => {
  setTimeout(() => console.log('timer'), 300)
  callback(null, 'waited')
}
exports.callbackDoesNotWait = (event, context, callback) => {
  context.callbackWaitsForEmptyEventLoop = false
  setTimeout(() => {}, 60000)
  callback(null, 'did not wait')
}
exports.succeed = (event, context) => context.succeed(event)
exports.done = (event, context) => context.done(null, event)
exports.fail = (event, context) => context.fail('x')
exports.failNothing = (event, context) => context.fail()
exports.syncReturn = () => ({ a: 1 })
exports.neverSettles = () => new Promise(() => {})

exports.exits = async () => process.exit(5)
exports.rejectsUnseen = async () => { Promise.reject(new Error('rej')); await new Promise((r) => setTimeout(r, 1000)) }
exports.throwsLater = async () => { setTimeout(() => { throw new Error('later') }, 20); await new Promise((r) => setTimeout(r, 1000)) }
exports.prints = async (event) => { console.log('log', event); console.error('error', event); return event }
exports.context = async (event, context) => ({
  id: context.awsRequestId, arn: context.invokedFunctionArn, name: context.functionName, version: context.functionVersion,
  memory: context.memoryLimitInMB, group: context.logGroupName, left: context.getRemainingTimeInMillis(),
  trace: process.env._X_AMZN_TRACE_ID,
})
exports.nested = { deeper: async () => 'nested' }
exports.notAFunction = 7
if (globalThis.awslambda) {
  exports.streams = awslambda.streamifyResponse(async (event, stream) => { stream.write('{"part"'); stream.write(':1}'); stream.end() })
}

// The rest of what handlers return and throw.
exports.callbackNull = (event, context, callback) => callback(null, null)
exports.callbackNumber = (event, context, callback) => callback(42)
exports.callbackUndefined = (event, context, callback) => callback(undefined, 'x')
exports.callbackThenThrow = (event, context, callback) => { callback(null, 1); throw new Error('too late') }
exports.doneError = (event, context) => context.done('Bad password')
exports.failError = (event, context) => context.fail(new Error('Bad password'))
exports.asyncNull = async () => null
exports.asyncText = async () => 'text'
exports.asyncNumber = async () => 4.5
exports.asyncNaN = async () => NaN
exports.asyncFalse = async () => false
exports.asyncArray = async () => [1, undefined, null]
exports.asyncDate = async () => new Date(0)
exports.asyncMap = async () => new Map([[1, 2]])
exports.asyncFunction = async () => () => 1
exports.asyncSymbol = async () => Symbol('x')
exports.asyncToJSON = async () => ({ toJSON: () => ({ b: 1, a: '<&>' }) })
exports.asyncBuffer = async () => Buffer.from('x')
exports.throwsUndefined = async () => { throw undefined }
exports.throwsNull = async () => { throw null }
exports.throwsObject = async () => { throw { code: 4 } }
exports.throwsNumber = async () => { throw 7 }
exports.throwsSubclass = async () => { throw new (class NotFound extends Error {})('gone') }
exports.throwsNamed = async () => { throw Object.assign(new Error('gone'), { name: 'UserNotFound', code: 404 }) }
exports.throwsLikeError = async () => { throw { name: 'N', message: 'm', stack: 's' } }
exports.throwsEmpty = async () => { throw new Error('') }
exports.throwsCause = async () => { throw new Error('outside', { cause: new Error('inside') }) }
exports.throwsUnicode = async () => { throw new Error('Passwort ungültig €') }
exports.syncThrowsText = () => { throw 'Bad password' }
exports.thenable = () => ({ then: (resolve) => resolve('thenable') })
exports.environment = async () => process.env.AWS_EXECUTION_ENV
