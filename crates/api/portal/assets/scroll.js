// Scrolling beyond the height that browsers can lay out. A list of ten million rows is 340 million pixels high, a
// browser's page a tenth of that at most: the scroll bar then moves over a shorter list than the one that is shown.
//
// Small movements (a wheel, a finger, keys) move the rows one to one. Large ones (the scroll bar) lead to the same
// share of the whole list. When the movement ends, the bar is put where it belongs.

/** The most pixels that are laid out; every browser takes as many. */
const MOST = 6_000_000;

export class Scroll {
  /** `view` scrolls, `space` gives it its height, `above` are the pixels of the head in the view. */
  constructor(view, space, rowHeight, above) {
    Object.assign(this, { view, space, rowHeight, above, rows: 0, top: 0, bar: 0 });
  }

  /** Where a row stands in the space, in pixels. */
  place(row) {
    return row * this.rowHeight - this.top + this.bar;
  }

  get room() {
    return Math.max(0, this.view.clientHeight - this.above);
  }

  get last() {
    return Math.max(0, this.rows * this.rowHeight - this.room);
  }

  get lastBar() {
    return Math.max(0, this.shownHeight - this.room);
  }

  get shownHeight() {
    return Math.min(MOST, this.rows * this.rowHeight);
  }

  get isScaled() {
    return this.rows * this.rowHeight > MOST;
  }

  /** The list has so many rows now. What was at the top stays there if it can. */
  resize(rows) {
    if (rows === this.rows) return;
    this.rows = rows;
    this.space.style.height = `${this.shownHeight + this.above}px`;
    this.go(this.top);
  }

  /** Goes to a pixel of the whole list. */
  go(top) {
    this.top = Math.min(this.last, Math.max(0, top));
    const bar = this.isScaled ? (this.top / this.last) * this.lastBar : this.top;
    this.view.scrollTop = bar;
    this.bar = this.view.scrollTop;
  }

  /** The view was scrolled. */
  moved() {
    const bar = this.view.scrollTop;
    const by = bar - this.bar;
    this.bar = bar;
    if (!this.isScaled) {
      this.top = bar;
    } else if (Math.abs(by) > 2 * this.room) {
      this.top = (bar / this.lastBar) * this.last;
    } else {
      this.top = Math.min(this.last, Math.max(0, this.top + by));
      // An end of the bar that is not the end of the list is left before it is reached.
      const isShort = bar < this.room && this.top > 4 * this.room;
      const isLong = bar > this.lastBar - this.room && this.top < this.last - 4 * this.room;
      if (isShort || isLong) this.go(this.top);
      else if (bar <= 0) this.top = 0;
      else if (bar >= this.lastBar - 1) this.top = this.last;
    }
  }

  /** The movement is over. */
  settle() {
    if (this.isScaled) this.go(this.top);
  }
}
