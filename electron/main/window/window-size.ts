export type Size = { readonly width: number; readonly height: number };

/** What a desktop's frame around a window takes at most, in pixels. */
const FRAME: Size = { width: 8, height: 40 };

/** The size, or as much of it as a framed window can have on this work area: a display at scale 2 may have no more than 640×400. */
export function fitting(wanted: Size, workArea: Size): { width: number; height: number } {
  return {
    width: Math.min(wanted.width, Math.round(workArea.width) - FRAME.width),
    height: Math.min(wanted.height, Math.round(workArea.height) - FRAME.height),
  };
}
