import { type ParseError, parse } from 'jsonc-parser';
import { refuseDeepJson } from './safe-json.ts';

/** The value of JSON with comments and trailing commas, as harnesses accept it in their settings. Throws on other errors. */
export function valueOfJsonc(text: string): unknown {
  refuseDeepJson(text);
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first !== undefined) throw new SyntaxError(`no JSON at ${first.offset}`);
  return value;
}
