import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { formerAddresses } from '../../src/data/former-addresses.ts';

const root = new URL('../../', import.meta.url);
const factors = readdirSync(new URL('factors/', root)).flatMap((name) => /^(\d\d-[a-z]+)\.md$/.exec(name)?.[1] ?? []);
const present = new Set(factors.map((slug) => `/factors/${slug}/`));

describe('former addresses', () => {
  test('are written in one form, and each once', () => {
    const form = /^(?:\/[\w-]+)+\/$/;
    for (const { from, to } of formerAddresses) {
      expect(from).toMatch(form);
      expect(to).toMatch(form);
    }
    const from = formerAddresses.map((address) => address.from);
    expect(from.filter((address, index) => from.indexOf(address) !== index)).toEqual([]);
  });

  test('are no present address, and lead to one without a second hop', () => {
    const from = new Set(formerAddresses.map((address) => address.from));
    for (const { from: former, to } of formerAddresses) {
      expect(present).not.toContain(former);
      expect(from).not.toContain(to);
      if (/^\/factors\/./.test(to)) expect(present).toContain(to);
    }
  });

  test('lead to every factor', () => {
    const to = new Set(formerAddresses.map((address) => address.to));
    expect([...present].filter((address) => !to.has(address))).toEqual([]);
  });

  test('are those that the page on editions names', () => {
    const page = readFileSync(new URL('src/content/docs/editions.md', root), 'utf8');
    const named = [...page.matchAll(/`(\/factors\/\d\d-[\w-]+)`/g)].map(([, path]) => `${path}/`);
    expect(named.length).toBeGreaterThanOrEqual(20);
    const from = new Set(formerAddresses.map((address) => address.from));
    expect(named.filter((address) => !from.has(address))).toEqual([]);
  });
});
