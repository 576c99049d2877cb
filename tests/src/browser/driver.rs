//! The processes behind a browser: its driver, and a profile that nothing else uses.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use thirtyfour::common::capabilities::firefox::FirefoxPreferences;
use thirtyfour::prelude::*;

/// Names of Chromium and its family on PATH.
const CHROMIUM: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];
/// Names of Firefox on PATH.
const FIREFOX: [&str; 2] = ["firefox-esr", "firefox"];

/// The browser itself calls home in some of these ways; none belongs to a test.
const ARGUMENTS: [&str; 10] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
];

/// Whose browser is driven.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Chromium and its family, by chromedriver.
    Chromium,
    /// Firefox, by geckodriver: the one that `KONSEKI_GECKODRIVER` names, or that on PATH.
    Firefox,
}

impl Engine {
    fn binary(self) -> Option<PathBuf> {
        let names: &[&str] = match self {
            Self::Chromium => &CHROMIUM,
            Self::Firefox => &FIREFOX,
        };
        names.iter().find_map(|name| find(name))
    }

    fn driver(self) -> Option<PathBuf> {
        match self {
            Self::Chromium => find("chromedriver"),
            Self::Firefox => std::env::var_os("KONSEKI_GECKODRIVER")
                .map(PathBuf::from)
                .or_else(|| find("geckodriver")),
        }
    }

    /// What begins the port in what the driver says when it listens.
    fn says(self) -> &'static str {
        match self {
            Self::Chromium => "successfully on port ",
            Self::Firefox => "Listening on 127.0.0.1:",
        }
    }
}

/// A running driver on a free port.
pub(super) struct DriverProcess {
    child: Child,
    port: u16,
}

impl DriverProcess {
    /// Starts it; gives the path of the browser to drive, too. Nothing where either is missing.
    pub(super) fn start(engine: Engine) -> Option<(Self, PathBuf)> {
        let binary = engine.binary()?;
        let mut command = Command::new(engine.driver()?);
        command.arg("--port=0");
        if engine == Engine::Firefox {
            command.arg("--websocket-port=0");
        }
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the driver starts");
        let mut lines = BufReader::new(child.stdout.take().expect("is piped")).lines();
        let port = lines.by_ref().map_while(Result::ok).find_map(|line| port(&line, engine.says()));
        // What it says later is read and forgotten, so that it never waits for a reader.
        std::thread::spawn(move || lines.for_each(drop));
        Some((Self { child, port: port.expect("the driver tells its port") }, binary))
    }

    /// Its number among the system's processes.
    pub(super) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Where it listens.
    pub(super) fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for DriverProcess {
    fn drop(&mut self) {
        // It may have ended already.
        self.child.kill().and_then(|()| self.child.wait()).map(drop).unwrap_or_default();
    }
}

/// A fresh folder for one browser's profile and downloads, removed when it is dropped.
pub(super) struct Profile {
    folder: PathBuf,
}

impl Profile {
    pub(super) fn create() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let folder =
            std::env::temp_dir().join(format!("konseki-browser-{}-{number}", std::process::id()));
        let profile = Self { folder };
        std::fs::create_dir_all(profile.downloads()).expect("the profile can be created");
        profile
    }

    pub(super) fn downloads(&self) -> PathBuf {
        self.folder.join("downloads")
    }
}

impl Drop for Profile {
    fn drop(&mut self) {
        // The browser may still be writing its last files; what stays is in the temporary folder.
        std::fs::remove_dir_all(&self.folder).unwrap_or_default();
    }
}

/// What is asked of the driver.
pub(super) fn capabilities(
    engine: Engine,
    binary: &Path,
    profile: &Profile,
) -> WebDriverResult<Capabilities> {
    let binary = binary.display().to_string();
    match engine {
        Engine::Chromium => {
            let mut capabilities = DesiredCapabilities::chrome();
            capabilities.set_binary(&binary)?;
            for argument in ARGUMENTS {
                capabilities.add_arg(argument)?;
            }
            capabilities.add_arg(&format!("--user-data-dir={}", profile.folder.display()))?;
            capabilities.enable_bidi()?;
            Ok(capabilities.into())
        }
        Engine::Firefox => {
            let mut preferences = FirefoxPreferences::new();
            preferences.set("browser.download.folderList", 2)?;
            preferences.set("browser.download.dir", profile.downloads().display().to_string())?;
            let mut capabilities = DesiredCapabilities::firefox();
            capabilities.set_firefox_binary(&binary)?;
            capabilities.add_arg("-headless")?;
            capabilities.set_preferences(preferences)?;
            capabilities.enable_bidi()?;
            Ok(capabilities.into())
        }
    }
}

/// The port behind these words of the driver.
fn port(line: &str, says: &str) -> Option<u16> {
    line.split_once(says)?.1.trim_end_matches('.').parse().ok()
}

fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_is_read_from_the_drivers_own_words() {
        let says = Engine::Chromium.says();
        assert_eq!(port("ChromeDriver was started successfully on port 35123.", says), Some(35123));
        assert_eq!(port("Starting ChromeDriver 156.0 on port 0", says), None);
        let line = "1761000000000\tgeckodriver\tINFO\tListening on 127.0.0.1:35123";
        assert_eq!(port(line, Engine::Firefox.says()), Some(35123));
    }
}
