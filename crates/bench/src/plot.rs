//! Small charts as SVG: labels in a row, one or more series of points over them, as bars or lines, on a logarithmic
//! scale when the figures span more than a decade. Colours are readable on light and dark ground alike.

use std::fmt::Write;

/// How points are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A bar each.
    Bars,
    /// Joined, series by series.
    Lines,
}

/// A chart.
pub(crate) struct Plot {
    title: String,
    unit: String,
    shape: Shape,
    labels: Vec<String>,
    series: Vec<Series>,
}

struct Series {
    name: String,
    /// Each with the place of its label.
    points: Vec<(usize, f64)>,
}

const LEFT: f64 = 210.0;
const WIDTH: f64 = 760.0;
const TOP: f64 = 64.0;
/// Height of a bar.
const BAR: f64 = 14.0;
/// Height of a chart of lines.
const FIELD: f64 = 220.0;
const GREY: &str = "#808080";
const COLOURS: [&str; 6] = ["#3b82c4", "#d9822b", "#4c9f70", "#b0578d", "#8a6fd1", "#a08a3c"];

impl Plot {
    /// An empty chart of figures in a unit.
    pub(crate) fn new(title: &str, unit: &str, shape: Shape) -> Self {
        Self { title: title.to_owned(), unit: unit.to_owned(), shape, labels: Vec::new(), series: Vec::new() }
    }

    /// Adds a label. In a chart of bars the points that follow belong to it.
    pub(crate) fn label(&mut self, label: &str) {
        self.labels.push(label.to_owned());
    }

    /// Adds a point: to the last label where labels come one by one with their points, or to the series' next label.
    pub(crate) fn point(&mut self, series: &str, figure: f64) {
        if self.series.iter().all(|known| known.name != series) {
            self.series.push(Series { name: series.to_owned(), points: Vec::new() });
        }
        let last = self.labels.len().saturating_sub(1);
        let shape = self.shape;
        for known in self.series.iter_mut().filter(|known| known.name == series) {
            let place = if shape == Shape::Bars { last } else { known.points.len() };
            known.points.push((place, figure));
        }
    }

    /// The text of the SVG.
    pub(crate) fn svg(&self) -> String {
        let bars: usize = self.series.iter().map(|series| series.points.len()).sum();
        let height = match self.shape {
            Shape::Bars => TOP + BAR * (bars + self.labels.len()) as f64 + 12.0,
            Shape::Lines => TOP + FIELD + 40.0,
        };
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height:.0}\" role=\"img\" \
             aria-labelledby=\"title description\" font-family=\"system-ui, sans-serif\" font-size=\"12\" fill=\"{GREY}\">\n\
             <title id=\"title\">{}</title>\n<desc id=\"description\">{}</desc>\n",
            escaped(&self.title),
            escaped(&self.description())
        );
        let scale = if self.is_logarithmic() { ", logarithmic" } else { "" };
        text(&mut svg, 10.0, 22.0, "start", &format!("{} ({}{scale})", self.title, self.unit));
        self.draw_legend(&mut svg);
        match self.shape {
            Shape::Bars => self.draw_bars(&mut svg),
            Shape::Lines => self.draw_lines(&mut svg),
        }
        svg.push_str("</svg>\n");
        svg
    }

    /// Every figure as text, for those who cannot see the chart.
    fn description(&self) -> String {
        let label = |place: usize| self.labels.get(place).map_or("", String::as_str);
        let points = |series: &Series| {
            let points = series.points.iter().map(|(place, figure)| format!("{} {}", label(*place), short(*figure)));
            format!("{}: {}", series.name, points.collect::<Vec<_>>().join(", "))
        };
        let series: Vec<_> = self.series.iter().map(points).collect();
        format!("In {}. {}.", self.unit, series.join("; "))
    }

    /// The least and the largest figure.
    fn range(&self) -> (f64, f64) {
        let figures = || self.series.iter().flat_map(|series| series.points.iter().map(|point| point.1));
        let most = figures().fold(f64::MIN_POSITIVE, f64::max);
        (figures().fold(most, f64::min).max(f64::MIN_POSITIVE), most)
    }

    fn is_logarithmic(&self) -> bool {
        let (least, most) = self.range();
        most / least > 10.0
    }

    /// The part of the scale that a figure fills, from 0 to 1.
    fn scale(&self) -> impl Fn(f64) -> f64 {
        let (least, most) = self.range();
        let is_logarithmic = self.is_logarithmic();
        let begin = 10_f64.powf((least / 1.5).log10().floor());
        move |figure| if is_logarithmic { (figure / begin).ln() / (most / begin).ln() } else { figure / most }
    }

    fn draw_legend(&self, svg: &mut String) {
        let mut left = 10.0;
        for (series, colour) in self.series.iter().zip(COLOURS.iter().cycle()) {
            let _ = writeln!(svg, "<rect x=\"{left:.0}\" y=\"34\" width=\"10\" height=\"10\" fill=\"{colour}\"/>");
            text(svg, left + 15.0, 43.0, "start", &series.name);
            left += 34.0 + 6.5 * series.name.chars().count() as f64;
        }
    }

    fn draw_bars(&self, svg: &mut String) {
        let scale = self.scale();
        let mut top = TOP;
        for (place, label) in self.labels.iter().enumerate() {
            text(svg, LEFT - 8.0, top + BAR - 3.0, "end", label);
            for (series, colour) in self.series.iter().zip(COLOURS.iter().cycle()) {
                for (_, figure) in series.points.iter().filter(|point| point.0 == place) {
                    let width = scale(*figure) * (WIDTH - LEFT - 70.0);
                    let thick = BAR - 2.0;
                    let _ = writeln!(
                        svg,
                        "<rect x=\"{LEFT}\" y=\"{top:.0}\" width=\"{width:.1}\" height=\"{thick}\" fill=\"{colour}\"/>"
                    );
                    text(svg, LEFT + width + 5.0, top + BAR - 3.0, "start", &short(*figure));
                    top += BAR;
                }
            }
            top += BAR;
        }
    }

    fn draw_lines(&self, svg: &mut String) {
        let scale = self.scale();
        let step = (WIDTH - 120.0) / self.labels.len().saturating_sub(1).max(1) as f64;
        let across = |place: usize| 50.0 + step * place as f64;
        let down = |figure: f64| TOP + 16.0 + (1.0 - scale(figure)) * (FIELD - 16.0);
        let ground = TOP + FIELD;
        let _ = writeln!(svg, "<path d=\"M30 {ground}H{}\" stroke=\"{GREY}\" fill=\"none\"/>", WIDTH - 30.0);
        for (place, label) in self.labels.iter().enumerate() {
            text(svg, across(place), ground + 18.0, "middle", label);
        }
        for (series, colour) in self.series.iter().zip(COLOURS.iter().cycle()) {
            let points = series.points.iter().map(|(place, figure)| (across(*place), down(*figure), *figure));
            let joined: Vec<_> = points.clone().map(|(x, y, _)| format!("{x:.1},{y:.1}")).collect();
            let joined = joined.join(" ");
            let _ =
                writeln!(svg, "<polyline points=\"{joined}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>");
            for (x, y, figure) in points {
                let _ = writeln!(svg, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\" fill=\"{colour}\"/>");
                text(svg, x, y - 7.0, "middle", &short(figure));
            }
        }
    }
}

fn text(svg: &mut String, x: f64, y: f64, anchor: &str, said: &str) {
    let _ = writeln!(svg, "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{}</text>", escaped(said));
}

fn short(figure: f64) -> String {
    let places = if figure < 10.0 { 2 } else { usize::from(figure < 100.0) };
    format!("{figure:.places$}")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plot_says_its_figures_as_text_too() {
        let mut plot = Plot::new("A & b", "times", Shape::Bars);
        plot.label("first");
        plot.point("x", 2.0);
        plot.label("second");
        plot.point("x", 300.0);
        let svg = plot.svg();
        assert!(svg.contains("<title id=\"title\">A &amp; b</title>"), "{svg}");
        assert!(svg.contains("<desc id=\"description\">In times. x: first 2.00, second 300.</desc>"), "{svg}");
    }
}
