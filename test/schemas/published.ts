import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const folder = new URL('../../schemas/', import.meta.url);
/** Where the site serves the schemas. The address is part of the promise: it never changes within a version. */
export const ADDRESS = 'https://boshu2.github.io/12-factor-agentops/schemas/v1/';

/** The published schemas by name, such as `citation`. */
export const SCHEMAS: ReadonlyMap<string, Readonly<Record<string, unknown>>> = new Map(
  readdirSync(folder)
    .filter((file) => file.endsWith('.schema.json'))
    .map((file) => [file.replace('.schema.json', ''), JSON.parse(readFileSync(new URL(file, folder), 'utf8'))]),
);

const ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: true, allowUnionTypes: true });
addFormats.default(ajv);
for (const schema of SCHEMAS.values()) ajv.addSchema(schema);

/** A published schema by its name, or one of its definitions: `learning#/$defs/row`. */
export function schemaOf(name: string): ValidateFunction {
  const [file, part] = name.split('#');
  const found = ajv.getSchema(`${ADDRESS}${file}.schema.json${part === undefined ? '' : `#${part}`}`);
  if (found === undefined) throw new Error(`there is no schema ${name}`);
  return found;
}

/** What the schema has against a value; empty when it accepts it. */
export function flaws(name: string, value: unknown): string {
  const validate = schemaOf(name);
  return validate(value) ? '' : ajv.errorsText(validate.errors);
}
