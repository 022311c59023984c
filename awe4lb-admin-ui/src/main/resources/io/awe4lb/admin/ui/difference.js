/** Two texts side by side: the longest common lines stay beside each other. Pure. */

const AROUND = 3;
/** More lines than this in the changed middle are shown as replaced as a whole: comparing takes their product. */
const MOST = 2000;

/** → [{before: {line, text}, after: {line, text}} | {skipped: number}] */
export function difference(before, after) {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) {
    head++;
  }
  let tail = 0;
  while (tail < before.length - head && tail < after.length - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) {
    tail++;
  }
  const pairs = [
    ...before.slice(0, head).map((_, i) => [i, i]),
    ...middle(before.slice(head, before.length - tail), after.slice(head, after.length - tail)).map(([one, other]) => [one < 0 ? -1 : one + head, other < 0 ? -1 : other + head]),
    ...Array.from({ length: tail }, (_, i) => [before.length - tail + i, after.length - tail + i]),
  ];
  return skipEqual(pairs.map(([one, other]) => ({
    before: one < 0 ? null : { line: one + 1, text: before[one] },
    after: other < 0 ? null : { line: other + 1, text: after[other] },
  })));
}

function middle(before, after) {
  if (before.length > MOST || after.length > MOST) {
    return [...before.map((_, i) => [i, -1]), ...after.map((_, i) => [-1, i])];
  }
  const width = after.length + 1;
  const common = new Uint16Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      common[i * width + j] = before[i] === after[j] ? common[(i + 1) * width + j + 1] + 1 : Math.max(common[(i + 1) * width + j], common[i * width + j + 1]);
    }
  }
  const pairs = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      pairs.push([i++, j++]);
    } else if (i < before.length && (j === after.length || common[(i + 1) * width + j] >= common[i * width + j + 1])) {
      pairs.push([i++, -1]);
    } else {
      pairs.push([-1, j++]);
    }
  }
  return pairs;
}

function skipEqual(rows) {
  const isNear = rows.map(() => false);
  rows.forEach((row, i) => {
    if (!row.before || !row.after) {
      isNear.fill(true, Math.max(0, i - AROUND), i + AROUND + 1);
    }
  });
  const shown = [];
  rows.forEach((row, i) => {
    if (isNear[i]) {
      shown.push(row);
    } else if (shown.at(-1)?.skipped) {
      shown.at(-1).skipped++;
    } else {
      shown.push({ skipped: 1 });
    }
  });
  return shown;
}
