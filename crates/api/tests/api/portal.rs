//! The portal's pages: who gets in, what a session may do, and what goes out with each page.

use crate::{LIST, Reply, Stage};
use http::Method;
use numberline_domain::Role;

const TOKENS: &str = "/api/v3/tokens";
const HERE: (&str, &str) = ("sec-fetch-site", "same-origin");
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const PAGES: [&str; 11] = [
    "/",
    "/numbers",
    "/released",
    "/upload",
    "/tasks",
    "/tenants",
    "/services",
    "/leads",
    "/connections",
    "/tokens",
    "/reference",
];

async fn sign_in(stage: &Stage, token: &str) -> Reply {
    stage.send_body(Method::POST, "/sign-in", &[HERE, FORM], &format!("token={token}&next=%2Fnumbers")).await
}

/// The cookie that an answer sets, as a browser would send it.
fn cookie(reply: &Reply) -> String {
    reply.header("set-cookie").split(';').next().unwrap().to_owned()
}

async fn session(stage: &Stage, role: Role) -> String {
    let token = stage.known_token(role, vec![]).await;
    cookie(&sign_in(stage, &token).await)
}

fn text(reply: &Reply) -> &str {
    std::str::from_utf8(&reply.body).unwrap()
}

#[tokio::test]
async fn a_page_without_a_session_leads_to_the_sign_in_and_back() {
    let stage = Stage::ready().await;
    let reply = stage.send(Method::GET, "/numbers?search=%2B44", &[]).await;
    assert_eq!((reply.status.as_u16(), reply.header("location")), (303, "/sign-in?next=/numbers%3Fsearch%3D%252B44"));
    let form = stage.send(Method::GET, reply.header("location"), &[]).await;
    assert_eq!(form.status, 200);
    assert!(text(&form).contains("value=\"/numbers?search=%2B44\""), "{}", text(&form));
    for page in PAGES {
        assert_eq!(stage.send(Method::GET, page, &[]).await.status, 303, "{page}");
        let stale = stage.send(Method::GET, page, &[("cookie", "numberline_session=nl_nobody")]).await;
        assert_eq!(stale.status, 303, "{page}");
    }
    // Programs are told what is wrong.
    stage
        .send(Method::GET, "/numbers", &[("authorization", "Bearer x")])
        .await
        .expect_problem(401, "credential-unknown");
    stage.send(Method::GET, "/nowhere", &[]).await.expect_problem(401, "credential-missing");
}

#[tokio::test]
async fn a_token_is_exchanged_for_a_cookie_that_no_script_reads() {
    let stage = Stage::ready().await;
    let reply = sign_in(&stage, &stage.token).await;
    assert_eq!(reply.status, 200);
    let set = reply.header("set-cookie");
    assert!(set.ends_with("; Path=/; HttpOnly; SameSite=Strict"), "{set}");
    assert!(!text(&reply).contains(&stage.token));
    assert!(text(&reply).contains("url=/numbers"));
    let cookie = cookie(&reply);
    for page in PAGES {
        assert_eq!(stage.send(Method::GET, page, &[("cookie", &cookie)]).await.status, 200, "{page}");
    }
    assert_eq!(stage.send(Method::GET, LIST, &[("cookie", &cookie)]).await.json()["totalRecords"], 10);
    let secure = stage
        .send_body(
            Method::POST,
            "/sign-in",
            &[HERE, FORM, ("x-forwarded-proto", "https")],
            &format!("token={}", stage.token),
        )
        .await;
    assert!(secure.header("set-cookie").ends_with("; Secure"));
}

#[tokio::test]
async fn the_form_leads_on_who_has_a_session() {
    let stage = Stage::ready().await;
    let cookie = session(&stage, Role::Reader).await;
    let reply = stage.send(Method::GET, "/sign-in?next=/tenants", &[("cookie", &cookie)]).await;
    assert_eq!((reply.status.as_u16(), reply.header("location")), (303, "/tenants"));
}

#[tokio::test]
async fn a_wrong_token_is_told_on_the_form() {
    let stage = Stage::ready().await;
    for (token, code) in
        [("nl_nobody", "credential-unknown"), ("", "credential-malformed"), ("a%22b", "credential-malformed")]
    {
        let reply = sign_in(&stage, token).await;
        let location = format!("/sign-in?fault={code}&next=/numbers");
        assert_eq!((reply.status.as_u16(), reply.header("location")), (303, location.as_str()));
        assert!(!reply.headers.contains_key("set-cookie"));
        let form = stage.send(Method::GET, &location, &[]).await;
        assert!(text(&form).contains("role=\"alert\""));
    }
}

#[tokio::test]
async fn a_form_of_another_site_signs_nobody_in_or_out() {
    let stage = Stage::ready().await;
    for headers in [&[FORM][..], &[FORM, ("sec-fetch-site", "cross-site")], &[FORM, ("origin", "https://evil.example")]]
    {
        for path in ["/sign-in", "/sign-out"] {
            let body = format!("token={}", stage.token);
            let reply = stage.send_body(Method::POST, path, headers, &body).await;
            reply.expect_problem(403, "cross-site-refused");
        }
    }
    let reply = stage.send_body(Method::POST, "/sign-out", &[HERE, FORM], "").await;
    assert_eq!((reply.status.as_u16(), reply.header("location")), (303, "/sign-in"));
    assert!(reply.header("set-cookie").ends_with("Max-Age=0"));
}

#[tokio::test]
async fn a_code_signs_in_once() {
    let stage = Stage::ready().await;
    let path = format!("/sign-in?code={}", stage.standing.sign_in_code(&stage.token));
    let first = stage.send(Method::GET, &path, &[]).await;
    assert_eq!(cookie(&first), format!("numberline_session={}", stage.token));
    let second = stage.send(Method::GET, &path, &[]).await;
    assert!(!second.headers.contains_key("set-cookie"));
    assert!(text(&second).contains("role=\"alert\""));
}

#[tokio::test]
async fn a_session_changes_something_only_from_our_own_pages() {
    let stage = Stage::ready().await;
    let cookie = session(&stage, Role::Admin).await;
    let (cookie, json, mark) =
        (("cookie", cookie.as_str()), ("content-type", "application/json"), ("numberline-portal", "1"));
    for headers in [
        &[cookie, json][..],
        &[cookie, json, HERE],
        &[cookie, json, mark],
        &[cookie, json, mark, ("sec-fetch-site", "same-site")],
    ] {
        let reply = stage.send_body(Method::POST, TOKENS, headers, "{\"role\":\"reader\"}").await;
        reply.expect_problem(403, "cross-site-refused");
    }
    let reply = stage.send_body(Method::POST, TOKENS, &[cookie, json, mark, HERE], "{\"role\":\"reader\"}").await;
    assert_eq!(reply.status, 201);
    // A bearer wins over whatever cookie comes along.
    let bearer = format!("Bearer {}", stage.token);
    let reply = stage
        .send_body(Method::POST, TOKENS, &[cookie, json, ("authorization", &bearer)], "{\"role\":\"reader\"}")
        .await;
    reply.expect_problem(403, "role-insufficient");
}

#[tokio::test]
async fn pages_let_nothing_run_but_our_own_scripts() {
    let stage = Stage::ready().await;
    let cookie = session(&stage, Role::Admin).await;
    for path in PAGES.into_iter().chain(["/sign-in?fault=credential-unknown"]) {
        let reply = stage.send(Method::GET, path, &[("cookie", &cookie)]).await;
        let policy = reply.header("content-security-policy");
        assert!(policy.starts_with("default-src 'self';") && policy.contains("require-trusted-types-for 'script'"));
        assert_eq!((reply.header("x-content-type-options"), reply.header("cache-control")), ("nosniff", "no-store"));
        let page = text(&reply);
        assert!(!page.contains(" style=") && !page.contains("<style") && !page.contains(" on"), "{path}");
        // Each script comes from a file; none stands in the page.
        assert_eq!(page.matches("<script").count(), page.matches("></script>").count(), "{path}");
        assert!(!page.contains("://"), "{path}");
    }
}

#[tokio::test]
async fn a_page_shows_who_is_signed_in_and_only_what_the_role_allows() {
    let stage = Stage::ready().await;
    for (role, tokens, upload) in
        [(Role::Reader, false, false), (Role::Operator, false, true), (Role::Admin, true, true)]
    {
        let cookie = session(&stage, role).await;
        let reply = stage.send(Method::GET, "/", &[("cookie", &cookie)]).await;
        let page = text(&reply);
        assert_eq!((page.contains("href=\"/tokens\""), page.contains("href=\"/upload\"")), (tokens, upload));
        assert!(page.contains(&format!("data-role=\"{}\"", role.as_str())) && page.contains("all tenants"));
    }
    let cookie = session(&stage, Role::Reader).await;
    let reply = stage.send(Method::GET, "/tokens", &[("cookie", &cookie)]).await;
    assert!(text(&reply).contains("Not for this token"));
}

#[tokio::test]
async fn assets_are_kept_for_ever_and_packed() {
    let stage = Stage::ready().await;
    let form = stage.send(Method::GET, "/sign-in", &[]).await;
    let start = text(&form).find("/assets/").unwrap();
    let path = text(&form)[start..].split('"').next().unwrap().replace("mark.svg", "grid.js");
    let plain = stage.send(Method::GET, &path, &[]).await;
    assert_eq!((plain.status.as_u16(), plain.header("content-type")), (200, "text/javascript; charset=utf-8"));
    assert!(plain.header("cache-control").contains("immutable"));
    for coding in ["gzip", "zstd"] {
        let packed = stage.send(Method::GET, &path, &[("accept-encoding", coding)]).await;
        assert_eq!(packed.header("content-encoding"), coding);
        assert!(packed.body.len() * 2 < plain.body.len());
    }
    for missing in [path.replace("grid.js", "nothing.js"), "/assets/0/grid.js".to_owned()] {
        stage.send(Method::GET, &missing, &[]).await.expect_problem(404, "path-unknown");
    }
}

#[tokio::test]
async fn the_sign_in_waits_for_a_server_that_loads() {
    let stage = Stage::loading();
    let reply = stage.send(Method::GET, "/numbers", &[]).await;
    assert_eq!(reply.status, 303);
    let form = stage.send(Method::GET, "/sign-in", &[]).await;
    assert!(text(&form).contains("http-equiv=\"refresh\"") && text(&form).contains("numbers are read"));
}

#[tokio::test]
async fn what_a_session_uploads_came_by_the_portal() {
    let stage = Stage::for_operators().await;
    let cookie = cookie(&sign_in(&stage, &stage.token).await);
    let path = "/api/v3/oc/numbers/action/upload?msTenantId=3bc57cac-5794-457f-ad36-2c88cade9dbb";
    let json = ("content-type", "application/json");
    let upload = |number| format!("{{\"phoneNumbersList\":[\"{number}\"]}}");
    let headers = [("cookie", cookie.as_str()), HERE, ("numberline-portal", "1"), json];
    let reply = stage.send_body(Method::POST, path, &headers, &upload("+441632960001")).await;
    assert_eq!(reply.status, 200, "{}", text(&reply));
    assert_eq!(stage.post_with(path, &upload("+441632960002"), &[]).await.status, 200);
    for (number, source) in [("+441632960001", "webui"), ("+441632960002", "webapi")] {
        assert_eq!(stage.get(&format!("{LIST}/{number}"), &[]).await.json()["source"], source);
    }
}
