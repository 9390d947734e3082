//! `numberline serve --demo`: everything needed to try the product, gone when the server stops.

mod upstream;

use crate::cli::Globals;
use crate::{actor, output};
use anyhow::{Context, bail};
use numberline_api::{BasePath, Standing};
use numberline_domain::{Label, Role};
use numberline_service::generate::{self, Plan, Profile};
use numberline_service::job::Settings;
use numberline_service::token::{self, NewToken};
use numberline_service::{Location, Service, Silent};
use numberline_simulator::Running;
use numberline_upstream::Upstream;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;

/// Beside the document's ten: enough for several pages, few enough to be there in a second.
const PLAN: Plan = Plan { numbers: 2000, tenants: 12, seed: 1, profile: Profile::Even };

/// A database with numbers to look at, and a token to look with.
pub(super) struct Demo {
    service: Service,
    secret: String,
    upstream: Arc<dyn Upstream>,
    simulator: Running,
    /// Removed with what is in it when the demo ends; `None` when the user named a database.
    _folder: Option<TempDir>,
}

impl Demo {
    /// Makes the database.
    pub(super) fn prepare(globals: &Globals) -> anyhow::Result<Self> {
        let (location, folder) = if globals.database.is_some() {
            (empty(globals)?, None)
        } else {
            let folder = tempfile::Builder::new().prefix("numberline-demo-").tempdir();
            let folder = folder.context("cannot make a temporary folder")?;
            (Location::Sqlite(folder.path().join("numberline.db")), Some(folder))
        };
        let service = globals.open_at(&location)?;
        let actor = actor::name();
        generate::document(&service, &actor)?;
        generate::run(&service, &PLAN, &actor, &Silent)?;
        let name = Some(Label::parse("demo").expect("a word has no control character"));
        let new = NewToken { role: Role::Admin, tenants: Vec::new(), channels: Vec::new(), name, expires_in: None };
        let secret = token::create(&service, &new, &actor)?.secret;
        let (simulator, upstream) = upstream::start(&service)?;
        Ok(Self { service, secret: secret.expose().to_owned(), upstream, simulator, _folder: folder })
    }

    /// The product over the demo's database.
    pub(super) fn service(&self) -> Service {
        self.service.clone()
    }

    /// What stands for Microsoft.
    pub(super) fn upstream(&self) -> Arc<dyn Upstream> {
        Arc::clone(&self.upstream)
    }

    /// How its jobs are set: everything comes round in seconds.
    pub(super) fn job_settings() -> Settings {
        Settings {
            sync_every: Duration::from_secs(5),
            await_every: Duration::from_secs(1),
            sweep_every: Some(Duration::from_secs(10)),
            ..Settings::default()
        }
    }

    /// Tells what to try, once it works.
    pub(super) fn print(&self, origin: &str, base: &BasePath, standing: &Standing) -> anyhow::Result<()> {
        let code = standing.sign_in_code(&self.secret);
        let (numbers, secret, tenant) =
            (self.service.shared().inventory().len(), &self.secret, generate::DOCUMENT_TENANT);
        let simulator = self.simulator.addresses().control;
        let text = format!(
            "\
Numberline's demo serves {numbers} numbers until you stop it with Ctrl-C. Nothing of it is kept.

The portal, where this address signs in once:

{origin}/sign-in?code={code}

The reference document's ten numbers:

curl -H 'Authorization: Bearer {secret}' '{origin}{base}/api/v3/oc/numbers?msTenantId={tenant}'

All that the API can do: {origin}/docs

The other tenants live: their customers, in a simulator at {simulator}, delete and assign numbers.
"
        );
        Ok(output::print(text.as_bytes())?)
    }
}

/// The database that the user named, which must have nothing in it that the demo could mix with.
fn empty(globals: &Globals) -> anyhow::Result<Location> {
    let location = globals.location()?;
    let service = globals.open_at(&location)?;
    service.load()?;
    if service.shared().inventory().seq() > 0 {
        bail!("{location} is not empty: leave --database out, and --demo makes a temporary one of its own");
    }
    Ok(location)
}
