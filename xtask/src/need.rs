//! What the test command needs on a machine beside Rust and a C compiler, and how it gets there.

use crate::cluster::balancer;
use crate::portal;
use crate::step::{Step, succeed};
use anyhow::{Result, bail, ensure};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use xtask::postgres::Binaries;
use xtask::workspace::Workspace;

/// The version that the project is checked with; another one finds other things.
const SCHEMATHESIS: &str = "schemathesis==4.32.5";

/// Python 3.10 or newer that can make a virtual environment.
const PYTHON_CHECK: &str = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))";

/// As the checks' modules need it.
const NODE_CHECK: &str = "process.exit(Number(process.versions.node.split('.')[0]) >= 20 ? 0 : 1)";

enum Need {
    Component(&'static str),
    Debian {
        is_present: fn() -> bool,
        packages: &'static str,
        what: &'static str,
    },
    Schemathesis,
    /// What the checks of the portal import, as their lock file pins it.
    NodeModules,
}

const POSTGRES: Need =
    Need::Debian { is_present: || Binaries::find().is_ok(), packages: "postgresql", what: "PostgreSQL 15 or newer" };

/// Says what is missing and how to install it, or installs it.
pub(crate) fn ensure(workspace: &Workspace, steps: &[Step], install: bool) -> Result<()> {
    let missing: Vec<_> = needs(steps).into_iter().filter(|need| !need.is_met(workspace)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names: Vec<_> = missing.iter().map(Need::name).collect();
    if !install {
        let lines: Vec<_> = missing.iter().map(|need| need.line(workspace)).collect();
        bail!("missing: {}\ninstall with: {}", names.join(", "), lines.join(" && "));
    }
    for need in missing {
        eprintln!("installing {} …", need.name());
        need.install(workspace)?;
        ensure!(need.is_met(workspace), "{} is still missing", need.name());
    }
    Ok(())
}

/// The schema checker of this workspace.
pub(crate) fn schemathesis(workspace: &Workspace) -> PathBuf {
    environment(workspace).join("bin/schemathesis")
}

fn environment(workspace: &Workspace) -> PathBuf {
    workspace.target.join("venv")
}

fn needs(steps: &[Step]) -> Vec<Need> {
    let mut needs = Vec::new();
    for step in steps {
        match step {
            Step::Format => needs.push(Need::Component("rustfmt")),
            Step::Lint => needs.push(Need::Component("clippy")),
            Step::Document | Step::Tidy => {}
            Step::Unit => needs.push(Need::Debian {
                is_present: || answers(Command::new("cc").arg("--version")),
                packages: "gcc libc6-dev",
                what: "a C compiler",
            }),
            Step::UnitOnPostgres => needs.push(POSTGRES),
            Step::Cluster => {
                needs.push(POSTGRES);
                needs.push(Need::Debian {
                    is_present: || balancer::binary().is_some(),
                    packages: "haproxy",
                    what: "HAProxy 2.4 or newer",
                });
            }
            Step::Schema => {
                needs.push(Need::Debian {
                    is_present: || answers(Command::new("python3").args(["-c", PYTHON_CHECK])),
                    packages: "python3 python3-venv",
                    what: "Python 3.10 or newer with venv",
                });
                needs.push(Need::Schemathesis);
            }
            Step::Portal => {
                needs.push(Need::Debian {
                    is_present: || answers(Command::new(portal::CHROMIUM).arg("--version")),
                    packages: "chromium",
                    what: "Chromium",
                });
                needs.push(Need::Debian {
                    is_present: || {
                        answers(Command::new("node").args(["--eval", NODE_CHECK]))
                            && answers(Command::new("npm").arg("--version"))
                    },
                    packages: "nodejs npm",
                    what: "Node.js 20 or newer with npm",
                });
                needs.push(Need::NodeModules);
            }
        }
    }
    needs
}

impl Need {
    fn name(&self) -> &'static str {
        match self {
            Self::Component(name) => name,
            Self::Debian { what, .. } => what,
            Self::Schemathesis => SCHEMATHESIS,
            Self::NodeModules => "the modules of the portal's checks",
        }
    }

    fn is_met(&self, workspace: &Workspace) -> bool {
        match self {
            Self::Component("rustfmt") => answers(Command::new("cargo").args(["fmt", "--version"])),
            Self::Component(name) => answers(Command::new("cargo").args([name, "--version"])),
            Self::Debian { is_present, .. } => is_present(),
            Self::NodeModules => {
                let folder = portal::folder(workspace);
                // What npm writes down of an installation tells whether it is the one that is pinned.
                let installed = std::fs::read_to_string(folder.join("node_modules/.package-lock.json"));
                let pinned = std::fs::read_to_string(folder.join("package-lock.json"));
                let versions = |text: &str| -> Vec<String> {
                    text.lines()
                        .filter(|line| line.contains("\"integrity\""))
                        .map(|line| line.trim().to_owned())
                        .collect()
                };
                matches!((installed, pinned), (Ok(installed), Ok(pinned)) if versions(&installed) == versions(&pinned))
            }
            Self::Schemathesis => {
                let output = Command::new(schemathesis(workspace)).arg("--version").output();
                let wanted = SCHEMATHESIS.split("==").last().unwrap_or_default();
                output.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).trim().ends_with(wanted))
            }
        }
    }

    /// The shell line that a person would type.
    fn line(&self, workspace: &Workspace) -> String {
        match self {
            Self::Component(name) => format!("rustup component add {name}"),
            Self::Debian { packages, .. } => format!("sudo apt-get install -y {packages}"),
            Self::NodeModules => format!("npm --prefix {} ci --ignore-scripts", portal::FOLDER),
            Self::Schemathesis => {
                let folder = environment(workspace);
                let folder = folder.strip_prefix(&workspace.root).unwrap_or(&folder).display().to_string();
                format!("python3 -m venv {folder} && {folder}/bin/pip install {SCHEMATHESIS}")
            }
        }
    }

    fn install(&self, workspace: &Workspace) -> Result<()> {
        match self {
            Self::Component(name) => succeed(Command::new("rustup").args(["component", "add", name])),
            Self::Debian { packages, .. } => {
                ensure!(is_root(), "only root installs Debian packages; run: {}", self.line(workspace));
                succeed(Command::new("apt-get").args(["update", "--quiet"]))?;
                let mut install = Command::new("apt-get");
                install.env("DEBIAN_FRONTEND", "noninteractive");
                succeed(install.args(["install", "--yes", "--no-install-recommends"]).args(packages.split(' ')))
            }
            Self::NodeModules => {
                let mut npm = Command::new("npm");
                npm.arg("--prefix").arg(portal::folder(workspace));
                succeed(npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]))
            }
            Self::Schemathesis => {
                let folder = environment(workspace);
                succeed(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
                let mut pip = Command::new(folder.join("bin/pip"));
                succeed(pip.args(["install", "--quiet", "--disable-pip-version-check", SCHEMATHESIS]))
            }
        }
    }
}

fn answers(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}
