import type { Doctrine, Factor, Rule } from '../doctrine.ts';
import { numeral } from '../numeral.ts';
import { escaped } from './json.ts';
import { painter } from './paint.ts';
import { plain } from './plain.ts';
import type { TextOptions } from './text.ts';
import { wrap } from './wrap.ts';

/** Every rule of the doctrine, one a line, under its factor. */
export function renderRules({ factors }: Doctrine, { colour }: TextOptions): string {
  const paint = painter(colour);
  const blocks = factors.map((factor) => [
    paint('bold', `${numeral(factor.number).padStart(4)}  ${plain(factor.title)}`) + paint('dim', `  ${factor.phase}`),
    ...factor.rules.map((rule) => `      ${rule.id.padEnd(28)}${rule.weight.padEnd(8)}${rule.level}`),
  ]);
  return `${blocks.map((lines) => lines.join('\n')).join('\n')}\n`;
}

export function renderRulesJson(doctrine: Doctrine): string {
  const rules = doctrine.factors.flatMap((factor) => factor.rules.map((rule) => described(factor, rule)));
  return `${escaped(JSON.stringify({ schema: 1, edition: doctrine.edition, digest: doctrine.digest, rules }, null, 2))}\n`;
}

/** One rule in full: what it demands, how much it weighs, and what meets it. */
export function renderRule(factor: Factor, rule: Rule, { width, colour }: TextOptions): string {
  const paint = painter(colour);
  const field = (name: string, text: string) =>
    `${paint('dim', name.padEnd(9))}${wrap(plain(text), width - 9, ' '.repeat(9))}`;
  const params = Object.entries(rule.params).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
  return `${[
    paint('bold', rule.id),
    field('Claim', `${rule.claim}.`),
    field('Factor', `${numeral(factor.number)} ${factor.title} (${factor.phase}): ${factor.summary}`),
    field('Weight', rule.weight === 'must' ? 'must (3)' : 'should (1)'),
    field('Level', rule.level),
    ...(params.length === 0 ? [] : [field('Params', params.join(', '))]),
    field('Fix', `${rule.fix.do} (${rule.fix.effort})`),
    ...(rule.fix.snippet?.split('\n').map((line) => `           ${paint('cyan', plain(line))}`) ?? []),
  ].join('\n')}\n`;
}

export const renderRuleJson = (factor: Factor, rule: Rule): string =>
  `${escaped(JSON.stringify({ schema: 1, ...described(factor, rule) }, null, 2))}\n`;

const described = (factor: Factor, rule: Rule) => ({
  ...rule,
  factor: { id: factor.id, numeral: numeral(factor.number), title: factor.title, phase: factor.phase },
});
