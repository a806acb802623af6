/** Red, green, blue and opacity, each 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number, alpha: number];
/** True where a shape covers the point; the picture spans 0 to 1 both ways, y downwards. */
export type Shape = (x: number, y: number) => boolean;
export type Layer = { readonly shape: Shape; readonly colour: (x: number, y: number) => Colour };
/** Pixels row by row, four bytes each (RGBA, not premultiplied). */
export type Picture = { readonly size: number; readonly pixels: Uint8Array };

/** Samples per pixel and direction. */
const SAMPLES = 4;

/** Draws layers over each other, later ones on top, with smooth edges. */
export function draw(size: number, layers: readonly Layer[]): Picture {
  const pixels = new Uint8Array(size * size * 4);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1)
      pixels.set(pixel(column, row, size, layers), (row * size + column) * 4);
  }
  return { size, pixels };
}

function pixel(column: number, row: number, size: number, layers: readonly Layer[]): Colour {
  let [red, green, blue, alpha] = [0, 0, 0, 0];
  for (let sample = 0; sample < SAMPLES * SAMPLES; sample += 1) {
    const x = (column + ((sample % SAMPLES) + 0.5) / SAMPLES) / size;
    const y = (row + (Math.floor(sample / SAMPLES) + 0.5) / SAMPLES) / size;
    const top = layers.findLast((layer) => layer.shape(x, y));
    if (top === undefined) continue;
    const [r, g, b, a] = top.colour(x, y);
    red += r * a;
    green += g * a;
    blue += b * a;
    alpha += a;
  }
  if (alpha === 0) return [0, 0, 0, 0];
  const count = SAMPLES * SAMPLES;
  return [Math.round(red / alpha), Math.round(green / alpha), Math.round(blue / alpha), Math.round(alpha / count)];
}

// Math.hypot guards against overflow and is many times slower.
function distance(dx: number, dy: number): number {
  return Math.sqrt(dx * dx + dy * dy);
}

export function disc(centreX: number, centreY: number, radius: number): Shape {
  return (x, y) => distance(x - centreX, y - centreY) <= radius;
}

/** A band around a circle, from one angle to another clockwise in degrees, 0 at the top. */
export function arc(radius: number, width: number, from: number, to: number): Shape {
  return (x, y) => {
    const away = distance(x - 0.5, y - 0.5);
    const angle = (Math.atan2(x - 0.5, 0.5 - y) * 180) / Math.PI;
    const turned = (((angle - from) % 360) + 360) % 360;
    return Math.abs(away - radius) <= width / 2 && turned <= to - from;
  };
}

/** A line with round ends. */
export function stroke(fromX: number, fromY: number, toX: number, toY: number, width: number): Shape {
  const [dx, dy] = [toX - fromX, toY - fromY];
  const length = dx * dx + dy * dy;
  return (x, y) => {
    const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - fromX) * dx + (y - fromY) * dy) / length));
    return distance(x - fromX - along * dx, y - fromY - along * dy) <= width / 2;
  };
}

/** A convex polygon, corners clockwise, its edges pushed outwards by `round`. */
export function polygon(corners: readonly (readonly [number, number])[], round = 0): Shape {
  const edges = corners.map((corner, index) => [corner, corners[(index + 1) % corners.length] ?? corner] as const);
  const rims = round === 0 ? [] : edges.map(([[x1, y1], [x2, y2]]) => stroke(x1, y1, x2, y2, round * 2));
  return (x, y) =>
    edges.every(([[x1, y1], [x2, y2]]) => (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1) >= 0) ||
    rims.some((rim) => rim(x, y));
}

/** A square around the centre with round corners. */
export function roundedSquare(side: number, radius: number): Shape {
  const reach = side / 2 - radius;
  return (x, y) => {
    const outX = Math.max(0, Math.abs(x - 0.5) - reach);
    const outY = Math.max(0, Math.abs(y - 0.5) - reach);
    return distance(outX, outY) <= radius;
  };
}

export function union(...shapes: readonly Shape[]): Shape {
  return (x, y) => shapes.some((shape) => shape(x, y));
}

export function without(shape: Shape, ...holes: readonly Shape[]): Shape {
  return (x, y) => shape(x, y) && !holes.some((hole) => hole(x, y));
}
