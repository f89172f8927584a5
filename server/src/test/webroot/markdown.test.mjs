import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blocks } from '../../main/resources/webroot/markdown.js';

const split = (text) => blocks(text).map(({ kind, lines }) => [kind, lines.join('|')]);

test('paragraphs_headings_lists_and_code_are_told_apart', () => {
  const text =
    'one\ntwo\n\n# Title\n- a\n  more\n- b\n\n```js\n# not a title\n\n- nor a list\n```\nend';
  assert.deepEqual(split(text), [
    ['p', 'one|two'],
    ['h3', '# Title'],
    ['ul', '- a|  more|- b'],
    ['pre', '# not a title||- nor a list'],
    ['p', 'end'],
  ]);
});

test('an_unfinished_fence_is_already_code', () => {
  assert.deepEqual(split('see:\n```sh\nls'), [
    ['p', 'see:'],
    ['pre', 'ls'],
  ]);
});

test('a_fence_inside_a_longer_fence_is_text', () => {
  assert.deepEqual(split('````\n```\nx\n```\n````'), [['pre', '```|x|```']]);
});
