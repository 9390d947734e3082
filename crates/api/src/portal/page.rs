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
    /// The name of its script, and what the navigation marks.
    name: &'static str,
    title: &'static str,
    /// Scripts that its own imports; naming them here saves a round trip each.
    imports: &'static [&'static str],
    /// The least role that finds anything in it.
    role: Role,
    /// Whether the navigation leads to it.
    is_in_navigation: bool,
}

const PAGES: [Page; 7] = [
    Page {
        path: "/",
        name: "overview",
        title: "Overview",
        imports: &["plot.js"],
        role: Role::Reader,
        is_in_navigation: true,
    },
    Page {
        path: "/numbers",
        name: "numbers",
        title: "Numbers",
        imports: &[
            "grid.js",
            "scroll.js",
            "windows.js",
            "columns.js",
            "filters.js",
            "selection.js",
            "arrangement.js",
            "drawer.js",
            "ticks.js",
            "timeline.js",
        ],
        role: Role::Reader,
        is_in_navigation: true,
    },
    Page {
        path: "/upload",
        name: "upload",
        title: "Upload",
        imports: &["actions.js", "entries.js", "filters.js", "task.js"],
        role: Role::Operator,
        is_in_navigation: true,
    },
    Page {
        path: "/tasks",
        name: "tasks",
        title: "Tasks",
        imports: &["task.js"],
        role: Role::Reader,
        is_in_navigation: true,
    },
    Page {
        path: "/tenants",
        name: "tenants",
        title: "Tenants",
        imports: &[],
        role: Role::Reader,
        is_in_navigation: true,
    },
    Page {
        path: "/connections",
        name: "connections",
        title: "SBCs and profiles",
        imports: &[],
        role: Role::Reader,
        is_in_navigation: true,
    },
    Page { path: "/tokens", name: "tokens", title: "Tokens", imports: &[], role: Role::Admin, is_in_navigation: true },
];

/// Scripts of every page.
const COMMON: [&str; 6] = ["shell.js", "dom.js", "api.js", "format.js", "events.js", "dialog.js"];

#[derive(Template)]
#[template(path = "page.html")]
struct Shell<'a> {
    version: &'a str,
    base: &'a str,
    calls: &'a str,
    page: &'a Page,
    entries: Vec<&'a Page>,
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
    let shell = Shell {
        version: api.assets.version(),
        base: api.settings.base_path.as_str(),
        calls: &api.calls,
        page,
        entries: PAGES.iter().filter(|page| page.is_in_navigation && caller.role >= page.role).collect(),
        common: &COMMON,
        role: caller.role.as_str(),
        is_allowed: caller.role >= page.role,
        name: &name,
        scope,
        only_tenant,
    };
    html(shell.render().expect("writing to a string cannot fail"))
}
