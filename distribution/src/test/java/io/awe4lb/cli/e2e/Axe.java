package io.awe4lb.cli.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.openqa.selenium.chrome.ChromeDriver;

/** What axe-core finds wrong with the page that is shown. */
final class Axe {

    private static final String SOURCE = source();
    /** Rules that colours matter to, and so whether it is light or dark. */
    private static final String OF_COLOURS = "['color-contrast', 'link-in-text-block']";
    /**
     * Elements with text or for text, one of each colour, font and ground: all others of these have the same contrast, and to look at each
     * of them took three quarters of the time.
     */
    private static final String KINDS_OF_TEXT = """
            const grounds = new Map([[null, ""]]);
            const ground = element => {
                if (!grounds.has(element)) {
                    const style = getComputedStyle(element);
                    const own = [style.backgroundColor, style.backgroundImage, style.opacity].join();
                    grounds.set(element, ground(element.parentElement) + (own === "rgba(0, 0, 0, 0),none,1" ? "" : own + ";"));
                }
                return grounds.get(element);
            };
            const speaks = element => element.checkVisibility() && (element.matches("input, select, textarea")
                || [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim()));
            const kinds = new Map();
            for (const element of [...document.body.querySelectorAll("*")].filter(speaks)) {
                const {color, fontSize, fontWeight, textDecorationLine} = getComputedStyle(element);
                const kind = [element.tagName, color, fontSize, fontWeight, textDecorationLine, ground(element)].join();
                kinds.set(kind, kinds.get(kind) ?? element);
            }
            """;
    private static final String RUN = """
            const done = arguments[arguments.length - 1];
            axe.run(WHERE, {RULES, resultTypes: ["violations"], preload: false, iframes: false}).then(
                found => done(found.violations.map(each => each.id + ": " + each.nodes.map(node => node.html).join(" | ").slice(0, 600))),
                failure => done([String(failure)]));
            """;

    private final ChromeDriver driver;

    Axe(ChromeDriver driver) {
        this.driver = driver;
        if (!Boolean.TRUE.equals(driver.executeScript("return Boolean(window.axe)"))) {
            driver.executeScript(SOURCE);
        }
    }

    /** By every rule but those of colours. @return a list of sentences */
    Object ofStructure() {
        return run("document", "rules: Object.fromEntries(%s.map(rule => [rule, {enabled: false}]))".formatted(OF_COLOURS));
    }

    /** By the rules of colours. @return a list of sentences */
    Object ofColours() {
        return run("{include: [...kinds.values()]}", "runOnly: " + OF_COLOURS);
    }

    private Object run(String where, String rules) {
        return driver.executeAsyncScript(KINDS_OF_TEXT + RUN.replace("WHERE", where).replace("RULES", rules));
    }

    private static String source() {
        try (InputStream in = Axe.class.getResourceAsStream("/axe.min.js")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
