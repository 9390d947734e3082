//! What the jobs share: the product, the upstream, how they are set, and the leases under which they work.

use super::{Interrupted, JobFigures, JobReport};
use crate::{Error, Service};
use numberline_domain::{Guid, Ticks};
use numberline_store::{Lease, Tx, lease};
use numberline_upstream::Upstream;
use parking_lot::Mutex;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// How the jobs are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// How long a node may be held up before another takes its job over.
    pub lease: Duration,
    /// How often each tenant's numbers are looked at, all of them.
    pub sync_every: Duration,
    /// How often those are looked at that something is awaited of.
    pub await_every: Duration,
    /// How often all assignments are checked; `None` for never.
    pub sweep_every: Option<Duration>,
    /// How long Microsoft may take for what it accepted.
    pub deadline: Duration,
    /// The first pause after a failure; each further one is about twice as long.
    pub pause: Duration,
    /// How often the workers look for something to do.
    pub poll: Duration,
    /// The calling profile of numbers that are found at the upstream.
    pub calling_profile: Option<Guid>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            lease: Duration::from_secs(30),
            sync_every: Duration::from_secs(15 * 60),
            await_every: Duration::from_secs(30),
            sweep_every: Some(Duration::from_secs(24 * 3600)),
            deadline: Duration::from_secs(3600),
            pause: Duration::from_secs(2),
            poll: Duration::from_millis(500),
            calling_profile: None,
        }
    }
}

/// The jobs of a node. Cheap to clone.
#[derive(Clone)]
pub struct Jobs {
    pub(super) service: Service,
    upstream: Option<Arc<dyn Upstream>>,
    pub(super) settings: Settings,
    holder: Arc<str>,
    /// How many jobs were taken in the holder's name.
    taken: Arc<AtomicU64>,
    stop: Arc<AtomicBool>,
    figures: Arc<JobFigures>,
}

impl Jobs {
    /// The jobs over this product and upstream. Without an upstream, what needs one waits and says so.
    ///
    /// # Errors
    /// When the system gives no random bits.
    pub fn new(service: &Service, upstream: Option<Arc<dyn Upstream>>, settings: Settings) -> Result<Self, Error> {
        let holder = format!("{}:{}", std::process::id(), random_guid()?).into();
        let (stop, taken, figures): (_, _, Arc<JobFigures>) = (Arc::default(), Arc::default(), Arc::default());
        let watched = (Arc::clone(&figures), upstream.clone());
        service.shared.watch_jobs(Box::new(move || {
            let hosts = watched.1.as_ref().map(|upstream| upstream.hosts()).unwrap_or_default();
            JobReport::of(&watched.0, &hosts)
        }));
        Ok(Self { service: service.clone(), upstream, settings, holder, taken, stop, figures })
    }

    /// What the jobs have done.
    #[must_use]
    pub fn figures(&self) -> &JobFigures {
        &self.figures
    }

    /// The upstream, if one is configured.
    #[must_use]
    pub fn upstream(&self) -> Option<&dyn Upstream> {
        self.upstream.as_deref()
    }

    /// Lets every job end at its next step, and every call under way at once.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(upstream) = &self.upstream {
            upstream.stop();
        }
    }

    pub(super) fn is_stopping(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    pub(super) fn go_on(&self) -> Result<(), Interrupted> {
        if self.is_stopping() { Err(Interrupted::Stopped) } else { Ok(()) }
    }

    pub(super) fn now(&self) -> Ticks {
        self.service.clock.now()
    }

    /// Reads one state of the database.
    pub(super) fn read<T>(
        &self,
        work: impl FnOnce(&Tx<'_>) -> Result<T, numberline_store::Error>,
    ) -> Result<T, numberline_store::Error> {
        self.service.database.read(work)
    }

    /// Takes a job, unless somebody has it.
    pub(super) fn take(&self, name: &str, actor: &'static str) -> Result<Option<Held<'_>>, Error> {
        Ok(self.take_and(name, actor, |_| Ok(()))?.map(|(held, ())| held))
    }

    /// Takes a job, unless somebody has it, and begins it in the same transaction.
    pub(super) fn take_and<T>(
        &self,
        name: &str,
        actor: &'static str,
        begin: impl FnOnce(&mut Tx<'_>) -> Result<T, Error>,
    ) -> Result<Option<(Held<'_>, T)>, Error> {
        let author = self.service.author(actor);
        let holder = format!("{}:{}", self.holder, self.taken.fetch_add(1, Ordering::Relaxed));
        let kept = Mutex::new(Instant::now());
        let taken = self.service.database.work(&author, |tx| {
            match lease::acquire(tx, name, &holder, self.settings.lease)? {
                Some(lease) => Ok::<_, Error>(Some((lease, begin(tx)?))),
                None => Ok(None),
            }
        })?;
        let held = |lease| Held { jobs: self, lease, actor, kept, is_given_back: AtomicBool::new(false) };
        Ok(taken.map(|(lease, begun)| (held(lease), begun)))
    }
}

/// A job that is held. What is written under it is undone when somebody else has it by then.
pub(super) struct Held<'j> {
    jobs: &'j Jobs,
    lease: Lease,
    actor: &'static str,
    kept: Mutex<Instant>,
    is_given_back: AtomicBool,
}

impl Held<'_> {
    /// Who stands in the log.
    pub(super) const fn actor(&self) -> &'static str {
        self.actor
    }

    /// Writes, all or nothing, and keeps the lease.
    pub(super) fn write<T>(&self, work: impl FnOnce(&mut Tx<'_>) -> Result<T, Interrupted>) -> Result<T, Interrupted> {
        let begun = Instant::now();
        let lasts = self.jobs.settings.lease;
        let value = self
            .change(|tx| if lease::keep(tx, &self.lease, lasts)? { work(tx) } else { Err(Interrupted::LeaseLost) })?;
        *self.kept.lock() = begun;
        Ok(value)
    }

    /// Writes for the last time, all or nothing, and gives the job back in the same transaction.
    pub(super) fn write_last<T>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, Interrupted>,
    ) -> Result<T, Interrupted> {
        let value =
            self.change(|tx| if lease::give_back(tx, &self.lease)? { work(tx) } else { Err(Interrupted::LeaseLost) })?;
        self.is_given_back.store(true, Ordering::Relaxed);
        Ok(value)
    }

    fn change<T>(&self, work: impl FnOnce(&mut Tx<'_>) -> Result<T, Interrupted>) -> Result<T, Interrupted> {
        let service = &self.jobs.service;
        let value = service.database.work(&service.author(self.actor), work)?;
        service.shared.wake_follower();
        Ok(value)
    }

    /// Keeps the lease if a good part of it has passed. Long work that writes nothing calls it now and then.
    pub(super) fn touch(&self) -> Result<(), Interrupted> {
        self.jobs.go_on()?;
        if self.kept.lock().elapsed() < self.jobs.settings.lease / 3 {
            return Ok(());
        }
        self.write(|_| Ok(()))
    }

    /// Gives the job back, if that was not done with the last write. A lease that cannot be given back runs out.
    pub(super) fn give_back(self) {
        if self.is_given_back.load(Ordering::Relaxed) {
            return;
        }
        let author = self.jobs.service.author(self.actor);
        let work = |tx: &mut Tx<'_>| lease::give_back(tx, &self.lease).map(drop);
        if let Err(error) = self.jobs.service.database.work(&author, work) {
            tracing::debug!(%error, job = self.lease.name, "the lease runs out by itself");
        }
    }
}

/// 128 random bits, as the fourth kind of GUID has them.
pub(super) fn random_guid() -> Result<Guid, Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| Error::Refused(format!("the system gives no random bits: {error}")))?;
    Ok(Guid::from_u128(uuid::Builder::from_random_bytes(bytes).into_uuid().as_u128()))
}
