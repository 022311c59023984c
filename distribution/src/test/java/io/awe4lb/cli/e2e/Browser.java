package io.awe4lb.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
    private static final String NAME = """
            const own = label => [...label.childNodes].filter(node => node.nodeType === Node.TEXT_NODE).map(node => node.data).join("");
            const nameOf = element => (element.ariaLabel ?? (element.labels?.length ? own(element.labels[0]) : element.innerText)).trim();
            """;
    /** Looks for something until it is there, in the page itself: to ask it over and over from here costs more than all else. */
    private static final String AWAIT = """
            const parameters = [...arguments];
            const done = parameters.pop();
            const end = performance.now() + parameters.pop();
            const look = () => {
                const found = seek(...parameters);
                if (found || performance.now() > end) {
                    done(found || null);
                } else {
                    setTimeout(look, 20);
                }
            };
            look();
            """;

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
        ChromeDriver driver = new ChromeDriver(service, options);
        driver.manage().timeouts().scriptTimeout(Eventually.DEADLINE.multipliedBy(2));
        return new Browser(driver, profile);
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
        if (awaited("const seek = () => document.querySelector('h1');") == null) {
            fail("no heading at " + place + ": " + text());
        }
    }

    void reload() {
        driver.navigate().refresh();
    }

    /** Waits until the charts know how long connects took before the page was loaded. */
    void remembersConnects() {
        driver.executeAsyncScript("""
                const done = arguments[0];
                import(new URL("assets/history.js", location.href)).then(({history}) => {
                    const isPast = (ms, i) => ms !== null && history.time[i] * 1000 < performance.timeOrigin;
                    const look = () => history.series.get("")?.p95Ms.some(isPast) ? done() : setTimeout(look, 20);
                    look();
                });
                """);
    }

    void logIn(String token) throws Exception {
        goTo("");
        type("Token", token);
        press("Log in");
        sees("live");
    }

    /** Waits for words that can be seen somewhere on the page. */
    void sees(String words) {
        if (awaited("const seek = words => document.body.innerText.includes(words);", words) == null) {
            fail("no '" + words + "' in: " + text());
        }
    }

    void seesNot(String words) {
        if (awaited("const seek = words => !document.body.innerText.includes(words);", words) == null) {
            fail("'" + words + "' in: " + text());
        }
    }

    private @Nullable Object awaited(String seek, Object... parameters) {
        Object[] all = Stream.concat(Stream.of(parameters), Stream.of(Eventually.DEADLINE.toMillis())).toArray();
        return driver.executeAsyncScript(seek + AWAIT, all);
    }

    String text() {
        return script("return document.body.innerText");
    }

    String script(String script) {
        return String.valueOf(driver.executeScript(script));
    }

    /** A button or link by what a screen reader says. */
    void press(String name) throws Exception {
        Eventually.until("a button or link '" + name + "' that stays", () -> {
            try {
                named("button, a, summary, input[type=checkbox]", name).click();
                return true;
            } catch (StaleElementReferenceException _) { // it was drawn anew meanwhile
                return false;
            }
        });
    }

    /** Into a field by its label, in place of what is there. */
    void type(String label, String text) {
        WebElement field = field(label);
        field.sendKeys(Keys.chord(Keys.CONTROL, "a"));
        field.sendKeys(text);
    }

    /** From a list by its label, the entry that says so. */
    void choose(String label, String entry) {
        field(label).findElement(By.xpath("option[. = '" + entry + "']")).click();
    }

    WebElement field(String label) {
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

    /** Tab by tab, as somebody without a mouse: the most part of the way at once, the last steps looking where one is. */
    void tabTo(String name) {
        keys(Keys.TAB.toString().repeat(Math.max(0, wayTo(name) - 2)));
        for (int i = 0; i < 200; i++) {
            keys(Keys.TAB);
            if (name.equals(driver.executeScript(NAME + "return nameOf(document.activeElement)"))) {
                return;
            }
        }
        throw new AssertionError("no way to '" + name + "' with the Tab key: " + text());
    }

    /** How many stops there are until then, as far as the order of the page tells. */
    private int wayTo(String name) {
        return ((Number) driver.executeScript(
                NAME + """
                        const stops = [...(document.querySelector("dialog[open]") ?? document).querySelectorAll("a, button, input, select, textarea, summary, [tabindex='0']")]
                            .filter(each => each.checkVisibility() && !each.disabled);
                        const after = stops.filter(each => document.activeElement.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING);
                        return after.findIndex(each => nameOf(each) === arguments[0]) + 1;
                        """,
                name)).intValue();
    }

    /** To a button or link by tabs, and through it. */
    void follow(String name) {
        named("button, a, summary", name);
        tabTo(name);
        keys(Keys.ENTER);
    }

    /** Waits for it. */
    private WebElement named(String selector, String name) {
        var found = (WebElement) awaited(NAME + """
                const seek = (selector, name) => {
                    const found = [...document.querySelectorAll(selector)].find(each => each.checkVisibility() && nameOf(each) === name);
                    found?.scrollIntoView({block: "center"});
                    return found;
                };
                """, selector, name);
        return found == null ? fail("no '" + name + "' in: " + text()) : found;
    }

    /** Nothing on the page keeps anybody out, as far as a program can tell: on a desk and on a phone, light and dark. */
    void keepsNobodyOut(String where) {
        var axe = new Axe(driver);
        for (int width : new int[] {1280, 390}) {
            size(width);
            String here = "%s at %d px".formatted(where, width);
            fits(here, width);
            assertEquals(List.of(), axe.ofStructure(), here);
            for (String scheme : new String[] {"light", "dark"}) {
                scheme(scheme);
                assertEquals(List.of(), axe.ofColours(), here + ", " + scheme);
            }
        }
        size(320);
        fits(where + " at 320 px", 320);
        size(1280);
        scheme("light");
    }

    /** No wider than the screen; a phone that shows more than fits tells of a wider one. */
    private void fits(String where, int width) {
        assertEquals("true", script("return document.documentElement.scrollWidth <= " + width), where);
    }

    /** Scripts without an error, and nothing that the policy had to stop. */
    void hasNoErrors() {
        List<String> errors = driver.manage().logs().get(LogType.BROWSER).getAll().stream().map(LogEntry::getMessage)
                .filter(message -> !message.contains("with a status of 4") && !message.contains("[DOM]")).toList();
        assertEquals(List.of(), errors);
    }

    void keepScreenshot(String name) throws IOException {
        script("scrollTo({top: 0, behavior: 'instant'})");
        Files.createDirectories(SCREENSHOTS);
        Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    }

    @Override
    public void close() throws IOException {
        driver.quit();
        profile.close();
    }
}
