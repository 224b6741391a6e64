/** How the lines of the graph run between its boxes: along the gaps between rows, and past what stands in the way. Pure. */

export interface Line {
  readonly from: string;
  readonly to: string;
  readonly path: string;
}

/** A box where it stands; lengths in CSS pixels. */
interface Placed {
  readonly group: { readonly key: string };
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How far a line keeps from a box that it passes. */
const clearance = 4;

const bottomOf = ({ y, height }: Placed): number => y + height;
const centerOf = ({ x, width }: Placed): number => Math.round(x + width / 2);

/** Where a line can go straight down from one gap to another, as near as may be to both of its ends. */
function channel(between: readonly Placed[], fromX: number, toX: number): number {
  const isFree = (x: number): boolean =>
    between.every((box) => x <= box.x - clearance || x >= box.x + box.width + clearance);
  const sides = between.flatMap((box) => [box.x - clearance, box.x + box.width + clearance]);
  const detour = (x: number): number => Math.abs(x - fromX) + Math.abs(x - toX);
  const [nearest] = [fromX, toX, ...sides]
    .filter((x) => x > 0 && isFree(x))
    .sort((left, right) => detour(left) - detour(right));
  return nearest ?? fromX;
}

/** One line for each need, from the box above to the one below; `gap` is what is left free between rows. */
export function linesBetween(
  boxes: readonly Placed[],
  edges: readonly (readonly [string, string])[],
  gap: number,
): readonly Line[] {
  const byKey = new Map(boxes.map((box) => [box.group.key, box]));
  // Boxes side by side share where they begin, not where they end.
  const rowBottom = new Map<number, number>();
  for (const box of boxes) {
    rowBottom.set(box.y, Math.max(rowBottom.get(box.y) ?? 0, bottomOf(box)));
  }
  return edges.flatMap(([from, to]): Line[] => {
    const [above, under] = [byKey.get(from), byKey.get(to)];
    if (above === undefined || under === undefined) {
      return [];
    }
    const [x, toX] = [centerOf(above), centerOf(under)];
    const leaves = (rowBottom.get(above.y) ?? bottomOf(above)) + Math.round(gap / 2);
    const arrives = under.y - Math.round(gap / 2);
    const start = `M${x} ${bottomOf(above)}V${leaves}`;
    if (arrives <= leaves) {
      return [{ from, to, path: `${start}H${toX}V${under.y}` }];
    }
    const between = boxes.filter((box) => box.y < arrives && bottomOf(box) > leaves);
    const past = channel(between, x, toX);
    return [{ from, to, path: `${start}H${past}V${arrives}H${toX}V${under.y}` }];
  });
}
