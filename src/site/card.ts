import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import satori from 'satori';
import sharp from 'sharp';
import { phaseSlice, sector } from '../components/ring.ts';

/** What other sites show of a page when someone links to it: 1200 × 630 pixels, PNG. */
export async function cardOf({ title, description }: { readonly title: string; readonly description: string }) {
  const svg = await satori(layout(title, description), {
    width: 1200,
    height: 630,
    fonts: [
      { name: 'Inter', data: await font(400), weight: 400, style: 'normal' },
      { name: 'Inter', data: await font(700), weight: 700, style: 'normal' },
    ],
  });
  return sharp(Buffer.from(svg)).png({ palette: true, effort: 1, colours: 64 }).toBuffer();
}

const COLOURS = ['#6ea8f0', '#e0a84a', '#67c08a', '#b59af0'];

const RING = `data:image/svg+xml,${encodeURIComponent(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 560 560">${COLOURS.map((colour, phase) => `<path fill="${colour}" d="${sector(phaseSlice(phase), 150, 272)}"/>`).join('')}</svg>`,
)}`;

const box = (style: object, children: unknown) => ({
  type: 'div',
  props: { style: { display: 'flex', ...style }, children },
});

function layout(title: string, description: string): Parameters<typeof satori>[0] {
  const card = box(
    {
      flexDirection: 'column',
      justifyContent: 'space-between',
      boxSizing: 'border-box',
      width: '100%',
      height: '100%',
      padding: 72,
      background: '#10151c',
      color: '#f2f5f9',
      fontFamily: 'Inter',
    },
    [
      box({ alignItems: 'center', fontSize: 32, color: '#b9c3d0' }, [
        { type: 'img', props: { src: RING, width: 64, height: 64, style: { marginRight: 24 } } },
        '12-Factor AgentOps',
      ]),
      box({ flexDirection: 'column' }, [
        box({ fontSize: title.length > 26 ? 64 : 80, fontWeight: 700, lineHeight: 1.1 }, title),
        box({ fontSize: 34, lineHeight: 1.4, color: '#b9c3d0', marginTop: 28 }, shortened(description)),
      ]),
    ],
  );
  // Satori takes elements of React by their shape; there is no React here.
  return card as unknown as Parameters<typeof satori>[0];
}

const MOST = 170;
const shortened = (text: string) => (text.length <= MOST ? text : `${text.slice(0, text.lastIndexOf(' ', MOST))} …`);

const require = createRequire(import.meta.url);
const fonts = new Map<number, Promise<Buffer>>();
function font(weight: 400 | 700): Promise<Buffer> {
  const read =
    fonts.get(weight) ?? readFile(require.resolve(`@fontsource/inter/files/inter-latin-${weight}-normal.woff`));
  fonts.set(weight, read);
  return read;
}
