import { useEffect, useState, type RefObject } from 'react';

/** The inner width of an element, in CSS pixels, as it changes. */
export function useWidth(element: RefObject<HTMLElement | null>, first: number): number {
  const [width, setWidth] = useState(first);
  useEffect(() => {
    const { current } = element;
    if (current === null) {
      return undefined;
    }
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) {
        setWidth(Math.floor(entry.contentRect.width));
      }
    });
    observer.observe(current);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
