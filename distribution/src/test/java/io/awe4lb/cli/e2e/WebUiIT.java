package io.awe4lb.cli.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The web UI of the real program in a real browser, with real clients behind it. */
@Order(1)
class WebUiIT extends Administered {

    private static final List<String> PAGES = List.of("", "listeners", "listeners/web", "pools", "pools/web", "connections", "config",
            "config/history", "config/effective", "config/overrides", "certificates", "plugins", "events", "system");
    private static final Pattern LINK = Pattern.compile("(http://\\S+)/#login/(\\S+)");

    private Browser browser(Awe4lb awe4lb) throws Exception {
        return browser(api(awe4lb).base());
    }

    private Browser browser(URI address) throws Exception {
        return opened.add(Browser.at(address, directory.resolve("profile")));
    }

    @Test
    void aBackendIsDrainedWeighedCheckedAndTakenBack() throws Exception {
        Awe4lb awe4lb = administered(servingBoth());
        Api api = api(awe4lb);
        Peer client = client(web.address());
        client.line();
        Browser browser = browser(awe4lb);
        browser.goTo("");
        browser.type("Token", "wrong");
        browser.press("Log in");
        browser.sees("nobody has this token");
        browser.logIn(ADMIN);
        browser.sees("No problems");
        browser.press("Pools");
        browser.press("web");
        browser.sees("Pool web");

        browser.press("Drain " + b);
        browser.sees("No new connection goes to " + b);
        browser.sees("50 %");
        browser.type("Reason", "a new kernel");
        browser.press("The same in a terminal");
        browser.sees("curl -X PUT");
        browser.press("Drain");
        browser.sees("gets no new connections");
        assertEquals("drain", api.get(adminState(b)).with(200).at("/state"));
        browser.sees("by root: a new kernel");
        assertEquals("a", client(web.address()).line());
        assertEquals("a", client(web.address()).line());

        browser.press("Undo");
        browser.sees("It is as it was before.");
        assertEquals("ready", api.get(adminState(b)).with(200).at("/state"));

        browser.press("Weight " + a);
        browser.type("Weight", "3");
        browser.sees("75 %");
        browser.press("Set the weight");
        browser.sees("has weight 3");
        assertEquals("3", api.get(backend("web", a)).with(200).at("/weight"));
        browser.goTo("config/overrides");
        browser.sees("has weight 3; the configuration says 1");
        browser.press("Take back: " + a + " has weight 3; the configuration says 1");
        browser.sees("Nothing was changed beside the configuration.");
        assertEquals("1", api.get(backend("web", a)).with(200).at("/weight"));

        browser.goTo("connections");
        browser.choose("listener", "web");
        browser.press("Close all of these");
        browser.sees("3 connections would end");
        browser.press("Close them");
        browser.sees("They are closed.");
        browser.sees("Nobody is connected that fits.");
        client.isClosed();
        browser.hasNoErrors();
    }

    @Test
    void aConfigurationIsWrittenCheckedComparedAppliedAndTakenBack() throws Exception {
        Awe4lb awe4lb = administered(servingA());
        Api api = api(awe4lb);
        Browser browser = browser(awe4lb);
        browser.logIn(ADMIN);
        browser.press("Configuration");
        browser.sees("This is revision 1");
        String editor = "Configuration as YAML";
        browser.field(editor).sendKeys(Keys.chord(Keys.CONTROL, Keys.END), "listener: {}");
        browser.sees("did you mean 'listeners'?");
        browser.press("Discard");
        browser.field(editor).sendKeys(Keys.chord(Keys.CONTROL, Keys.HOME),
                "shutdown: {drain: 7s}\n");
        browser.sees("shutdown changes");
        browser.sees("+ shutdown: {drain: 7s}");
        browser.keepScreenshot("config-changed-1280-light");
        browser.press("Apply");
        browser.type("Comment", "for the browser");
        browser.keys(Keys.ENTER);
        browser.sees("The configuration is in force.");
        browser.sees("This is revision 2");
        assertTrue(api.get(CONFIG, "Accept", "application/yaml").with(200).body().startsWith("shutdown: {drain: 7s}\n"));

        browser.press("History");
        browser.sees("for the browser");
        browser.press("Compare revision 1 with the one in force");
        browser.sees("− shutdown: {drain: 7s}");
        browser.press("Restore revision 1");
        browser.sees("A new revision with the text of revision 1");
        browser.press("Restore");
        browser.sees("Revision 1 is in force again.");
        assertEquals(3, revision(api));

        browser.goTo("pools/web");
        browser.press("Add a backend");
        browser.type("Address", b.toString());
        browser.press("Add");
        browser.sees("is in pool web");
        assertEquals("web", api.get(WEB).with(200).at("/pool"));
        browser.press("Remove " + b);
        browser.sees("is removed");
        browser.keys(Keys.ESCAPE);
        api.get(backend("web", b)).with(200);
        browser.hasNoErrors();
    }

    @Test
    void everythingIsDoneWithTheKeyboardAlone() throws Exception {
        Awe4lb awe4lb = administered(servingBoth());
        Api api = api(awe4lb);
        Browser browser = browser(awe4lb);
        browser.goTo("");
        browser.tabTo("Token");
        browser.keys(ADMIN, Keys.ENTER);
        browser.sees("No problems");
        browser.tabTo("Pools");
        browser.keys(Keys.ENTER);
        browser.sees("round-robin");
        browser.tabTo("web");
        browser.keys(Keys.ENTER);
        browser.sees("Backends");
        browser.tabTo("Drain " + b);
        browser.keys(Keys.ENTER);
        browser.tabTo("Drain");
        browser.keys(Keys.ENTER);
        browser.sees("gets no new connections");
        assertEquals("drain", api.get(adminState(b)).with(200).at("/state"));
        browser.tabTo("Ready " + b);
        browser.keys(Keys.ENTER);
        browser.sees("gets connections again");
        assertEquals("ready", api.get(adminState(b)).with(200).at("/state"));
        browser.tabTo("Log out");
        browser.keys(Keys.ENTER);
        browser.sees("Token");
        browser.hasNoErrors();
    }

    @Test
    void whoeverMayOnlyLookSeesWhyAndThatSomethingIsWrong() throws Exception {
        Awe4lb awe4lb = administered(
                servingBoth().replace("strategy: round-robin", "strategy: round-robin, healthCheck: {type: tcp, interval: 100ms}"));
        b.stops();
        Browser browser = browser(awe4lb);
        browser.logIn(VIEWER);
        browser.sees("pool web: " + b + " is down for");
        browser.press("Pools");
        browser.press("web");
        browser.press("Drain " + a + ": needs the role operator; eye has the role viewer");
        browser.sees("Not done: it needs the role operator");
        assertEquals("ready", api(awe4lb).get(adminState(a)).with(200).at("/state"));
        browser.goTo("pools/web?state=down");
        browser.sees(b.toString());
        browser.seesNot(a.toString());
        browser.hasNoErrors();
    }

    @Test
    void noPageKeepsAnybodyOut() throws Exception {
        Awe4lb awe4lb = administered(
                servingBoth().replace("strategy: round-robin", "strategy: round-robin, healthCheck: {type: tcp, interval: 100ms}"));
        b.stops();
        client(web.address()).line();
        Browser browser = browser(awe4lb);
        browser.goTo("");
        browser.keepsNobodyOut("log-in");
        browser.logIn(ADMIN);
        browser.sees("is down for");
        for (String page : PAGES) {
            look(browser, page, 1280, "light");
            look(browser, page, 390, "dark");
        }
        look(browser, "pools/web", 390, "light");
        look(browser, "pools/web", 1280, "dark");
        browser.press("Drain " + a);
        browser.sees("No new connection");
        browser.keepsNobodyOut("a dialogue");
        browser.fits("a dialogue");
        browser.hasNoErrors();
    }

    private static void look(Browser browser, String page, int width, String scheme) throws Exception {
        browser.size(width);
        browser.scheme(scheme);
        browser.goTo(page);
        browser.sees("live");
        String where = "%s at %d px, %s".formatted(page, width, scheme);
        browser.keepsNobodyOut(where);
        browser.fits(where);
        browser.keepScreenshot("%s-%d-%s".formatted(page.isEmpty() ? "overview" : page.replace('/', '-'), width, scheme));
    }

    @Test
    void fromTheDemonstrationToADrainedBackend() throws Exception {
        Awe4lb demo = started("demo");
        var link = demo.out().says(LINK);
        Browser browser = browser(URI.create(link.group(1)));
        browser.goTo("login/" + link.group(2));
        browser.sees("No problems");
        browser.press("Pools");
        browser.press("demo");
        browser.press("Drain backend-2");
        browser.press("Drain");
        browser.sees("backend-2 gets no new connections.");
        browser.press("Overview");
        browser.sees("is drained for");
        browser.hasNoErrors();
    }
}
