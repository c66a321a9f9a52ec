// Runs a Node.js Lambda handler: asks the Runtime API for events, calls the handler and posts its answers.
// Handlers may be async, take a callback or use context.done, as with AWS's runtimes up to Node.js 22.
import http from 'node:http'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import util from 'node:util'

const [hostname, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':')
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
const env = process.env
let current // the invocation that is not answered yet
let whenIdle = () => {} // what is to happen when the event loop runs empty

function call(method, where, body, headers = {}) {
  return new Promise((resolve, reject) => {
    const options = { hostname, port, agent, method, path: '/2018-06-01/runtime' + where, headers }
    const request = http.request(options, (response) => {
      const chunks = []
      response.on('data', (chunk) => chunks.push(chunk))
      response.on('end', () => resolve({ headers: response.headers, body: Buffer.concat(chunks) }))
    })
    request.on('error', reject)
    request.end(body)
  })
}

function runtimeError(name, message, cause) {
  const error = new Error(message, cause && { cause }) // the cause, with its file and line, is for the log only
  error.name = 'Runtime.' + name
  return error
}

function describe(error) {
  try {
    if (util.types.isNativeError(error) || (error?.name && error.message && error.stack)) {
      return { errorType: error.name, errorMessage: error.message, trace: error.stack.split('\n') }
    }
    return { errorType: typeof error, errorMessage: error.toString(), trace: [] }
  } catch {
    return { errorType: 'handled', errorMessage: 'the error cannot be shown', trace: [] }
  }
}

function postError(where, error) {
  const body = describe(error)
  console.error(error)
  const headers = { 'Content-Type': 'application/json' }
  if (/^[\x20-\x7e]*$/.test(body.errorType)) headers['Lambda-Runtime-Function-Error-Type'] = body.errorType
  return call('POST', where, JSON.stringify(body), headers)
}

async function die(error, status) {
  const where = current ? `/invocation/${current}/error` : '/init/error'
  try {
    await postError(where, error)
  } finally {
    process.exit(status)
  }
}

// Finds "dir/file.export.path" below the task root: the file bare, then with each extension, then as a package.
async function load(handler) {
  const name = path.basename(handler)
  const [, file, exported] = /^([^.]*)\.(.+)$/.exec(name) ?? []
  if (!file || handler.includes('..')) throw runtimeError('MalformedHandlerName', 'Bad handler')
  const module = path.join(handler.slice(0, handler.length - name.length), file)
  const root = env.LAMBDA_TASK_ROOT
  const found = ['', '.js', '.mjs', '.cjs'].map((ext) => path.resolve(root, module + ext)).find((f) => existsSync(f) && path.extname(f))
  let loaded
  try {
    const target = found ?? createRequire(path.join(root, 'index.js')).resolve('./' + module)
    loaded = await import(pathToFileURL(target).href)
  } catch (error) {
    if (error instanceof SyntaxError) throw runtimeError('UserCodeSyntaxError', String(error), error)
    if (error?.code === 'MODULE_NOT_FOUND') throw runtimeError('ImportModuleError', String(error), error)
    throw error
  }
  const pick = (from) => exported.split('.').reduce((value, key) => value?.[key], from)
  const chosen = pick(loaded) ?? pick(loaded.default)
  if (chosen === undefined) throw runtimeError('HandlerNotFound', `${handler} is undefined or not exported`)
  if (typeof chosen !== 'function') throw runtimeError('HandlerNotFound', `${handler} is not a function`)
  return chosen
}

// Calls the handler once and gives { error } or { result }, whichever way the handler says it.
function run(handler, event, context) {
  return new Promise((resolve) => {
    let waits = true
    let called = false
    const once = (end) => (...args) => {
      if (called) return
      called = true
      end(...args)
    }
    const settle = (error, result) => resolve(error === undefined || error === null ? { result } : { error })
    const callback = once((error, result) => {
      if (waits && (error === undefined || error === null)) whenIdle = () => resolve({ result })
      else settle(error, result)
    })
    Object.defineProperty(context, 'callbackWaitsForEmptyEventLoop', {
      enumerable: true,
      get: () => waits,
      set: (value) => { waits = value },
    })
    const done = once(settle)
    context.succeed = (result) => done(null, result)
    context.fail = (error) => done(error ?? 'handled')
    context.done = done
    whenIdle = () => resolve({ result: null }) // it ended without an answer
    try {
      const returned = handler(event, context, callback)
      if (typeof returned?.then === 'function') returned.then(context.succeed, context.fail)
    } catch (error) {
      done(error ?? 'handled')
    }
  })
}

function contextOf(headers) {
  const json = (header) => (header === undefined ? undefined : JSON.parse(header))
  const deadline = Number(headers['lambda-runtime-deadline-ms'])
  return {
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: json(headers['lambda-runtime-client-context']),
    identity: json(headers['lambda-runtime-cognito-identity']),
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    getRemainingTimeInMillis: () => deadline - Date.now(),
  }
}

function encode(result) {
  if (result instanceof Streamed) return result.text
  let text
  try {
    text = JSON.stringify(result === undefined ? null : result)
  } catch {
    throw new Error('Unable to stringify response body')
  }
  if (text === undefined) throw new TypeError('Wrong arguments') // of a function or a symbol
  return text
}

async function serve(handler) {
  for (;;) {
    const next = await call('GET', '/invocation/next')
    current = next.headers['lambda-runtime-aws-request-id']
    env._X_AMZN_TRACE_ID = next.headers['lambda-runtime-trace-id'] ?? ''
    let outcome
    try {
      outcome = await run(handler, JSON.parse(next.body), contextOf(next.headers))
      if (!('error' in outcome)) outcome.body = encode(outcome.result)
    } catch (error) {
      outcome = { error }
    }
    whenIdle = () => {}
    if ('error' in outcome) await postError(`/invocation/${current}/error`, outcome.error)
    else await call('POST', `/invocation/${current}/response`, outcome.body, { 'Content-Type': 'application/json' })
    current = undefined
  }
}

process.on('uncaughtException', (error) => die(error, 129))
process.on('unhandledRejection', (reason) => die(runtimeError('UnhandledPromiseRejection', String(reason)), 128))
process.on('beforeExit', () => whenIdle())

// Streaming handlers write to the answer instead of returning it; here it is collected.
globalThis.awslambda = {
  streamifyResponse: (handler) => async (event, context) => {
    const chunks = []
    const { Writable } = await import('node:stream')
    const stream = new Writable({ write: (chunk, _encoding, next) => { chunks.push(chunk); next() } })
    stream.setContentType = () => {}
    const finished = new Promise((resolve, reject) => stream.on('finish', resolve).on('error', reject))
    await handler(event, stream, context)
    await finished
    return new Streamed(Buffer.concat(chunks).toString())
  },
}
class Streamed {
  constructor(text) { this.text = text }
}

if (env.AWS_EXECUTION_ENV === 'AWS_Lambda_nodejs') { // configured without a version: this one
  env.AWS_EXECUTION_ENV += process.versions.node.split('.')[0] + '.x'
}

let handler
try {
  handler = await load(env._HANDLER)
} catch (error) {
  await die(error, 129)
}
await serve(handler)
