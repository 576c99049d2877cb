//! A headless browser with a page of ours in it, and all that it asked the network for.
//!
//! Each [`Browser`] is a process of its own with a fresh profile, so tests may run side by side. All
//! requests of the page and its workers are collected through WebDriver BiDi from before the page
//! opens; [`Browser::foreign_requests`] tells those that went beyond the page's own files.
//!
//! Only with the feature `browser`: `cargo xtask test` builds the page and turns it on.

mod driver;
mod memory;
mod page;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use serde_json::{Value, json};
use thirtyfour::bidi::events::{BeforeRequestSent, LogEntryAdded};
use thirtyfour::bidi::modules::log::LogLevel;
use thirtyfour::prelude::*;
use tokio::task::JoinHandle;

pub use driver::Engine;
pub use page::{Page, PageKind};

/// How long a test waits for what should come soon.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// The look that the page is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColorScheme {
    /// Dark text on light ground.
    Light,
    /// Light text on dark ground.
    Dark,
}

/// A running browser. It ends, and its profile is removed, when it is dropped.
pub struct Browser {
    /// The remote control, for what has no function here.
    pub driver: WebDriver,
    requests: Arc<Mutex<Vec<String>>>,
    errors: Arc<Mutex<Vec<String>>>,
    collectors: [JoinHandle<()>; 2],
    // Dropped in this order: the session above, then its driver, then the files of both.
    process: driver::DriverProcess,
    profile: driver::Profile,
}

impl Browser {
    /// Starts Chromium, or says that `what` is not tested because there is none.
    ///
    /// # Panics
    /// When it does not start, or when it is missing although nothing may be missing.
    pub async fn start(what: &str) -> Option<Self> {
        Self::start_engine(Engine::Chromium, what).await
    }

    /// Starts a browser, or says that `what` is not tested because there is none. Firefox obeys no
    /// function here that speaks of devtools, size, look or dropping.
    ///
    /// # Panics
    /// When it does not start, or when it is missing although nothing may be missing.
    pub async fn start_engine(engine: Engine, what: &str) -> Option<Self> {
        if std::env::var_os("KONSEKI_NO_BROWSER").is_some() {
            crate::evidence::skip(what, "KONSEKI_NO_BROWSER is set");
            return None;
        }
        let Some((process, binary)) = driver::DriverProcess::start(engine) else {
            crate::evidence::skip(what, &format!("no {engine:?} or no driver of it on PATH"));
            return None;
        };
        let profile = driver::Profile::create();
        let capabilities =
            driver::capabilities(engine, &binary, &profile).expect("capabilities are valid");
        let driver =
            WebDriver::new(process.address(), capabilities).await.expect("the browser starts");
        let bidi = driver.bidi().await.expect("the browser speaks WebDriver BiDi");

        let requests = Arc::new(Mutex::new(Vec::new()));
        let mut sent = bidi.subscribe::<BeforeRequestSent>().await.expect("requests can be seen");
        let seen = Arc::clone(&requests);
        let collect_requests = tokio::spawn(async move {
            while let Some(event) = sent.next().await {
                push(&seen, event.request.url);
            }
        });
        let errors = Arc::new(Mutex::new(Vec::new()));
        let mut logged = bidi.subscribe::<LogEntryAdded>().await.expect("the console can be read");
        let seen = Arc::clone(&errors);
        let collect_errors = tokio::spawn(async move {
            while let Some(event) = logged.next().await {
                if matches!(event.level, LogLevel::Error) {
                    push(&seen, event.text.unwrap_or_default());
                }
            }
        });
        let collectors = [collect_requests, collect_errors];
        let browser = Self { driver, requests, errors, collectors, process, profile };
        if engine == Engine::Chromium {
            browser.allow_downloads().await;
        }
        Some(browser)
    }

    /// Opens the page with `query` (such as `?lang=ja`, or nothing) and waits until it is loaded.
    ///
    /// # Panics
    /// When it cannot be opened.
    pub async fn open(&self, page: &Page, query: &str) {
        let address = format!("{}{query}", page.address());
        self.driver.goto(&address).await.unwrap_or_else(|error| panic!("{address}: {error}"));
    }

    /// Has a script run before any of the page's own, in the pages that are opened from now on.
    ///
    /// # Panics
    /// When the browser does not take it.
    pub async fn run_before_page(&self, script: &str) {
        let source = json!({ "source": script });
        self.devtools("Page.addScriptToEvaluateOnNewDocument", source).await;
    }

    /// The element once it is there.
    ///
    /// # Panics
    /// When it does not come within `patience`; the message has the page's errors.
    pub async fn wait_for(&self, selector: &str, patience: Duration) -> WebElement {
        let began = Instant::now();
        loop {
            if let Ok(element) = self.driver.find(By::Css(selector)).await {
                return element;
            }
            assert!(
                began.elapsed() < patience,
                "{selector} did not come; {:?}",
                self.page_errors()
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits until the JavaScript expression is true.
    ///
    /// # Panics
    /// When it does not become so within `patience`; the message has the page's errors.
    pub async fn wait_until(&self, expression: &str, patience: Duration) {
        let began = Instant::now();
        let script = format!("return Boolean({expression});");
        while self.script(&script, Vec::new()).await != Value::Bool(true) {
            assert!(began.elapsed() < patience, "not so: {expression}; {:?}", self.page_errors());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// What the body of a function gives; `arguments` holds what is passed. A promise is waited for.
    ///
    /// # Panics
    /// When the script throws.
    pub async fn script(&self, body: &str, arguments: Vec<Value>) -> Value {
        // Firefox takes no `await` in the body itself.
        let asynchronous =
            format!("return (async function () {{ {body} }}).apply(null, arguments);");
        let result = self.driver.execute(asynchronous, arguments).await;
        result.unwrap_or_else(|error| panic!("{body}: {error}")).json().clone()
    }

    /// Gives files to an `<input type="file">`, as if the user had chosen them.
    ///
    /// # Panics
    /// When there is no such input or it takes only one file.
    pub async fn upload(&self, selector: &str, files: &[PathBuf]) {
        let input = self.wait_for(selector, PATIENCE).await;
        let paths: Vec<String> = files
            .iter()
            .map(|file| std::path::absolute(file).expect("has a path").display().to_string())
            .collect();
        input.send_keys(paths.join("\n")).await.expect("the input takes the files");
    }

    /// The file that the page saved under `name`, once it is whole.
    ///
    /// # Panics
    /// When it does not come within `patience`.
    pub async fn wait_for_download(&self, name: &str, patience: Duration) -> PathBuf {
        let began = Instant::now();
        let path = self.profile.downloads().join(name);
        // The browser writes under another name and moves the file when it is whole; Firefox keeps
        // an empty one in its place meanwhile.
        while !path.metadata().is_ok_and(|file| file.is_file() && file.len() > 0) {
            assert!(began.elapsed() < patience, "{name} was not saved; {:?}", self.page_errors());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        path
    }

    /// Sets the size of the page in CSS pixels.
    ///
    /// # Panics
    /// When the browser refuses.
    pub async fn set_size(&self, width: u32, height: u32) {
        let metrics =
            json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    /// Drops files and folders in the middle of the window, as from a file manager.
    ///
    /// # Panics
    /// When the browser refuses.
    pub async fn drop_paths(&self, paths: &[PathBuf]) {
        let data = json!({"items": [], "files": paths, "dragOperationsMask": 1});
        for kind in ["dragEnter", "dragOver", "drop"] {
            let event = json!({"type": kind, "x": 200, "y": 200, "data": data});
            self.devtools("Input.dispatchDragEvent", event).await;
        }
    }

    /// Sets how many processors the page is told of; from this it chooses its number of workers.
    ///
    /// # Panics
    /// When the browser refuses.
    pub async fn set_processors(&self, count: u32) {
        let count = json!({"hardwareConcurrency": count});
        self.devtools("Emulation.setHardwareConcurrencyOverride", count).await;
    }

    /// The largest resident memory in KiB of the processes that show pages; nothing where the
    /// system does not tell.
    pub fn peak_memory(&self) -> Option<u64> {
        memory::peak_of_renderers(self.process.id())
    }

    /// Sets what the page learns of the system's look.
    ///
    /// # Panics
    /// When the browser refuses.
    pub async fn set_color_scheme(&self, scheme: ColorScheme) {
        let value = match scheme {
            ColorScheme::Light => "light",
            ColorScheme::Dark => "dark",
        };
        let features = json!({"features": [{"name": "prefers-color-scheme", "value": value}]});
        self.devtools("Emulation.setEmulatedMedia", features).await;
    }

    /// Shows the page as it would be printed, in light colours, or again on screen.
    ///
    /// # Panics
    /// When the browser refuses.
    pub async fn set_printing(&self, printing: bool) {
        let media = json!({"media": if printing { "print" } else { "" }});
        self.devtools("Emulation.setEmulatedMedia", media).await;
    }

    /// Writes a picture (PNG) of what the page shows at its size.
    ///
    /// # Panics
    /// When it cannot be taken or written.
    pub async fn screenshot(&self, path: &Path) {
        let picture = self.driver.screenshot_as_png().await.expect("a picture can be taken");
        std::fs::write(path, picture).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }

    /// Every address that was asked for, in order; the page's own are among them.
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The requests that went beyond the page's own files and what it holds in itself.
    ///
    /// Waits a moment first: a request is told of a little after it is made.
    pub async fn foreign_requests(&self, page: &Page) -> Vec<String> {
        tokio::time::sleep(Duration::from_millis(500)).await;
        self.requests().into_iter().filter(|request| !page.owns(request)).collect()
    }

    /// What the page and its workers reported as errors, refused policy included.
    pub fn page_errors(&self) -> Vec<String> {
        self.errors.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn allow_downloads(&self) {
        let folder = self.profile.downloads().display().to_string();
        let behavior = json!({"behavior": "allow", "downloadPath": folder});
        self.devtools("Browser.setDownloadBehavior", behavior).await;
    }

    async fn devtools(&self, method: &str, parameters: Value) {
        let answer = self.driver.cdp().send_raw(method, parameters).await;
        answer.unwrap_or_else(|error| panic!("{method}: {error}"));
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        for collector in &self.collectors {
            collector.abort();
        }
    }
}

fn push(list: &Mutex<Vec<String>>, text: String) {
    list.lock().unwrap_or_else(PoisonError::into_inner).push(text);
}
