// Which items are enabled, by us and by NLM's LHC-Forms, for the same questionnaires and responses.
//   node conditions.mjs LFORMS_DIST QUESTIONNAIRES RESPONSES
// RESPONSES holds NAME.SEED.json and NAME.SEED.enabled, as the corpus program writes them.
import { readdirSync, readFileSync } from 'node:fs';
import { JSDOM } from 'jsdom';

const [dist, questionnaires, responses] = process.argv.slice(2);
const SCRIPTS = ['webcomponent/assets/lib/zone.min.js', 'webcomponent/lhc-forms.js', 'fhir/R4/lformsFHIR.min.js'];

function loadForms() {
	const dom = new JSDOM('<!doctype html><body></body>', { runScripts: 'outside-only', pretendToBeVisual: true,
		url: 'http://localhost/' });
	const nothing = () => {};
	dom.window.matchMedia = () => ({ matches: false, addListener: nothing, removeListener: nothing,
		addEventListener: nothing, removeEventListener: nothing });
	for (const script of SCRIPTS) {
		dom.window.eval(readFileSync(`${dist}/${script}`, 'utf8'));
	}
	return dom.window.LForms;
}

// Of the items below one parent: each with its path and its parent's, counting those of the same linkId.
function* instances(items, above) {
	const seen = new Map();
	for (const item of items ?? []) {
		const number = seen.get(item.linkId) ?? 0;
		seen.set(item.linkId, number + 1);
		const path = `${above}/${item.linkId}:${number}`;
		yield [path, item, above];
		yield* instances(item.items, path);
	}
}

function theirs(LForms, questionnaire, response) {
	const form = LForms.Util.convertFHIRQuestionnaireToLForms(questionnaire, 'R4');
	const filled = new LForms.LFormsData(
		LForms.Util.mergeFHIRDataIntoLForms('QuestionnaireResponse', response, form, 'R4'));
	const enabled = new Map();
	for (const [path, item, parent] of instances(filled.items, '')) {
		enabled.set(path, { linkId: item.linkId, parent, enabled: item._skipLogicStatus !== 'target-disabled' &&
			item._enableWhenExpVal !== false && item._isHiddenFromView !== 'never' });
	}
	return enabled;
}

function ours(file) {
	const lines = readFileSync(file, 'utf8').split('\n').filter((line) => line);
	return new Map(lines.map((line) => [line.slice(0, -2), line.endsWith('1')]));
}

// The items that have a condition of their own, by linkId.
function conditional(owner, found = new Map()) {
	for (const item of owner.item ?? []) {
		if (item.enableWhen?.length > 0) {
			found.set(item.linkId, item.enableWhen);
		}
		conditional(item, found);
	}
	return found;
}

// LHC-Forms compares numbers, texts, booleans and codings; of answers of these types it knows but whether they exist.
const NOT_COMPARED = ['date', 'dateTime', 'time', 'url'];
function typeOf(owner, linkId) {
	for (const item of owner.item ?? []) {
		const found = item.linkId === linkId ? item.type : typeOf(item, linkId);
		if (found) {
			return found;
		}
	}
	return undefined;
}

function answered(owner, linkId) {
	return (owner.item ?? []).some((item) => (item.linkId === linkId && item.answer?.length > 0) || answered(item, linkId) ||
		(item.answer ?? []).some((answer) => answered(answer, linkId)));
}

// "!=" on an unanswered question: false here, as in HL7's validator; true there.
function explained(conditions, response, enabled) {
	return !enabled && conditions.some((c) => c.operator === '!=' && !answered(response, c.question));
}

// What stands below a question has its place below an answer (R4: answer.item): without one it is not asked here; there it is.
function withoutPlace(questionnaire, response, parent) {
	return typeOf(questionnaire, parent) !== 'group' && !answered(response, parent);
}

// A path cannot be taken apart: a linkId may have a '/' of its own.
function endsInOne(path, asked) {
	const end = path.slice(0, path.lastIndexOf(':'));
	return [...asked.keys()].some((linkId) => end.endsWith(`/${linkId}`));
}

const LForms = loadForms();
const WHY = { explained: ' (!= on an unanswered question)', placeless: ' (below an unanswered question)', differences: '' };
const totals = { forms: new Set(), conditions: 0, skipped: 0, explained: 0, placeless: 0, differences: 0, missing: 0, failed: 0 };
for (const file of readdirSync(responses).filter((name) => name.endsWith('.json'))) {
	const [, name] = file.match(/^(.*)\.\d+\.json$/);
	const questionnaire = JSON.parse(readFileSync(`${questionnaires}/${name}`, 'utf8'));
	const asked = conditional(questionnaire);
	if (asked.size === 0) {
		continue;
	}
	const response = JSON.parse(readFileSync(`${responses}/${file}`, 'utf8'));
	let them;
	try {
		them = theirs(LForms, questionnaire, response);
	} catch (error) {
		totals.failed++;
		console.log(`${file}: LHC-Forms does not load it: ${String(error).slice(0, 120)}`);
		continue;
	}
	totals.forms.add(name);
	for (const [path, enabled] of ours(`${responses}/${file.replace(/json$/, 'enabled')}`)) {
		const it = them.get(path);
		if (!it) {
			totals.missing += endsInOne(path, asked);
			continue;
		}
		const conditions = asked.get(it.linkId), above = them.get(it.parent);
		if (!conditions) {
			continue;
		}
		if (conditions.some((c) => NOT_COMPARED.includes(typeOf(questionnaire, c.question)))) {
			totals.skipped++;
			continue;
		}
		totals.conditions++;
		if (it.enabled !== enabled && above?.enabled !== false) {
			const kind = explained(conditions, response, enabled) ? 'explained' :
				!enabled && above && withoutPlace(questionnaire, response, above.linkId) ? 'placeless' : 'differences';
			totals[kind]++;
			console.log(`${file}: ${path}: ${enabled ? 'enabled' : 'disabled'} here, not there${WHY[kind]}`);
		}
	}
}
console.log(`${totals.forms.size} questionnaires, ${totals.conditions} conditions compared (${totals.skipped} on types that are not ` +
	'compared there left out), ' +
	`${totals.explained} differ on != and an unanswered question, ${totals.placeless} below an unanswered question, ${totals.differences} otherwise, ${totals.missing} not found there, ${totals.failed} responses not loaded`);
process.exit(totals.differences > 0 || totals.conditions === 0 ? 1 : 0);
