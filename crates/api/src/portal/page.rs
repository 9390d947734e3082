//! The shell of each page. What stands in it is fetched by the page's script.

use super::html;
use crate::guard::Reader;
use crate::router::Api;
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use http::Uri;
use numberline_domain::Role;
use numberline_service::token;

/// A page.
struct Page {
    path: &'static str,
    /// The name of its script.
    name: &'static str,
    title: &'static str,
    /// The beginning of the title that is enough for it in a narrow navigation.
    short: &'static str,
    /// The page of the navigation that it stands under: its own name, or that of the first of several.
    under: &'static str,
    /// Scripts that its own imports; naming them here saves a round trip each.
    imports: &'static [&'static str],
    /// Styles beside those of every page.
    styles: &'static [&'static str],
    /// The least role that finds anything in it.
    role: Role,
}

impl Page {
    /// A page of its own in the navigation, for every role.
    const fn new(path: &'static str, name: &'static str, title: &'static str) -> Self {
        Self { path, name, title, short: title, under: name, imports: &[], styles: &[], role: Role::Reader }
    }

    /// Under another page.
    const fn under(self, under: &'static str) -> Self {
        Self { under, ..self }
    }

    const fn importing(self, imports: &'static [&'static str]) -> Self {
        Self { imports, ..self }
    }

    const fn styled(self, styles: &'static [&'static str]) -> Self {
        Self { styles, ..self }
    }

    const fn in_short(self, short: &'static str) -> Self {
        Self { short, ..self }
    }

    const fn for_role(self, role: Role) -> Self {
        Self { role, ..self }
    }
}

const PAGES: [Page; 11] = [
    Page::new("/", "overview", "Overview").importing(&["plot.js"]),
    Page::new("/numbers", "numbers", "Numbers").styled(&["numbers.css", "drawer.css"]).importing(&[
        "grid.js",
        "scroll.js",
        "windows.js",
        "columns.js",
        "filters.js",
        "picker.js",
        "list.js",
        "selection.js",
        "arrangement.js",
        "drawer.js",
        "record.js",
        "ticks.js",
        "timeline.js",
    ]),
    Page::new("/released", "released", "Released").under("numbers").styled(&["drawer.css"]).importing(&[
        "pages.js",
        "record.js",
        "ticks.js",
        "timeline.js",
    ]),
    Page::new("/upload", "upload", "Upload")
        .importing(&["actions.js", "entries.js", "list.js", "task.js"])
        .for_role(Role::Operator),
    Page::new("/tasks", "tasks", "Tasks").importing(&["task.js"]),
    Page::new("/tenants", "tenants", "Tenants"),
    Page::new("/services", "services", "Services")
        .under("tenants")
        .styled(&["drawer.css"])
        .importing(&["record.js", "service.js"]),
    Page::new("/leads", "leads", "Leads")
        .under("tenants")
        .styled(&["drawer.css"])
        .importing(&["record.js", "pages.js"]),
    Page::new("/connections", "connections", "SBCs and profiles").in_short("SBCs"),
    Page::new("/tokens", "tokens", "Tokens").for_role(Role::Admin),
    Page::new("/reference", "reference", "API"),
];

/// Scripts of every page.
const COMMON: [&str; 7] = ["shell.js", "dom.js", "api.js", "standing.js", "format.js", "events.js", "dialog.js"];

#[derive(Template)]
#[template(path = "page.html")]
struct Shell<'a> {
    version: &'a str,
    base: &'a str,
    calls: &'a str,
    page: &'a Page,
    /// The navigation.
    entries: Vec<&'a Page>,
    /// The pages under the same entry, if there are several.
    tabs: Vec<&'a Page>,
    common: &'a [&'a str],
    role: &'a str,
    is_allowed: bool,
    name: &'a str,
    scope: String,
    /// The one tenant within reach, if there is just one.
    only_tenant: String,
}

pub(super) fn routes() -> Router<Api> {
    PAGES.iter().fold(Router::new(), |routes, page| routes.route(page.path, get(get_page)))
}

/// Whether the path is a page's.
pub(crate) fn is_page(path: &str) -> bool {
    PAGES.iter().any(|page| page.path == path)
}

async fn get_page(Reader(caller): Reader, State(api): State<Api>, uri: Uri) -> Response {
    let page = PAGES.iter().find(|page| page.path == uri.path()).unwrap_or(&PAGES[0]);
    let name = token::name(&api.service, caller.token).unwrap_or_default();
    let (tenants, only_tenant) = match caller.scope.tenants() {
        None => ("all tenants".to_owned(), String::new()),
        Some([only]) => ("one tenant".to_owned(), only.to_string()),
        Some(several) => (format!("{} tenants", several.len()), String::new()),
    };
    let scope = match caller.scope.channels() {
        None => tenants,
        Some([_]) => format!("{tenants}, one channel"),
        Some(several) => format!("{tenants}, {} channels", several.len()),
    };
    let within_role = |entry: &&Page| caller.role >= entry.role;
    let mut tabs: Vec<_> = PAGES.iter().filter(|tab| tab.under == page.under).filter(within_role).collect();
    if tabs.len() == 1 {
        tabs.clear();
    }
    let shell = Shell {
        version: api.assets.version(),
        base: api.settings.base_path.as_str(),
        calls: &api.calls,
        page,
        entries: PAGES.iter().filter(|entry| entry.under == entry.name).filter(within_role).collect(),
        tabs,
        common: &COMMON,
        role: caller.role.as_str(),
        is_allowed: caller.role >= page.role,
        name: &name,
        scope,
        only_tenant,
    };
    html(shell.render().expect("writing to a string cannot fail"))
}
