// Writes vectors.json to standard output; README.md says how to run it.
// All arithmetic is that of amazon-cognito-identity-js: its AuthenticationHelper
// is Cognito's client, and what only a server needs (v, B) is computed with its
// BigInteger. Every "random" value is a hash of a label, so that each run
// gives the same file.
const { createHash, createHmac } = require('crypto');
const { createRequire } = require('module');

const installed = createRequire(process.cwd() + '/');
const library = 'amazon-cognito-identity-js/lib/';
const Helper = installed(library + 'AuthenticationHelper').default;
const BigInteger = installed(library + 'BigInteger').default;
const DateHelper = installed(library + 'DateHelper').default;

const number = hex => new BigInteger(hex, 16);
const power = (h, exponent) => h.g.modPow(exponent, h.N, () => {});
const drawn = (label, bytes) => {
	let hex = '';
	for (let i = 0; hex.length < 2 * bytes; i++) hex += createHash('sha256').update(`${label}/${i}`).digest('hex');
	return hex.slice(0, 2 * bytes);
};
const timestamp = milliseconds => {
	const RealDate = Date;
	global.Date = class extends RealDate {
		constructor() { super(milliseconds); }
	};
	try { return new DateHelper().getNowString(); } finally { global.Date = RealDate; }
};

function run(c) {
	const h = new Helper(c.poolName);
	h.smallAValue = number(c.a);
	h.largeAValue = power(h, h.smallAValue);
	if (c.addN) h.largeAValue = h.largeAValue.add(h.N);

	const inner = h.hash(`${c.poolName}${c.userID}:${c.password}`);
	const x = number(h.hexHash(h.padHex(number(c.salt)) + inner));
	const v = power(h, x);
	const B = h.k.multiply(v).add(power(h, number(c.b))).mod(h.N);

	let K, S;
	const calculateS = h.calculateS.bind(h);
	h.calculateS = (xValue, serverB, done) => calculateS(xValue, serverB, (err, s) => { S = s; done(err, s); });
	h.getPasswordAuthenticationKey(c.userID, c.password, B, number(c.salt), (err, key) => {
		if (err) throw err;
		K = Buffer.from(key);
	});
	const secretBlock = Buffer.from(drawn('block ' + c.name, 1005), 'hex');
	const at = timestamp(Date.UTC(2026, 8, 5, 3, 7, 9));
	const signature = createHmac('sha256', K).update(c.poolName).update(c.userID).update(secretBlock).update(at);
	const hex = n => n.toString(16);
	return {
		name: c.name, poolName: c.poolName, userID: c.userID, password: c.password, salt: c.salt,
		a: c.a, b: c.b, x: h.padHex(x), v: h.padHex(v), A: hex(h.largeAValue), B: hex(B),
		u: hex(h.UValue), S: hex(S), K: K.toString('hex'),
		secretBlock: secretBlock.toString('base64'), timestamp: at, signature: signature.digest('base64'),
	};
}

// vary draws other values for one input until the run has the property. As that
// takes minutes, the draw that has it is given, and nothing before is tried.
function vary(c, input, property, draw) {
	for (let i = draw; ; i++) {
		const result = run({ ...c, [input]: drawn(`${c.name} ${input} ${i}`, 32) });
		if (property(result)) return result;
	}
}

const given = (name, more = {}) => ({
	name, poolName: 'AbCdEf123', userID: 'alice', password: 'Correct-Horse-7', salt: '5' + drawn('salt ' + name, 16).slice(1),
	a: drawn('a ' + name, 32), b: drawn('b ' + name, 32), ...more,
});
const startsWith = (key, pattern) => result => pattern.test(result[key]);
const shorter = (key, digits) => result => result[key].length <= digits;

const cases = [
	run(given('plain')),
	run(given('salt with top bit set', { salt: 'f' + drawn('top', 16).slice(1) })),
	run(given('salt with leading zero digit', { salt: '0a' + drawn('digit', 15) })),
	run(given('salt with leading zero byte', { salt: '0012' + drawn('byte', 14) })),
	run(given('salt of zeros', { salt: '0'.repeat(32) })),
	run(given('name and password beyond ASCII', { userID: 'Žofie@例え.jp', password: 'pässwörd: 🔑 𝄞' })),
	run(given('empty password', { password: '' })),
	run(given('device', { poolName: '-v7w9UcY6', userID: 'us-west-2_7a4f2c1e-3b8d-4e6f-9a0b-1c2d3e4f5a6b', password: Buffer.from(drawn('device', 40), 'hex').toString('base64') })),
	run(given('a of 128 bytes', { a: drawn('long a', 128) })),
	run(given('A above N', { addN: true })),
	vary(given('A with top bit set'), 'a', startsWith('A', /^[89a-f].{767}$/), 1),
	vary(given('A with leading zero digit'), 'a', shorter('A', 767), 30),
	vary(given('A with leading zero byte'), 'a', shorter('A', 766), 128),
	vary(given('B with leading zero digit'), 'b', shorter('B', 767), 4),
	vary(given('B with leading zero byte'), 'b', shorter('B', 766), 204),
	vary(given('u with leading zero byte'), 'b', shorter('u', 62), 1010),
	vary(given('S with top bit set'), 'b', startsWith('S', /^[89a-f].{767}$/), 1),
	vary(given('S with leading zero byte'), 'b', shorter('S', 766), 186),
];

const helper = new Helper('');
const pads = ['0', '1', '7f', '80', 'ff', '100', '7fff', '8000', 'deadbeef', '0deadbeef', helper.N.toString(16)]
	.map(n => ({ number: n, padded: helper.padHex(number(n)).toLowerCase() }));
const timestamps = [0, 951782400000, 1790257815000, 1788590829000, 1798761599000, 4102444800000]
	.map(milliseconds => ({ milliseconds, text: timestamp(milliseconds) }));

process.stdout.write(JSON.stringify({ k: helper.padHex(helper.k), pads, timestamps, cases }, null, '\t') + '\n');
