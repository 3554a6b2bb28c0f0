// Makes emoji-names.csv of the Common Locale Data Repository: the short name of every emoji in the official languages of the countries of OTF GRIMM.
// npm install cldr-annotations-full@48.2.0 cldr-annotations-derived-full@48.2.0
// node emoji-names.mjs node_modules > emoji-names.csv
import { readFileSync } from 'node:fs';

const languages = ['en', 'fr', 'sv', 'de', 'nl', 'da', 'no', 'nn', 'fi', 'is', 'es'];
const packages = [['cldr-annotations-full/annotations', 'annotations'], ['cldr-annotations-derived-full/annotationsDerived', 'annotationsDerived']];

const names = language => Object.assign({}, ...packages.map(([folder, root]) =>
  JSON.parse(readFileSync(`${process.argv[2]}/${folder}/${language}/annotations.json`, 'utf8'))[root].annotations));
const tables = languages.map(names);

// Skin tones are folded away, and digits are emoji to Unicode only.
const isEmoji = text => /\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|\u20E3/u.test(text) && !/\p{Emoji_Modifier}/u.test(text);
const cell = text => /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

console.log(['emoji', ...languages].join(','));
for (const emoji of Object.keys(tables[0]).filter(isEmoji).sort()) {
  console.log([emoji, ...tables.map(table => table[emoji]?.tts?.[0] ?? '')].map(cell).join(','));
}
