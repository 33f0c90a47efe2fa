// What two texts have in common, by the longest common subsequence of their words.

export interface Piece {
  kind: 'same' | 'removed' | 'added';
  text: string;
}

// Beyond it the table of the subsequence would take too long.
const mostCells = 4_000_000;

export function wordDiff(before: string, after: string): Piece[] {
  const [a, b] = [words(before), words(after)];
  let first = 0;
  while (first < a.length && first < b.length && a[first] === b[first]) first++;
  let last = 0;
  while (last < a.length - first && last < b.length - first && a[a.length - 1 - last] === b[b.length - 1 - last]) last++;
  const pieces: Piece[] = [];
  const add = (kind: Piece['kind'], text: string): void => {
    const previous = pieces[pieces.length - 1];
    if (previous?.kind === kind) previous.text += text;
    else if (text !== '') pieces.push({ kind, text });
  };
  add('same', a.slice(0, first).join(''));
  between(a.slice(first, a.length - last), b.slice(first, b.length - last), add);
  add('same', a.slice(a.length - last).join(''));
  return pieces;
}

// Words with the space after them, so that the pieces put together are the texts.
const words = (text: string): string[] => text.match(/\s+|\w+\s*|[^\w\s]\s*/gu) ?? [];

function between(a: string[], b: string[], add: (kind: Piece['kind'], text: string) => void): void {
  if (a.length * b.length > mostCells) {
    add('removed', a.join(''));
    add('added', b.join(''));
    return;
  }

  // lengths[i][j]: the length of the longest common subsequence of a from i on and b from j on.
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }

  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      add('same', a[i] ?? '');
      i++;
      j++;
    } else if (i < a.length && (j === b.length || at(i + 1, j) >= at(i, j + 1))) {
      add('removed', a[i++] ?? '');
    } else {
      add('added', b[j++] ?? '');
    }
  }
}
