package io.awe4lb.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/** The system's Chromium, without a screen and with a profile of its own, at the web UI of one running program after the other. */
final class Browser implements AutoCloseable {

    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path SCREENSHOTS = Distribution.SOURCES.resolve("distribution/target/screenshots");
    private static final int HEIGHT = 900;
    private static final String AXE = axe();
    private static final String NAME = """
            const own = label => [...label.childNodes].filter(node => node.nodeType === Node.TEXT_NODE).map(node => node.data).join("");
            const nameOf = element => (element.ariaLabel ?? (element.labels?.length ? own(element.labels[0]) : element.innerText)).trim();
            """;
    private static final String EVERY_RULE = "";
    private static final String COLOURS = "runOnly: ['color-contrast'],";

    private final ChromeDriver driver;
    private final TemporaryDirectory profile;
    private URI address = URI.create("about:blank");

    private Browser(ChromeDriver driver, TemporaryDirectory profile) {
        this.driver = driver;
        this.profile = profile;
    }

    /** Skips the test where there is none, unless one is required. */
    static Browser start() throws IOException {
        boolean isHere = Files.isExecutable(DRIVER) && Files.isExecutable(CHROMIUM);
        if ("required".equals(System.getenv("AWE4LB_BROWSER"))) {
            assertEquals(true, isHere, "the packages chromium and chromium-driver are missing");
        }
        assumeTrue(isHere, "no chromium with its driver on this machine");
        TemporaryDirectory profile = TemporaryDirectory.create();
        var options = new ChromeOptions().setBinary(CHROMIUM.toString()).addArguments(
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync", "--user-data-dir=" + profile.path(), "--lang=en", "--force-prefers-reduced-motion");
        options.setCapability("goog:loggingPrefs", Map.of(LogType.BROWSER, "ALL"));
        var service = new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).usingAnyFreePort().build();
        return new Browser(new ChromeDriver(service, options), profile);
    }

    /** Goes to another program, as nobody in particular: cookies know no ports. */
    void visit(URI program) {
        driver.get("about:blank");
        driver.executeCdpCommand("Network.clearBrowserCookies", Map.of());
        driver.manage().logs().get(LogType.BROWSER);
        address = program;
        size(1280);
        scheme("light");
    }

    void size(int width) {
        driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", HEIGHT, "deviceScaleFactor", 1, "mobile", width < 600));
    }

    /** Dark or light, as somebody's system says. */
    void scheme(String scheme) {
        driver.executeCdpCommand("Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** By its address, without loading everything anew where the program is shown already. Returns when the page is drawn. */
    void goTo(String place) throws Exception {
        if (!String.valueOf(driver.getCurrentUrl()).startsWith(address.toString())) {
            driver.get(address + "/#" + place);
        } else {
            driver.executeAsyncScript("""
                    const [place, done] = arguments;
                    if (location.hash.slice(1) === place) {
                        done();
                    } else {
                        addEventListener("hashchange", () => setTimeout(done), {once: true});
                        location.hash = place;
                    }
                    """, place);
        }
        Eventually.until("a heading at " + place, () -> !all("h1").isEmpty());
    }

    void logIn(String token) throws Exception {
        goTo("");
        type("Token", token);
        press("Log in");
        sees("live");
    }

    /** Waits for words that can be seen somewhere on the page. */
    void sees(String words) throws Exception {
        Eventually.until("'" + words + "' in: " + text(), () -> text().contains(words));
    }

    void seesNot(String words) throws Exception {
        Eventually.until("no '" + words + "' in: " + text(), () -> !text().contains(words));
    }

    String text() {
        return script("return document.body.innerText");
    }

    String script(String script) {
        return String.valueOf(driver.executeScript(script));
    }

    /** A button or link by what a screen reader says. */
    void press(String name) throws Exception {
        Eventually.until("a button or link '" + name + "' in: " + text(), () -> {
            WebElement found = named("button, a, summary", name);
            if (found == null) {
                return false;
            }
            try {
                found.click();
                return true;
            } catch (StaleElementReferenceException _) { // it was drawn anew meanwhile
                return false;
            }
        });
    }

    /** Into a field by its label, in place of what is there. */
    void type(String label, String text) throws Exception {
        WebElement field = field(label);
        field.sendKeys(Keys.chord(Keys.CONTROL, "a"));
        field.sendKeys(text);
    }

    void choose(String label, String option) throws Exception {
        field(label).sendKeys(option);
    }

    WebElement field(String label) throws Exception {
        Eventually.until("a field '" + label + "'", () -> named("input, select, textarea", label) != null);
        return named("input, select, textarea", label);
    }

    /** A key together with Control, for whatever has the focus. */
    void withControl(CharSequence key) {
        new Actions(driver).keyDown(Keys.CONTROL).sendKeys(key).keyUp(Keys.CONTROL).perform();
    }

    /** Keys for whatever has the focus. */
    void keys(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /** Tab by tab, as somebody without a mouse. */
    void tabTo(String name) {
        for (int i = 0; i < 200; i++) {
            keys(Keys.TAB);
            if (name.equals(driver.executeScript(NAME + "return nameOf(document.activeElement)"))) {
                return;
            }
        }
        throw new AssertionError("no way to '" + name + "' with the Tab key: " + text());
    }

    /** To a button or link by tabs, and through it. */
    void follow(String name) throws Exception {
        Eventually.until("a button or link '" + name + "' in: " + text(), () -> named("button, a, summary", name) != null);
        tabTo(name);
        keys(Keys.ENTER);
    }

    private WebElement named(String selector, String name) {
        return (WebElement) driver.executeScript(
                NAME + """
                        const [selector, name] = arguments;
                        const found = [...document.querySelectorAll(selector)].find(each => each.checkVisibility() && nameOf(each) === name);
                        found?.scrollIntoView({block: "center"});
                        return found;
                        """,
                selector,
                name);
    }

    private List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    /** Nothing on the page keeps anybody out, as far as a program can tell: on a desk and on a phone, light and dark. */
    void keepsNobodyOut(String where) {
        look(where, 1280, "light", EVERY_RULE);
        look(where, 1280, "dark", COLOURS);
        look(where, 390, "dark", EVERY_RULE);
        look(where, 390, "light", COLOURS);
        size(320);
        fits(where + " at 320 px");
        size(1280);
    }

    private void look(String where, int width, String scheme, String rules) {
        size(width);
        scheme(scheme);
        String what = "%s at %d px, %s".formatted(where, width, scheme);
        if (!Boolean.TRUE.equals(driver.executeScript("return Boolean(window.axe)"))) {
            driver.executeScript(AXE);
        }
        Object violations = driver.executeAsyncScript(
                """
                        const done = arguments[arguments.length - 1];
                        axe.run(document, {RULES resultTypes: ["violations"], preload: false, iframes: false}).then(
                            found => done(found.violations.map(each => each.id + ": " + each.nodes.map(node => node.html).join(" | ").slice(0, 600))),
                            failure => done([String(failure)]));
                        """
                        .replace("RULES", rules));
        assertEquals(List.of(), violations, what);
        fits(what);
    }

    /** No wider than the screen. */
    private void fits(String where) {
        assertEquals("true", script("return document.documentElement.scrollWidth <= window.innerWidth"), where);
    }

    /** Scripts without an error, and nothing that the policy had to stop. */
    void hasNoErrors() {
        List<String> errors = driver.manage().logs().get(LogType.BROWSER).getAll().stream().map(LogEntry::getMessage)
                .filter(message -> !message.contains("with a status of 4") && !message.contains("[DOM]")).toList();
        assertEquals(List.of(), errors);
    }

    void keepScreenshot(String name) throws IOException {
        Files.createDirectories(SCREENSHOTS);
        Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    }

    @Override
    public void close() throws IOException {
        driver.quit();
        profile.close();
    }

    private static String axe() {
        try (InputStream in = Browser.class.getResourceAsStream("/axe.min.js")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
